"""What does the referee reserve for expected arrivals when a plan says nothing of them?

Days in order; on each, classes by priority and then id; options as listed, units in table order;
each time the greatest amount, up to those waiting, that keeps ``beds``, ``admissions`` and
``triage-slots`` (at their limits, without the tolerance that forgives rounding), leaves no care
cell short that its hours touch and no unit with fewer heads than required because of it.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from rosterer.referee.cells import Supply
from rosterer.referee.load import Cell, Load
from rosterer.referee.register import Register
from rosterer.referee.reservations import Reserved
from rosterer.referee.stays import Course
from rosterer.referee.units import Heads, required_heads, staffed_bands
from rosterer_models.vocabulary.plan import Reservation

LEAST_PEOPLE = 0.000001
"""A smaller amount is nothing."""
LEAST_MINUTES = 1e-6
"""Less is not short: sums of hundredths are off by some billionths."""


def reserve(register: Register, load: Load, supply: Supply, heads: Heads) -> list[Reserved]:
    """Reserve by the default rule and add what is reserved to the load."""
    return Reserving(register).run(load, supply, heads, None)


TRIAGE, HOME, WAITING = "<triage>", "<home>", "<waiting>"
"""Groups of limits, none of which is an id; a unit is one too."""


@dataclass
class Changed:
    """Where more or less is there or asked for than the last time, and until which day."""

    homes: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    slots: set[int] = field(default_factory=set)
    """Days with other triage."""

    def add(self, course: Course, day: int, home: str, end: int) -> None:
        """A course that starts on a day is new, gone, or of another amount."""
        self.homes[home] = end
        self.slots.add(day)
        for unit in course.units:
            self.units[unit] = end

    def groups(self, course: Course, day: int, home: str) -> list[str]:
        """Groups of limits that may leave other room than the last time to a course that starts on
        a day.
        """
        groups = [unit for unit in course.units if self.units.get(unit, -1) >= day]
        if day in self.slots:
            groups.append(TRIAGE)
        if self.homes.get(home, -1) >= day:
            groups.append(HOME)
        return groups


_Step = tuple[int, str, str, tuple[str | None, ...]]
"""Day, arrival class, option and units that were asked for room."""


class _Found(NamedTuple):
    """Who waited at a step, how many of them found room, and the group of limits that decided."""

    waiting: float
    amount: float
    by: str


class _Limit(NamedTuple):
    """What says how many people at most: the method of ``_Room``, and of what."""

    group: str
    name: str
    of: tuple[object, ...]


_Full = dict[tuple[int, str, int], _Limit]
"""The limit that left nothing, by day, home and course."""


class Reserving:
    """The default rule, which asks again only where something has changed since it was last run:
    elsewhere the greatest amount is what it was, for it is found from the same numbers.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._choices = {
            option: tuple(_choices_of_units(register, option)) for option in register.stages
        }
        self._found: dict[_Step, _Found] = {}
        self._full: _Full = {}

    def run(
        self, load: Load, supply: Supply, heads: Heads, changed: Changed | None
    ) -> list[Reserved]:
        """Reserve, and add what is reserved to the load.

        Parameters
        ----------
        changed
            Since the last run; None asks everywhere. Further changes that follow are added.
        """
        register, reserved, found = self._register, list[Reserved](), self._found
        self._found = {}
        waiting = {row.arrival_class: 0.0 for row in register.classes}
        room, end = _Room(register, load, supply, heads, self._full), register.calendar.days
        for day in range(end):
            for arrivals in register.classes:
                name = arrivals.arrival_class
                waiting[name] += register.expected[name][day]
                for option in arrivals.options:
                    for choice in self._choices.get(option, ()):
                        step = day, name, option, choice
                        last, course = found.get(step), load.courses.course(option, choice)
                        if waiting[name] < LEAST_PEOPLE:
                            if changed is not None and last is not None and last.amount:
                                changed.add(course, day, arrivals.home, end)
                            continue
                        now = room.found(course, day, arrivals.home, waiting[name], last, changed)
                        self._found[step], amount = now, now.amount
                        if changed is not None and amount != (last.amount if last else 0.0):
                            changed.add(course, day, arrivals.home, end)
                        if amount >= LEAST_PEOPLE:
                            row = Reserved(arrivals, day, option, choice, amount)
                            load.add_reserved(row)
                            reserved.append(row)
                            waiting[name] -= amount
        return reserved


def _choices_of_units(register: Register, option: str) -> Iterator[tuple[str | None, ...]]:
    """Units for the stages of an option, in table order."""
    choices: list[list[str | None]] = []
    for stage in register.stages[option]:
        if stage.setting == "home":
            choices.append([None])
        else:
            choices.append(
                [unit.unit for unit in register.case.units if register.takes(unit, stage)]
            )
    return product(*choices)


