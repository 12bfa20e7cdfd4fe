"""Which duties do those get who owe hours and have no line, before anybody is asked for more?

A careful manager fills contracts first: in turn everybody takes the duty that ends most of what is
short, until the hours of each period are as near to the contract as whole duties come. Where
nothing is short the duty goes where fewest are too many.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from rosterer.baseline.rota import Rota
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.contracts import Period, periods_of_contract
from rosterer.referee.load import Load
from rosterer.referee.units import required_heads, staffed_bands
from rosterer_models.vocabulary.person import Person

Key = tuple[int, str, str]
"""Day, band and skill."""


class Duty(NamedTuple):
    """A duty that somebody could take."""

    day: int
    shift: ShiftHours


class Contracts:
    """Gives duties to contract people."""

    def __init__(self, rota: Rota, load: Load) -> None:
        self.rota, self.register = rota, rota.register
        self.lack = self._heads_asked(load)
        """Heads that are short; negative where there are too many."""
        self._refused: set[tuple[str, int, str]] = set()
        self._costs: dict[tuple[str, int, str], float] = {}
        """By person, day and shift: enhancements and wishes."""
        self._periods = {
            person.person: periods_of_contract(self.register, person)
            for person in self.register.case.people
        }
        self._skills = {name: sorted(able) for name, able in self.register.can_do.items()}
        for day, there in enumerate(rota.on_duty):
            for name, shift in there.items():
                self._supply(self.register.people[name], day, shift)

    def fill(self, stop: Callable[[], bool]) -> None:
        """Give duties in turn until every contract is filled, or nobody can take one more."""
        people = [person for person in self.register.case.people if person.kind == "contract"]
        while people:
            left = []
            for person in people:
                if stop():
                    return
                if self._give(person):
                    left.append(person)
            people = left

    def _heads_asked(self, load: Load) -> defaultdict[Key, float]:
        register, lack = self.register, defaultdict[Key, float](float)
        contact: dict[str, int] = defaultdict(int)
        for shift in register.shifts.values():
            for band, minutes in shift.contact.items():
                contact[band] = max(contact[band], minutes)
        travel = 1 + register.case.limits.local_travel
        for cell in dict.fromkeys((*load.settled, *load.placed)):
            _, day, band, skill = cell
            if 0 <= day < register.calendar.days and contact[band]:
                lack[day, band, skill] += load.need(cell) * travel / contact[band]
        for unit in register.case.units:
            for band in staffed_bands(unit):
                for day in range(register.calendar.days):
                    heads = required_heads(unit, band, load.occupancy(unit.unit, day))
                    lack[day, band, unit.skill or ""] += heads
        for row in register.case.cover:
            if row.unit is not None:
                days = register.calendar.span(
                    row.first_day, row.last_day, row.weekdays, 0, register.calendar.days
                )
                for day in days:
                    lack[day, row.band, row.skill] += row.heads
        return lack

    def _give(self, person: Person) -> bool:
        """One duty more for somebody who still owes hours; whether there was one."""
        owed = -person.balance_hours
        for period in self._periods[person.person]:
            owed += period.owed
            left = owed - self._hours_to(person, period.last)
            best = self._best(person, period, left)
            if best is not None:
                self.rota.add(person, best.day, best.shift)
                self._supply(person, best.day, best.shift)
                return True
        return False

    def _hours_to(self, person: Person, last: int) -> float:
        days = self.rota.on_duty[: last + 1]
        return sum(there[person.person].paid for there in days if person.person in there) / 60

    def _best(self, person: Person, period: Period, left: float) -> Duty | None:
        """The duty of most use among those that bring the hours nearer to the contract."""
        ranked = sorted(
            (
                (-self._pounds(person, day, shift), day, shift.shift)
                for day in range(period.first, period.last + 1)
                for shift in self.register.shifts.values()
                if shift.paid / 60 <= 2 * left
                and person.person not in self.rota.on_duty[day]
                and (person.person, day, shift.shift) not in self._refused
            ),
        )
        for _, day, name in ranked:
            shift = self.register.shifts[name]
            if self.rota.may_add(person, day, shift):
                return Duty(day, shift)
            self._refused.add((person.person, day, name))
        return None

    def _pounds(self, person: Person, day: int, shift: ShiftHours) -> float:
        """What a duty is worth: hours short that it ends, less what it costs; a little less where
        there are too many already.
        """
        price, pounds = self.register.case.prices.unsafe_hour, 0.0
        for band in shift.contact:
            lack = self.lack[day, band, self._skill(person, day, band)]
            hours = self.register.bands[band] / 60
            pounds += price * hours * (min(1.0, lack) if lack > 0 else lack / 1000)
        key = person.person, day, shift.shift
        if key not in self._costs:
            self._costs[key] = self.rota.cost_within_contract(person, day, shift)
        return pounds - self._costs[key]

    def _skill(self, person: Person, day: int, band: str) -> str:
        """What of theirs is shortest."""
        return max(self._skills[person.person], key=lambda skill: self.lack[day, band, skill])

    def _supply(self, person: Person, day: int, shift: ShiftHours) -> None:
        for band in shift.contact:
            self.lack[day, band, self._skill(person, day, band)] -= 1.0
