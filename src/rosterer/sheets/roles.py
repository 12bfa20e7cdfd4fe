"""What do the columns or rows of one day say: its start, its end, its length, an activity?"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.seen import SeenSheet, text_of

_WORDS: Mapping[str, str] = {
    "start": "start starts in from begin begins start_time time_in on",
    "end": "end ends out to finish finishes end_time finish_time time_out",
    "length": "length hours hrs paid paid_hours duration total h no_hours",
    "overtime": "o/t ot overtime extra extra_hours overtime_hours",
    "break": "break breaks unpaid unpaid_break lunch break_mins",
    "activity": "activity task type what reason status absence",
    "code": "shift code duty",
    "am": "am morning a.m a.m.",
    "pm": "pm afternoon p.m p.m.",
    "note": "note notes comment comments remark remarks",
}
_ROLES = {word.replace("_", " "): role for role, words in _WORDS.items() for word in words.split()}
FEWEST = 2
"""Columns with such a heading that make a row one of headings."""
LEFT = "activity left"
"""The role of a column without a heading left of each day."""
_LOOKED_BELOW = 3


def role_of(text: str) -> str:
    """What a heading below a date, or left of a row of times, says; blank for anything else."""
    folded = re.sub(r"\(.*\)", " ", text.casefold()).replace(":", " ")
    return _ROLES.get(" ".join(folded.split()), "")


def roles_of(
    sheet: SeenSheet, heading_row: int, dates: Sequence[int]
) -> tuple[Mapping[int, str], int | None]:
    """The roles of columns below a row of dates, and the row that names them.

    Parameters
    ----------
    dates
        Columns of the dates.
    """
    first = min(dates)
    roles: dict[int, str] = {}
    at = None
    for row in range(heading_row + 1, heading_row + 1 + _LOOKED_BELOW):
        values = {column: text_of(value) for column, value in sheet.row(row).items()}
        named = {
            column: role
            for column, text in values.items()
            if column >= first - 1 and (role := role_of(text))
        }
        others = [
            text for column, text in values.items() if column >= first and column not in named
        ]
        is_of_somebody = any(
            text and not meaning_of_heading(text, {})
            for column, text in values.items()
            if column < first and not role_of(text)
        )
        if len(named) >= FEWEST and len(named) > len(others) and not is_of_somebody:
            roles, at = named, row
            break
    beside = _roles_beside(sheet, heading_row, dates)
    roles = {**beside, **roles}
    if _has_column_left(sheet, heading_row, dates, roles):
        roles = {**roles, **{column - 1: LEFT for column in dates}}
    return roles, at


def _roles_beside(sheet: SeenSheet, row: int, dates: Sequence[int]) -> dict[int, str]:
    """The columns right of each date that are headed as hours, as in ``Mon | Hrs | Tue | Hrs``."""
    roles: dict[int, str] = {}
    last = max(dates) + _LOOKED_BELOW
    for date, following in pairwise([*sorted(dates), last]):
        between = {
            column: role_of(text_of(sheet.values.get((row, column))))
            for column in range(date + 1, following)
        }
        found = [at for at, role in between.items() if role in ("length", "overtime")]
        if not found:
            return {}
        roles[found[0]] = between[found[0]]
    return roles if len(dates) > 1 else {}


def _has_column_left(
    sheet: SeenSheet, row: int, dates: Sequence[int], roles: Mapping[int, str]
) -> bool:
    """Whether every date has a column without a heading of its own left of it, with words in it."""
    lefts = [column - 1 for column in dates]
    if any(
        left < 2
        or left in dates
        or (row, left) in sheet.values
        or roles.get(left, "activity") != "activity"
        for left in lefts
    ):
        return False
    below = [(other, left) for other in sheet.rows if other > row for left in lefts]
    return any(place in sheet.values for place in below)
