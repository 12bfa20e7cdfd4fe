"""Which day is it, how long does a duty really last, and which days does a range of dates cover?"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.shift import Shift
from rosterer_models.vocabulary.spell import Spell
from rosterer_models.vocabulary.time import (
    MINUTES_PER_DAY,
    SATURDAY,
    WEEKDAYS,
    date_of,
    day_number,
    elapsed_minutes,
)

SleepIn = Literal["work", "rest", "neither"]


class ShiftHours(NamedTuple):
    """A shift with its clock read once. Rest counts from ``end``, the end of the last spell that is
    no rest, to ``start``, the start of the first; ``end`` is over 1440 on the next day.
    """

    shift: str
    start: int
    end: int
    paid: int
    is_night: bool
    contact: dict[str, int]
    spells: tuple[Spell, ...]
    work: int
    """Minutes of working time, whatever is paid."""
    longest_rest: int | None
    """Of a duty of 24 hours the longest rest within it; None for shorter ones."""


def hours_of(shift: Shift, sleep_in: SleepIn = "work") -> ShiftHours:
    """Read a shift's clock, where sleep-ins are working time, rest or neither."""
    awake = [one for one in shift.parts if not _is_rest(one, sleep_in)]
    last = shift.parts[-1].end
    rest = None
    if last - shift.parts[0].start >= MINUTES_PER_DAY:
        ends = [shift.parts[0].start, *(one.end for one in awake)]
        starts = [*(one.start for one in awake), last]
        rest = max(start - end for end, start in zip(ends, starts, strict=True))
    asleep = sum(one.minutes for one in shift.parts if one.kind == "sleep-in")
    return ShiftHours(
        shift.shift,
        (awake or shift.parts)[0].start,
        (awake or shift.parts)[-1].end,
        shift.paid_minutes,
        shift.is_night,
        dict(shift.contact),
        shift.parts,
        shift.paid_minutes + (asleep if sleep_in == "work" else 0),
        rest,
    )


def _is_rest(spell: Spell, sleep_in: SleepIn) -> bool:
    return spell.kind == "on-call" or (spell.kind == "sleep-in" and sleep_in == "rest")


@dataclass(frozen=True)
class Calendar:
    """Day numbers of one case: day 0 is the first day of the horizon, ``days`` the first of the
    tail.
    """

    first_day: datetime.date
    days: int
    tail_days: int
    zone: str
    holidays: frozenset[int]

    @classmethod
    def of(cls, case: Case) -> "Calendar":
        """The calendar of a case."""
        holidays = frozenset(day_number(case.first_day, day) for day in case.holidays)
        return cls(case.first_day, case.days, case.tail_days, case.zone, holidays)

    @property
    def end(self) -> int:
        """The first day after the tail."""
        return self.days + self.tail_days

    def number(self, day: datetime.date) -> int:
        """The day number of a date."""
        return day_number(self.first_day, day)

    def date(self, number: int) -> datetime.date:
        """The date of a day number."""
        return date_of(self.first_day, number)

    def has(self, number: int) -> bool:
        """The day is in the horizon."""
        return 0 <= number < self.days

    def weekday(self, number: int) -> int:
        """0 for Monday to 6 for Sunday."""
        return (self.first_day.weekday() + number) % 7

    def weekday_name(self, number: int) -> str:
        """``mon`` … ``sun``."""
        return WEEKDAYS[self.weekday(number)]

    def is_weekend(self, number: int) -> bool:
        """A Saturday or a Sunday."""
        return self.weekday(number) >= SATURDAY

    def monday(self, number: int) -> int:
        """The Monday of the day's week."""
        return number - self.weekday(number)

    def moment(self, number: int, minute: int) -> int:
        """Minutes that really pass from 00:00 of day 0 to a clock time of a day."""
        return elapsed_minutes(self.first_day, self.zone, number, minute)

    def span(
        self,
        first: datetime.date,
        last: datetime.date,
        weekdays: Sequence[str],
        low: int,
        high: int,
    ) -> Iterator[int]:
        """Days from ``first`` to ``last`` on the weekdays (all when none is named), from ``low``
        until before ``high``.
        """
        for number in range(max(low, self.number(first)), min(high, self.number(last) + 1)):
            if not weekdays or self.weekday_name(number) in weekdays:
                yield number
