"""How much care and how many heads are needed, given and short, where and when; and who is in the
beds?

Recomputed with the referee's own pages, so that a report and a verdict never tell two stories.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rosterer.referee.cells import Supply, shortages
from rosterer.referee.load import Cell, Load
from rosterer.referee.reading import read_plan
from rosterer.referee.register import Register
from rosterer.referee.units import Heads, required_heads, staffed_bands, unit_shortages
from rosterer.referee.verdict import Verdict
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class CareCell:
    """Care at a place, on a date, in a band, with a skill; minutes of all carers."""

    place: str
    date: date
    band: str
    skill: str
    need: float
    given: float
    bought: float
    short: float


@dataclass(frozen=True)
class StaffCell:
    """Staff of a unit in a band of a date; ``required`` may be a fraction, because expected
    occupancy is.
    """

    unit: str
    date: date
    band: str
    skill: str
    required: float
    heads: int
    short_minutes: float


@dataclass(frozen=True)
class BedDay:
    """People in a unit at a date: the census, and those who are placed or reserved for."""

    unit: str
    date: date
    beds: int
    census: float
    placed: float


@dataclass(frozen=True)
class Cover:
    """Everything that is needed and given over the horizon."""

    care: tuple[CareCell, ...]
    staff: tuple[StaffCell, ...]
    beds: tuple[BedDay, ...]


def cover_of(case: Case, plan: Plan, verdict: Verdict) -> Cover:
    """Need, supply and shortage of every cell of care, unit and bed.

    Parameters
    ----------
    verdict
        Of this plan; its reservations are the ones counted.
    """
    read = read_plan(case, plan, verdict.reservations)
    register, load = read.register, read.load
    return Cover(
        _care(register, load, read.supply),
        _staff(register, load, read.heads),
        _beds(register, load),
    )


def _care(register: Register, load: Load, supply: Supply) -> tuple[CareCell, ...]:
    short = shortages(load, supply)
    asked: Sequence[Cell] = list(
        dict.fromkeys((*load.settled, *load.placed, *supply.by_person, *supply.by_agency))
    )
    bands = {band: place for place, band in enumerate(register.bands)}
    cells = [
        CareCell(
            place=cell[0],
            date=register.calendar.date(cell[1]),
            band=cell[2],
            skill=cell[3],
            need=load.need(cell),
            given=sum(supply.own(cell)),
            bought=supply.bought(cell),
            short=short.get(cell, 0.0),
        )
        for cell in asked
    ]
    return tuple(
        sorted(cells, key=lambda cell: (cell.place, cell.date, bands.get(cell.band, 0), cell.skill))
    )


def _staff(register: Register, load: Load, heads: Heads) -> tuple[StaffCell, ...]:
    """What each unit requires by its beds and its minimum, and what named skills require where they
    are short.
    """
    cells = []
    for unit in register.case.units:
        for day in range(register.calendar.days):
            for band in staffed_bands(unit):
                required = required_heads(unit, band, load.occupancy(unit.unit, day))
                there = heads.count(unit.unit, day, band, unit.skill or "")
                missing = max(0.0, required - there) * register.bands.get(band, 0)
                cells.append(
                    StaffCell(
                        unit.unit,
                        register.calendar.date(day),
                        band,
                        unit.skill or "",
                        required,
                        there,
                        missing,
                    )
                )
    seen = {(cell.unit, cell.date, cell.band, cell.skill) for cell in cells}
    for short in unit_shortages(register, load, heads):
        when = register.calendar.date(short.day)
        if (short.unit, when, short.band, short.skill) not in seen:
            cells.append(
                StaffCell(
                    short.unit,
                    when,
                    short.band,
                    short.skill,
                    short.required,
                    short.heads,
                    short.minutes,
                )
            )
    return tuple(cells)


def _beds(register: Register, load: Load) -> tuple[BedDay, ...]:
    return tuple(
        BedDay(
            unit=unit.unit,
            date=register.calendar.date(day),
            beds=register.available_beds[unit.unit][day],
            census=load.census_expected[unit.unit][day],
            placed=load.placed_expected[unit.unit][day],
        )
        for unit in register.case.units
        if unit.beds
        for day in range(register.calendar.days)
    )
