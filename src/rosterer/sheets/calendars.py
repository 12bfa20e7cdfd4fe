"""What stands above a row of headings that helps to understand its dates?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rosterer.sheets.days import EARLIEST, LATEST, MONTHS, day_of, hint_of, year_of
from rosterer.sheets.seen import Value, text_of


@dataclass(frozen=True)
class Calendar:
    """What stands above a row of headings: a month and year, the first day of the week, and what to
    assume without.
    """

    year: int | None = None
    month: int | None = None
    week_begins: date | None = None
    assumed_year: int | None = None
    week_ends: date | None = None
    is_assumed: bool = False
    """Nothing says when it begins but the first day that is given."""
    after: date | None = None
    """The last date of the block above, where this one goes on with the same people and nothing
    between says a date.
    """

    @property
    def says_something(self) -> bool:
        """Whether a month or a week was found."""
        return any(one is not None for one in (self.month, self.week_begins, self.week_ends))


_MONTH_YEAR = re.compile(
    r"\b(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b[\s,'-]*(\d{4}|\d{2})?\b"
)
_MONTH_NUMBER = re.compile(r"(?<![\d./-])(0?[1-9]|1[0-2])[/.-](20\d{2})\b")
_WEEK = re.compile(r"\b(?:week|w/?c|wk|w/?b|commencing|beginning|starting|from)\b")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|"
    rf"(?<![:.\d])\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\.?,?\s+\d{{2,4}}"
)
_BEGINS = re.compile(
    rf"\b(?:w/?[cb]|week|commencing|beginning|starting)\W+(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\b"
    r"(?!\W*\d)"
)
"""The first day of a week, whose year is not said."""
_SPAN = re.compile(
    rf"(?<![:.\d])(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+({_MONTH}))?\s*(?:-|–|to|until)\s*(?:[a-z]{{3,9}}\s+)?"
    rf"(?=\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\b)"
)
"""The first day of a span such as 2-8 Nov 2026; a date stands behind it."""
_SPAN_ALONE = re.compile(
    rf"(?<![:.\d/])(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+({_MONTH}))?\s*(?:-|–|to|until)\s*"
    rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\b(?!\W*\d)"
)
"""A span such as 2-8 Nov, whose year is not said."""
_ENDS = re.compile(r"\b(?:ending|ends|w/?e|until|to)\b")
WRITTEN = re.compile(
    r"\b(?:print\w*|version|issued?|updated?|created|review\w*|published|revised|amended|as at|"
    r"v\d)\b"
)
"""Words beside a date on which a sheet was written, which is none of its own."""


TIMES = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?|"
    r"\b(?!20[2-9]\d\W+20[2-9]\d)\d{4}\s*(?:hrs?|h)?\s*(?:-+|–|—|\bto\b|\buntil\b)\s*\d{4}\b|"
    r"\b\d{4}\s*(?:hrs?|hours|h)\b|"
    r"\b\d{4}\W{1,3}0\d{3}\b|\b0\d{3}\W{1,3}\d{4}\b"
)
"""Of the clock; 0800-2000 says no year."""
_YEAR = re.compile(r"\b(20(?!00)\d{2})\b")


def calendar_above(values: Sequence[Value], title: str, assumed_year: int | None) -> Calendar:
    """What texts above a row of headings, nearest last, and the title of its sheet say of month,
    year and week.
    """
    year = month = week = ends = None
    is_end = is_written = False
    for value in [title, *values]:
        text = text_of(value).casefold()
        if isinstance(value, date):
            on = value.date() if isinstance(value, datetime) else value
            if EARLIEST <= on <= LATEST and not is_written:
                year, month = on.year, on.month
                week, ends = (week, on) if is_end else (on, ends)
            continue
        is_written, is_end = bool(WRITTEN.search(text)), bool(_ENDS.search(text))
        if is_written:
            continue
        dated = DATE.search(text)
        hint = hint_of(dated[0]) if dated else None
        if hint is not None and hint.full is not None:
            year, month = hint.year, hint.month
            before = text[: dated.start()] if dated else ""
            span = _SPAN.search(text)
            if span is not None and span.end() == len(before):
                week, ends = _first_of(span, hint.full), hint.full
            elif _ENDS.search(before):
                ends = hint.full
            else:
                week = hint.full
        elif (found := _BEGINS.search(text)) and (year or assumed_year):
            month, year = MONTHS[found[2]], year or assumed_year
            week = day_of(year or 0, month, int(found[1]))
        elif (found := _SPAN_ALONE.search(text)) and (year or assumed_year):
            last = day_of(year or assumed_year or 0, MONTHS[found[4]], int(found[3]))
            if last is not None:
                week, ends = _first_of(found, last), last
                month, year = last.month, last.year
        elif found := _MONTH_YEAR.search(text):
            month = MONTHS[found[1]]
            year = year_of(int(found[2])) if found[2] else year
        elif found := _MONTH_NUMBER.search(text):
            month, year = int(found[1]), int(found[2])
        elif found := _YEAR.search(TIMES.sub(" ", text)):
            year = int(found[1])
    return Calendar(year, month, week, assumed_year, ends)


def _first_of(span: re.Match[str], last: date) -> date | None:
    """The first day of a span that ends on a date."""
    month = MONTHS[span[2]] if span[2] else last.month
    return day_of(last.year - (month > last.month), month, int(span[1]))


def says_when(value: Value) -> bool:
    """Whether a text above the dates helps to understand them."""
    if isinstance(value, date):
        return True
    text = TIMES.sub(" ", text_of(value).casefold())
    return bool(
        DATE.search(text) or _MONTH_YEAR.search(text) or _YEAR.search(text) or _WEEK.match(text)
    )
