"""With what chance is somebody in each stage of an option, and how much care do they then need, day
by day?

A course is one way through an option, seen from the day it starts (or, for the census, from day 0):
chances that each stage starts and is under way, expected minutes of care, and what it adds to the
occupancy of units.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rosterer.referee.register import Register
from rosterer_models.vocabulary.referral import Stage

Starts = Mapping[int, float]
"""Chance that a stage starts, by day."""


class CareNeed(NamedTuple):
    """Expected minutes in a band with a skill, of all carers; ``pair_minutes`` is the part for two
    carers.
    """

    band: str
    skill: str
    minutes: float
    pair_minutes: float


@dataclass(frozen=True)
class StageCourse:
    """One stage of a course."""

    stage: Stage
    unit: str | None
    starts: Starts
    certain_start: int | None
    """The day on which it starts when every stage before is of known length."""
    presence: tuple[float, ...]
    """Chance that the stage is under way, by day."""
    care: Mapping[str, tuple[float, ...]]
    """Expected minutes of each carer, per band and day."""

    def chance_started(self, before: int) -> float:
        """Chance that the stage starts before a day."""
        return sum(chance for day, chance in self.starts.items() if day < before)

    def expected_days(self, before: int) -> float:
        """Expected days under way before a day."""
        return sum(self.presence[: max(0, before)])


@dataclass(frozen=True)
class Course:
    """A way through an option, stage by stage."""

    stages: tuple[StageCourse, ...]
    bed_buffer: float

    @cached_property
    def care_by_day(self) -> tuple[tuple[CareNeed, ...], ...]:
        """Care at home by day, all stages together, as far as there is any."""
        days: list[dict[tuple[str, str], list[float]]] = []
        for course in self.stages:
            for band, minutes in course.care.items():
                for day, amount in enumerate(minutes):
                    if amount <= 0:
                        continue
                    while len(days) <= day:
                        days.append({})
                    total = days[day].setdefault((band, course.stage.skill or ""), [0.0, 0.0])
                    total[0] += amount * course.stage.carers
                    total[1] += amount * course.stage.carers if course.stage.carers == 2 else 0.0
        return tuple(
            tuple(CareNeed(band, skill, *total) for (band, skill), total in needs.items())
            for needs in days
        )

    @cached_property
    def care_minutes(self) -> tuple[float, ...]:
        """All care at home by day."""
        return tuple(sum(need.minutes for need in needs) for needs in self.care_by_day)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units through which it leads."""
        return tuple(dict.fromkeys(one.unit for one in self.stages if one.unit is not None))

    @cached_property
    def beds(self) -> dict[str, tuple[tuple[float, float], ...]]:
        """Expected and buffered occupancy by unit and day."""
        beds: dict[str, list[list[float]]] = {}
        for course in self.stages:
            if course.unit is None:
                continue
            days = beds.setdefault(course.unit, [[0.0, 0.0] for _ in course.presence])
            for day, presence in enumerate(course.presence):
                days[day][0] += presence
                days[day][1] += presence + self.bed_buffer * presence * (1 - presence)
        return {
            unit: tuple((day[0], day[1]) for day in _trimmed(days)) for unit, days in beds.items()
        }


def _trimmed(days: list[list[float]]) -> list[list[float]]:
    last = len(days)
    while last and days[last - 1][0] == 0:
        last -= 1
    return days[:last]


