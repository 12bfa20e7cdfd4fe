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
            if duty.unit is not None and duty.serves_unit:
                self._there[duty.unit.unit, duty.day].append(duty)

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
    for unit in register.case.units:
        for band in staffed_bands(unit):
            for day in range(register.calendar.days):
                required = required_heads(unit, band, load.occupancy(unit.unit, day))
                yield from _shortage(
                    register, heads, unit.unit, day, band, unit.skill or "", required, False
                )
    named: dict[tuple[str, int, str, str], int] = defaultdict(int)
    for row in register.case.cover:
        if row.unit is not None:
            for day in register.calendar.span(
                row.first_day, row.last_day, row.weekdays, 0, register.calendar.days
            ):
                named[row.unit, day, row.band, row.skill] += row.heads
    for (unit_id, day, band, skill), required in named.items():
        yield from _shortage(register, heads, unit_id, day, band, skill, required, True)


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
