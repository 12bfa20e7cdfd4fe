"""Which plan is given back? The cheapest that the referee has nothing against, and where it comes
from is said.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rosterer.referee import Verdict, judge
from rosterer.shown import pounds
from rosterer.solution import claimed_ledger
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import LedgerLine, Origin, Plan

if TYPE_CHECKING:
    from rosterer_models.search.plan_search import Found

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
    """The found plan where it is cheaper and keeps every rule; else the one that there was, with
    the reason.
    """
    if found.finished is None:
        return _kept(best, "The search found no plan in the time it had.")
    if found.finished.cost >= best.verdict.cost:
        return _kept(
            best,
            "The search found no cheaper plan; the ledger's total of its best is "
            f"{pounds(found.finished.cost)}.",
        )
    verdict = judge(case, found.finished.plan)
    if verdict.broken:
        return _kept(
            best,
            "A cheaper plan breaks a rule, which is a fault of the search, please report it: "
            f"{verdict.broken[0].sentence}.",
        )
    ledger = claimed_ledger(verdict, found.finished.pounds, found.unavoidable)
    return Choice(_from(found.finished.plan, "search"), verdict, ledger, "search")


def _from(plan: Plan, source: Source) -> Plan:
    """The plan, which says where it comes from even if the search never ends."""
    return plan.model_copy(update={"origin": Origin(source=source)})


def _kept(best: Choice, why: str) -> Choice:
    return replace(best, remark=why)