class Courses:
    """Courses of a case's options, each built once; days reach to the end of the tail."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.days = register.calendar.end
        self._built: dict[tuple[str, tuple[str | None, ...], tuple[int, ...]], Course] = {}

    def course(
        self, option: str, units: tuple[str | None, ...], waits: tuple[int, ...] = ()
    ) -> Course:
        """The course of an option from its start.

        Parameters
        ----------
        units
            The unit of each stage; None for a stage at home.
        waits
            Days waited at the end of each stage; blank for none.
        """
        key = (option, units, waits)
        if key not in self._built:
            stages = self.register.stages[option]
            self._built[key] = Course(
                tuple(self.follow(stages, units, waits, {0: 1.0})),
                self.register.case.limits.bed_buffer,
            )
        return self._built[key]

    def follow(
        self,
        stages: Sequence[Stage],
        units: Sequence[str | None],
        waits: Sequence[int],
        starts: Starts,
    ) -> list[StageCourse]:
        """Stages one after another, the first with given chances to start."""
        courses = []
        certain = next(iter(starts)) if len(starts) == 1 else None
        for index, stage in enumerate(stages):
            wait = waits[index] if index < len(waits) else 0
            survival = self.survival(stage, units[index], wait, self.days - min(starts, default=0))
            planned = self.known_length(stage, units[index])
            presence, care = (
                self._presence(starts, survival),
                self._care(stage, starts, survival, planned),
            )
            courses.append(StageCourse(stage, units[index], starts, certain, presence, care))
            starts = _ends(starts, survival, self.days)
            certain = None if certain is None or planned is None else certain + planned + wait
        return courses

    def known_length(self, stage: Stage, unit: str | None) -> int | None:
        """Days of a stage of known length, cut at the unit's longest stay; None when uncertain."""
        if stage.days is None:
            return None
        longest = self._longest_stay(unit)
        return stage.days if longest is None else min(stage.days, longest)

    def _longest_stay(self, unit: str | None) -> int | None:
        return (
            None
            if unit is None or unit not in self.register.units
            else self.register.units[unit].longest_stay
        )

    def survival(self, stage: Stage, unit: str | None, wait: int, days: int) -> list[float]:
        """S(0) … S(days): the chance that a stage still lasts so many days after its start."""
        known = self.known_length(stage, unit)
        if known is not None:
            return [1.0 if day < known + wait else 0.0 for day in range(days + 1)]
        points = self.register.survival.get(stage.stay or "", [])
        longest = self._longest_stay(unit)
        last_named = points[-1][0] if points else 0
        chances, level, index = [], 1.0, 0
        for day in range(days + 1):
            while index < len(points) and points[index][0] <= day:
                level = points[index][1] / 1000
                index += 1
            is_over = day > last_named or (longest is not None and day >= longest)
            chances.append(0.0 if is_over else level)
        return chances

    def _presence(self, starts: Starts, survival: Sequence[float]) -> tuple[float, ...]:
        presence = [0.0] * self.days
        for start, chance in starts.items():
            for day in range(max(0, start), self.days):
                presence[day] += chance * survival[day - start]
        return tuple(presence)

    def _care(
        self, stage: Stage, starts: Starts, survival: Sequence[float], planned: int | None
    ) -> dict[str, tuple[float, ...]]:
        care: dict[str, tuple[float, ...]] = {}
        if stage.setting != "home":
            return care
        for band in dict.fromkeys((*stage.minutes, *stage.minutes_end)):
            expected = [0.0] * self.days
            for start, chance in starts.items():
                for day in range(max(0, start), self.days):
                    still = survival[day - start]
                    if still > 0:
                        expected[day] += (
                            chance * still * minutes_on(stage, band, day - start, planned)
                        )
            care[band] = tuple(expected)
        return care


def _ends(starts: Starts, survival: Sequence[float], days: int) -> Starts:
    """Chances that a stage ends, and the next one starts, on each day."""
    ends: dict[int, float] = defaultdict(float)
    for start, chance in starts.items():
        for stayed in range(1, min(len(survival), days - start)):
            fallen = survival[stayed - 1] - survival[stayed]
            if fallen > 0:
                ends[start + stayed] += chance * fallen
    return dict(ends)


def minutes_on(stage: Stage, band: str, day: int, planned: int | None) -> float:
    """Minutes of each carer in a band, some days after the stage's start; in a wait the last
    planned day's care goes on.
    """
    first, last = stage.minutes.get(band, 0), stage.minutes_end.get(band, 0)
    if stage.taper_days == 0:
        return first
    if planned is not None:
        day = min(day, planned - 1)
    return first + (last - first) * min(day, stage.taper_days) / stage.taper_days
