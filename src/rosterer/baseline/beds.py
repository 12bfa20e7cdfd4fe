"""Who can leave their round for a unit, so that more of its beds can be used?"""

from rosterer.baseline.day import Day
from rosterer.baseline.moves import release
from rosterer.baseline.units import Occupancy, UnitStaff
from rosterer_models.vocabulary.place import Unit


def open_beds(staff: UnitStaff, day: Day, unit: Unit, forecast: Occupancy) -> None:
    """Staff a unit for the people forecast: by those whose visits others can take, as long as there
    are any.
    """
    kept: set[str] = set()
    while lacks := staff.lacks(unit, day.number, forecast):
        name = staff.best(
            unit, day.number, lacks, (name for name in day.rounds if name not in kept)
        )
        if name is None:
            break
        if release(day, name):
            staff.put(name, unit.unit, day.number)
        else:
            kept.add(name)


def pounds_per_head_minute(staff: UnitStaff, unit: Unit) -> float:
    """What a minute of a head is worth to the people who wait for its beds: their delayed day, over
    all the minutes of a day.
    """
    beds = sorted(unit.beds_per_staff.values())
    minutes = sum(staff.register.bands.get(band, 0) for band in unit.beds_per_staff)
    return (
        beds[len(beds) // 2] * staff.register.case.prices.delay_acute / minutes
        if beds and minutes
        else 0.0
    )
