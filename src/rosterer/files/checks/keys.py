"""Is anything given twice?"""

from collections.abc import Iterator

from rosterer.files.faults import Fault
from rosterer.files.tables import Draft

KEYS: dict[str, tuple[str, ...]] = {
    "employers": ("employer",),
    "teams": ("team",),
    "skills": ("skill",),
    "people": ("person",),
    "requests": ("person", "date", "wish"),
    "fixed": ("person", "date"),
    "history": ("person", "date"),
    "bands": ("band",),
    "shifts": ("shift",),
    "patterns": ("pattern",),
    "places": ("place",),
    "units": ("unit",),
    "options": ("option", "stage"),
    "stays": ("stay", "day"),
    "referrals": ("referral",),
    "realised": ("referral",),
    "census": ("occupant",),
}
"""What tells the rows of a table apart; tables not named here may repeat themselves."""


def doubles(draft: Draft) -> Iterator[Fault]:
    """A fault for each row whose key another row has, naming that row."""
    for table, key in KEYS.items():
        rows = draft.tables.get(table)
        seen: dict[tuple[str, ...], int] = {}
        for entry in rows.entries if rows else ():
            words = tuple(str(getattr(entry.fact, column)) for column in key)
            if rows and words in seen:
                message = f"{' '.join(words)!r} stands in row {seen[words]} already"
                remedy = (
                    "keep one duty a day"
                    if key == ("person", "date")
                    else "remove or rename one of the two"
                )
                yield Fault(rows.origin, message, remedy, entry.row, key[-1], words[-1])
            seen.setdefault(words, entry.row)


def shared_codes(draft: Draft) -> Iterator[Fault]:
    """A fault for each unit that has the short code of another one: a rota could not tell them
    apart.
    """
    rows = draft.tables.get("units")
    seen: dict[str, int] = {}
    for entry in rows.entries if rows else ():
        code = str(getattr(entry.fact, "short", ""))
        if rows and code and code in seen:
            message = f"{code!r} is the code of the unit in row {seen[code]} already"
            remedy = "give one of the two another code, or none"
            yield Fault(rows.origin, message, remedy, entry.row, "short", code)
        seen.setdefault(code, entry.row)


def shared_ids(draft: Draft) -> Iterator[Fault]:
    """A fault for each id that means two things where only one can be told from the other by its
    name.
    """
    for table, column, other, other_column, condition in (
        ("units", "unit", "places", "place", "sector"),
        ("realised", "referral", "referrals", "referral", None),
    ):
        if table not in draft.tables or other not in draft.tables:
            continue
        taken = {
            str(getattr(entry.fact, other_column))
            for entry in draft.tables[other].entries
            if condition is None or getattr(entry.fact, "kind", None) == condition
        }
        for entry in draft.tables[table].entries:
            word = str(getattr(entry.fact, column))
            if word in taken:
                message = f"{word!r} is also a {condition or other_column} in {other}"
                yield Fault(
                    draft.tables[table].origin,
                    message,
                    "give one of the two another id",
                    entry.row,
                    column,
                    word,
                )
