"""Which duties has a person, and how many minutes are paid in each reference period and week?"""

from collections import defaultdict
from typing import NamedTuple

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.contracts import hour_limits
from rosterer.referee.night_workers import (
    is_line_by_night,
    is_regularly_at_night,
    may_become_night_worker,
)
from rosterer.referee.periods import periods_of
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import Line


def present_line(person: Person) -> Line:
    """The line that a pattern person has before the plan."""
    if person.pattern is None or person.phase is None:
        raise ValueError(
            f"{person.person} is {person.kind} staff and has no line; ask only for pattern staff"
        )
    return Line(pattern=person.pattern, phase=person.phase)


def _given_line(register: Register, person: Person) -> Line | None:
    """The present line, where no plan could choose one that makes less of a night worker."""
    if person.kind != "pattern":
        return None
    present = present_line(person)
    others = [Line(pattern=name, phase=0) for name in person.patterns if name in register.patterns]
    if person.line_rule == "kept" or all(
        is_line_by_night(register, person, line) for line in others
    ):
        return present
    return None


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
        self.register = register
        self.line = _given_line(register, person)
        self.periods = periods_of(register, person)
        self.may_become_night_worker = may_become_night_worker(register, person)
        self.caps = [
            WeekCap(
                register.calendar.number(cap.first_day),
                register.calendar.number(cap.last_day),
                cap.weekly_hours * 60,
            )
            for cap in register.case.caps
            if cap.person == person.person
        ]
        if person.max_week_hours is not None:
            always = WeekCap(0, register.calendar.days - 1, person.max_week_hours * 60)
            self.caps.append(always)
        self.hour_limits = hour_limits(register, person)
        self.duties: dict[int, tuple[ShiftHours, ...]] = {}
        self.nights: set[int] = set()
        self.period_minutes = [0] * len(self.periods)
        self.week_minutes: dict[int, int] = defaultdict(int)
        for day, shift in register.history.get(person.person, ()):
            self.add(day, shift)
        for day, fixed in register.fixed.get(person.person, {}).items():
            if fixed.shift in register.shifts:
                self.add(day, register.shifts[fixed.shift])
        self.settled_minutes = tuple(self.period_minutes)

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
                self.period_minutes[index] += sign * shift.work
        self.week_minutes[self.calendar.monday(day)] += sign * shift.work
        if any(duty.is_night for duty in self.duties.get(day, ())):
            self.nights.add(day)
        else:
            self.nights.discard(day)

    @property
    def is_night_worker(self) -> bool:
        """The night limit is the person's, by what the case says or by these duties and the
        line.
        """
        if self.person.night_worker is not None:
            return self.person.night_worker
        if self.line is not None and is_line_by_night(self.register, self.person, self.line):
            return True
        earliest = self.calendar.days - 7 * self.rules.average_weeks
        return is_regularly_at_night(
            duty
            for day, duties in self.duties.items()
            if earliest <= day < self.calendar.days
            for duty in duties
        )

    def is_rest(self, day: int) -> bool:
        """No duty starts and the day before had no night duty."""
        return day not in self.duties and day - 1 not in self.nights
