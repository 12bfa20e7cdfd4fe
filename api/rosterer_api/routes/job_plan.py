"""How is the best plan so far read, while a job is still at it?"""

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.shown import shown_as
from rosterer_api.problems import ProblemError, not_found
from rosterer_api.routes.common import TheService, problems, unless_known
from rosterer_api.routes.jobs import OTHERS
from rosterer_api.routes.lists import RowId, found
from rosterer_api.service import Service
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import CheckpointRow, JobRow, PlanRow
from rosterer_api.views import moment_of

router = APIRouter(route_class=JsonRoute, prefix="/v1", tags=["jobs"], responses=problems(404))
Reader = Annotated[Principal, Depends(allowed("jobs.read", "plans.read"))]


class JobPlan(BaseModel):
    """The best plan of a job so far, or the plan that it came to."""

    job: str
    case: str
    state: Annotated[str, shown_as("JobState")]
    plan: str | None
    """The id under which it is kept, once the job has ended."""
    is_final: bool
    """Nothing better comes."""
    progress: Annotated[dict[str, Any], shown_as("Progress")]
    started: datetime | None
    document: Annotated[dict[str, Any], shown_as("Plan")]


@router.get(
    "/jobs/{job_id}/plan",
    response_model=JobPlan,
)
def get_job_plan(
    job_id: RowId, request: Request, response: Response, service: TheService, principal: Reader
) -> Response:
    """The best plan so far while the job is at it, and what it came to once it has ended; 404 as
    long as there is none.
    """
    head, text = _best(service, job_id, principal)
    tag = hashlib.sha256(f"{head['state']}{text}".encode()).hexdigest()[:16]
    if unless_known(request, response, f"{job_id}.{tag}"):
        return Response(status_code=304, headers=dict(response.headers))
    content = f'{json.dumps(head, ensure_ascii=False)[:-1]}, "document": {text}}}'
    return Response(content.encode(), media_type="application/json", headers=dict(response.headers))


def _best(service: Service, job_id: str, principal: Principal) -> tuple[dict[str, Any], str]:
    with service.database.reading() as session:
        row = found(session, JobRow, job_id, "job")
        if not principal.owns(row.created_by, OTHERS):
            raise not_found("job", job_id, is_attempt=True)
        plan = None if row.plan_id is None else session.get(PlanRow, row.plan_id)
        checkpoint = session.get(CheckpointRow, job_id) if plan is None else None
        if plan is not None:
            text = json.dumps(json.loads(unpacked(plan.document))["plan"], ensure_ascii=False)
        elif checkpoint is not None:
            text = unpacked(checkpoint.document)
        else:
            raise ProblemError(404, "not-found", f"the job is {row.state} and has no plan")
    started = None if row.started is None else moment_of(row.started).isoformat()
    head = {
        "job": row.id,
        "case": row.case_id,
        "state": row.state,
        "plan": row.plan_id,
        "is_final": plan is not None,
        "progress": row.progress,
        "started": started,
    }
    return head, text
