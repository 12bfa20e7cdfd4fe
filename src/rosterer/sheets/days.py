"""Which date does a heading mean: a real date, ``Mon 2 Nov``, ``2/11``, a day of the month named
above, or a weekday?
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rosterer.sheets.seen import Value, text_of

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mo", "mon", "monday"),
            ("tu", "tue", "tues", "tuesday"),
            ("we", "wed", "weds", "wednesday"),
            ("th", "thu", "thur", "thurs", "thursday"),
            ("fr", "fri", "friday"),
            ("sa", "sat", "saturday"),
            ("su", "sun", "sunday"),
        )
    )
    for name in names
}
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""A rota is of this century; other dates are something else."""
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range((EARLIEST - _SERIAL_ZERO).days, (LATEST - _SERIAL_ZERO).days + 1)
_WORD = re.compile(r"[a-z]+|\d+")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True)
class DayHint:
    """What a heading says of its date; the rest comes from its neighbours or from above."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None

    @property
    def full(self) -> date | None:
        """The date, when day, month and year are given."""
        if self.day is None or self.month is None or self.year is None:
            return None
        return _date(self.year, self.month, self.day)


def hint_of(value: Value | None) -> DayHint | None:
    """What a cell says of a date; nothing when it says anything else besides."""
    if isinstance(value, date):
        on = value.date() if isinstance(value, datetime) else value
        return DayHint(on.day, on.month, on.year) if EARLIEST <= on <= LATEST else None
    if isinstance(value, int | float):
        return _of_number(value)
    text = text_of(value).casefold()
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _of_number(int(text))
    if not text or len(text) > 30:
        return None
    parts = _WORD.findall(re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text))
    if re.sub(r"[\s,./()\-]", "", re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text)) != "".join(parts):
        return None
    words, numbers = (
        [part for part in parts if not part.isdigit()],
        [int(part) for part in parts if part.isdigit()],
    )
    weekday = month = None
    for word in words:
        if word in WEEKDAYS and weekday is None:
            weekday = WEEKDAYS[word]
        elif word in MONTHS and month is None:
            month = MONTHS[word]
        else:
            return None
    return _with_numbers(numbers, weekday, month, is_iso=bool(_ISO.match(text)))


def _of_number(value: int | float) -> DayHint | None:
    """A day of the month, or a date as spreadsheets count days when a cell lost its format."""
    if value != value or value in (float("inf"), float("-inf")) or value != int(value):
        return None
    if 1 <= value <= 31:
        return DayHint(day=int(value))
    on = (
        _SERIAL_ZERO + timedelta(days=int(value))
        if _SERIALS.start <= value < _SERIALS.stop
        else None
    )
    return DayHint(on.day, on.month, on.year) if on else None


def _with_numbers(
    numbers: Sequence[int], weekday: int | None, month: int | None, *, is_iso: bool
) -> DayHint | None:
    if is_iso and len(numbers) == 3:
        hint = DayHint(numbers[2], numbers[1], numbers[0], weekday)
    elif month is not None and len(numbers) == 1 and numbers[0] > 31:
        hint = DayHint(None, month, _year(numbers[0]), weekday)
    elif month is not None and 1 <= len(numbers) <= 2:
        hint = DayHint(numbers[0], month, _year(numbers[1]) if len(numbers) == 2 else None, weekday)
    elif month is None and 2 <= len(numbers) <= 3:
        hint = DayHint(
            numbers[0], numbers[1], _year(numbers[2]) if len(numbers) == 3 else None, weekday
        )
    elif month is None and len(numbers) == 1:
        hint = DayHint(numbers[0], None, None, weekday)
    elif weekday is not None and not numbers:
        hint = DayHint(weekday=weekday, month=month)
    else:
        return None
    is_sane = (hint.day is None or 1 <= hint.day <= 31) and (
        hint.month is None or 1 <= hint.month <= 12
    )
    return (
        hint
        if is_sane and (hint.full is not None or None in (hint.day, hint.month, hint.year))
        else None
    )


def _year(number: int) -> int:
    return number + 2000 if number < 100 else number


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


@dataclass(frozen=True)
class Calendar:
    """What stands above a row of headings: a month and year, the first day of the week, and what to
    assume without.
    """

    year: int | None = None
    month: int | None = None
    week_begins: date | None = None
    assumed_year: int | None = None
    after: date | None = None
    """The last date of the block above, where this one goes on with the same people and nothing
    between says a date.
    """

    @property
    def says_something(self) -> bool:
        """Whether a month or a week was found."""
        return self.month is not None or self.week_begins is not None


_MONTH_YEAR = re.compile(
    r"\b(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b[\s,'-]*(\d{4}|\d{2})?\b"
)
_WEEK = re.compile(r"\b(?:week|w/?c|wk|w/?b|commencing|beginning|starting|from)\b")
_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{2,4}"
)


def calendar_above(values: Sequence[Value], title: str, assumed_year: int | None) -> Calendar:
    """What texts above a row of headings, nearest last, and the title of its sheet say of month,
    year and week.
    """
    year = month = week = None
    for value in [title, *values]:
        if isinstance(value, date):
            on = value.date() if isinstance(value, datetime) else value
            if EARLIEST <= on <= LATEST:
                year, month, week = on.year, on.month, on
            continue
        text = text_of(value).casefold()
        dated = _DATE.search(text)
        hint = hint_of(dated[0]) if dated else None
        if hint is not None and hint.full is not None:
            year, month = hint.year, hint.month
            week = hint.full
        elif found := _MONTH_YEAR.search(text):
            month = MONTHS[found[1]]
            year = _year(int(found[2])) if found[2] else year
        elif found := re.search(r"\b(20\d{2})\b", text):
            year = int(found[1])
    return Calendar(year, month, week, assumed_year)


def says_when(value: Value) -> bool:
    """Whether a text above the dates helps to understand them."""
    if isinstance(value, date):
        return True
    text = text_of(value).casefold()
    return bool(
        _DATE.search(text)
        or _MONTH_YEAR.search(text)
        or re.search(r"\b20\d{2}\b", text)
        or _WEEK.match(text)
    )


def dates_across(
    hints: Mapping[int, DayHint], above: Calendar
) -> tuple[dict[int, date], list[str]]:
    """The dates of a row of headings by column, one after another, and what was assumed for them;
    nothing when they do not run on.

    Parameters
    ----------
    hints
        By column, from left to right.
    above
        What stands above them.
    """
    guesses: list[str] = []
    found: dict[int, date] = {}
    last: date | None = None
    for column in sorted(hints):
        on = _placed(hints[column], last, above, guesses)
        if on is None or (last is not None and not timedelta(0) < on - last <= timedelta(days=7)):
            return {}, []
        found[column] = last = on
    return found, list(dict.fromkeys(guesses))


def _placed(hint: DayHint, last: date | None, above: Calendar, guesses: list[str]) -> date | None:
    if hint.full is not None:
        return hint.full
    if last is None and above.after is not None and hint.month is None:
        on = (
            _by_weekday(hint, above.after, above)
            if hint.day is None
            else _next_with(hint, above.after)
        )
        if on is not None:
            guesses.append(
                f"headings without a month go on after {above.after}, where the block above ends"
            )
            return on
    if hint.day is None:
        return _by_weekday(hint, last, above)
    if last is not None:
        return _next_with(hint, last)
    month = hint.month or above.month
    if month is None:
        return None
    year = hint.year or above.year
    if year is None:
        year = above.assumed_year
        if year is None:
            return None
        guesses.append(f"headings name no year; {year} is assumed")
    on = _date(year, month, hint.day)
    if (
        on is not None
        and hint.weekday is not None
        and on.weekday() != hint.weekday
        and above.year is None
        and hint.year is None
    ):
        near = (_date(year + shift, month, hint.day) for shift in (1, -1, 2, -2))
        fitting = next(
            (other for other in near if other is not None and other.weekday() == hint.weekday), None
        )
        if fitting is not None:
            guesses.append(
                f"headings name no year; {fitting.year} is the nearest in which the weekdays "
                "are right"
            )
            return fitting
    return on


def _by_weekday(hint: DayHint, last: date | None, above: Calendar) -> date | None:
    if hint.weekday is None:
        return None
    start = above.week_begins if last is None else last + timedelta(days=1)
    if start is None:
        return None
    return start + timedelta(days=(hint.weekday - start.weekday()) % 7)


def _next_with(hint: DayHint, last: date) -> date | None:
    """The first day after another with the day (and month) of the heading."""
    for ahead in range(1, 8):
        on = last + timedelta(days=ahead)
        if on.day == hint.day and hint.month in (None, on.month):
            return on
    return None
