"""Who goes where, and on which day, first come first served?

Whoever has been ready longest chooses first, the more urgent first among those. Of the options
offered they take the one that ends the wait at the least cost, on the first day on which it has a
bed, an admission, a triage slot and all its care.
"""

from collections.abc import Sequence
from itertools import product

from rosterer.baseline.cells import SMALL
from rosterer.baseline.day import Day
from rosterer.baseline.moves import Help, cover
from rosterer.baseline.units import UnitStaff
from rosterer.referee.load import Load
from rosterer.referee.placements import Start
from rosterer.referee.register import Register
from rosterer.referee.stays import Course
from rosterer.referee.units import staffed_bands
from rosterer_models.vocabulary.plan import Placement
from rosterer_models.vocabulary.referral import Referral

Units = tuple[str | None, ...]


class Placing:
    """Starts referrals one after another; what they need is asked of the days' rounds."""

    def __init__(
        self, register: Register, load: Load, days: Sequence[Day], staff: UnitStaff, more: Help
    ) -> None:
        self.register, self.load, self.days, self.staff, self.more = (
            register,
            load,
            days,
            staff,
            more,
        )
        self.starts: dict[str, Start] = {}

    def waiting(self) -> list[Referral]:
        """Everybody who has not started, in turn."""
        waiting = [row for row in self.register.case.referrals if row.referral not in self.starts]
        return sorted(waiting, key=lambda row: (row.ready, row.priority, row.referral))

    def place(self, referral: Referral) -> None:
        """Try the options, the cheapest way to end the wait first."""
        ways = []
        for option in referral.options:
            for units in self._choices(option):
                course = self.load.courses.course(option, units)
                for day in range(self._earliest(referral, option), self.register.calendar.days):
                    if self._has_room(referral, course, day):
                        ways.append((day, option, units, course))
                        break
        price = self.register.delay_price(referral.where, referral.priority)
        ways.sort(key=lambda way: way[0] * price + self._bought(way[3], way[0]))
        for first, option, units, course in ways:
            for day in range(first, self.register.calendar.days):
                if self._has_room(referral, course, day) and self._ask_for_care(
                    course, day, referral.home
                ):
                    start = Start(referral, option, units, day, (0,) * len(units))
                    self.load.add_start(start)
                    self.starts[referral.referral] = start
                    return

    def _choices(self, option: str) -> list[Units]:
        """Units for the stages of an option, in table order."""
        choices: list[list[str | None]] = [
            [None]
            if stage.setting == "home"
            else [
                unit.unit for unit in self.register.case.units if self.register.takes(unit, stage)
            ]
            for stage in self.register.stages.get(option, ())
        ]
        return list(product(*choices)) if choices else []

    def _earliest(self, referral: Referral, option: str) -> int:
        number = self.register.calendar.number
        clears = [
            number(barrier.clears)
            for barrier in self.register.barriers.get(referral.referral, ())
            if not barrier.blocks or option in barrier.blocks
        ]
        return max(0, number(referral.ready), number(referral.referred), *clears)

    def _bought(self, course: Course, day: int) -> float:
        """Pounds of what an option buys to the end of the tail."""
        left = self.register.calendar.end - day
        return sum(
            stage.stage.cost_per_day * stage.expected_days(left)
            + stage.stage.cost_once * stage.chance_started(left)
            for stage in course.stages
        )

    def _has_room(self, referral: Referral, course: Course, day: int) -> bool:
        """Triage, admissions, beds and the staff of units allow the start."""
        slots = self.register.triage_slots
        if not referral.triaged and slots is not None and self.load.triaged[day] + 1 > slots[day]:
            return False
        return self._is_admitted(course, day) and self._has_beds(course, day)

    def _is_admitted(self, course: Course, day: int) -> bool:
        for stage in course.stages:
            if stage.unit is None or stage.certain_start is None:
                continue
            start = day + stage.certain_start
            if start >= self.register.calendar.days:
                continue
            most = self.register.most_admissions(self.register.units[stage.unit], start)
            if (stage.unit, start) in self.register.closed_to_admissions:
                return False
            if most is not None and self.load.admitted.get((stage.unit, start), 0.0) + 1 > most:
                return False
        return True

    def _has_beds(self, course: Course, day: int) -> bool:
        for name, presences in course.beds.items():
            unit = self.register.units[name]
            for now, (expected, buffered) in enumerate(
                presences[: self.register.calendar.days - day], day
            ):
                if buffered <= 0:
                    continue
                if self.load.placed_buffered[name][now] + buffered > self.load.free_beds(name, now):
                    return False
                occupancy = self.load.occupancy(name, now)
                for band in staffed_bands(unit):
                    if band in unit.beds_per_staff:
                        heads = self.staff.count(name, now, band, unit.skill or "")
                        # A unit that is short already gets nobody more.
                        if (
                            occupancy + expected
                            > max(heads, unit.min_staff.get(band, 0)) * unit.beds_per_staff[band]
                        ):
                            return False
        return True

    def _ask_for_care(self, course: Course, day: int, home: str) -> bool:
        """Ask the rounds for all care of a package; without any of it nothing is asked."""
        marks: list[tuple[Day, int]] = []
        for now, needs in enumerate(course.care_by_day[: self.register.calendar.days - day], day):
            today = self.days[now]
            marks.append((today, today.mark()))
            for need in needs:
                cell = today.ask((home, need.band, need.skill), need.minutes, need.pair_minutes)
                if cover(today, cell, self.more) > SMALL:
                    for earlier, mark in marks:
                        earlier.undo(mark)
                    return False
        for today, _ in marks:
            today.keep()
        return True


def rows_of(register: Register, load: Load, starts: dict[str, Start]) -> list[Placement]:
    """A row for each stage, and one for everybody who is not served."""
    rows = []
    for referral in register.case.referrals:
        start = starts.get(referral.referral)
        ready = register.calendar.number(referral.ready)
        if start is None:
            rows.append(
                Placement(
                    referral=referral.referral, delay_days=max(0, register.calendar.days - ready)
                )
            )
            continue
        course = load.courses.course(start.option, start.units, start.waits)
        for stage in course.stages:
            first = None if stage.certain_start is None else start.day + stage.certain_start
            length = load.courses.known_length(stage.stage, stage.unit)
            rows.append(
                Placement(
                    referral=referral.referral,
                    option=start.option,
                    stage=stage.stage.stage,
                    unit=stage.unit,
                    start=None if first is None else register.calendar.date(first),
                    end=None
                    if first is None or length is None
                    else register.calendar.date(first + length),
                    delay_days=max(0, start.day - ready) if stage.stage.stage == 1 else 0,
                )
            )
    return rows
