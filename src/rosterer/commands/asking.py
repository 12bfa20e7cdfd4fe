"""Which question do the options of ``explain`` ask?"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from rosterer.files.faults import BadInput, Fault, nearest

if TYPE_CHECKING:
    from pydantic import ValidationError

    from rosterer.explain.answer import Why

SUBJECTS = ("person", "referral", "short", "bed")
"""One of them says what is asked about."""
DATED = ("person", "short", "bed")
FILE = "explain"


def question_of(options: Mapping[str, str | None]) -> "Why":
    """The question that some options ask.

    Raises
    ------
    BadInput
        With everything that is missing, too much or unreadable.
    """
    from pydantic import TypeAdapter, ValidationError

    from rosterer.explain.answer import Why

    faults = list(_faults(options))
    if faults:
        raise BadInput(faults)
    about = next(name for name in SUBJECTS if options[name] is not None)
    fields: dict[str, object] = {"about": about}
    fields["where" if about == "short" else "unit" if about == "bed" else about] = options[about]
    if about in DATED:
        fields["date"] = date.fromisoformat(options["date"] or "")
    if about == "short":
        fields |= {"band": options["band"], "skill": options["skill"]}
    try:
        return TypeAdapter[Why](Why).validate_python(fields)
    except ValidationError as refused:
        raise BadInput(_unreadable(refused)) from refused


def _faults(options: Mapping[str, str | None]) -> Iterator[Fault]:
    given = [name for name in SUBJECTS if options[name] is not None]
    if len(given) != 1:
        told = "asks about nothing" if not given else f"asks about {' and '.join(given)} at once"
        words = ", ".join(f"--{name}" for name in SUBJECTS)
        yield Fault(FILE, told, f"give one of {words}")
    when = options["date"]
    if when is not None and not _is_date(when):
        words = f"{when!r} is not a date"
        yield Fault(FILE, words, "write YYYY-MM-DD, such as 2026-11-05", column="--date")
    for name in given:
        if name in DATED and when is None:
            yield Fault(FILE, f"--{name} needs a day", "add --date YYYY-MM-DD")
        if name not in DATED and when is not None:
            yield Fault(FILE, f"--date says nothing beside --{name}", "leave it out")
    for name in ("band", "skill"):
        if given and options[name] is not None and "short" not in given:
            yield Fault(FILE, f"--{name} says nothing beside --{given[0]}", "leave it out")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _unreadable(refused: "ValidationError") -> Iterator[Fault]:
    from rosterer.files.rows import refusal_words

    for error in refused.errors():
        message, remedy = refusal_words(error)
        yield Fault(FILE, message, remedy, column=str(error["loc"][-1]))


def known_question(word: str, known: tuple[str, ...]) -> str:
    """A question by its name.

    Raises
    ------
    BadInput
        With the nearest that is known.
    """
    if word not in known:
        raise BadInput([Fault(FILE, f"{word!r} is no question", nearest(word, known))])
    return word
