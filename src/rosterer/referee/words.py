"""How do sentences of the referee say a day, a length of time and a number?"""

import math
from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NOISE = 1e-6
"""Minutes; sums of shares of weeks are not exact."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def said(day: date) -> str:
    """``Thu 5 Nov``; the year is told by the column beside the sentence."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """``1 day``, ``2 days``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lasting(minutes: int) -> str:
    """``30 minutes``, ``11 hours``, ``8 hours 30 minutes``."""
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour")] * bool(hours) + [counted(rest, "minute")] * bool(rest)
    return " ".join(parts) or "no time"


def in_hours(minutes: float) -> str:
    """``96 hours``, ``7.5 hours``; never nothing where there is something."""
    hours = minutes / 60
    shown = f"{hours:,.1f}".removesuffix(".0")
    if shown == "0" and minutes > 0:
        return "less than 0.1 hours"
    return f"{shown} {'hour' if shown == '1' else 'hours'}"


def to_the_minute(minutes: float) -> str:
    """``96 hours``, ``7.5 hours``, ``192 hours 1 minute``: where a tenth of an hour would hide
    some, a sum that is a minute too long is not told as what is allowed.
    """
    whole = math.ceil(minutes - _NOISE)
    return in_hours(whole) if whole % 6 == 0 else lasting(whole)


def in_days(length: int) -> str:
    """``17 weeks`` where they are whole, else ``30 days``."""
    return counted(length, "day") if length % 7 else counted(length // 7, "week")
