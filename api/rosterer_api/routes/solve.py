"""How is a case solved in one call?"""

import json
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, JsonValue, StringConstraints
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rosterer.files import BadInput, load_case
from rosterer.files.documents import read_document
from rosterer.referee.words import counted
from rosterer_api.asking import Asked
from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.cases import case_row
from rosterer_api.contract.shown import MARK, shown_as
from rosterer_api.exact import refusals
from rosterer_api.jobs.submit import job_row
from rosterer_api.operations import carries_document
from rosterer_api.problems import ErrorItem, ProblemError, bad_input, error_items, fault_items
from rosterer_api.routes.asked import JobSubmission, sound_request
from rosterer_api.routes.common import TheService, problems
from rosterer_api.routes.jobs import made_before_as_job, submitted
from rosterer_api.routes.once import IdempotencyKey
from rosterer_api.uploads import JSON, read_upload
from rosterer_api.views import ExternalId, JobView, Metadata
from rosterer_models.vocabulary.case import Case

router = APIRouter(route_class=JsonRoute, prefix="/v1", tags=["jobs"], responses=problems())
Writer = Annotated[Principal, Depends(allowed("cases.write", "jobs.write"))]
BODY = {"requestBody": {"required": True, "content": {JSON: {"schema": {MARK: "CaseCall"}}}}}


class CaseCall(Asked):
    """A case, and what is to be done with it."""

    kind: Annotated[str, StringConstraints(max_length=64)] = "solve"
    case: Annotated[dict[str, JsonValue], shown_as("Case")]
    request: dict[str, JsonValue] = {}
    """What this kind may be asked for: see ``/v1/job-kinds``."""
    priority: Annotated[int, Field(ge=0, le=9)] = 0
    """Among the waiting jobs of the same caller; 9 is first."""
    external_id: ExternalId | None = None
    """Of the case, the job and the plan; ``metadata`` likewise."""
    metadata: Metadata = {}


@router.post(
    "/solve",
    status_code=202,
    openapi_extra=BODY,
    responses={**made_before_as_job(), **problems(404, 415)},
)
@carries_document
async def solve_case(
    request: Request,
    response: Response,
    service: TheService,
    principal: Writer,
    idempotency_key: IdempotencyKey = None,
) -> JobView:
    """Keep a case and submit a job of it, in one: case, job and plan are then read by the id of the
    job.
    """
    if request.headers.get("content-type", JSON).partition(";")[0].strip().lower() != JSON:
        raise ProblemError(415, "unsupported-type", f"send {JSON}")
    try:
        call, case = await read_upload(request, service.settings, _read)
    except BadInput as refused:
        raise bad_input(refused) from refused
    return await run_in_threadpool(
        _keep_and_submit, request, response, service, principal, idempotency_key, call, case
    )


def _keep_and_submit(
    request: Request,
    response: Response,
    service: TheService,
    principal: Principal,
    key: str | None,
    call: CaseCall,
    case: Case,
) -> JobView:
    body = JobSubmission(**{**call.model_dump(exclude={"case"}), "case": "new"})
    asked = sound_request(service, body, case)
    row = case_row(case, principal.id, external_id=call.external_id, metadata=call.metadata)
    job = job_row(
        call.kind,
        row.id,
        asked,
        principal.id,
        external_id=call.external_id,
        metadata=call.metadata,
        idempotency_key=key,
        priority=call.priority,
        sent=case.fingerprint,
    )

    def keep_case(session: Session) -> None:
        session.add(row)
        session.flush()
        note(session, request, principal, "case.create", row.id, fingerprint=row.fingerprint)

    return submitted(request, response, service, principal, job, keep_case)


def _read(file: Path) -> tuple[CaseCall, Case]:
    """What is asked for and the case, or everything that is wrong with either."""
    document, faults = read_document(file)
    if document is None:
        raise BadInput(faults)
    content = document.get("case")
    errors, call = _call_of({**document, "case": {}} if "case" in document else document)
    case = None
    if isinstance(content, dict):
        apart = file.with_name("case.json")
        apart.write_text(json.dumps(content), encoding="utf-8")
        try:
            case = load_case(apart)
        except BadInput as refused:
            errors += [_inside(item) for item in fault_items(refused)]
    elif "case" in document:
        errors.append(ErrorItem(detail="a case is a JSON object", pointer="/case"))
    if errors or call is None or case is None:
        raise ProblemError(
            422,
            "bad-input",
            f"{counted(len(errors), 'fault')} in the input; nothing was kept",
            errors,
        )
    return call, case


def _call_of(document: dict[str, Any]) -> tuple[list[ErrorItem], CaseCall | None]:
    errors = refusals(CaseCall, document)
    if errors:
        return error_items(errors, document, CaseCall), None
    return [], CaseCall.model_validate(document)


def _inside(item: ErrorItem) -> ErrorItem:
    """A fault of the case, as a place in the whole body."""
    return item.model_copy(update={"pointer": f"/case{item.pointer or ''}"})
