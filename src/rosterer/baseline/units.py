"""Who of those on duty goes to which unit, nearest first and named skills first?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from rosterer.baseline.rota import Rota
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.units import required_heads, staffed_bands
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.place import Unit

Occupancy = Callable[[str, int], float]
"""Expected occupancy of a unit on a day."""
SMALL = 1e-9
"""Heads that do not matter."""


class Lack(NamedTuple):
    """Heads with a skill that a unit lacks in a band."""

    band: str
    skill: str
    heads: float


class UnitStaff:
    """People in units, by day."""

    def __init__(self, rota: Rota) -> None:
        self.rota, self.register = rota, rota.register
        self.where: list[dict[str, str]] = [{} for _ in range(self.register.calendar.days)]
        """By day: the unit of each person who is in one."""
        self._there: dict[tuple[str, int], list[str]] = defaultdict(list)
        self.named: dict[tuple[str, int], dict[tuple[str, str], int]] = defaultdict(
            lambda: defaultdict(int)
        )
        """Heads that cover names, by unit and day, then band and skill."""
        for row in self.register.case.cover:
            if row.unit is not None:
                for day in self.register.calendar.span(
                    row.first_day, row.last_day, row.weekdays, 0, self.register.calendar.days
                ):
                    self.named[row.unit, day][row.band, row.skill] += row.heads
        for name, duties in self.register.fixed.items():
            for day, fixed in duties.items():
                if (
                    fixed.unit is not None
                    and not fixed.training
                    and self.register.calendar.has(day)
                ):
                    self.put(name, fixed.unit, day)

    def put(self, name: str, unit: str, day: int) -> None:
        """Somebody on duty spends the day in a unit."""
        self.where[day][name] = unit
        self._there[unit, day].append(name)

    def count(self, unit: str, day: int, band: str, skill: str) -> int:
        """People in the unit whose shift names the band and who can do the skill."""
        on_duty = self.rota.on_duty[day]
        return sum(
            band in on_duty[name].contact and skill in self.register.can_do[name]
            for name in self._there.get((unit, day), ())
        )

    def lacks(self, unit: Unit, day: int, occupancy: Occupancy) -> list[Lack]:
        """What the unit lacks: named skills first."""
        wanted = [
            (band, skill, float(heads))
            for (band, skill), heads in self.named.get((unit.unit, day), {}).items()
        ]
        wanted += [
            (band, unit.skill or "", required_heads(unit, band, occupancy(unit.unit, day)))
            for band in staffed_bands(unit)
        ]
        lacks = [
            Lack(band, skill, heads - self.count(unit.unit, day, band, skill))
            for band, skill, heads in wanted
        ]
        return [lack for lack in lacks if lack.heads > SMALL and lack.band in self.register.bands]

    def may_go(self, person: Person, unit: Unit) -> bool:
        """The unit is within reach and the person can do what it needs."""
        able = self.register.can_do[person.person]
        return (
            unit.skill is not None
            and self.register.geography.reaches_unit(person.home, unit.place)
            and (
                unit.skill in able
                or bool(able & self.register.named_skills.get(unit.unit, frozenset()))
            )
        )

    def gain(self, person: Person, shift: ShiftHours, lacks: Iterable[Lack]) -> float:
        """Minutes of what a unit lacks that somebody on a shift would make good."""
        able = self.register.can_do[person.person]
        return sum(
            min(1.0, lack.heads) * self.register.bands[lack.band]
            for lack in lacks
            if lack.band in shift.contact and lack.skill in able
        )

    def best(self, unit: Unit, day: int, lacks: list[Lack], names: Iterable[str]) -> str | None:
        """Who of the names on duty fits best: most of what lacks for the time given, no rare skill
        wasted, then the nearest.
        """
        ranked: list[tuple[float, int, float, str]] = []
        for name in names:
            person, shift = self.register.people[name], self.rota.on_duty[day][name]
            if self.may_go(person, unit) and (gain := self.gain(person, shift, lacks)) > 0:
                whole = sum(self.register.bands.get(band, 0) for band in shift.contact)
                metres = self.register.geography.distance(person.home, unit.place)
                ranked.append(
                    (-gain / max(1, whole), len(self.register.can_do[name]), metres, name)
                )
        return min(ranked)[-1] if ranked else None

    def free_names(self, day: int) -> Iterator[str]:
        """On duty, in no unit, and not in training."""
        for name in self.rota.on_duty[day]:
            if name not in self.where[day] and not self.rota.is_training(name, day):
                yield name

    def fill(self, day: int, occupancy: Occupancy) -> None:
        """Send people to units until none lacks anything, or nobody is left who could help."""
        for unit in self.register.case.units:
            if unit.skill is None:
                continue
            while lacks := self.lacks(unit, day, occupancy):
                name = self.best(unit, day, lacks, self.free_names(day))
                if name is None:
                    break
                self.put(name, unit.unit, day)
