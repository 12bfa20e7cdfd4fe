"""Which date does a heading mean: a real date, ``Mon 2 Nov``, ``2/11``, a day of the month named
above, or a weekday?
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from rosterer.sheets.seen import Value, text_of

_MONTH_NAMES = (
    "jan january janvier januar jänner",
    "feb february fév févr février februar",
    "mar march mars mär märz",
    "apr april avr avril",
    "may mai",
    "jun june juin juni",
    "jul july juil juillet juli",
    "aug august août aout",
    "sep sept september septembre",
    "oct october oct octobre okt oktober",
    "nov november novembre",
    "dec december déc décembre dez dezember",
)
_DAY_NAMES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "mo mon monday",
        "tu tue tues tuesday",
        "we wed weds wednesday",
        "th thu thur thurs thursday",
        "fr fri friday",
        "sa sat saturday",
        "su sun sunday",
    ),
    "fr": (
        "lu lun lundi",
        "ma mar mardi",
        "me mer mercredi",
        "je jeu jeudi",
        "ve ven vendredi",
        "sa sam samedi",
        "di dim dimanche",
    ),
    "de": (
        "mo mon montag",
        "di die dienstag",
        "mi mit mittwoch",
        "do don donnerstag",
        "fr fre freitag",
        "sa sam samstag sonnabend",
        "so son sonntag",
    ),
}


def _numbered(names: Sequence[str], first: int) -> dict[str, int]:
    return {name: number for number, line in enumerate(names, first) for name in line.split()}


MONTHS = _numbered(_MONTH_NAMES, 1)
WEEKDAYS = {language: _numbered(names, 0) for language, names in _DAY_NAMES.items()}


class Style(NamedTuple):
    """How a sheet writes its dates."""

    language: str = "en"
    is_month_first: bool = False

    @property
    def words(self) -> str:
        """What it is called in a list of guesses."""
        languages = {"fr": "French", "de": "German"}
        return (
            "the month before the day" if self.is_month_first else languages.get(self.language, "")
        )


PLAIN = Style()
STYLES = (PLAIN, Style("en", True), Style("fr"), Style("de"))
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""A rota is of this century; other dates are something else."""
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range((EARLIEST - _SERIAL_ZERO).days, (LATEST - _SERIAL_ZERO).days + 1)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ISO = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_WITHIN = re.compile(
    r"(?:[^\W\d_]{2,9}\.?,? )?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|"
    r"\d{1,2}(?:st|nd|rd|th)? [^\W\d_]{3,9}\.?,? \d{4})"
)
_SPAN = re.compile(r"\b(?:week|w/?c|to|until|commencing|ending|w/?e|from)\b", re.IGNORECASE)
_MIDNIGHT = re.compile(r"(?<=\d)[ t]00:00(?::00)?(?:\.0+)?(?:z)?$")
_ORDINAL = re.compile(r"(\d)(st|nd|rd|th|er)\b")


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
        return day_of(self.year, self.month, self.day)


def hint_of(value: Value | None, style: Style = PLAIN) -> DayHint | None:
    """What a cell says of a date; nothing when it says anything else besides."""
    if isinstance(value, date):
        on = value.date() if isinstance(value, datetime) else value
        return DayHint(on.day, on.month, on.year) if EARLIEST <= on <= LATEST else None
    if isinstance(value, int | float):
        return _of_number(value)
    text = _ORDINAL.sub(r"\1", _MIDNIGHT.sub("", text_of(value).casefold()))
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _of_number(int(text))
    if not text or len(text) > 30:
        return None
    parts = _WORD.findall(text)
    if re.sub(r"[\s,./()\[\]\-]", "", text) != "".join(parts):
        return None
    weekday = month = None
    for word in (part for part in parts if not part.isdecimal()):
        if word in WEEKDAYS[style.language] and weekday is None:
            weekday = WEEKDAYS[style.language][word]
        elif word in MONTHS and month is None:
            month = MONTHS[word]
        else:
            return None
    numbers = [int(part) for part in parts if part.isdecimal()]
    if month is not None and len(numbers) == 2 and parts[-1] in MONTHS:
        return None  # 2-8 Nov is a week and no day of a year
    is_iso = bool(_ISO.match(text))
    if style.is_month_first and not is_iso and month is None and len(numbers) > 1:
        numbers[:2] = numbers[1], numbers[0]
    return _with_numbers(numbers, weekday, month, is_iso=is_iso)


def loose_hint_of(value: Value, style: Style = PLAIN) -> DayHint | None:
    """What a whole date among other words says, such as ``Fri 25/12/2026 Xmas``."""
    text = text_of(value)
    found = _WITHIN.search(text)
    hint = hint_of(found[0], style) if found and len(text) <= 40 else None
    return hint if hint is not None and hint.full is not None and not _SPAN.search(text) else None


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
        hint = DayHint(None, month, year_of(numbers[0]), weekday)
    elif month is not None and 1 <= len(numbers) <= 2:
        hint = DayHint(
            numbers[0], month, year_of(numbers[1]) if len(numbers) == 2 else None, weekday
        )
    elif month is None and 2 <= len(numbers) <= 3:
        hint = DayHint(
            numbers[0], numbers[1], year_of(numbers[2]) if len(numbers) == 3 else None, weekday
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


def year_of(number: int) -> int:
    return number + 2000 if number < 100 else number


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None
