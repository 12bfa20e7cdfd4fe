"""What does a word mean that reports and tables use?"""

from typing import Annotated

import typer

from rosterer.commands.talk import results

EXAMPLE = "rosterer words float"


def words(
    word: Annotated[
        str | None, typer.Argument(metavar="[WORD]", help="The word; all are listed without one.")
    ] = None,
) -> None:
    """Explain a word, such as float, band or gap; without one, list those that are explained."""
    from rosterer.files.faults import BadInput, Fault, nearest
    from rosterer.words import explained, glossary

    if word is None:
        told = "\n".join(glossary())
    else:
        found = explained(word)
        if found is None:
            remedy = nearest(word, glossary()) or "rosterer words lists those that are"
            raise BadInput([Fault("words", f"{word!r} is not explained", remedy)])
        told = f"{found[0]}\n\n{found[1]}"
    results().write(told + "\n")
    results().flush()
