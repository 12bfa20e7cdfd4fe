"""What does the service remember of a plan besides the plan?"""

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def judged(case: Case, plan: Plan) -> dict[str, object]:
    """The referee's verdict in a few figures; the whole verdict is worked out when it is asked
    for.
    """
    from rosterer.referee import judge

    verdict = judge(case, plan)
    return {
        "is_good": verdict.is_good,
        "num_broken": len(verdict.broken),
        "broken_rules": sorted({breach.rule for breach in verdict.broken}),
        "num_inherited": len(verdict.inherited),
        "not_judged": [row.sentence for row in verdict.not_judged],
        "ledger_agrees": verdict.ledger_agrees,
        "certificate_agrees": verdict.certificate_agrees,
        "cost": verdict.cost,
        "unavoidable": verdict.unavoidable,
        "delay_days": verdict.delay_days,
        "avoidable_delay_days": verdict.avoidable_delay_days,
        "shortage_hours": verdict.shortage_hours,
    }
