"""Which hours of a duty are paid, and at which enhancement?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rosterer.referee.calendar import Calendar, ShiftHours
from rosterer_models.vocabulary.person import Employer
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, SATURDAY, SUNDAY

Kind = Literal["plain", "night", "saturday", "sunday", "holiday"]
NIGHT_ENDS, NIGHT_STARTS = 6 * 60, 20 * 60
"""Of enhancements by the hour (Agenda for Change, section 2)."""


@dataclass(frozen=True)
class Paid:
    """What is paid of a duty.

    Attributes
    ----------
    minutes
        Paid minutes by the enhancement that counts for them.
    premium
        Pounds of all enhancements together.
    """

    minutes: Mapping[Kind, float]
    premium: float

    @property
    def hours(self) -> float:
        """Paid hours."""
        return sum(self.minutes.values()) / 60

    @property
    def enhanced_hours(self) -> float:
        """Those that earn an enhancement."""
        return sum(minutes for kind, minutes in self.minutes.items() if kind != "plain") / 60


def paid_of(employer: Employer, calendar: Calendar, day: int, shift: ShiftHours) -> Paid:
    """Paid minutes of a shift that starts on a day, each under the highest percentage."""
    by_hours, minutes = employer.enhanced_by != "start", defaultdict[Kind, float](float)
    is_night_shift = employer.enhanced_by == "night-shift" and _is_mostly_night(shift)
    pounds, pieces = 0.0, list(_pieces(employer, calendar, day, shift))
    length = sum(piece for _, piece in pieces)
    share = 1.0
    if shift.break_start is None:
        share = max(0, length - _unpaid(shift)) / length if length > 0 else 0.0
    for minute, piece in pieces:
        on = day + minute // MINUTES_PER_DAY if by_hours else day
        is_night = is_night_shift or _is_at_night(minute) if by_hours else shift.is_night
        kind, percent = _highest(employer, calendar, on, is_night)
        minutes[kind] += piece * share
        pounds += employer.hourly_pay * percent / 100 * piece * share / 60
    return Paid(dict(minutes), pounds)


def _unpaid(shift: ShiftHours) -> int:
    return shift.end - shift.start - shift.paid


def _is_at_night(minute: int) -> bool:
    clock = minute % MINUTES_PER_DAY
    return clock < NIGHT_ENDS or clock >= NIGHT_STARTS


def _is_mostly_night(shift: ShiftHours) -> bool:
    """More than half of the shift lies between 20:00 and 06:00."""
    cuts = _cuts(shift.start, shift.end)
    night = sum(b - a for a, b in pairwise(cuts) if _is_at_night(a))
    return 2 * night > shift.end - shift.start


def _cuts(first: int, last: int) -> list[int]:
    """Minutes from first to last at which the day or the time of day changes."""
    inside = {
        day * MINUTES_PER_DAY + minute
        for day in range(last // MINUTES_PER_DAY + 1)
        for minute in (0, NIGHT_ENDS, NIGHT_STARTS)
    }
    return sorted({first, last, *(cut for cut in inside if first < cut < last)})


def _pieces(
    employer: Employer, calendar: Calendar, day: int, shift: ShiftHours
) -> Iterator[tuple[int, int]]:
    """First minute and length of pieces of one day and time of day each; a dated break is left
    out.
    """
    spans = [(shift.start, shift.end)]
    if shift.break_start is not None:
        ends = shift.break_start + _unpaid(shift)
        spans = [(shift.start, shift.break_start), (ends, shift.end)]
    for first, last in spans:
        cuts = _cuts(first, last)
        for a, b in pairwise(cuts):
            passes = calendar.moment(day, b) - calendar.moment(day, a)
            yield a, b - a if employer.clock_change == "clock" else passes


def _highest(
    employer: Employer, calendar: Calendar, day: int, is_night: bool
) -> tuple[Kind, float]:
    """The highest percentage that applies, once; of equal ones that of the day."""
    weekday = calendar.weekday(day)
    kinds: dict[Kind, float] = {
        "holiday": employer.holiday_percent if day in calendar.holidays else 0,
        "sunday": employer.sunday_percent if weekday == SUNDAY else 0,
        "saturday": employer.saturday_percent if weekday == SATURDAY else 0,
        "night": employer.night_percent if is_night else 0,
    }
    best = max(kinds, key=lambda kind: kinds[kind])
    return (best, kinds[best]) if kinds[best] else ("plain", 0.0)
