"""Who gets how much care, and how full is each unit? Tables that follow from a plan, for people to read."""

from collections.abc import Iterable

from rosterer.referee.cells import Supply, read_agency
from rosterer.referee.census import census_courses
from rosterer.referee.duties import Duty, read_duties
from rosterer.referee.load import Load
from rosterer.referee.placements import read_placements
from rosterer.referee.register import Register
from rosterer.referee.reservations import read_reservations
from rosterer.referee.stays import Courses
from rosterer.referee.units import Heads, required_heads, staffed_bands
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def _load(register: Register, plan: Plan) -> tuple[Load, list[Duty]]:
    courses = Courses(register)
    duties, _ = read_duties(register, plan.duties)
    starts, _ = read_placements(register, courses, plan.placements)
    load = Load(register, courses, census_courses(register, courses))
    for start in starts.values():
        load.add_start(start)
    load.add_all_reserved(read_reservations(register, plan.reservations or ())[0])
    return load, list(duties)


def cover_rows(case: Case, plan: Plan) -> list[dict[str, object]]:
    """Need, supply and shortage of every care cell, in minutes."""
    register = Register(case)
    load, duties = _load(register, plan)
    supply = Supply(register, duties, read_agency(register, plan.agency)[0])
    order = {band.band: i for i, band in enumerate(case.bands)}
    cells = sorted(set(load.settled) | set(load.placed), key=lambda cell: (cell[1], cell[0], order[cell[2]], cell[3]))
    rows: list[dict[str, object]] = []
    for place, day, band, skill in cells:
        cell = (place, day, band, skill)
        need, given = load.need(cell), sum(supply.own(cell)) + supply.bought(cell)
        if need > 0 or given > 0:
            rows.append(
                {
                    "date": register.calendar.date(day),
                    "place": place,
                    "band": band,
                    "skill": skill,
                    "need": round(need, 2),
                    "supply": round(given, 2),
                    "short": round(max(0.0, need - given), 2),
                }
            )
    return rows


def occupancy_rows(case: Case, plan: Plan) -> list[dict[str, object]]:
    """Beds, expected occupants and heads of every unit, day by day."""
    register = Register(case)
    load, duties = _load(register, plan)
    heads = Heads(register, duties)
    return [row for unit in case.units for row in _unit_rows(register, load, heads, unit.unit)]


def _unit_rows(register: Register, load: Load, heads: Heads, name: str) -> Iterable[dict[str, object]]:
    unit = register.units[name]
    for day in range(register.calendar.days):
        occupied = load.occupancy(name, day)
        bands = staffed_bands(unit)
        yield {
            "date": register.calendar.date(day),
            "unit": name,
            "available": register.available_beds[name][day],
            "expected": round(occupied, 3),
            "buffered": round(load.census_buffered[name][day] + load.placed_buffered[name][day], 3),
            "heads": " ".join(f"{band}={heads.count(name, day, band, unit.skill or '')}" for band in bands),
            "required": " ".join(f"{band}={required_heads(unit, band, occupied):.2f}" for band in bands),
        }
