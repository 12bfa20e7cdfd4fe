"""Which names of a file may be one person, written in two ways?"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rosterer.sheets.found import Found, FoundPerson
from rosterer.sheets.names import name_key
from rosterer.sheets.notes import Note

_BESIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LETTERS = re.compile(r"[a-z0-9]+")
_IN_WORDS = re.compile(r"['’‘`´]")


def asked_names(found: Found, told: Mapping[str, str]) -> Iterator[Note]:
    """A question for each person whose name differs from another's by marks, brackets, accents or
    the order of its words alone; two people of whom each has half the duties break no rule.

    Parameters
    ----------
    told
        What the owner says of rows, by name; ``person`` says that it is somebody of their own.
    """
    own = {name_key(name) for name, what in told.items() if what == "person"}
    alike: dict[str, list[FoundPerson]] = defaultdict(list)
    for person in found.people.values():
        if name_key(person.name) not in own:
            alike[_folded(person.name)].append(person)
    for first, *others in alike.values():
        for other in others:
            if first.number and other.number:
                continue
            where = next((one.where for one in found.cells if one.person == other.key), "")
            text = f"{other.name!r} may be {first.name!r}, written in another way"
            remedy = (
                "write both alike in the sheet or under [cells] of a mapping file, or say under "
                "[rows] that it is a person"
            )
            yield Note("question", text, where, remedy, ("rows", other.name))


def _folded(name: str) -> str:
    """The words of a name without what may stand beside it, in any order."""
    from anyascii import anyascii

    plain = _IN_WORDS.sub("", anyascii(_BESIDE.sub(" ", _IN_WORDS.sub("", name)))).casefold()
    return " ".join(sorted(_LETTERS.findall(plain))) or name
