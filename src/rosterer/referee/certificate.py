"""Do the plan's own ledger and certificate say what is true?"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rosterer.referee.ledger import LineKey, cost_of, unavoidable_of
from rosterer_models.vocabulary.plan import Certificate, LedgerLine, Plan

PENNY = 0.01 + 1e-6
"""Pounds by which a claimed amount may differ."""

GAP_TOLERANCE = 1e-6

LEAST_OPTIMAL_POUNDS = 1.0
"""``optimal`` allows a pound, whatever the gap target."""


def ledger_disagreements(
    claimed: Iterable[LedgerLine], recomputed: Iterable[LedgerLine]
) -> Iterator[str]:
    """Lines whose pounds differ by more than a penny; a line that is not there is £0."""
    says, has = _pounds(claimed), _pounds(recomputed)
    for key in dict.fromkeys((*has, *says)):
        said, is_really = says.get(key, 0.0), has.get(key, 0.0)
        if not abs(said - is_really) <= PENNY:
            name, payer, avoidable = key
            which = "avoidable" if avoidable else "unavoidable"
            yield (
                f"ledger line {name} ({which}, paid by {payer}) says £{said:,.2f}, but it is "
                f"£{is_really:,.2f}"
            )


def _pounds(lines: Iterable[LedgerLine]) -> Mapping[LineKey, float]:
    pounds: dict[LineKey, float] = defaultdict(float)
    for line in lines:
        pounds[line.name, line.payer, line.avoidable] += line.pounds
    return pounds


def gap_of(cost: float, unavoidable: float, bound: float) -> float:
    """(cost − bound) / (cost − unavoidable); 0 where nothing is avoidable."""
    avoidable = cost - unavoidable
    return 0.0 if abs(avoidable) < PENNY / 2 else (cost - bound) / avoidable


def certificate_disagreements(
    certificate: Certificate,
    recomputed: Iterable[LedgerLine],
    fingerprint: str,
    *,
    is_broken: bool = False,
) -> Iterator[str]:
    """What the certificate claims and the recomputed ledger, the rules or the case deny."""
    lines = list(recomputed)
    cost, unavoidable, bound = cost_of(lines), unavoidable_of(lines), certificate.bound
    for word, said, is_really in (
        ("cost", certificate.cost, cost),
        ("unavoidable cost", certificate.unavoidable, unavoidable),
    ):
        if not abs(said - is_really) <= PENNY:
            yield f"the certificate says {word} £{said:,.2f}, but it is £{is_really:,.2f}"
    if certificate.fingerprint not in ("", fingerprint):
        yield (
            f"the certificate is of case {certificate.fingerprint}, but this case is "
            f"{fingerprint}; solve it again"
        )
    if bound is not None and not bound <= cost + PENNY:
        yield f"the bound £{bound:,.2f} is above the cost £{cost:,.2f}: it cannot be right"
    yield from _gap_disagreements(certificate, cost, unavoidable)
    if certificate.status == "optimal" and is_broken:
        yield "the status is optimal, but the plan breaks a rule: no such plan is the best"
    elif certificate.status == "optimal" and not _is_optimal(certificate, cost, unavoidable):
        yield (
            "the status is optimal, but cost and bound are further apart than the gap target "
            "and £1 allow"
        )


def certificate_doubts(plan: Plan) -> Iterator[str]:
    """Why nobody can tell that what a plan claims to be proven was proven of this plan and case."""
    certificate, origin = plan.certificate, plan.origin
    if certificate is None or (certificate.bound is None and certificate.status != "optimal"):
        return
    if not certificate.fingerprint:
        yield "the certificate does not say of which case it is"
    if origin is None:
        yield "the plan does not say where it comes from"
    elif not origin.decisions:
        yield "the plan does not say what it decided when the certificate was made"


def _gap_disagreements(certificate: Certificate, cost: float, unavoidable: float) -> Iterator[str]:
    if certificate.bound is None or not math.isfinite(certificate.bound):
        if certificate.gap is not None:
            yield "the certificate claims a gap without a bound"
        return
    gap = gap_of(cost, unavoidable, certificate.bound)
    # Cost and unavoidable cost may each be a penny off, and the gap by what that does to it.
    forgiven = GAP_TOLERANCE + PENNY * (abs(1 - gap) + abs(gap)) / max(
        PENNY, abs(cost - unavoidable)
    )
    if certificate.gap is None or not abs(certificate.gap - gap) <= forgiven:
        said = "no gap" if certificate.gap is None else f"gap {certificate.gap:.6f}"
        yield f"the certificate says {said}, but it is {gap:.6f}"


def _is_optimal(certificate: Certificate, cost: float, unavoidable: float) -> bool:
    if certificate.bound is None:
        return False
    allowed = max(certificate.gap_target * (cost - unavoidable), LEAST_OPTIMAL_POUNDS)
    return cost - certificate.bound <= allowed + PENNY
