"""Who can take a duty of a plan, or fill a gap in it?

Nothing is kept of an answer; who asked is in the audit log, since an answer tells of everybody what
keeps them from a duty.
"""

import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from rosterer.candidates import AskedDuty, AskedGap, Candidates
from rosterer.files import BadInput
from rosterer.files.faults import Fault
from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.problems import bad_input
from rosterer_api.routes.common import TheService, problems
from rosterer_api.routes.lists import RowId
from rosterer_api.routes.plans import case_and_plan, known_plan
from rosterer_api.service import Service
from rosterer_models.vocabulary.base import Id

router = APIRouter(route_class=JsonRoute, prefix="/v1", tags=["plans"], responses=problems(404))
PlanReader = Annotated[Principal, Depends(allowed("plans.read"))]
Day = Annotated[datetime.date, Query(description="The day of the duty or gap.")]
Of = Annotated[Id | None, Query(description="Whose duty it is now; either this or `shift`.")]
Shift = Annotated[Id | None, Query(description="The shift of a gap; either this or `person`.")]
Where = Annotated[
    Id | None, Query(description="Of a gap: a unit, or a place with uncovered visits.")
]


@router.get("/plans/{plan_id}/candidates", response_model=Candidates)
async def get_candidates(
    plan_id: RowId,
    request: Request,
    service: TheService,
    principal: PlanReader,
    date: Day,
    person: Of = None,
    shift: Shift = None,
    where: Where = None,
) -> Candidates:
    """Who can take the duty of a person on a date, or fill a gap: everybody, done and judged,
    grouped and ranked; then an agency; last what it means to leave it uncovered. Staff are called
    by their ids.
    """
    await known_plan(service, plan_id)
    try:
        asked = _asked(date, person, shift, where)
        key = ("candidates", plan_id, asked.model_dump_json())
        found = await service.costly.read(key, partial(_found, service, plan_id, asked))
    except BadInput as refused:
        raise bad_input(refused) from refused
    await run_in_threadpool(_note, service, request, principal, plan_id, asked)
    return found


def _asked(
    date: datetime.date, person: str | None, shift: str | None, where: str | None
) -> AskedDuty | AskedGap:
    if person is not None and shift is None and where is None:
        return AskedDuty(person=person, date=date)
    if person is None and shift is not None:
        return AskedGap(shift=shift, date=date, where=where)
    told = "person and shift, or where, at once" if person else "neither person nor shift"
    raise BadInput([Fault("question", told, "give person for a duty, or shift for a gap")])


def _note(
    service: Service,
    request: Request,
    principal: Principal,
    plan_id: str,
    asked: AskedDuty | AskedGap,
) -> None:
    with service.database.writing() as session:
        question = asked.model_dump(mode="json")
        note(session, request, principal, "plan.candidates", plan_id, question=question)


def _found(service: Service, plan_id: str, asked: AskedDuty | AskedGap) -> Candidates:
    from rosterer.candidates import candidates
    from rosterer.session import Session

    _, case, plan = case_and_plan(service, plan_id)
    return candidates(Session(case, plan), asked)
