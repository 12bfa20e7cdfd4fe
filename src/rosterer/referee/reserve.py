"""What does the referee reserve for expected arrivals when a plan says nothing of them?

Days in order; on each, classes by priority and then id; options as listed, units in table order;
each time the greatest amount, up to those waiting, that keeps ``beds``, ``admissions`` and
``triage-slots`` (at their limits, without the tolerance that forgives rounding), leaves no care
cell short that its hours touch and no unit with fewer heads than required because of it.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, product

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
    reserved: list[Reserved] = []
    waiting = {row.arrival_class: 0.0 for row in register.classes}
    units = {option: tuple(_choices_of_units(register, option)) for option in register.stages}
    room = _Room(register, load, supply, heads)
    for day in range(register.calendar.days):
        for arrivals in register.classes:
            name = arrivals.arrival_class
            waiting[name] += register.expected[name][day]
            for option in arrivals.options:
                for choice in units.get(option, ()):
                    if waiting[name] < LEAST_PEOPLE:
                        break
                    amount = room.greatest(
                        load.courses.course(option, choice), day, arrivals.home, waiting[name]
                    )
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

    def __init__(self, register: Register, load: Load, supply: Supply, heads: Heads) -> None:
        self.register, self.load, self.supply, self.heads = register, load, supply, heads
        self.days = register.calendar.days

    def greatest(self, course: Course, day: int, home: str, waiting: float) -> float:
        """The greatest amount, at most those waiting; limits are asked one by one until nothing is
        left.
        """
        amount = waiting
        limits = chain(
            self._triage(day),
            self._admissions(course, day),
            self._beds_and_heads(course, day),
            self._care(course, day, home),
        )
        for limit in limits:
            if limit < amount:
                amount = limit
                if amount < LEAST_PEOPLE:
                    return 0.0
        return amount

    def _triage(self, day: int) -> Iterator[float]:
        slots = self.register.triage_slots
        if slots is not None:
            yield slots[day] - self.load.triaged[day]

    def _admissions(self, course: Course, day: int) -> Iterator[float]:
        for stage in course.stages:
            if (
                stage.unit is None
                or stage.certain_start is None
                or day + stage.certain_start >= self.days
            ):
                continue
            start = day + stage.certain_start
            most = self.register.most_admissions(self.register.units[stage.unit], start)
            if (stage.unit, start) in self.register.closed_to_admissions:
                most = 0
            if most is not None:
                yield most - self.load.admitted.get((stage.unit, start), 0.0)

    def _beds_and_heads(self, course: Course, day: int) -> Iterator[float]:
        for name, presences in course.beds.items():
            unit = self.register.units[name]
            for now, (expected, buffered) in enumerate(presences[: self.days - day], day):
                if buffered > 0:
                    yield (
                        self.load.free_beds(name, now) - self.load.placed_buffered[name][now]
                    ) / buffered
                if expected > 0:
                    occupancy = self.load.occupancy(name, now)
                    for band in staffed_bands(unit):
                        if band in unit.beds_per_staff:
                            there = self.heads.count(name, now, band, unit.skill or "")
                            staffed = max(float(there), required_heads(unit, band, occupancy))
                            yield (staffed * unit.beds_per_staff[band] - occupancy) / expected

    def _care(self, course: Course, day: int, home: str) -> Iterator[float]:
        for now, needs in enumerate(course.care_by_day[: self.days - day], day):
            for need in needs:
                cell: Cell = (home, now, need.band, need.skill)
                own, bought = self.supply.own(cell), self.supply.bought(cell)
                yield (sum(own) + bought - self.load.need(cell)) / need.minutes
                both = self.load.pairs.get(cell, 0.0) / 2
                if both > 0 or need.pair_minutes > 0:
                    room = most_for_two(own, bought) - both
                    if room < -LEAST_MINUTES:
                        yield 0.0
                    elif need.pair_minutes > 0:
                        yield room / (need.pair_minutes / 2)


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
