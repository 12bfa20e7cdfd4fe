"""What do the duties of a plan give, person by person, and what changes when some of them do?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from rosterer.referee.cells import Supply, cells_of
from rosterer.referee.continuity import WEEK, continuity_entries
from rosterer.referee.duties import Duty
from rosterer.referee.folding import folded
from rosterer.referee.grounds import Grounds
from rosterer.referee.ledger import Account
from rosterer.referee.load import Cell, UnitDay
from rosterer.referee.not_judged import Gap
from rosterer.referee.person_part import PersonPart, Ranked, judge_person
from rosterer.referee.slots import Slot, SlotKey, read_slot
from rosterer.referee.units import Heads
from rosterer.referee.verdict import Breach
from rosterer_models.vocabulary.plan import AgencyHours, DutyPiece
from rosterer_models.vocabulary.shift import Line


@dataclass
class Touched:
    """What is to be judged anew because duties have changed."""

    cells: set[Cell] = field(default_factory=set)
    unit_days: set[UnitDay] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    """Where others come than before."""


class DutySide:
    """The duties of a plan under judgement; whoever's duties change is judged anew."""

    def __init__(
        self,
        grounds: Grounds,
        lines: Mapping[str, Line],
        agency: Iterable[tuple[int, AgencyHours]],
        account: Account,
    ) -> None:
        self._grounds, self._lines, self._account = grounds, lines, account
        self.supply = Supply(grounds.register, (), agency)
        self.heads = Heads(grounds.register, ())
        self.slots: dict[SlotKey, Slot] = {}
        self._own: dict[str, dict[SlotKey, Slot]] = {}
        """Slots by person."""
        self._carers: dict[str, dict[int, Counter[str]]] = {}
        """How often each person comes to a place in a week."""
        self._wrong: dict[str, PersonPart] = {}
        """Of those with whom something is wrong."""
        self._gaps: dict[str, list[Gap]] = {}
        self._odd: dict[SlotKey, Slot] = {}
        """Slots with something wrong in themselves."""
        self._touched = Touched(people={person.person for person in grounds.register.case.people})

    def put(self, key: SlotKey, order: int, rows: tuple[DutyPiece, ...]) -> None:
        """Let a person have these rows on a date, or none."""
        was = self.slots.pop(key, None)
        own = self._own.setdefault(key[0], {})
        if was is not None:
            del own[key]
            self._odd.pop(key, None)
            if was.duty is not None:
                self._withdraw(was.duty)
        if rows:
            slot = read_slot(self._grounds.register, order, rows)
            self.slots[key] = own[key] = slot
            if slot.unknown or slot.fault:
                self._odd[key] = slot
            if slot.duty is not None:
                self._add(slot.duty)
        if key[0] in self._grounds.register.people:
            self._touched.people.add(key[0])

    def buy(self, agency: Iterable[tuple[int, AgencyHours]]) -> None:
        """Let this be all the care that is bought."""
        self._touched.cells |= self.supply.buy(agency)

    def _add(self, duty: Duty) -> None:
        self.supply.add(duty)
        self.heads.add(duty)
        self._touch(duty)
        for place in {piece.place for piece in duty.pieces if piece.minutes > 0}:
            weeks = self._carers.setdefault(place, {})
            weeks.setdefault(duty.day // WEEK, Counter())[duty.person.person] += 1

    def _withdraw(self, duty: Duty) -> None:
        self.supply.withdraw(duty)
        self.heads.withdraw(duty)
        self._touch(duty)
        for place in {piece.place for piece in duty.pieces if piece.minutes > 0}:
            people = self._carers[place][duty.day // WEEK]
            people[duty.person.person] -= 1
            if not people[duty.person.person]:
                del people[duty.person.person]

    def _touch(self, duty: Duty) -> None:
        self._touched.cells |= cells_of(duty)
        self._touched.places.update(piece.place for piece in duty.pieces)
        if duty.unit is not None and duty.serves_unit:
            self._touched.unit_days.add((duty.unit.unit, duty.day))

    def settle(self) -> Touched:
        """Judge anew who has other duties; what else they touch."""
        touched, self._touched = self._touched, Touched()
        register = self._grounds.register
        for person in touched.people:
            part = judge_person(
                self._grounds, register.people[person], self._lines.get(person), self.own(person)
            )
            self._account.put(("person", person), part.entries)
            self._gaps[person] = part.gaps
            self._wrong.pop(person, None)
            if not part.is_clean:
                self._wrong[person] = part
        for cell in touched.cells:
            self.supply.put_in_order(cell, partial(self._order, register.calendar.date(cell[1])))
        for place in touched.places:
            weeks = self._carers.get(place, {})
            numbers = [len(weeks[week]) for week in sorted(weeks)]
            self._account.put(("carers", place), continuity_entries(register, place, numbers))
        return touched

    def own(self, person: str) -> list[Slot]:
        """A person's slots, in the order of the plan."""
        return sorted(self._own.get(person, {}).values(), key=lambda slot: slot.order)

    def brought(self, person: str, rows: Mapping[SlotKey, tuple[DutyPiece, ...]]) -> list[Breach]:
        """What a person's own duties and roster would break, and do not break now, with other rows
        on some dates.
        """
        register = self._grounds.register
        slots = {key: slot for key, slot in self._own.get(person, {}).items() if key not in rows}
        last = max((slot.order for slot in slots.values()), default=0)
        for order, (key, own) in enumerate(rows.items(), last + 1):
            if own:
                slots[key] = read_slot(register, order, own)
        part = judge_person(
            self._grounds, register.people[person], self._lines.get(person), list(slots.values())
        )
        before = self._wrong.get(person)
        known = set() if before is None else set(_broken(before))
        return [breach for breach in _broken(part) if breach not in known]

    def comes_to(self, place: str, week: int, person: str) -> bool:
        """The person gives care at a place in a week."""
        return self._carers.get(place, {}).get(week, Counter())[person] > 0

    def line(self, person: str) -> Line | None:
        """The line of a person."""
        return self._lines.get(person)

    def _order(self, when: date, person: str) -> int:
        return self.slots[person, when].order

    def breaches(self) -> tuple[list[Breach], list[Breach]]:
        """Broken rules, and inherited ones, in the order of the reference."""
        odd = sorted(self._odd.values(), key=lambda slot: slot.order)
        rank = self._grounds.rank
        wrong = [self._wrong[name] for name in sorted(self._wrong, key=lambda name: rank[name])]
        of_duties = _in_order(part.of_duties for part in wrong)
        left = _in_order(part.inherited_of_duties for part in wrong)
        broken = [
            *folded(fault for slot in odd for fault in slot.unknown),
            *(slot.fault for slot in odd if slot.fault is not None),
            *of_duties,
            *(breach for part in wrong for breach in part.of_roster),
        ]
        inherited = [
            *left,
            *(breach for part in wrong for breach in part.inherited_of_roster),
        ]
        return broken, inherited

    def gaps(self) -> list[Gap]:
        """What is known too little of whom, in the order of the case."""
        return [gap for person in self._grounds.rank for gap in self._gaps[person]]


def _broken(part: PersonPart) -> list[Breach]:
    return [*(breach for _, breach in part.of_duties), *part.of_roster]


def _in_order(parts: Iterable[list[Ranked]]) -> list[Breach]:
    ranked = [one for part in parts for one in part]
    return [breach for _, breach in sorted(ranked, key=lambda one: one[0])]
