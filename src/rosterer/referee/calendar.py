"""Which day is it, how long does a duty really last, and which days does a range of dates cover?"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.shift import Shift
from rosterer_models.vocabulary.time import SATURDAY, WEEKDAYS, date_of, day_number, elapsed_minutes


class ShiftHours(NamedTuple):
    """A shift with its clock read once; ``end`` is over 1440 when the duty ends on the next day."""

    shift: str
    start: int
    end: int
    paid: int
    is_night: bool
    contact: dict[str, int]
    break_start: int | None = None
    """Blank where the unpaid break may be at any time."""


def hours_of(shift: Shift) -> ShiftHours:
    """Read a shift's clock."""
    return ShiftHours(
        shift.shift,
        shift.start_minute,
        shift.end_minute,
        shift.paid_minutes,
        shift.is_night,
        dict(shift.contact),
        shift.break_minute,
    )


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
