"""Which question do the options of ``explain`` ask?"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from rosterer.files.faults import BadInput, Fault, nearest

if TYPE_CHECKING:
    from pydantic import ValidationError

    from rosterer.explain.answer import Instead, Why, WhyReferral, WhyShort

SUBJECTS = ("person", "referral", "short", "bed")
"""One of them says what is asked about."""
DATED = ("person", "short", "bed")
BESIDE: Mapping[str, tuple[str, ...]] = {
    "band": ("short",),
    "skill": ("short",),
    "shift": ("person",),
    "off": ("person",),
    "instead-of": ("person",),
    "option": ("referral",),
    "unserved": ("referral",),
    "where": ("person", "referral"),
}
"""Options that say more of what is asked about, and beside which they stand."""
OTHERWISE = ("shift", "off", "instead-of", "option", "unserved", "where")
"""Those that belong to ``why-not``."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "person": ("shift", "off", "instead-of"),
    "referral": ("option", "unserved"),
}
"""Of these ``why-not`` needs one, which says what could be done instead."""
FILE = "explain"
Options = Mapping[str, str | bool | None]


def question_of(question: str, options: Options) -> "Why | Instead":
    """The question that some options ask.

    Parameters
    ----------
    question
        ``why`` or ``why-not``.
    options
        By name, without the strokes before it; None or False where it is not given.

    Raises
    ------
    BadInput
        With everything that is missing, too much or unreadable.
    """
    from pydantic import TypeAdapter, ValidationError

    from rosterer.explain.answer import Instead, Why

    faults = list(_faults(question, options))
    if faults:
        raise BadInput(faults)
    about = next(name for name in SUBJECTS if options[name])
    fields = _of_why(about, options) if question == "why" else _of_instead(about, options)
    try:
        if question == "why":
            return TypeAdapter[Why](Why).validate_python(fields)
        return TypeAdapter[Instead](Instead).validate_python(fields)
    except ValidationError as refused:
        raise BadInput(unreadable(refused)) from refused


def takes_of(options: Options) -> "WhyReferral | WhyShort":
    """What is to be cured.

    Raises
    ------
    BadInput
        As for ``question_of``, and where it is no shortage and no referral.
    """
    from rosterer.explain.answer import WhyReferral, WhyShort

    asked = question_of("why", options)
    if not isinstance(asked, WhyReferral | WhyShort):
        told = "takes asks for a cure of a shortage, or of a referral's delay"
        raise BadInput([Fault(FILE, told, "give --short or --referral")])
    return asked


def _of_why(about: str, options: Options) -> dict[str, object]:
    fields: dict[str, object] = {"about": about}
    fields["where" if about == "short" else "unit" if about == "bed" else about] = options[about]
    if about in DATED:
        fields["date"] = _day(options)
    if about == "short":
        fields |= {"band": options["band"], "skill": options["skill"]}
    return fields


def _of_instead(about: str, options: Options) -> dict[str, object]:
    fields: dict[str, object] = {about: options[about]}
    if about == "referral":
        units = str(options["where"] or "").replace(",", " ").split()
        fields |= {"about": "start", "option": options["option"], "units": units}
        return fields | ({"date": _day(options)} if options["date"] else {})
    fields["date"] = _day(options)
    if options["instead-of"]:
        return fields | {"about": "instead", "instead_of": options["instead-of"]}
    return fields | {"about": "duty", "shift": options["shift"], "where": options["where"]}


def _day(options: Options) -> date:
    return date.fromisoformat(str(options["date"]))


def _faults(question: str, options: Options) -> Iterator[Fault]:
    subjects = SUBJECTS if question == "why" else tuple(CHOICES)
    given = [name for name in SUBJECTS if options[name]]
    if len(given) != 1 or given[0] not in subjects:
        told = "asks about nothing" if not given else f"{question} asks about {' and '.join(given)}"
        words = ", ".join(f"--{name}" for name in subjects)
        yield Fault(FILE, told, f"give one of {words}")
    when = options["date"]
    if isinstance(when, str) and not is_date(when):
        words = f"{when!r} is not a date"
        yield Fault(FILE, words, "write YYYY-MM-DD, such as 2026-11-05", column="--date")
    for name in given:
        is_dated = name in DATED or bool(options["option"])
        if is_dated and when is None:
            yield Fault(FILE, f"--{name} needs a day", "add --date YYYY-MM-DD")
        if not is_dated and when is not None:
            yield Fault(FILE, f"--date says nothing beside --{name}", "leave it out")
        yield from _beside(question, name, options)


def _beside(question: str, name: str, options: Options) -> Iterator[Fault]:
    """What stands beside a subject to which it says nothing, and what is missing there."""
    for more, subjects in BESIDE.items():
        if options[more] and (name not in subjects or (question == "why") == (more in OTHERWISE)):
            yield Fault(FILE, f"--{more} says nothing to {question} --{name}", "leave it out")
    if question == "why-not" and name in CHOICES:
        chosen = [f"--{one}" for one in CHOICES[name] if options[one]]
        if len(chosen) != 1:
            told = f"{' and '.join(chosen)} at once" if chosen else "nothing else is named"
            words = ", ".join(f"--{one}" for one in CHOICES[name])
            yield Fault(FILE, told, f"give one of {words}")


def is_date(text: str) -> bool:
    """The text is a date as the command line takes it."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def unreadable(refused: "ValidationError") -> Iterator[Fault]:
    """What the vocabulary refuses, as faults of the command line."""
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
