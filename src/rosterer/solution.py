"""What does a solve give back? A plan with its ledger, certificate and tables, and one line of
figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from rosterer.referee.verdict import Verdict
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Certificate, LedgerLine, Plan

Pounds = Mapping[tuple[str, ...], float]
SMALL_GAP_POUNDS = 1.0
"""A plan within a pound of its bound is optimal whatever the fraction."""
BOUND_SLACK_POUNDS, BOUND_SLACK_PART = 5.0, 1e-4
"""How far tolerances (0.05 minutes a cell, hundredths of minutes, thousandths of beds) can take a
plan below its bound.
"""
A_PENNY = 0.0101
LEDGER_PENCE = 0.005
"""Each line is rounded by at most half a penny."""


@dataclass(frozen=True)
class Solution:
    """What ``solve`` returns."""

    plan: Plan
    summary: dict[str, float | int | str | None]
    cover: list[dict[str, object]] = field(default_factory=list)
    occupancy: list[dict[str, object]] = field(default_factory=list)


def claimed_ledger(verdict: Verdict, pounds: Pounds, unavoidable: Pounds) -> tuple[LedgerLine, ...]:
    """The optimiser's own ledger: its pounds, with the amounts and evidence that the referee reads
    from the plan.

    Parameters
    ----------
    pounds, unavoidable
        By (name, payer), as the formulation accounts for them; the referee's figures are not used.
    """
    described = {(line.name, line.payer, line.avoidable): line for line in verdict.ledger}
    lines = []
    for label in sorted(set(pounds) | set(unavoidable)):
        sure = round(unavoidable.get(label, 0.0), 2)
        rest = pounds.get(label, 0.0) - unavoidable.get(label, 0.0)
        for amount, is_avoidable in ((sure, False), (round(rest, 2), True)):
            seen = described.get((label[0], label[1], is_avoidable))
            if amount == 0 and (seen is None or seen.pounds):
                continue
            if seen is not None and abs(seen.pounds - amount) < A_PENNY:
                # The same to the penny: the rounding is the referee's, so that totals add up alike.
                amount = seen.pounds
            lines.append(
                seen.model_copy(update={"pounds": amount})
                if seen is not None
                else LedgerLine(
                    name=label[0],
                    amount=amount,
                    unit="pounds",
                    pounds=amount,
                    kind="notional",
                    payer=label[1],
                    avoidable=is_avoidable,
                )
            )
    return tuple(lines)


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
) -> Certificate:
    """Cost, bound and gap, and the status that they allow."""
    cost = round(sum(line.pounds for line in ledger), 2)
    unavoidable = round(sum(line.pounds for line in ledger if not line.avoidable), 2)
    avoidable = cost - unavoidable
    gap = None
    status = "unproven"
    if bound is not None and bound > cost + max(BOUND_SLACK_POUNDS, BOUND_SLACK_PART * avoidable):
        # A bound above a plan that the referee accepts is wrong: better no proof than a false one.
        bound = None
    if bound is not None:
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
            "bound": bound,
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


def summary_of(
    case: Case, certificate: Certificate, verdict: Verdict, baseline_cost: float
) -> dict[str, float | int | str | None]:
    """The one line of ``solve --json``."""
    return {
        "status": certificate.status,
        "cost": certificate.cost,
        "baseline_cost": baseline_cost,
        "unavoidable": certificate.unavoidable,
        "bound": certificate.bound,
        "gap": certificate.gap,
        "seconds": certificate.seconds,
        "seed": certificate.seed,
        "work": certificate.work,
        "delay_days": round(verdict.delay_days, 3),
        "avoidable_delay_days": round(verdict.avoidable_delay_days, 3),
        "shortage_hours": round(verdict.shortage_hours, 3),
        "people": len(case.people),
        "referrals": len(case.referrals),
        "version": certificate.version,
        "fingerprint": certificate.fingerprint,
    }
