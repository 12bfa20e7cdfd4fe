"""Which week do words say: ``Week 2``, ``Wk2``, ``W2``, ``w/c 9 Nov 2026``, or a date alone?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rosterer.sheets.calendars import calendar_above
from rosterer.sheets.days import hint_of
from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.seen import SeenSheet, Value, text_of

_NUMBERED = re.compile(
    r"(?:cycle |rota )?(?:week|wk|w|kw|semaine|woche)\s*(?:no\.?|number)?\s*[.:#-]?\s*(\d{1,2})",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\b(?:week|wk)\s*[.:#-]?\s*(?:\d{1,2}|[A-F])\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:weeks|wks)\b\s*\w*\d|\b(?:week|wk)\s*(?:\d{1,2}|[A-F])\s*(?:&|\+|,|/|and\b)\s*(?:week|wk)?\s*"
    r"(?:\d|[A-F]\b)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?:week|wk)\s*[.:-]?\s*([A-F])", re.IGNORECASE)
_DATED = re.compile(
    r"\s*(?:(?:w/?[cbe]|week|wk)\b|\d{1,2}(?:st|nd|rd|th)?\b.*(?:-|–|to)\s*\d)", re.IGNORECASE
)
_SPAN = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|to)\s*(\d{1,2})(?:st|nd|rd|th)?(?:\s+[a-z]{3,9}\.?)?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\b(?:w/?e|ending|ends)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Week:
    """A week by its number, its first or its last day."""

    number: int | None = None
    begins: date | None = None
    ends: date | None = None


def is_of_ends(heading: str) -> bool:
    """Whether dates below a heading are the last of their weeks."""
    return bool(_ENDS.search(heading))


def week_of_words(text: str) -> Week | None:
    """The week that a text says by itself."""
    text = " ".join(text.split()).strip(" :*.")
    numbered = _NUMBERED.fullmatch(text)
    if numbered:
        return Week(number=int(numbered[1]))
    lettered = _LETTERED.fullmatch(text)
    if lettered:
        return Week(number="ABCDEF".index(lettered[1].upper()) + 1)
    if not _DATED.match(text):
        return None
    above = calendar_above([text], "", None)
    if above.week_begins is not None:
        return Week(begins=above.week_begins)
    return Week(ends=above.week_ends) if above.week_ends is not None else None


def is_span(text: str) -> bool:
    """Whether a text may be the first and last day of a week, such as ``9-15``."""
    return bool(_SPAN.fullmatch(text))


def are_spans(texts: Iterable[str]) -> bool:
    """Whether several texts are spans of days, each a week after the one before; hours of the
    clock do not follow one another so.
    """
    found = [_SPAN.fullmatch(text) for text in texts]
    starts = [int(one[1]) for one in found if one is not None]
    if len(starts) < 2 or len(starts) < len(found):
        return False
    return all(b - a == 7 or (b <= 7 and 28 <= a - b + 7 <= 31) for a, b in pairwise(starts))


def says_several_weeks(text: str) -> bool:
    """Whether words say more weeks than one, such as ``Weeks 1 & 3``."""
    return bool(_SEVERAL.search(text))


def week_within(text: str) -> str | None:
    """The words within a text that say a week, such as those of ``Ann (week 2)``."""
    found = _WITHIN.search(text)
    return found[0] if found else None


def week_of(value: Value, *, is_end: bool = False) -> Week | None:
    """The week that a cell says below a heading such as *Week* or *w/c*."""
    hint = hint_of(value)
    if hint is not None and hint.full is not None:
        return Week(ends=hint.full) if is_end else Week(begins=hint.full)
    text = text_of(value)
    if re.fullmatch(r"\d{1,2}", text):
        return Week(number=int(text))
    if re.fullmatch(r"[A-F]", text):
        return Week(number="ABCDEF".index(text) + 1)
    return week_of_words(text)


def first_week_beside(sheet: SeenSheet, row: int) -> date | None:
    """The first day of the first week that a column of dates below a heading of weeks says."""
    for column, value in sheet.row(row).items():
        heading = text_of(value)
        if meaning_of_heading(heading, {}) != "week":
            continue
        below = (week_of(one, is_end=is_of_ends(heading)) for one in _below(sheet, row, column))
        weeks = [week for week in below if week is not None]
        begins = [week.begins for week in weeks if week.begins is not None]
        begins += [week.ends - timedelta(days=6) for week in weeks if week.ends is not None]
        if begins:
            return min(begins)
    return None


def first_week_below(sheet: SeenSheet, row: int) -> date | None:
    """The first day that a line right below weekdays says of the rows below it."""
    after = next((other for other in sheet.rows if other > row), None)
    texts = {text_of(value) for value in sheet.row(after or row).values()}
    week = week_of_words(texts.pop()) if after is not None and len(texts) == 1 else None
    if week is None:
        return None
    return week.ends - timedelta(days=6) if week.ends is not None else week.begins


def _below(sheet: SeenSheet, row: int, column: int) -> Iterator[Value]:
    """What stands in a column from a row on."""
    rows = (other for other in sheet.rows if other > row)
    return (sheet.values[other, column] for other in rows if (other, column) in sheet.values)
