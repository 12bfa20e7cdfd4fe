"""What do base cover, the census, placements and reservations ask of care cells, beds, admissions
and triage?
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from rosterer.referee.placements import Start
from rosterer.referee.register import Register
from rosterer.referee.reservations import Reserved
from rosterer.referee.stays import Course, Courses
from rosterer_models.vocabulary.referral import Occupant

Cell = tuple[str, int, str, str]
"""Place, day, band, skill."""

UnitDay = tuple[str, int]


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
        self._add_base()
        for occupant, course in census:
            self._add_census(occupant, course)

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
        course = self.courses.course(start.option, start.units, start.waits)
        self._add(course, start.day, start.referral.home, 1.0)
        if not start.referral.triaged:
            self.triaged[start.day] += 1
        for unit, presences in course.beds.items():
            for day, (expected, _) in enumerate(presences[: self.days - start.day], start.day):
                if expected > 0:
                    self.chances[unit, day].append(min(1.0, expected))

    def add_reserved(self, reserved: Reserved) -> None:
        """Add one reservation."""
        self.triaged[reserved.day] += reserved.amount
        self._add_reserved(reserved, reserved.amount)

    def add_all_reserved(self, rows: Iterable[Reserved]) -> None:
        """Add many reservations; those alike in place, day, option and units at once."""

        def likeness(row: Reserved) -> tuple[str, int, str, tuple[str, ...]]:
            return row.arrivals.home, row.day, row.option, tuple(unit or "" for unit in row.units)

        for _, alike in groupby(sorted(rows, key=likeness), likeness):
            group = list(alike)
            amount = sum(row.amount for row in group)
            self.triaged[group[0].day] += amount
            self._add_reserved(group[0], amount)

    def _add_reserved(self, reserved: Reserved, amount: float) -> None:
        course = self.courses.course(reserved.option, reserved.units)
        self._add(course, reserved.day, reserved.arrivals.home, amount)
        for unit, presences in course.beds.items():
            for day, (expected, _) in enumerate(
                presences[: self.days - reserved.day], reserved.day
            ):
                self.reserved_presence[unit, day] += amount * expected

    def _add(self, course: Course, start: int, home: str, amount: float) -> None:
        for day, needs in enumerate(course.care_by_day[: self.days - start], start):
            for need in needs:
                cell = (home, day, need.band, need.skill)
                self.placed[cell] += amount * need.minutes
                if need.pair_minutes:
                    self.pairs[cell] += amount * need.pair_minutes
        for day in range(self.days, min(self.end, start + len(course.care_minutes))):
            self.tail_minutes[(day - self.days) // 7] += amount * course.care_minutes[day - start]
        for unit, presences in course.beds.items():
            expected_here, buffered_here = self.placed_expected[unit], self.placed_buffered[unit]
            for day, (expected, buffered) in enumerate(presences[: self.end - start], start):
                expected_here[day] += amount * expected
                buffered_here[day] += amount * buffered
        for stage in course.stages:
            if (
                stage.unit is not None
                and stage.certain_start is not None
                and start + stage.certain_start < self.days
            ):
                self.admitted[stage.unit, start + stage.certain_start] += amount

    def need(self, cell: Cell) -> float:
        """Minutes that a cell asks for, of all carers."""
        return self.settled.get(cell, 0.0) + self.placed.get(cell, 0.0)

    def occupancy(self, unit: str, day: int) -> float:
        """Expected occupancy of a unit."""
        return self.census_expected[unit][day] + self.placed_expected[unit][day]

    def free_beds(self, unit: str, day: int) -> float:
        """Beds that the census, with its buffer, leaves."""
        return max(0.0, self.register.available_beds[unit][day] - self.census_buffered[unit][day])
