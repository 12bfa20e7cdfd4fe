"""Who gets how much care, and how full is each unit? Tables that follow from a plan, for people to
read.
"""

from collections.abc import Iterable

from rosterer.referee.reading import Reading
from rosterer.referee.units import required_heads, staffed_bands


def cover_rows(reading: Reading) -> list[dict[str, object]]:
    """Need, supply and shortage of every care cell, in minutes."""
    register, load, supply = reading.register, reading.load, reading.supply
    order = {band.band: i for i, band in enumerate(register.case.bands)}
    cells = sorted(
        set(load.settled) | set(load.placed),
        key=lambda cell: (cell[1], cell[0], order[cell[2]], cell[3]),
    )
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


def occupancy_rows(reading: Reading) -> list[dict[str, object]]:
    """Beds, expected occupants and heads of every unit, day by day."""
    return [row for unit in reading.register.case.units for row in _unit_rows(reading, unit.unit)]


def _unit_rows(reading: Reading, name: str) -> Iterable[dict[str, object]]:
    register, load, heads = reading.register, reading.load, reading.heads
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
            "heads": " ".join(
                f"{band}={heads.count(name, day, band, unit.skill or '')}" for band in bands
            ),
            "required": " ".join(
                f"{band}={required_heads(unit, band, occupied):.2f}" for band in bands
            ),
        }
