"""Which hours of a duty are paid, and at which enhancement?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rosterer.referee.calendar import Calendar, ShiftHours
from rosterer_models.vocabulary.person import Employer
from rosterer_models.vocabulary.spell import Spell
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
    enhanced
        Pounds of all enhancements together.
    flat
        Pounds for sleep-in and on-call spells.
    """

    minutes: Mapping[Kind, float]
    enhanced: float
    flat: float = 0.0

    @property
    def premium(self) -> float:
        """Pounds beyond the pay of the hours."""
        return self.enhanced + self.flat

    @property
    def hours(self) -> float:
        """Paid hours."""
        return sum(self.minutes.values()) / 60

    @property
    def enhanced_hours(self) -> float:
        """Those that earn an enhancement."""
        return sum(minutes for kind, minutes in self.minutes.items() if kind != "plain") / 60


def paid_of(employer: Employer, calendar: Calendar, day: int, shift: ShiftHours) -> Paid:
    """Paid minutes of a shift that starts on a day, each under the highest percentage, and what is
    paid at a flat rate.
    """
    by_hours, minutes = employer.enhanced_by != "start", defaultdict[Kind, float](float)
    is_night_shift = employer.enhanced_by == "night-shift" and _is_mostly_night(shift)
    pounds, flat = 0.0, 0.0
    for spell in shift.spells:
        if spell.kind != "work":
            flat += employer.sleep_in_pay if spell.kind == "sleep-in" else employer.on_call_pay
            continue
        for minute, paid in _paid_pieces(employer, calendar, day, spell):
            on = day + minute // MINUTES_PER_DAY if by_hours else day
            is_night = is_night_shift or _is_at_night(minute) if by_hours else shift.is_night
            kind, percent = _highest(employer, calendar, on, is_night)
            minutes[kind] += paid
            pounds += employer.hourly_pay * percent / 100 * paid / 60
    return Paid(dict(minutes), pounds, flat)


def _paid_pieces(
    employer: Employer, calendar: Calendar, day: int, spell: Spell
) -> Iterator[tuple[int, float]]:
    """First minute and paid minutes of each piece; a break without a time is shared by all."""
    pieces = list(_pieces(employer, calendar, day, spell))
    length = sum(piece for _, piece in pieces)
    share = 1.0
    if spell.break_start is None:
        share = max(0, length - spell.unpaid_break) / length if length > 0 else 0.0
    for minute, piece in pieces:
        yield minute, piece * share


def _is_at_night(minute: int) -> bool:
    clock = minute % MINUTES_PER_DAY
    return clock < NIGHT_ENDS or clock >= NIGHT_STARTS


def _is_mostly_night(shift: ShiftHours) -> bool:
    """More than half of the work lies between 20:00 and 06:00."""
    night, length = 0, 0
    for spell in shift.spells:
        if spell.kind == "work":
            cuts = _cuts(spell.start, spell.end)
            night += sum(b - a for a, b in pairwise(cuts) if _is_at_night(a))
            length += spell.minutes
    return 2 * night > length


def _cuts(first: int, last: int) -> list[int]:
    """Minutes from first to last at which the day or the time of day changes."""
    inside = {
        day * MINUTES_PER_DAY + minute
        for day in range(last // MINUTES_PER_DAY + 1)
        for minute in (0, NIGHT_ENDS, NIGHT_STARTS)
    }
    return sorted({first, last, *(cut for cut in inside if first < cut < last)})


def _pieces(
    employer: Employer, calendar: Calendar, day: int, spell: Spell
) -> Iterator[tuple[int, int]]:
    """First minute and length of pieces of one day and time of day each; a dated break is left
    out.
    """
    spans = [(spell.start, spell.end)]
    if spell.break_start is not None:
        ends = spell.break_start + spell.unpaid_break
        spans = [(spell.start, spell.break_start), (ends, spell.end)]
    for first, last in spans:
        for a, b in pairwise(_cuts(first, last)):
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
