"""What do base cover, the census, placements and reservations ask of care cells, beds, admissions
and triage?
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy
from itertools import groupby
from typing import NamedTuple

from rosterer.referee.placements import Start
from rosterer.referee.register import Register
from rosterer.referee.reservations import Reserved
from rosterer.referee.stays import Course, Courses
from rosterer_models.vocabulary.referral import Occupant

Cell = tuple[str, int, str, str]
"""Place, day, band, skill."""

UnitDay = tuple[str, int]


class Asked(NamedTuple):
    """A course that somebody, or a part of somebody, starts on a day."""

    course: Course
    day: int
    home: str
    amount: float
    slots: float
    """Of triage."""
    is_known: bool
    """A referral; else people who are only expected."""


class Load:
    """Sums of what is asked for. The settled part (base cover and census) is the same for every
    plan.
    """

    def __init__(
        self, register: Register, courses: Courses, census: Iterable[tuple[Occupant, Course]]
    ) -> None:
        self.register, self.courses = register, courses
        self.days, self.end = register.calendar.days, register.calendar.end
        self.settled: dict[Cell, float] = defaultdict(float)
        self.placed: dict[Cell, float] = defaultdict(float)
        self.pairs: dict[Cell, float] = defaultdict(float)
        """The part of the need that is for two carers, minutes of both."""
        units = [unit.unit for unit in register.case.units]
        self.census_expected = {unit: [0.0] * self.end for unit in units}
        self.census_buffered = {unit: [0.0] * self.end for unit in units}
        self.placed_expected = {unit: [0.0] * self.end for unit in units}
        self.placed_buffered = {unit: [0.0] * self.end for unit in units}
        self.admitted: dict[UnitDay, float] = defaultdict(float)
        self.triaged = [0.0] * self.days
        self.tail_minutes = [0.0] * register.case.tail.weeks
        """Care of placements and reservations in each week of the tail."""
        self.chances: dict[UnitDay, list[float]] = defaultdict(list)
        """Presence of each person of census and placements."""
        self.reserved_presence: dict[UnitDay, float] = defaultdict(float)
        self.placed_at: dict[str, dict[Cell, None]] = {}
        """Cells of ``placed`` by place."""
        self._add_base()
        for occupant, course in census:
            self._add_census(occupant, course)
        self._settled_pairs = dict(self.pairs)
        self._num_settled_chances = {key: len(chances) for key, chances in self.chances.items()}

    def _add_base(self) -> None:
        for row in self.register.case.cover:
            if row.place is None:
                continue
            for day in self.register.calendar.span(
                row.first_day, row.last_day, row.weekdays, 0, self.days
            ):
                cell = (row.place, day, row.band, row.skill)
                self.settled[cell] += row.minutes * row.carers
                if row.carers == 2:
                    self.pairs[cell] += row.minutes * 2

    def _add_census(self, occupant: Occupant, course: Course) -> None:
        if occupant.home is not None:
            for day, needs in enumerate(course.care_by_day[: self.days]):
                for need in needs:
                    cell = (occupant.home, day, need.band, need.skill)
                    self.settled[cell] += need.minutes
                    self.pairs[cell] += need.pair_minutes
        for unit, presences in course.beds.items():
            if unit not in self.census_expected:
                continue
            for day, (expected, buffered) in enumerate(presences):
                self.census_expected[unit][day] += expected
                self.census_buffered[unit][day] += buffered
                if expected > 0 and day < self.days:
                    self.chances[unit, day].append(min(1.0, expected))

    def add_start(self, start: Start) -> None:
        """Add a placement."""
        self.add(self.asked_by_start(start))

    def add_reserved(self, reserved: Reserved) -> None:
        """Add one reservation."""
        self.add(self.asked_by_reserved(reserved, reserved.amount))

    def add_all_reserved(self, rows: Iterable[Reserved]) -> None:
        """Add many reservations; those alike in place, day, option and units at once."""
        for asked in self.asked_by_all_reserved(rows):
            self.add(asked)

    def asked_by_start(self, start: Start) -> Asked:
        """What a placement asks for."""
        course = self.courses.course(start.option, start.units, start.waits)
        return Asked(
            course, start.day, start.referral.home, 1.0, int(not start.referral.triaged), True
        )

    def asked_by_reserved(self, reserved: Reserved, amount: float) -> Asked:
        """What a reservation asks for, of another amount."""
        course = self.courses.course(reserved.option, reserved.units)
        return Asked(course, reserved.day, reserved.arrivals.home, amount, amount, False)

    def asked_by_all_reserved(self, rows: Iterable[Reserved]) -> list[Asked]:
        """What many reservations ask for; those alike at once."""

        def likeness(row: Reserved) -> tuple[str, int, str, tuple[str, ...]]:
            return row.arrivals.home, row.day, row.option, tuple(unit or "" for unit in row.units)

        asked = []
        for _, alike in groupby(sorted(rows, key=likeness), likeness):
            group = list(alike)
            asked.append(self.asked_by_reserved(group[0], sum(row.amount for row in group)))
        return asked

    def add(self, asked: Asked) -> None:
        """Add what is asked for."""
        self._add_care(asked)
        self._add_slots_and_tail(asked)
        for unit in asked.course.units:
            self._add_beds(asked, unit)

    def refill(
        self, every: Iterable[Asked], homes: Collection[str], units: Collection[str]
    ) -> None:
        """Count anew at some places and in some units, where what is asked for has changed.

        Parameters
        ----------
        every
            All that is asked for, whether it has changed or not, in order.
        """
        for home in homes:
            for cell in self.placed_at.pop(home, ()):
                del self.placed[cell]
                self.pairs[cell] = self._settled_pairs.get(cell, 0.0)
        for unit in units:
            self._empty(unit)
        self.triaged = [0.0] * self.days
        self.tail_minutes = [0.0] * len(self.tail_minutes)
        for asked in every:
            if asked.home in homes:
                self._add_care(asked)
            self._add_slots_and_tail(asked)
            for unit in asked.course.units:
                if unit in units:
                    self._add_beds(asked, unit)

    def _empty(self, unit: str) -> None:
        self.placed_expected[unit] = [0.0] * self.end
        self.placed_buffered[unit] = [0.0] * self.end
        for day in range(self.days):
            self.admitted.pop((unit, day), None)
            self.reserved_presence.pop((unit, day), None)
            if (unit, day) in self.chances:
                del self.chances[unit, day][self._num_settled_chances.get((unit, day), 0) :]

    def twin(self) -> "Load":
        """The same load, to which reservations can be added apart."""
        twin = copy(self)
        twin.placed, twin.pairs = self.placed.copy(), self.pairs.copy()
        twin.placed_at = {home: dict(cells) for home, cells in self.placed_at.items()}
        twin.placed_expected = {unit: list(row) for unit, row in self.placed_expected.items()}
        twin.placed_buffered = {unit: list(row) for unit, row in self.placed_buffered.items()}
        twin.admitted, twin.triaged = self.admitted.copy(), list(self.triaged)
        twin.tail_minutes = list(self.tail_minutes)
        twin.reserved_presence = self.reserved_presence.copy()
        return twin

    def _add_care(self, asked: Asked) -> None:
        home, start, amount = asked.home, asked.day, asked.amount
        cells = self.placed_at.setdefault(home, {})
        for day, needs in enumerate(asked.course.care_by_day[: self.days - start], start):
            for need in needs:
                cell = (home, day, need.band, need.skill)
                cells[cell] = None
                self.placed[cell] += amount * need.minutes
                if need.pair_minutes:
                    self.pairs[cell] += amount * need.pair_minutes

    def _add_slots_and_tail(self, asked: Asked) -> None:
        course, start = asked.course, asked.day
        if asked.slots:
            self.triaged[start] += asked.slots
        for day in range(self.days, min(self.end, start + len(course.care_minutes))):
            self.tail_minutes[(day - self.days) // 7] += (
                asked.amount * course.care_minutes[day - start]
            )

    def _add_beds(self, asked: Asked, unit: str) -> None:
        course, start, amount = asked.course, asked.day, asked.amount
        expected_here, buffered_here = self.placed_expected[unit], self.placed_buffered[unit]
        for day, (expected, buffered) in enumerate(
            course.beds.get(unit, ())[: self.end - start], start
        ):
            expected_here[day] += amount * expected
            buffered_here[day] += amount * buffered
            if day >= self.days:
                continue
            if not asked.is_known:
                self.reserved_presence[unit, day] += amount * expected
            elif expected > 0:
                self.chances[unit, day].append(min(1.0, expected))
        for stage in course.stages:
            if stage.unit == unit and stage.certain_start is not None:
                day = start + stage.certain_start
                if day < self.days:
                    self.admitted[unit, day] += amount

    def need(self, cell: Cell) -> float:
        """Minutes that a cell asks for, of all carers."""
        return self.settled.get(cell, 0.0) + self.placed.get(cell, 0.0)

    def occupancy(self, unit: str, day: int) -> float:
        """Expected occupancy of a unit."""
        return self.census_expected[unit][day] + self.placed_expected[unit][day]

    def free_beds(self, unit: str, day: int) -> float:
        """Beds that the census, with its buffer, leaves."""
        return max(0.0, self.register.available_beds[unit][day] - self.census_buffered[unit][day])
