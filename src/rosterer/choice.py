"""Which plan is given back? The cheapest that the referee has nothing against, and where it comes
from is said.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rosterer.mend import added_breaches, mended
from rosterer.referee import Verdict, judge
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

BREAKS = "A cheaper plan breaks a rule, which is a fault of the search, please report it:"
MOST_NAMED = 5

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
    plan, added, remark = found.finished.plan, added_breaches(verdict, best.verdict), None
    if added:
        whole = mended(case, plan, verdict, best.plan, best.verdict)
        if whole is None:
            return _kept(best, f"{BREAKS} {added[0].sentence}.")
        plan, verdict = whole.plan, whole.verdict
        remark = f"{BREAKS} {added[0].sentence}. What breaks it was put back ({_named(whole.who)})."
    if len(verdict.broken) == len(best.verdict.broken) and verdict.cost >= best.verdict.cost:
        if remark is not None:
            return _kept(best, f"{remark} It then costs {pounds(verdict.cost)}, which is no less.")
        return _no_cheaper(best, verdict.cost)
    off = abs(found.finished.cost - verdict.cost)
    if not added and off > MOST_OFF + MOST_OFF_PART * verdict.cost:
        remark = OFF.format(pounds(off))
    return Choice(_from(plan, "search"), verdict, verdict.ledger, "search", remark)


def _named(who: tuple[str, ...]) -> str:
    """At most so many names, and how many more there are."""
    more = len(who) - MOST_NAMED
    return ", ".join(who[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _no_cheaper(best: Choice, cost: float) -> Choice:
    words = "The search found no cheaper plan; the ledger's total of its best is"
    return _kept(best, f"{words} {pounds(cost)}.")


def _from(plan: Plan, source: Source) -> Plan:
    """The plan, which says where it comes from even if the search never ends."""
    return plan.model_copy(update={"origin": Origin(source=source)})


def _kept(best: Choice, why: str) -> Choice:
    return replace(best, remark=why)
