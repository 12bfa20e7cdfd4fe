"""What does the referee say of one person's duties and roster, whatever everybody else does?"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rosterer.referee.duty_rules import judge_duties
from rosterer.referee.grounds import Grounds
from rosterer.referee.ledger import Entry
from rosterer.referee.not_judged import Gap, gaps_of
from rosterer.referee.preferences import preference_entries
from rosterer.referee.rosters import judge_roster, with_what_follows
from rosterer.referee.slots import Slot
from rosterer.referee.verdict import Breach
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import Line

Ranked = tuple[tuple[int, int], Breach]
"""Where a breach stands among those of everybody, and the breach."""


class PersonPart(NamedTuple):
    """What is wrong with a person's duties and roster, and what they cost."""

    of_duties: list[Ranked]
    inherited_of_duties: list[Ranked]
    of_roster: list[Breach]
    inherited_of_roster: list[Breach]
    gaps: list[Gap]
    entries: list[Entry]

    @property
    def is_clean(self) -> bool:
        """Nothing is wrong, by the plan or before it."""
        return not any(self[:4])


def judge_person(
    grounds: Grounds, person: Person, line: Line | None, slots: Sequence[Slot]
) -> PersonPart:
    """Judge a person.

    Parameters
    ----------
    slots
        The person's, in the order of the plan.
    """
    register = grounds.register
    orders = {slot.rows[0].date: slot.order for slot in slots}
    duties = [slot.duty for slot in slots if slot.duty is not None]
    planned = {duty.day: duty.shift for duty in duties if not duty.is_fixed}
    judged = judge_roster(grounds.roster, person, line, planned)
    faults = judge_duties(register, person.person, duties)
    num_told, num_fixed = len(faults.told), len(faults.fixed)
    told = with_what_follows(
        (*faults.told, *faults.fixed, *faults.too_many), [judged], register.calendar
    )
    first = min(orders.values(), default=0)
    fixed_rank = grounds.rank_of_fixed.get(person.person, 0)
    ranked: list[Ranked] = [
        *_by_order(told[:num_told], orders),
        *(((1, fixed_rank), breach) for breach in told[num_told : num_told + num_fixed]),
        *(((2, first), breach) for breach in told[num_told + num_fixed :]),
    ]
    inherited: list[Ranked] = [
        *_by_order(faults.inherited, orders),
        *(((2, first), breach) for breach in faults.too_many_inherited),
    ]
    entries = [
        *(entry for slot in slots for entry in slot.pay),
        *grounds.least_pay(person),
        *preference_entries(grounds.roster, person, line, duties, grounds.unavoidable(person)),
        *(entry for slot in slots for entry in slot.travel),
    ]
    return PersonPart(
        ranked, inherited, judged.broken, judged.inherited, gaps_of(judged.diary), entries
    )


def _by_order(breaches: list[Breach], orders: dict[date, int]) -> list[Ranked]:
    return [((0, orders.get(one.when, 0) if one.when else 0), one) for one in breaches]
