"""How do the rounds of a day share out what the places need?"""

from collections.abc import Iterable, Mapping

from rosterer.baseline.cells import Key
from rosterer.baseline.day import Day
from rosterer.baseline.units import UnitStaff
from rosterer.referee.load import Cell, Load
from rosterer.referee.register import Register

LEVELS = range(4)
"""Expected need is met in four steps everywhere, so that no place has all and another nothing."""


def cells_by_day(register: Register, cells: Mapping[Cell, float]) -> list[dict[Key, float]]:
    """Minutes of each cell, day by day."""
    days: list[dict[Key, float]] = [{} for _ in range(register.calendar.days)]
    for (place, day, band, skill), minutes in cells.items():
        days[day][place, band, skill] = minutes
    return days


def days_with_rounds(register: Register, staff: UnitStaff, load: Load) -> list[Day]:
    """The days, with a round for everybody on duty who is in no unit, and the settled need."""
    needs, pairs = cells_by_day(register, load.settled), cells_by_day(register, load.pairs)
    days = []
    for number in range(register.calendar.days):
        day = Day(register, number)
        for name in staff.free_names(number):
            day.add_round(register.people[name], staff.rota.on_duty[number][name])
        for key, minutes in needs[number].items():
            day.ask(key, minutes, pairs[number].get(key, 0.0))
        days.append(day)
    return days


def fill_all(day: Day, keys: Iterable[Key]) -> None:
    """Fill cells: rare skills first, then place by place, the one that fewest rounds reach
    first.
    """
    by_skill = {
        skill: sum(skill in one.skills for one in day.rounds.values())
        for skill in {key[2] for key in day.cells}
    }
    for key in sorted(
        keys, key=lambda key: (by_skill[key[2]], len(day.reaching.get(key[0], ())), key)
    ):
        day.fill(day.cells[key])


def fill_expected(day: Day, need: Mapping[Key, float]) -> None:
    """Raise the need to what is forecast, and give as much as is left, everywhere in equal
    parts.
    """
    more = {
        key: minutes - day.need(key) for key, minutes in need.items() if minutes > day.need(key)
    }
    for _ in LEVELS:
        for key, minutes in more.items():
            day.ask(key, minutes / len(LEVELS))
        fill_all(day, more)
        day.keep()
