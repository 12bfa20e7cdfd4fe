"""What does the referee say of one repair after the other, when each differs little from the plan
that they repair?
"""

from rosterer.referee.grounds import Grounds
from rosterer.referee.judging import Judging, by_slot
from rosterer.referee.placements import by_referral
from rosterer.referee.reading import Reading
from rosterer.referee.verdict import Verdict
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


class Referee:
    """Judges plans of a case that have lines and reservations in common; of each only what is not
    as in the one before.
    """

    def __init__(self, case: Case, plan: Plan) -> None:
        self._grounds = Grounds(case)
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        self._plan, self._judging = plan, Judging(self._grounds, plan)
        self._judging.settle()

    def verdict(self, plan: Plan) -> Verdict:
        """What a whole judgement says of a plan."""
        if (plan.lines, plan.reservations) != (self._plan.lines, self._plan.reservations):
            self._begin(plan)
        elif plan is not self._plan:
            self._change_to(plan)
        return self._judging.verdict(plan)

    def reading(self) -> Reading:
        """The plan that was judged last, as read."""
        judging, grounds = self._judging, self._grounds
        slots = sorted(judging.duties.slots.values(), key=lambda slot: slot.order)
        return Reading(
            grounds.register,
            grounds.courses,
            [slot.duty for slot in slots if slot.duty is not None],
            judging.needs.starts(),
            judging.needs.load,
            judging.duties.supply,
            judging.duties.heads,
        )

    def _change_to(self, plan: Plan) -> None:
        was, will = by_slot(self._plan.duties), by_slot(plan.duties)
        place = 0
        for key in dict.fromkeys((*will, *was)):
            slot = self._judging.duties.slots.get(key)
            # what is new is told of behind what stands before it in the plan
            place = place if slot is None else slot.order
            rows = will.get(key, [])
            if rows != was.get(key, []):
                self._judging.duties.put(key, place, tuple(rows))
        before, after = by_referral(self._plan.placements), by_referral(plan.placements)
        for number, name in enumerate(dict.fromkeys((*after, *before))):
            if before.get(name) != after.get(name):
                self._judging.needs.put(name, number, tuple(after.get(name, ())))
        if plan.agency != self._plan.agency:
            self._judging.buy(plan.agency)
        self._judging.settle()
        self._plan = plan
