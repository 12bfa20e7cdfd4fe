"""What if a found plan breaks a rule? What breaks it goes back to how a sound plan has it, and
nothing else does.

A person goes back to the sound plan's rows of that day, then to the whole roster there; a referral
to the sound plan's placement, then to none. Of a day's agency care as much is left as may be
bought. Where a unit, a place or an arrival class has too much asked of it, reservations are left to
the referee's own rule, then those who were placed there anew go back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import floor

from rosterer.referee import Breach, Verdict, judge
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import DutyPiece, Placement, Plan
from rosterer_models.vocabulary.time import day_number

MOST_ROUNDS = 6
"""Judgements: what goes back can leave something else without its hours."""
MOST_STEPS = 2
"""How far somebody goes back at the most: a day may be as in the sound plan already, a roster not.
"""


@dataclass(frozen=True)
class Mended:
    """A plan that breaks nothing that the sound one keeps."""

    plan: Plan
    verdict: Verdict
    who: tuple[str, ...]
    """Ids of the people, referrals and classes whose rows went back."""


def added_breaches(verdict: Verdict, before: Verdict) -> list[Breach]:
    """Breaches of a plan that another one does not have."""
    known = {(breach.rule, breach.who, breach.when) for breach in before.broken}
    return [one for one in verdict.broken if (one.rule, one.who, one.when) not in known]


def mended(
    case: Case, plan: Plan, verdict: Verdict, sound: Plan, sound_verdict: Verdict
) -> Mended | None:
    """Put back what breaks rules; None where that does not help.

    Parameters
    ----------
    verdict, sound_verdict
        What the referee says of the two plans.
    """
    back, plan = _Back(case, sound), plan.model_copy(update={"delays": ()})
    for _ in range(MOST_ROUNDS):
        faults = added_breaches(verdict, sound_verdict)
        if not faults:
            return Mended(plan, verdict, tuple(sorted(back.touched)))
        before, named = plan, [one for worst in faults for one in (worst, *worst.follows)]
        for _ in range(MOST_STEPS):
            for fault in named:
                plan = back.without(plan, fault)
            if plan != before:
                break
        else:
            return None
        verdict = judge(case, plan)
    return None


class _Back:
    """Puts rows back, a little more each time that somebody is named again."""

    def __init__(self, case: Case, sound: Plan) -> None:
        self.case, self.sound = case, sound
        self.touched: set[str] = set()
        self._days: set[tuple[str, date]] = set()
        self._people = {row.person for row in case.people}
        self._referrals = {row.referral: row for row in case.referrals}
        self._unplaced: set[str] = set()

    def without(self, plan: Plan, fault: Breach) -> Plan:
        """The plan with what a fault is about as the sound plan has it."""
        if fault.rule == "agency-limit":
            return self._agency(plan, fault.when)
        if fault.who in self._people:
            return self._person(plan, fault.who, fault.when)
        if fault.who in self._referrals:
            return self._referral(plan, fault.who)
        if plan.reservations is not None:
            self.touched.add(fault.who)
            return plan.model_copy(update={"reservations": None})
        return self._everybody_at(plan, fault)

    def _person(self, plan: Plan, person: str, when: date | None) -> Plan:
        is_again = when is None or (person, when) in self._days
        if when is not None:
            self._days.add((person, when))
        self.touched.add(person)
        mine = [row for row in self.sound.duties if row.person == person]
        today = [row for row in mine if row.date == when]
        same = {
            (row.shift, row.source)
            for row in plan.duties
            if (row.person, row.date) == (person, when)
        }
        if not is_again and today and same == {(today[0].shift, today[0].source)}:
            others = [r for r in plan.duties if (r.person, r.date) != (person, when)]
            return self._with_duties(plan, [*others, *today])
        lines = [row for row in plan.lines if row.person != person]
        lines += [row for row in self.sound.lines if row.person == person]
        order = {row.person: i for i, row in enumerate(self.case.people)}
        lines.sort(key=lambda row: order.get(row.person, len(order)))
        others = [row for row in plan.duties if row.person != person]
        plan = plan.model_copy(update={"lines": tuple(lines)})
        return self._with_duties(plan, [*others, *mine])

    def _with_duties(self, plan: Plan, duties: Iterable[DutyPiece]) -> Plan:
        order = {row.person: i for i, row in enumerate(self.case.people)}
        rows = sorted(duties, key=lambda row: (order.get(row.person, len(order)), row.date))
        return plan.model_copy(update={"duties": tuple(rows)})

    def _referral(self, plan: Plan, referral: str) -> Plan:
        self.touched.add(referral)
        own = [row for row in self.sound.placements if row.referral == referral]
        if referral in self._unplaced or not own:
            ready = day_number(self.case.first_day, self._referrals[referral].ready)
            own = [Placement(referral=referral, delay_days=max(0, self.case.days - ready))]
        self._unplaced.add(referral)
        others = [row for row in plan.placements if row.referral != referral]
        order = {name: i for i, name in enumerate(self._referrals)}
        rows = sorted([*others, *own], key=lambda r: (order.get(r.referral, len(order)), r.stage))
        return plan.model_copy(update={"placements": tuple(rows)})

    def _agency(self, plan: Plan, when: date | None) -> Plan:
        """As much of a day's agency care as may be bought, of each row the same part."""
        most = 60 * self.case.limits.agency_hours_per_day
        bought = sum(row.minutes for row in plan.agency if row.date == when)
        rows = [
            row.model_copy(update={"minutes": floor(100 * row.minutes * most / bought) / 100})
            if row.date == when
            else row
            for row in plan.agency
        ]
        self.touched.add("agency")
        return plan.model_copy(update={"agency": tuple(row for row in rows if row.minutes)})

    def _everybody_at(self, plan: Plan, fault: Breach) -> Plan:
        """Those in a unit, or at home at a place, otherwise than in the sound plan go back."""
        homes = {row.referral: row.home for row in self.case.referrals}
        before = set(self.sound.placements)
        moved = {
            row.referral
            for row in plan.placements
            if row not in before and fault.who in (row.unit, homes.get(row.referral))
        }
        for referral in sorted(moved & set(self._referrals)):
            plan = self._referral(plan, referral)
        return plan
