"""Which duties has a person, and how many minutes are paid in each reference period and week?"""

import math
from collections import defaultdict
from typing import NamedTuple

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person


class Period(NamedTuple):
    """A reference period of the averages, with the paid minutes that it allows."""

    first: int
    last: int
    average_minutes: float
    """Infinite for who has opted out."""
    night_average_minutes: float
    """Infinite for who does no nights."""


class WeekCap(NamedTuple):
    """Days whose weeks are capped, and the cap in minutes."""

    first: int
    last: int
    minutes: float


class Diary:
    """A person's history, fixed duties and whatever duties are added: all that the working rules
    look at.
    """

    def __init__(self, register: Register, person: Person) -> None:
        self.person = person
        self.calendar = register.calendar
        self.rules = register.case.rules
        self.periods = _periods(register, person)
        self.caps = [
            WeekCap(
                register.calendar.number(cap.first_day),
                register.calendar.number(cap.last_day),
                cap.weekly_hours * 60,
            )
            for cap in register.case.caps
            if cap.person == person.person
        ]
        self.duties: dict[int, tuple[ShiftHours, ...]] = {}
        self.nights: set[int] = set()
        self.period_minutes = [0] * len(self.periods)
        self.week_minutes: dict[int, int] = defaultdict(int)
        for day, shift in register.history.get(person.person, ()):
            self.add(day, shift)
        for day, fixed in register.fixed.get(person.person, {}).items():
            if fixed.shift in register.shifts:
                self.add(day, register.shifts[fixed.shift])

    def copy(self) -> "Diary":
        """The same duties in a diary of their own."""
        twin = object.__new__(Diary)
        twin.__dict__.update(self.__dict__)
        twin.duties, twin.nights = dict(self.duties), set(self.nights)
        twin.period_minutes, twin.week_minutes = list(self.period_minutes), self.week_minutes.copy()
        return twin

    def add(self, day: int, shift: ShiftHours) -> None:
        """Enter a duty."""
        self.duties[day] = tuple(
            sorted((*self.duties.get(day, ()), shift), key=lambda duty: duty.start)
        )
        self._count(day, shift, 1)

    def remove(self, day: int, shift: ShiftHours) -> None:
        """Strike a duty out."""
        left = list(self.duties[day])
        left.remove(shift)
        if left:
            self.duties[day] = tuple(left)
        else:
            del self.duties[day]
        self._count(day, shift, -1)

    def _count(self, day: int, shift: ShiftHours, sign: int) -> None:
        for index, period in enumerate(self.periods):
            if period.first <= day <= period.last:
                self.period_minutes[index] += sign * shift.paid
        self.week_minutes[self.calendar.monday(day)] += sign * shift.paid
        if any(duty.is_night for duty in self.duties.get(day, ())):
            self.nights.add(day)
        else:
            self.nights.discard(day)

    def is_rest(self, day: int) -> bool:
        """No duty starts and the day before had no night duty."""
        return day not in self.duties and day - 1 not in self.nights


def _periods(register: Register, person: Person) -> list[Period]:
    """Reference periods end on day 6, 13, 20, … and on the last day of the horizon."""
    rules, days = register.case.rules, register.calendar.days
    weeks = rules.average_weeks
    absent = register.absent.get(person.person, frozenset())
    elsewhere = 60 * person.other_hours * weeks
    periods = []
    for last in sorted({*range(6, days, 7), days - 1}):
        first = last - 7 * weeks + 1
        present = 7 * weeks - sum(1 for day in absent if first <= day <= last)
        average = 60 * rules.average_hours * present / 7 - elsewhere
        night_average = 60 * rules.night_average_hours * present * 6 / 7 - elsewhere
        periods.append(
            Period(
                first,
                last,
                math.inf if person.opt_out else average,
                night_average if person.nights else math.inf,
            )
        )
    return periods
