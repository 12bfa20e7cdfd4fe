"""How many heads does each unit need in each band, how many are there, and how many minutes is it
short?
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rosterer.referee.duties import Duty
from rosterer.referee.load import Load
from rosterer.referee.register import Register
from rosterer_models.vocabulary.place import Unit


class UnitShortage(NamedTuple):
    """Minutes for which a unit lacks staff in a band of a day."""

    unit: str
    day: int
    band: str
    skill: str
    heads: int
    required: float
    minutes: float
    is_named: bool
    """Whether the skill is one that cover names, not that of the unit's staff."""


class Heads:
    """People in units, by unit and day."""

    def __init__(self, register: Register, duties: Iterable[Duty]) -> None:
        self.register = register
        self._there: dict[tuple[str, int], list[Duty]] = defaultdict(list)
        for duty in duties:
            self.add(duty)

    def add(self, duty: Duty) -> None:
        """Count somebody who is in a unit."""
        if duty.unit is not None and duty.serves_unit:
            self._there[duty.unit.unit, duty.day].append(duty)

    def withdraw(self, duty: Duty) -> None:
        """Count them no longer."""
        if duty.unit is not None and duty.serves_unit:
            key = duty.unit.unit, duty.day
            self._there[key] = [other for other in self._there[key] if other is not duty]

    def count(self, unit: str, day: int, band: str, skill: str) -> int:
        """People in the unit whose shift names the band and who can do the skill."""
        return sum(
            band in duty.shift.contact and skill in self.register.can_do[duty.person.person]
            for duty in self._there.get((unit, day), ())
        )


def staffed_bands(unit: Unit) -> tuple[str, ...]:
    """Bands in which a unit can require staff."""
    return (
        tuple(dict.fromkeys((*unit.min_staff, *unit.beds_per_staff)))
        if unit.skill is not None
        else ()
    )


def required_heads(unit: Unit, band: str, occupancy: float) -> float:
    """Heads that a unit requires at an expected occupancy."""
    by_beds = occupancy / unit.beds_per_staff[band] if band in unit.beds_per_staff else 0.0
    return max(float(unit.min_staff.get(band, 0)), by_beds)


def unit_shortages(register: Register, load: Load, heads: Heads) -> Iterator[UnitShortage]:
    """Short minutes of unit staff and of the skills that cover names."""
    days = range(register.calendar.days)
    for unit in register.case.units:
        yield from shortages_of_unit(register, load, heads, unit, days)


def shortages_of_unit(
    register: Register, load: Load, heads: Heads, unit: Unit, days: Iterable[int]
) -> Iterator[UnitShortage]:
    """The same of one unit on some days."""
    for day in days:
        occupancy = load.occupancy(unit.unit, day)
        for band in staffed_bands(unit):
            required = required_heads(unit, band, occupancy)
            yield from _shortage(
                register, heads, unit.unit, day, band, unit.skill or "", required, False
            )
        for (band, skill), named in register.named_heads.get((unit.unit, day), {}).items():
            yield from _shortage(register, heads, unit.unit, day, band, skill, named, True)


def _shortage(
    register: Register,
    heads: Heads,
    unit: str,
    day: int,
    band: str,
    skill: str,
    required: float,
    is_named: bool,
) -> Iterator[UnitShortage]:
    there = heads.count(unit, day, band, skill)
    if required > there and band in register.bands:
        yield UnitShortage(
            unit,
            day,
            band,
            skill,
            there,
            required,
            (required - there) * register.bands[band],
            is_named,
        )
