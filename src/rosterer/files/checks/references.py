"""Does every id that a table names exist?"""

from collections.abc import Iterator
from dataclasses import dataclass

from rosterer.files.cells import SHOWN_TEXT, short
from rosterer.files.checks.look import known_words
from rosterer.files.faults import MOST_ASKED, Fault, nearest
from rosterer.files.tables import Draft
from rosterer_models.vocabulary.shift import OFF
from rosterer_models.vocabulary.time import WEEKDAYS

HOME = "home"
"""The setting of care at home."""


@dataclass(frozen=True)
class Reference:
    """A column that names ids of another table.

    Attributes
    ----------
    target, target_column
        Where the ids are declared; no table where only ``words`` are allowed.
    words
        What may stand there besides.
    """

    table: str
    column: str
    target: str | None
    target_column: str
    words: tuple[str, ...] = ()


REFERENCES = (
    Reference("skills", "covers", "skills", "skill"),
    Reference("people", "employer", "employers", "employer"),
    Reference("people", "team", "teams", "team"),
    Reference("people", "skills", "skills", "skill"),
    Reference("people", "home", "places", "place"),
    Reference("people", "pattern", "patterns", "pattern"),
    Reference("people", "patterns", "patterns", "pattern"),
    Reference("caps", "person", "people", "person"),
    Reference("absences", "person", "people", "person"),
    Reference("requests", "person", "people", "person"),
    Reference("requests", "wish", "shifts", "shift", ("off", "on")),
    Reference("fixed", "person", "people", "person"),
    Reference("fixed", "shift", "shifts", "shift"),
    Reference("fixed", "unit", "units", "unit"),
    Reference("history", "person", "people", "person"),
    Reference("history", "shift", "shifts", "shift"),
    Reference("availability", "person", "people", "person"),
    Reference("availability", "shifts", "shifts", "shift"),
    Reference("shifts", "contact", "bands", "band"),
    Reference("shifts", "not_next_day", "shifts", "shift"),
    Reference("patterns", "cycle", "shifts", "shift", (OFF,)),
    Reference("cover", "place", "places", "place"),
    Reference("cover", "unit", "units", "unit"),
    Reference("cover", "band", "bands", "band"),
    Reference("cover", "skill", "skills", "skill"),
    Reference("units", "place", "places", "place"),
    Reference("units", "accepts", "options", "option"),
    Reference("units", "skill", "skills", "skill"),
    Reference("units", "min_staff", "bands", "band"),
    Reference("units", "beds_per_staff", "bands", "band"),
    Reference("units", "admissions", None, "day", (*WEEKDAYS, "all")),
    Reference("closures", "unit", "units", "unit"),
    Reference("options", "setting", "units", "kind", (HOME,)),
    Reference("options", "stay", "stays", "stay"),
    Reference("options", "skill", "skills", "skill"),
    Reference("options", "minutes", "bands", "band"),
    Reference("options", "minutes_end", "bands", "band"),
    Reference("referrals", "home", "places", "place"),
    Reference("referrals", "options", "options", "option"),
    Reference("barriers", "referral", "referrals", "referral"),
    Reference("barriers", "blocks", "options", "option"),
    Reference("expected", "home", "places", "place"),
    Reference("expected", "options", "options", "option"),
    Reference("realised", "home", "places", "place"),
    Reference("realised", "options", "options", "option"),
    Reference("census", "option", "options", "option"),
    Reference("census", "unit", "units", "unit"),
    Reference("census", "home", "places", "place"),
)
"""Every column that names something of another table, in the order of the tables."""


def unknown_references(draft: Draft) -> Iterator[Fault]:
    """A fault for each id that no table declares; none about tables that could not be read."""
    asked: dict[tuple[Reference, str], str] = {}
    for reference in REFERENCES:
        known = (
            known_words(draft, reference.target, reference.target_column)
            if reference.target
            else set()
        )
        if known is None or reference.table not in draft.tables:
            continue
        known |= set(reference.words)
        rows = draft.tables[reference.table]
        for entry in rows.entries:
            for word in _words(getattr(entry.fact, reference.column)):
                if word not in known:
                    if (reference, word) not in asked and len(asked) < MOST_ASKED:
                        asked[reference, word] = _remedy(reference, word, known)
                    yield Fault(
                        rows.origin,
                        _message(reference, word),
                        asked.get((reference, word)) or _added(reference),
                        entry.row,
                        reference.column,
                        short(word),
                    )


def _words(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return (
        tuple(dict.fromkeys(str(word) for word in value))
        if isinstance(value, tuple | dict)
        else (str(value),)
    )


def _message(reference: Reference, word: str) -> str:
    kind = (
        "kind of unit"
        if reference.target_column == "kind"
        else reference.target_column.replace("_", " ")
    )
    return f"there is no {kind} {short(word)!r}" + (
        f" in {reference.target}" if reference.target else ""
    )


def _remedy(reference: Reference, word: str, known: set[str]) -> str:
    if (
        reference.column == "cycle"
        and len(word) <= SHOWN_TEXT
        and set(word) <= {*"".join(known)}
        and len(word) > 1
        and all(letter in known for letter in word)
    ):
        return f"separate the days by blanks: {' '.join(word)}"
    return nearest(word, known)


def _added(reference: Reference) -> str:
    return f"add it to {reference.target}" if reference.target else ""
