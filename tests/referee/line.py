"""What must a ledger line say of a case and a plan? Worked out by hand."""

from dataclasses import dataclass

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from tests.cases import (
    small_case,
    small_plan,
)


@dataclass(frozen=True)
class Expected:
    """What a ledger line must say."""

    name: str
    payer: str
    pounds: float
    why: str
    case: Case
    plan: Plan
    avoidable: bool = True
    amount: float | None = None


def expect(
    name: str,
    payer: str,
    pounds: float,
    why: str,
    *,
    case: Case | None = None,
    plan: Plan | None = None,
    avoidable: bool = True,
    amount: float | None = None,
) -> Expected:
    """A line of the small case and plan, or of what is given instead."""
    return Expected(
        name, payer, pounds, why, case or small_case(), plan or small_plan(), avoidable, amount
    )
