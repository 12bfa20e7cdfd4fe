"""How does what was worked lead to the next case?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from rosterer.following import following_case
from rosterer_api.asking import Asked
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.routes.changes import keep_changed
from rosterer_api.routes.common import TheService, conflict, problems
from rosterer_api.routes.lists import RowId
from rosterer_api.routes.once import IdempotencyKey, made_before
from rosterer_api.routes.plans import case_and_plan
from rosterer_api.views import CaseView, ExternalId, Metadata
from rosterer_models.vocabulary.change import Change

router = APIRouter(route_class=JsonRoute, prefix="/v1", tags=["plans"], responses=problems(404))
Writer = Annotated[Principal, Depends(allowed("cases.write"))]


class Following(Asked):
    """What the next case has besides what follows from the plan."""

    changes: Annotated[list[Change], Field(max_length=1000)] = []
    """What went otherwise, and what has come in since: referrals, absences, closures."""
    external_id: ExternalId | None = None
    metadata: Metadata = {}


@router.post(
    "/plans/{plan_id}/following-case",
    status_code=201,
    responses={**made_before(CaseView), **problems(404, 409)},
)
def create_following_case(
    plan_id: RowId,
    body: Following,
    request: Request,
    response: Response,
    service: TheService,
    principal: Writer,
    idempotency_key: IdempotencyKey = None,
) -> CaseView:
    """Make the case of the days after a plan that was worked: its duties are history, its people in
    care are the census.
    """
    row, case, plan = case_and_plan(service, plan_id)
    if row.state != "worked":
        raise conflict(
            f"the plan is {row.state}; only a plan that was worked leads to the next case"
        )
    following = following_case(case, plan)
    origin = {"kind": "worked", "plan": plan_id, "first_day": following.first_day.isoformat()}
    return keep_changed(
        request,
        response,
        service,
        principal,
        following,
        body.changes,
        row.case_id,
        body.external_id,
        body.metadata,
        origin,
        idempotency_key,
    )
