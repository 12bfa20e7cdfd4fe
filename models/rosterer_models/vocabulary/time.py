"""How do dates, clock times and zones become day numbers and integer minutes?

The only module that knows dates and zones. Inside, day 0 is the first day of the horizon and a
moment is a number of elapsed minutes since 00:00 (local) of day 0, so that the night the clocks go
back is an hour longer.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 24 * 60
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SATURDAY, SUNDAY = 5, 6


def day_number(first_day: date, day: date) -> int:
    """Days from ``first_day`` to ``day``; negative before it."""
    return (day - first_day).days


def date_of(first_day: date, number: int) -> date:
    """The date of a day number."""
    return first_day + timedelta(days=number)


def day_at(moment: float, zone: str) -> date:
    """The day that it is in a time zone, so many seconds after the beginning of 1970 (UTC)."""
    return datetime.fromtimestamp(moment, ZoneInfo(zone)).date()


def weekday_of(first_day: date, number: int) -> int:
    """0 for Monday to 6 for Sunday."""
    return date_of(first_day, number).weekday()


def clock_minutes(text: str) -> int:
    """Minutes after midnight of a ``HH:MM`` text.

    Raises
    ------
    ValueError
        When the text is no time of day between 00:00 and 23:59.
    """
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and len(hours) <= 2 and len(minutes) == 2):
        raise ValueError(f"{text!r} is not a time of day; write HH:MM, such as 07:30")
    value = int(hours) * 60 + int(minutes)
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"{text!r} is not a time of day; write HH:MM between 00:00 and 23:59")
    return value


def clock_text(minutes: int) -> str:
    """``HH:MM`` of minutes after midnight."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


@lru_cache(maxsize=65536)
def elapsed_minutes(first_day: date, zone: str, number: int, minute_of_day: int) -> int:
    """Minutes that really pass between 00:00 of ``first_day`` and a local clock time of a day.

    Parameters
    ----------
    minute_of_day
        Minutes on the clock; 1440 and more fall on the days after. A time that the clock skips or
        shows twice takes its first occurrence.
    """
    tz = ZoneInfo(zone)
    day = date_of(first_day, number + minute_of_day // MINUTES_PER_DAY)
    minute = minute_of_day % MINUTES_PER_DAY
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=tz)
    start = datetime(first_day.year, first_day.month, first_day.day, tzinfo=tz)
    return round((local.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 60)


def elapsed_at(first_day: date, zone: str, moment: datetime) -> int:
    """Whole minutes that really pass between 00:00 of ``first_day`` and a moment.

    Parameters
    ----------
    moment
        With an offset, or else by the clock of the zone; a time that the clock skips or shows twice
        takes its first occurrence.
    """
    tz = ZoneInfo(zone)
    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=tz, fold=0)
    start = datetime(first_day.year, first_day.month, first_day.day, tzinfo=tz)
    return int((known.astimezone(UTC) - start.astimezone(UTC)).total_seconds() // 60)


def clock_at(first_day: date, zone: str, elapsed: int) -> datetime:
    """What the clock of a zone shows so many minutes after 00:00 of ``first_day``."""
    tz = ZoneInfo(zone)
    start = datetime(first_day.year, first_day.month, first_day.day, tzinfo=tz)
    return (start.astimezone(UTC) + timedelta(minutes=elapsed)).astimezone(tz)
