"""What does a solve give back? A plan with its ledger, certificate and tables, and its figures."""

import math
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from importlib.metadata import version
from typing import Literal

from rosterer.explain.free_places import FreePlace, cheapest_known
from rosterer.explain.waterfall import DelayPart
from rosterer.money import Purse, purse_of
from rosterer.referee.certificate import certificate_disagreements, ledger_disagreements
from rosterer.referee.verdict import Breach, NotJudged, Verdict
from rosterer.standing import Standing, standing_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Certificate, LedgerLine, Plan

SMALL_GAP_POUNDS = 1.0
"""A plan within a pound of its bound is optimal whatever the fraction."""
BOUND_SLACK_POUNDS, BOUND_SLACK_PART = 5.0, 1e-4
"""How far tolerances (0.05 minutes a cell, hundredths of minutes, thousandths of beds) can take a
plan below its bound.
"""
LEDGER_PENCE = 0.005
"""Each line is rounded by at most half a penny."""


@dataclass(frozen=True, repr=False)
class Solution:
    """What ``solve`` returns.

    Attributes
    ----------
    certificate
        The plan's: what is claimed and proven of it.
    verdict, baseline
        What the referee says of the plan, and of the one that a careful manager would have made.
    is_baseline_whole
        Whether there was time to finish the careful manager's plan; no comparison with half of one
        is fair.
    people, referrals
        How many the case has.
    delays
        What the delay is made up of; the parts add up to ``delay_days``.
    free_places
        Who waits although a place is free, and what serving them would cost.
    cover, occupancy
        Rows of the derived tables.
    """

    plan: Plan
    certificate: Certificate
    verdict: Verdict
    baseline: Verdict
    people: int
    referrals: int
    delays: tuple[DelayPart, ...] = ()
    free_places: tuple[FreePlace, ...] = ()
    is_baseline_whole: bool = True
    cover: list[dict[str, object]] = field(default_factory=list)
    occupancy: list[dict[str, object]] = field(default_factory=list)

    @property
    def status(self) -> Literal["optimal", "feasible", "stopped", "unproven"]:
        """What is proven of the plan."""
        return self.certificate.status

    @property
    def cost(self) -> float:
        """Pounds: the ledger's total, of all kinds of money."""
        return self.certificate.cost

    @property
    def compared(self) -> Verdict | None:
        """The careful manager's plan, where it is whole."""
        return self.baseline if self.is_baseline_whole else None

    @property
    def baseline_cost(self) -> float | None:
        """Pounds: the ledger's total of the careful manager's plan; None where it is not whole."""
        return self.baseline.cost if self.is_baseline_whole else None

    @property
    def unavoidable(self) -> float:
        """Pounds of the total that no plan avoids."""
        return self.certificate.unavoidable

    @property
    def bound(self) -> float | None:
        """Pounds: no plan's total is less; None when nothing is proven."""
        return self.certificate.bound

    @property
    def gap(self) -> float | None:
        """(cost − bound) / (cost − unavoidable)."""
        return self.certificate.gap

    @property
    def money(self) -> Purse:
        """Pounds of each kind."""
        return purse_of(self.verdict.ledger)

    @property
    def delay_days(self) -> float:
        """Midnights waited, by people who are known and by people who are expected."""
        return self.verdict.delay_days

    @property
    def shortage_hours(self) -> float:
        """Hours of care that nobody gives and of staff that units lack."""
        return self.verdict.shortage_hours

    @property
    def broken(self) -> tuple[Breach, ...]:
        """Rules that the plan breaks."""
        return self.verdict.broken

    @property
    def inherited(self) -> tuple[Breach, ...]:
        """Rules that history breaks already, whatever the plan."""
        return self.verdict.inherited

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        """What the case tells too little to judge."""
        return self.verdict.not_judged

    @property
    def origin(self) -> str:
        """Whether the search found it, or the careful manager's plan or the one to begin with is
        kept.
        """
        return "" if self.plan.origin is None else self.plan.origin.source

    @property
    def remark(self) -> str | None:
        """Why it is this plan and no other, where that is to be said."""
        return None if self.plan.origin is None else self.plan.origin.remark or None

    @cached_property
    def standing(self) -> Standing:
        """How the plan stands, in a sentence."""
        return standing_of(
            self.plan,
            self.verdict,
            known=cheapest_known(self.verdict, self.baseline, self.free_places),
        )

    @property
    def summary(self) -> dict[str, object]:
        """The one line of ``solve --json``."""
        certificate, verdict = self.certificate, self.verdict
        return {
            "status": certificate.status,
            "cost": certificate.cost,
            "baseline_cost": self.baseline_cost,
            "unavoidable": certificate.unavoidable,
            "bound": certificate.bound,
            "gap": certificate.gap,
            "gap_pounds": None
            if certificate.bound is None
            else round(certificate.cost - certificate.bound, 2),
            "seconds": certificate.seconds,
            "seed": certificate.seed,
            "work": certificate.work,
            "delay_days": round(verdict.delay_days, 3),
            "avoidable_delay_days": round(verdict.avoidable_delay_days, 3),
            "shortage_hours": round(verdict.shortage_hours, 3),
            "people": self.people,
            "referrals": self.referrals,
            "version": certificate.version,
            "fingerprint": certificate.fingerprint,
            "origin": self.origin,
            "remark": self.remark,
            "standing": self.standing.model_dump(mode="json"),
            "broken": [breach.model_dump(mode="json") for breach in self.broken],
            "inherited": [breach.model_dump(mode="json") for breach in self.inherited],
            "not_judged": [row.model_dump(mode="json") for row in self.not_judged],
        }

    def __repr__(self) -> str:
        return f"<Solution: {self.standing.sentence}>"

    def _repr_html_(self) -> str:
        details = "".join(f"<li>{escape(told)}</li>" for told in self.standing.details)
        return f"<p><strong>{escape(self.standing.sentence)}</strong></p><ul>{details}</ul>"


