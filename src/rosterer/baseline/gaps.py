"""Who is asked for one duty more where something is short?

Floats that are owed and hours of contracts come first, since they cost little; then bank staff, or
overtime of who has agreed to it, whichever is cheaper. For each gap the people
nearby are asked, each for the shift that helps most that day; nobody is asked for a duty that costs
more than the shortage it ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rosterer.baseline.cells import Key
from rosterer.baseline.day import Day
from rosterer.baseline.moves import relieve
from rosterer.baseline.rota import Rota
from rosterer.baseline.rounds import Round
from rosterer.baseline.share_out import fill_all
from rosterer.baseline.units import Occupancy, UnitStaff
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.shortfall import Shortfall
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.place import Unit


class Gaps:
    """Finds somebody for what is short."""

    def __init__(self, rota: Rota, staff: UnitStaff) -> None:
        self.rota, self.staff, self.register = rota, staff, rota.register
        self.prices = Shortfall(self.register)
        self.helpers = [
            person
            for person in self.register.case.people
            if person.kind != "pattern" or person.floats_owed > 0
        ]
        self.nearby: dict[str, list[Person]] = defaultdict(list)
        """Who may be asked for a round at a place."""
        for person in self.helpers:
            for place in self.register.geography.round_reach(person.home, person.mobile):
                self.nearby[place].append(person)

    def staff_unit(
        self, unit: Unit, day: int, occupancy: Occupancy, pounds_per_minute: float
    ) -> None:
        """Ask people to work in a unit until it lacks nothing, or nobody is worth their cost."""
        while lacks := self.staff.lacks(unit, day, occupancy):
            able = [person for person in self.helpers if self.staff.may_go(person, unit)]
            worth = [
                (self.staff.gain(person, shift, lacks) * pounds_per_minute - cost, person, shift)
                for person, shift, cost in self._offers(able, day)
            ]
            best = self._best(worth, unit.place)
            if best is None:
                return
            self.rota.add(best[0], day, best[1])
            self.staff.put(best[0].person, unit.unit, day)

    def send_rounds(self, day: Day, pounds_per_minute: float) -> None:
        """Ask people for rounds where cells are short, the greatest gap first, until nobody is
        worth the cost.
        """
        tried: set[str] = set()
        while (place := _worst_place(short := self._worth(day), tried)) is not None:
            if self.ask_somebody(day, place, short, pounds_per_minute) is None:
                tried.add(place)
            else:
                fill_all(day, short)

    def _worth(self, day: Day) -> dict[Key, float]:
        """Minutes short, those of cover with a lower or higher price of its own counted as so much
        less or more.
        """
        short, usual = day.shortages(), self.register.case.prices.short_hour
        if not self.prices.care or not usual:
            return short
        return {
            key: _pounds(self.prices, day, key, minutes) * 60 / usual
            for key, minutes in short.items()
        }

    def ask_somebody(
        self, day: Day, place: str, short: Mapping[Key, float], pounds_per_minute: float
    ) -> Round | None:
        """Ask somebody near a place for a round that helps with what is short; None when nobody is
        worth the cost.
        """
        worth = [
            (
                _useful_minutes(self.rota, person, shift, short) * pounds_per_minute - cost,
                person,
                shift,
            )
            for person, shift, cost in self._offers(self.nearby.get(place, ()), day.number)
        ]
        best = self._best(worth, place)
        if best is None:
            return None
        self.rota.add(best[0], day.number, best[1])
        return day.add_round(*best)

    def has_offers(self, day: Day, place: str) -> bool:
        """Somebody near a place may work one duty more that day, whatever it costs."""
        return any(self.rota.offers(person, day.number) for person in self.nearby.get(place, ()))

    def _offers(
        self, people: Iterable[Person], day: int
    ) -> Iterator[tuple[Person, ShiftHours, float]]:
        for person in people:
            for shift, cost in self.rota.offers(person, day):
                yield person, shift, cost

    def _best(
        self, worth: list[tuple[float, Person, ShiftHours]], place: str
    ) -> tuple[Person, ShiftHours] | None:
        """The most useful offer that is worth its cost; among equals the nearest."""
        metres = self.register.geography.distance
        ranked = [
            (-pounds, metres(person.home, place), person.person, shift.shift)
            for pounds, person, shift in worth
            if pounds > 0
        ]
        if not ranked:
            return None
        _, _, name, shift_id = min(ranked)
        return self.register.people[name], self.register.shifts[shift_id]


def _worst_place(short: Mapping[Key, float], tried: set[str]) -> str | None:
    totals: dict[str, float] = defaultdict(float)
    for (place, _, _), minutes in short.items():
        if place not in tried:
            totals[place] += minutes
    return min(totals, key=lambda place: (-totals[place], place), default=None)


def _useful_minutes(
    rota: Rota, person: Person, shift: ShiftHours, short: Mapping[Key, float]
) -> float:
    """Minutes short that a round of this person could give, at as many places as a duty may
    have.
    """
    register = rota.register
    reach, able = (
        register.geography.round_reach(person.home, person.mobile),
        register.can_do[person.person],
    )
    gaps: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (place, band, skill), minutes in short.items():
        if place in reach and skill in able and band in shift.contact:
            gaps[place][band] += minutes
    places = sorted(gaps, key=lambda place: (-sum(gaps[place].values()), place))[
        : register.case.limits.places_per_duty
    ]
    useful = 0.0
    for band, contact in shift.contact.items():
        wanted = sum(
            gaps[place][band] * (1 + register.geography.share(person.home, place, person.mobile))
            for place in places
        )
        useful += min(float(contact), wanted)
    return useful / (1 + register.case.limits.local_travel)


def relieve_all(day: Day) -> None:
    """Rearrange rounds where cells are short, the greatest gap first."""
    short = day.shortages()
    for key in sorted(short, key=lambda key: (-short[key], key)):
        relieve(day, day.cells[key])


def buy_all(day: Day, prices: Shortfall) -> None:
    """Buy care from agencies where being short costs more, the smallest gap first, so that few
    places are left with any.
    """
    short, agency = day.shortages(), day.register.case.prices.agency_hour
    for key in sorted(short, key=lambda key: (short[key], key)):
        if _pounds(prices, day, key, short[key]) >= short[key] / 60 * agency:
            day.buy(day.cells[key])


def _pounds(prices: Shortfall, day: Day, key: Key, minutes: float) -> float:
    """Pounds of minutes short in a cell."""
    place, band, skill = key
    return prices.care_pounds((place, day.number, band, skill), minutes, day.need(key))
