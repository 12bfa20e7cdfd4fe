"""What does the service remember of a plan besides the plan?"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rosterer_api.storage import Database
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import CaseRow, PlanRow
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

if TYPE_CHECKING:
    from rosterer.referee import Verdict


def judged(case: Case, plan: Plan) -> dict[str, object]:
    """The referee's verdict in a few figures; the whole verdict is worked out when it is asked
    for.
    """
    from rosterer.money import purse_of
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
        "standing": standing(case, plan, verdict),
        "money": purse_of(verdict.ledger).pounds,
    }


def standing(case: Case, plan: Plan, verdict: "Verdict") -> dict[str, object]:
    """How a plan that was judged stands, as it is sent."""
    from rosterer.explain.free_places import known_beside
    from rosterer.standing import standing_of

    known = known_beside(case, plan, verdict)
    found = standing_of(plan, verdict, known=known, read_from=case.losses)
    return found.model_dump(mode="json")


def judge_kept(database: Database, plan_id: str) -> None:
    """Have a plan judged that was kept while it was looked for, before anybody goes by it."""
    with database.reading() as session:
        row = session.get(PlanRow, plan_id)
        if row is None or row.verdict:
            return
        case = Case.model_validate_json(unpacked(session.get_one(CaseRow, row.case_id).document))
        plan = Plan.model_validate(json.loads(unpacked(row.document))["plan"])
    verdict = judged(case, plan)
    with database.writing() as session:
        row = session.get(PlanRow, plan_id, with_for_update=True)
        if row is not None and not row.verdict:
            row.verdict = verdict
            row.summary = {**row.summary, **{name: verdict[name] for name in ("cost", "standing")}}


def unjudged(document: Mapping[str, object]) -> dict[str, object]:
    """How a plan stands that was kept while it was looked for, and that nobody has judged; only
    what it says of itself is read, since whoever asks may hold a lock.
    """
    from rosterer.standing import standing_of

    said = {name: document.get(name) for name in ("origin", "certificate") if document.get(name)}
    plan = Plan.model_validate({**said, "losses": document.get("losses") or ()})
    if plan.origin is not None:
        origin = plan.origin.model_copy(update={"decisions": ""})
        plan = plan.model_copy(update={"origin": origin})
    return standing_of(plan, None).model_dump(mode="json")
