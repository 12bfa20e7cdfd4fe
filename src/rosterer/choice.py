"""Which plan is given back? The cheapest that the referee has nothing against, and where it comes
from is said.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rosterer.referee import Breach, Verdict, judge
from rosterer.shown import pounds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import LedgerLine, Origin, Plan

if TYPE_CHECKING:
    from rosterer_models.heuristics.plan_search import Found

MOST_OFF, MOST_OFF_PART = 1.0, 1e-5
"""Pounds, and a part of the cost, that rounding can put between the search's account of a plan and
the referee's.
"""
OFF = (
    "The search's own account of the plan is {} off the referee's, which is the one given; please "
    "report it."
)

Source = Literal["baseline", "start", "search"]


@dataclass(frozen=True)
class Choice:
    """A judged plan."""

    plan: Plan
    verdict: Verdict
    ledger: tuple[LedgerLine, ...]
    origin: Source
    remark: str | None = None
    """Why what the search found last is not the one, where it is not."""


def first_of(case: Case, baseline: Plan, start: Plan | None) -> tuple[Choice, Verdict]:
    """The better of the baseline and a plan to begin with, and what the referee says of the
    baseline.
    """
    judged = judge(case, baseline)
    best = Choice(_from(baseline, "baseline"), judged, judged.ledger, "baseline")
    if start is not None:
        verdict = judge(case, start)
        if not verdict.broken and (judged.broken or verdict.cost < judged.cost):
            best = Choice(_from(start, "start"), verdict, verdict.ledger, "start")
    return best, judged


def better_of(case: Case, best: Choice, found: "Found") -> Choice:
    """The found plan where it is cheaper, or breaks less, and breaks nothing that the other one
    keeps; else the one that there was, with the reason. What it costs is what the referee says.
    """
    if found.finished is None:
        return _kept(best, "The search found no plan in the time it had.")
    if not best.verdict.broken and found.finished.cost >= best.verdict.cost:
        return _no_cheaper(best, found.finished.cost)
    verdict = judge(case, found.finished.plan)
    added = _added(verdict, best.verdict)
    if added:
        return _kept(
            best,
            "A cheaper plan breaks a rule, which is a fault of the search, please report it: "
            f"{added[0].sentence}.",
        )
    if len(verdict.broken) == len(best.verdict.broken) and verdict.cost >= best.verdict.cost:
        return _no_cheaper(best, verdict.cost)
    off = abs(found.finished.cost - verdict.cost)
    remark = OFF.format(pounds(off)) if off > MOST_OFF + MOST_OFF_PART * verdict.cost else None
    return Choice(_from(found.finished.plan, "search"), verdict, verdict.ledger, "search", remark)


def _added(verdict: Verdict, before: Verdict) -> list[Breach]:
    """Breaches of a plan that another one does not have."""
    known = {(breach.rule, breach.who, breach.when) for breach in before.broken}
    return [one for one in verdict.broken if (one.rule, one.who, one.when) not in known]


def _no_cheaper(best: Choice, cost: float) -> Choice:
    words = "The search found no cheaper plan; the ledger's total of its best is"
    return _kept(best, f"{words} {pounds(cost)}.")


def _from(plan: Plan, source: Source) -> Plan:
    """The plan, which says where it comes from even if the search never ends."""
    return plan.model_copy(update={"origin": Origin(source=source)})


def _kept(best: Choice, why: str) -> Choice:
    return replace(best, remark=why)