def agreed(case: Case, plan: Plan, verdict: Verdict) -> Verdict:
    """The verdict on a plan, once it carries its own ledger and certificate: do they agree?"""
    ledger = list(ledger_disagreements(plan.ledger, verdict.ledger)) if plan.ledger else []
    certificate = (
        []
        if plan.certificate is None
        else list(
            certificate_disagreements(
                plan.certificate,
                verdict.ledger,
                case.fingerprint,
                is_broken=bool(verdict.broken),
            )
        )
    )
    return verdict.model_copy(
        update={
            "ledger_agrees": not ledger if plan.ledger else None,
            "certificate_agrees": None if plan.certificate is None else not certificate,
            "disagreements": (*ledger, *certificate),
        }
    )


def certificate_of(
    case: Case,
    ledger: tuple[LedgerLine, ...],
    bound: float | None,
    *,
    gap_target: float,
    seed: int,
    work: int | None,
    seconds: float,
    engine: str,
    is_stopped: bool,
    is_broken: bool = False,
) -> Certificate:
    """Cost, bound and gap, and the status that they allow; nothing is proven of a plan that breaks
    a rule.
    """
    cost = round(sum(line.pounds for line in ledger), 2)
    unavoidable = round(sum(line.pounds for line in ledger if not line.avoidable), 2)
    avoidable = cost - unavoidable
    gap = None
    status = "unproven"
    if bound is not None and bound > cost + max(BOUND_SLACK_POUNDS, BOUND_SLACK_PART * avoidable):
        # A bound above a plan that the referee accepts is wrong: better no proof than a false one.
        bound = None
    if avoidable <= max(gap_target * avoidable, SMALL_GAP_POUNDS):
        # What no plan avoids is a bound by itself, and as near as was asked for.
        bound = max(unavoidable, -math.inf if bound is None else bound)
    if bound is not None and not is_broken:
        # Rounding each line can make a plan cheaper than the model's optimum by so much; nothing
        # costs less than what is sure.
        bound = round(
            min(
                cost,
                max(
                    unavoidable,
                    bound - LEDGER_PENCE * sum(line.pounds != 0 for line in ledger) - 0.01,
                ),
            ),
            2,
        )
        gap = 0.0 if avoidable <= 0 else max(0.0, (cost - bound) / avoidable)
        good = cost - bound <= max(gap_target * avoidable, SMALL_GAP_POUNDS)
        status = "optimal" if good else "feasible"
    if is_stopped and status != "optimal":
        status = "stopped"
    return Certificate.model_validate(
        {
            "status": status,
            "cost": cost,
            "unavoidable": unavoidable,
            "bound": None if is_broken else bound,
            "gap": gap,
            "gap_target": gap_target,
            "seed": seed,
            "work": work,
            "seconds": round(seconds, 2),
            "engine": engine,
            "version": version("rosterer"),
            "fingerprint": case.fingerprint,
        }
    )
