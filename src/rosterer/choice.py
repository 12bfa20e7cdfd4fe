"""Which plan is given back? The cheapest that the referee has nothing against, and where it comes
from is said.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rosterer.referee import Verdict, judge
from rosterer.solution import claimed_ledger
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import LedgerLine, Plan

if TYPE_CHECKING:
    from rosterer_models.search.plan_search import Found

Origin = Literal["baseline", "start", "search"]


@dataclass(frozen=True)
class Choice:
    """A judged plan."""

    plan: Plan
    verdict: Verdict
    ledger: tuple[LedgerLine, ...]
    origin: Origin
    remark: str | None = None
    """Why what the search found last is not the one, where it is not."""


def first_of(case: Case, baseline: Plan, start: Plan | None) -> tuple[Choice, float]:
    """The better of the baseline and a plan to begin with, and what the baseline costs."""
    judged = judge(case, baseline)
    best = Choice(baseline, judged, judged.ledger, "baseline")
    if start is not None:
        verdict = judge(case, start)
        if not verdict.broken and (judged.broken or verdict.cost < judged.cost):
            best = Choice(start, verdict, verdict.ledger, "start")
    return best, judged.cost


def better_of(case: Case, best: Choice, found: "Found") -> Choice:
    """The found plan where it is cheaper and keeps every rule; else the one that there was, with
    the reason.
    """
    if found.finished is None:
        return _kept(best, "the search found no plan in the time it had")
    if found.finished.cost >= best.verdict.cost:
        return _kept(
            best, f"the search found no cheaper one; its best costs £{found.finished.cost:,.0f}"
        )
    verdict = judge(case, found.finished.plan)
    if verdict.broken:
        return _kept(
            best,
            "a cheaper one breaks a rule, which is a fault of the search, please report it: "
            f"{verdict.broken[0].sentence}",
        )
    ledger = claimed_ledger(verdict, found.finished.pounds, found.unavoidable)
    return Choice(found.finished.plan, verdict, ledger, "search")


def _kept(best: Choice, why: str) -> Choice:
    name = {
        "baseline": "careful manager's plan",
        "start": "plan to begin with",
        "search": "plan found before",
    }[best.origin]
    return Choice(best.plan, best.verdict, best.ledger, best.origin, f"The {name} is kept: {why}.")
