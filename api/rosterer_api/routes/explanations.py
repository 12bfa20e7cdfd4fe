"""How is a plan asked why, and a case what contradicts itself in it?

Nothing is kept of an answer; who asked about what is in the audit log, since an answer about a
person tells what keeps them from a duty.
"""

import hashlib
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from rosterer.explain.answer import Answer, Instead, Why
from rosterer.explain.conflicts import Conflict
from rosterer.files import BadInput
from rosterer_api.asking import Asked
from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.problems import bad_input
from rosterer_api.routes.cases import case_of
from rosterer_api.routes.common import TheService, problems
from rosterer_api.routes.lists import RowId
from rosterer_api.routes.plans import case_and_plan, known_plan
from rosterer_api.service import Service

router = APIRouter(route_class=JsonRoute, prefix="/v1", tags=["plans"], responses=problems(404))
PlanReader = Annotated[Principal, Depends(allowed("plans.read"))]
CaseReader = Annotated[Principal, Depends(allowed("cases.read"))]
MOST_SETTLING = 20.0
"""Seconds for each of two plans; as long as anybody waits for an answer."""


class Question(Asked):
    """What a plan is asked."""

    question: Annotated[Why | Instead, Field(discriminator="about")]
    settle_seconds: Annotated[float, Field(ge=0, le=MOST_SETTLING, allow_inf_nan=False)] = 0
    """What settling the rest around something else may take, for each of two plans; 0 leaves it
    out.
    """


@router.post("/plans/{plan_id}/explanations", response_model=Answer)
async def explain_plan(
    plan_id: RowId, body: Question, request: Request, service: TheService, principal: PlanReader
) -> Answer:
    """Why something in a plan is as it is, or why something else is not done: the limits that bind
    or the rules that break, with ids, numbers and a sentence. Staff are called by their ids.
    """
    await known_plan(service, plan_id)
    asked = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
    try:
        answer = await service.costly.read(
            ("explain", plan_id, asked), partial(_answer, service, plan_id, body)
        )
    except BadInput as refused:
        raise bad_input(refused) from refused
    await run_in_threadpool(_note, service, request, principal, plan_id, body)
    return answer


@router.get("/cases/{case_id}/conflicts", response_model=list[Conflict], tags=["cases"])
async def get_conflicts(
    case_id: RowId, service: TheService, principal: CaseReader
) -> tuple[Conflict, ...]:
    """Smallest sets of fixed duties, kept lines, caps, limits, absences and rules of a case that
    contradict one another.
    """
    return await service.costly.read(("conflicts", case_id), partial(_conflicts, service, case_id))


def _note(
    service: Service, request: Request, principal: Principal, plan_id: str, body: Question
) -> None:
    with service.database.writing() as session:
        question = body.question.model_dump(mode="json")
        note(session, request, principal, "plan.explain", plan_id, question=question)


def _answer(service: Service, plan_id: str, body: Question) -> Answer:
    from rosterer.explain.ask import answered, require_known
    from rosterer.explain.grounds import Grounds

    _, case, plan = case_and_plan(service, plan_id)
    require_known(case, body.question)
    return answered(Grounds(case, plan), body.question, seconds=body.settle_seconds)


def _conflicts(service: Service, case_id: str) -> tuple[Conflict, ...]:
    from rosterer.explain.conflicts import conflicts_of

    return conflicts_of(case_of(service, case_id))
