"""How many half weekends, nights alone and duties alone has somebody whose hours are owed?"""

from collections.abc import Iterator, Mapping

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.time import SATURDAY


def unwelcome_shapes(
    register: Register, person: Person, worked: Mapping[int, ShiftHours]
) -> Iterator[tuple[str, int, float]]:
    """Ledger line, number and price of one, of those that have a price; of contract people alone.

    A shape of which a day is absence, lies outside the horizon, or is one of the person's days off
    of the week, does not count.
    """
    if person.kind != "contract":
        return
    prices = register.case.prices
    nights = {day for day, shift in worked.items() if shift.is_night}
    if prices.split_weekend:
        halves = [
            day
            for day in range(register.calendar.days)
            if register.calendar.weekday(day) == SATURDAY
            and _are_open(register, person, day, day + 1)
            and (day in worked) != (day + 1 in worked)
        ]
        yield "split-weekends", len(halves), prices.split_weekend
    for name, days, price in (
        ("lone-nights", nights, prices.lone_night),
        ("lone-duties", set(worked), prices.lone_duty),
    ):
        if price:
            lone = [
                day
                for day in days
                if not days & {day - 1, day + 1} and _are_open(register, person, day - 1, day + 1)
            ]
            yield name, len(lone), price


def _are_open(register: Register, person: Person, first: int, last: int) -> bool:
    """Whether the person may be asked to work on each of these days."""
    absent = register.absent.get(person.person, frozenset())
    return all(
        register.calendar.has(day)
        and day not in absent
        and register.calendar.weekday_name(day) not in person.days_off
        for day in range(first, last + 1)
    )
