"""A plan as a point of the joint model: do all rows hold, and does it cost what the ledger says?"""

from dataclasses import dataclass

import numpy as np

from rosterer.referee import Verdict, judge
from rosterer_models.formulation.decisions import decisions_of
from rosterer_models.formulation.embedding import Embedded, point_of
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.formulation.sets import Geography
from rosterer_models.matrix.model import Floats, Label
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

UNSEEN = {"carers-at-places"}
DEARER = {"short-care", "line-changes", "stage-waits"}
"""What the model sees only a part of: two carers as two people, and what leads nowhere."""
TINY = 1e-6
"""What sums of floating point may be wrong by."""


@dataclass(frozen=True)
class Embedding:
    """A judged plan and its point."""

    joint: Joint
    verdict: Verdict
    embedded: Embedded

    @property
    def x(self) -> Floats:
        return self.embedded.x

    def excess(self) -> Floats:
        """By how much each row is broken."""
        programme, activity = self.joint.programme, self.joint.programme.matrix @ self.x
        return np.maximum(
            0, np.maximum(programme.row_lower - activity, activity - programme.row_upper)
        )

    def ledger(self) -> dict[Label, float]:
        found: dict[Label, float] = {}
        for line in self.verdict.ledger:
            label = line.name, line.payer
            found[label] = found.get(label, 0.0) + line.pounds
        return found

    def idle_travel(self) -> float:
        """Pounds of mileage of minutes that are of no use."""
        case, pounds = self.joint.case, 0.0
        geography, place = Geography(case), self.joint.sets.place
        for one in self.embedded.idle:
            person = case.people[one.person]
            miles = geography.pounds_per_minute(place[person.home], person.mobile)
            pounds += one.minutes * float(miles[one.place])
        return pounds

    def differences(self) -> dict[Label, float]:
        """Ledger less model, label by label, where it is more than rounding."""
        ledger, model = self.ledger(), self.joint.programme.by_label(self.x)
        label = "travel", self.joint.case.payers.service
        model[label] = model.get(label, 0.0) + self.idle_travel()
        return {
            label: ledger.get(label, 0.0) - model.get(label, 0.0)
            for label in {*ledger, *model}
            if abs(ledger.get(label, 0.0) - model.get(label, 0.0)) > 0.011 * 2
        }


def embedded(case: Case, plan: Plan, joint: Joint | None = None) -> Embedding:
    """Judge a plan and embed it, with the reservations that the referee makes where it has none."""
    joint = joint_model(case, as_judged=True) if joint is None else joint
    verdict = judge(case, plan)
    plan = plan.model_copy(update={"reservations": verdict.reservations})
    decisions = decisions_of(case, joint.people, joint.care, plan)
    return Embedding(joint, verdict, point_of(joint, decisions))


def assert_embeds(found: Embedding) -> None:
    """Everything that a plan which breaks nothing must satisfy as a point."""
    assert found.verdict.broken == (), [row.sentence for row in found.verdict.broken][:3]
    assert found.embedded.misfits == ()
    programme, x = found.joint.programme, found.x
    excess = found.excess()
    worst = int(excess.argmax()) if len(excess) else 0
    assert excess.max(initial=0) <= TINY, (worst, excess[worst])
    outside = np.maximum(programme.lower - x, x - programme.upper)
    assert outside.max(initial=0) <= TINY, (int(outside.argmax()), outside.max())
    whole = x[programme.integer]
    np.testing.assert_allclose(whole, np.round(whole), atol=1e-9)
    for label, pounds in found.differences().items():
        name = label[0]
        if name in UNSEEN | DEARER:
            assert pounds >= -0.02, (label, pounds)
        else:
            assert pounds == 0, (label, pounds)