class _Room:
    """How much of a course still fits on a day."""

    def __init__(
        self, register: Register, load: Load, supply: Supply, heads: Heads, full: _Full
    ) -> None:
        self.register, self.load, self.supply, self.heads = register, load, supply, heads
        self.days = register.calendar.days
        self._full = full
        self._given: dict[Cell, float] = {}
        self._for_two: dict[Cell, float] = {}
        self._there: dict[tuple[str, int, str], float] = {}
        self._staffed = {
            unit.unit: [band for band in staffed_bands(unit) if band in unit.beds_per_staff]
            for unit in register.case.units
        }

    def found(
        self,
        course: Course,
        day: int,
        home: str,
        waiting: float,
        last: _Found | None,
        changed: Changed | None,
    ) -> _Found:
        """The greatest amount, as it was the last time where nothing has changed, and else from the
        limits that have, unless one of them was what decided.
        """
        if changed is not None and last is not None and last.waiting == waiting:
            groups = changed.groups(course, day, home)
            if last.by not in groups:
                return self._least(course, day, home, last, groups)
        everything = [TRIAGE, *course.units, HOME]
        key = (day, home, id(course))
        full = self._full.get(key)
        if full is not None and getattr(self, full.name)(*full.of) < LEAST_PEOPLE:
            return _Found(waiting, 0.0, full.group)
        return self._least(course, day, home, _Found(waiting, waiting, WAITING), everything)

    def _least(
        self, course: Course, day: int, home: str, so_far: _Found, groups: list[str]
    ) -> _Found:
        """What some groups of limits leave of an amount; asked one by one until nothing is left."""
        waiting, amount, by = so_far
        if not amount:
            return so_far
        for group in groups:
            for name, of in self._limits(group, course, day, home):
                limit = getattr(self, name)(*of)
                if limit < amount:
                    amount, by = limit, group
                    if amount < LEAST_PEOPLE:
                        self._full[day, home, id(course)] = _Limit(group, name, of)
                        return _Found(waiting, 0.0, group)
        return _Found(waiting, amount, by)

    def _limits(
        self, group: str, course: Course, day: int, home: str
    ) -> Iterator[tuple[str, tuple[object, ...]]]:
        if group == TRIAGE:
            if self.register.triage_slots is not None:
                yield "_triage", (day,)
        elif group == HOME:
            for now, needs in enumerate(course.care_by_day[: self.days - day], day):
                for need in needs:
                    cell: Cell = (home, now, need.band, need.skill)
                    yield "_hours", (cell, need.minutes)
                    if need.pair_minutes > 0 or self.load.pairs.get(cell, 0.0) > 0:
                        yield "_pairs", (cell, need.pair_minutes)
        else:
            yield from self._limits_of_unit(group, course, day)

    def _limits_of_unit(
        self, unit: str, course: Course, day: int
    ) -> Iterator[tuple[str, tuple[object, ...]]]:
        for stage in course.stages:
            if stage.unit == unit and stage.certain_start is not None:
                start = day + stage.certain_start
                if start < self.days:
                    yield "_admissions", (unit, start)
        for now, (expected, buffered) in enumerate(
            course.beds.get(unit, ())[: self.days - day], day
        ):
            if buffered > 0:
                yield "_beds", (unit, now, buffered)
            if expected > 0:
                for band in self._staffed[unit]:
                    yield "_staff", (unit, now, band, expected)

    def _triage(self, day: int) -> float:
        slots = self.register.triage_slots
        return math.inf if slots is None else slots[day] - self.load.triaged[day]

    def _admissions(self, unit: str, start: int) -> float:
        most = self.register.most_admissions(self.register.units[unit], start)
        if (unit, start) in self.register.closed_to_admissions:
            most = 0
        return math.inf if most is None else most - self.load.admitted.get((unit, start), 0.0)

    def _beds(self, unit: str, now: int, buffered: float) -> float:
        return (self.load.free_beds(unit, now) - self.load.placed_buffered[unit][now]) / buffered

    def _staff(self, name: str, now: int, band: str, expected: float) -> float:
        unit, occupancy = self.register.units[name], self.load.occupancy(name, now)
        there = self._there.get((name, now, band))
        if there is None:
            there = float(self.heads.count(name, now, band, unit.skill or ""))
            self._there[name, now, band] = there
        staffed = max(there, required_heads(unit, band, occupancy))
        return (staffed * unit.beds_per_staff[band] - occupancy) / expected

    def _hours(self, cell: Cell, minutes: float) -> float:
        given = self._given.get(cell)
        if given is None:
            given = self._given[cell] = sum(self.supply.own(cell)) + self.supply.bought(cell)
        return (given - self.load.need(cell)) / minutes

    def _pairs(self, cell: Cell, pair_minutes: float) -> float:
        """Of care for two carers at once, the need's own or what is there already."""
        for_two = self._for_two.get(cell)
        if for_two is None:
            for_two = most_for_two(self.supply.own(cell), self.supply.bought(cell))
            self._for_two[cell] = for_two
        room = for_two - self.load.pairs.get(cell, 0.0) / 2
        if room < -LEAST_MINUTES:
            return 0.0
        return room / (pair_minutes / 2) if pair_minutes > 0 else math.inf


def most_for_two(own: Sequence[float], bought: float) -> float:
    """The most minutes with two carers at once that persons and agencies can give: 2D = bought + Σ
    min(own, D).
    """
    # Nobody is both carers: what the largest gives needs as much from all the others. An agency can
    # send two.
    *less, largest = sorted(own) or [0.0]
    others = math.fsum((bought, *less))
    return min(others, (others + largest) / 2)


def as_rows(register: Register, rows: Sequence[Reserved]) -> tuple[Reservation, ...]:
    """Reservations as a plan writes them, those alike in class, day, option and units summed."""
    amounts: dict[tuple[str, int, str, tuple[str, ...]], float] = defaultdict(float)
    for row in rows:
        units = tuple(unit for unit in row.units if unit is not None)
        amounts[row.arrivals.arrival_class, row.day, row.option, units] += row.amount
    return tuple(
        Reservation(
            arrival_class=name,
            date=register.calendar.date(day),
            option=option,
            units=units,
            amount=amount,
        )
        for (name, day, option, units), amount in amounts.items()
    )
