"""How are jobs submitted, watched and stopped?"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field, JsonValue, StringConstraints, ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rosterer_api.audit import note
from rosterer_api.auth.current import allowed, is_still_welcome
from rosterer_api.auth.keys import Principal
from rosterer_api.auth.roles import Permission
from rosterer_api.bodies import JsonRoute
from rosterer_api.changed import scenario_errors
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.queue import position, positions
from rosterer_api.jobs.states import ENDED, JobState
from rosterer_api.jobs.submit import (
    KeyReusedError,
    QueueFullError,
    Submission,
    request_stop,
    submit,
)
from rosterer_api.lane import short_of_owner
from rosterer_api.problems import (
    ErrorItem,
    ProblemError,
    bad_request,
    error_items,
    not_found,
)
from rosterer_api.routes.cases import case_of
from rosterer_api.routes.common import ByExternalId, TheService, as_json, conflict, problems
from rosterer_api.routes.filtered import Filtered
from rosterer_api.routes.kinds import require_kinds
from rosterer_api.routes.lists import Cursor, Limit, RowId, found, page_of
from rosterer_api.routes.once import REUSED, IdempotencyKey, made_before
from rosterer_api.service import Service
from rosterer_api.storage.tables import CaseRow, EventRow, JobRow, PlanRow, ScenarioRow
from rosterer_api.views import ExternalId, JobView, Metadata, Page, job_view
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario

router = APIRouter(route_class=JsonRoute, prefix="/v1", tags=["jobs"], responses=problems(404))
Reader = Annotated[Principal, Depends(allowed("jobs.read"))]
Writer = Annotated[Principal, Depends(allowed("jobs.write"))]
Remover = Annotated[Principal, Depends(allowed("delete"))]
OTHERS: Permission = "jobs.others"
LOOK_SECONDS = 0.25
KEEP_ALIVE_SECONDS = 15.0
ASK_SECONDS = 2.0
"""How often it is asked whether whoever watches a job still may."""
LONGEST_WAIT_SECONDS = 60.0
MOST_SCENARIOS = 20


class JobSubmission(BaseModel):
    """A job that is to be done."""

    kind: Annotated[str, StringConstraints(max_length=64)] = "solve"
    case: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$", max_length=64)]
    request: dict[str, JsonValue] = {}
    """What this kind may be asked for: see ``/v1/job-kinds``."""
    priority: Annotated[int, Field(ge=0, le=9)] = 0
    """Among the waiting jobs of the same caller; 9 is first."""
    external_id: ExternalId | None = None
    metadata: Metadata = {}


class JobKindView(BaseModel):
    """A kind of job, and the JSON Schema of its request."""

    name: str
    summary: str
    request: dict[str, Any]


@router.get("/job-kinds")
def list_job_kinds(service: TheService, principal: Reader) -> list[JobKindView]:
    """Which kinds of job there are, and what each may be asked for."""
    kinds = known_kinds(service.settings.job_kinds).values()
    return [
        JobKindView(name=kind.name, summary=kind.summary, request=kind.request.model_json_schema())
        for kind in kinds
    ]


def made_before_as_job() -> dict[int | str, dict[str, Any]]:
    """Further answers of what submits a job, for the contract."""
    return made_before(JobView)


@router.post("/jobs", status_code=202, responses=made_before_as_job())
def submit_job(
    body: JobSubmission,
    request: Request,
    response: Response,
    service: TheService,
    principal: Writer,
    idempotency_key: IdempotencyKey = None,
) -> JobView:
    """Submit a job; the same ``Idempotency-Key`` gives the same job again."""
    submission = Submission(
        body.kind,
        body.case,
        sound_request(service, body),
        principal.id,
        body.external_id,
        body.metadata,
        idempotency_key,
        body.priority,
    )
    return submitted(request, response, service, principal, submission)


def submitted(
    request: Request,
    response: Response,
    service: Service,
    principal: Principal,
    submission: Submission,
    first: Callable[[Session], None] | None = None,
) -> JobView:
    """Take a job in, and answer with it.

    Parameters
    ----------
    first
        What is to be written before it: the case that came with it.
    """

    def audited(session: Session, job: str) -> None:
        detail = {"kind": submission.kind, "case": submission.case}
        note(session, request, principal, "job.submit", job, **detail)

    try:
        job, is_new = submit(
            service.database,
            submission,
            most_waiting=service.settings.queued_jobs,
            also=audited,
            first=first,
        )
    except KeyReusedError as reused:
        raise conflict(REUSED) from reused
    except QueueFullError as full:
        headers = {"Retry-After": "30"}
        raise ProblemError(503, "queue-full", str(full), headers=headers) from full
    response.status_code = 202 if is_new else 200
    response.headers["Location"] = f"/v1/jobs/{job}"
    return _view(service, job)


@router.get("/jobs", response_model=Page[JobView])
@short_of_owner
def list_jobs(
    service: TheService,
    principal: Reader,
    filters: Filtered,
    limit: Limit = 50,
    cursor: Cursor = None,
    state: JobState | None = None,
    external_id: ByExternalId = None,
    kind: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]+$", max_length=64)] = None,
    case: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9-]+$", max_length=64)] = None,
    parent: Annotated[
        str | None,
        Query(pattern=r"^[A-Za-z0-9-]+$", max_length=64, description="Only parts of this job."),
    ] = None,
) -> Response:
    """Jobs that the caller may see, newest first; parts of a job only when they are asked for."""
    require_kinds(service, {"kind": kind})
    of = JobRow.__table__.columns["parent_id"]
    wanted = [of.is_(None) if parent is None else of == parent]
    wanted += filters.conditions(service, JobRow)
    if not principal.may(OTHERS):
        wanted.append(JobRow.__table__.columns["created_by"] == principal.id)
    return page_of(
        service,
        JobRow,
        job_view,
        limit,
        cursor,
        *wanted,
        beside=_with_positions,
        state=state,
        kind=kind,
        case_id=case,
        external_id=external_id,
    )


@router.get("/jobs/{job_id}", response_model=JobView)
async def get_job(
    job_id: RowId,
    service: TheService,
    principal: Reader,
    wait: Annotated[
        float,
        Query(ge=0, le=LONGEST_WAIT_SECONDS, description="Seconds to wait for the end of the job."),
    ] = 0,
) -> Response:
    """A job; with ``wait`` as soon as it has ended, or after so many seconds as it then is."""
    until = time.monotonic() + wait
    while True:
        view = await service.lane.read(("job", job_id), partial(_view, service, job_id))
        if not principal.owns(view.created_by, OTHERS):
            raise not_found("job", job_id)
        if view.state in ENDED or time.monotonic() >= until:
            return as_json(view)
        await asyncio.sleep(LOOK_SECONDS)


async def _known(job_id: RowId, service: TheService, principal: Reader) -> str:
    await run_in_threadpool(_own, service, job_id, principal)
    return job_id


@router.get("/jobs/{job_id}/events", response_class=EventSourceResponse)
async def watch_job(
    job_id: Annotated[str, Depends(_known)],
    request: Request,
    service: TheService,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Progress and changes of state as they happen, until the job has ended; with ``Last-Event-ID``
    from there on.

    The stream also ends when the caller's key is revoked or has expired.
    """
    last = (
        int(last_event_id)
        if last_event_id and last_event_id.isascii() and last_event_id.isdigit()
        else 0
    )
    quiet = asked = time.monotonic()
    while True:
        if time.monotonic() - asked > ASK_SECONDS:
            asked = time.monotonic()
            if not await is_still_welcome(request):
                return
        events, is_over = await service.lane.read(
            ("events", job_id, last), partial(_events_after, service, job_id, last)
        )
        for number, name, content in events:
            last, quiet = number, time.monotonic()
            yield ServerSentEvent(id=str(number), event=name, data=content)
        if is_over and not events:
            return
        if time.monotonic() - quiet > KEEP_ALIVE_SECONDS:
            quiet = time.monotonic()
            yield ServerSentEvent(comment="still there")
        await asyncio.sleep(LOOK_SECONDS)


@router.post("/jobs/{job_id}/stop", status_code=202)
def stop_job(job_id: RowId, request: Request, service: TheService, principal: Writer) -> JobView:
    """Ask a job to end with the best plan so far; one that has ended stays as it is."""
    _own(service, job_id, principal)
    request_stop(service.database, job_id)
    with service.database.writing() as session:
        note(session, request, principal, "job.stop", job_id)
    return _view(service, job_id)


@router.delete("/jobs/{job_id}", status_code=204, responses=problems(404, 409))
def delete_job(job_id: RowId, request: Request, service: TheService, principal: Remover) -> None:
    """Remove a job that has ended; its plan stays."""
    with service.database.writing() as session:
        row = found(session, JobRow, job_id, "job", lock=True)
        if row.state not in ENDED:
            raise conflict(f"the job is {row.state}; stop it first")
        if row.parent_id is not None:
            raise conflict(f"it is a part of {row.parent_id}; delete that one")
        session.execute(delete(JobRow).where(JobRow.parent_id == job_id))
        session.delete(row)
        note(session, request, principal, "job.delete", job_id)


def _own(service: Service, job_id: str, principal: Principal) -> JobView:
    """A job that the caller may see; those of others are not there for roles that do not."""
    view = _view(service, job_id)
    if not principal.owns(view.created_by, OTHERS):
        raise not_found("job", job_id)
    return view


def _with_positions(session: Session, rows: list[JobRow]) -> Callable[[JobRow], JobView]:
    before = positions(session) if any(row.state == "queued" for row in rows) else {}
    return lambda row: job_view(row, before.get(row.id))


def _view(service: Service, job_id: str) -> JobView:
    with service.database.reading() as session:
        row = found(session, JobRow, job_id, "job")
        return job_view(row, position(session, row), is_whole=True)


def _events_after(
    service: Service, job_id: str, last: int
) -> tuple[list[tuple[int, str, dict[str, Any]]], bool]:
    if last >= 2**63:
        return [], True
    with service.database.reading() as session:
        # Look at the state first: an event that comes with the end is then never missed.
        state = session.scalar(select(JobRow.state).where(JobRow.id == job_id))
        query = (
            select(EventRow)
            .where(EventRow.job_id == job_id, EventRow.id > last)
            .order_by(EventRow.id)
            .limit(500)
        )
        events = [(row.id, row.name, row.content) for row in session.scalars(query)]
    return events, state is None or state in ENDED


def _with_scenarios(service: Service, field: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """What is asked for, with the kept scenarios that it names before those that it spells out."""
    names = given.get(field) if field is not None else None
    if not isinstance(names, list) or not names:
        return given
    found, errors = [], []
    with service.database.reading() as session:
        for number, name in enumerate(names[:MOST_SCENARIOS]):
            row = (
                session.get(ScenarioRow, name)
                if isinstance(name, str) and name.isprintable()
                else None
            )
            if row is None:
                errors.append(
                    ErrorItem(
                        detail=f"there is no scenario {name!r}"[:200],
                        pointer=f"/request/{field}/{number}",
                    )
                )
            else:
                found.append(row.content)
    if errors:
        raise bad_request(errors)
    others = given.get("scenarios", [])
    return {**given, "scenarios": [*found, *others]} if isinstance(others, list) else given


def sound_request(
    service: Service, body: JobSubmission, sent: Case | None = None
) -> dict[str, Any]:
    """What is asked for, with defaults filled in; all faults at once.

    Parameters
    ----------
    sent
        The case that came with the request, which is not kept yet; None for one that is.
    """
    kind = known_kinds(service.settings.job_kinds).get(body.kind)
    if kind is None:
        raise ProblemError(
            422,
            "bad-request",
            "the kind is not known",
            [ErrorItem(detail="see /v1/job-kinds", pointer="/kind")],
        )
    errors, asked = [], {}
    given = _with_scenarios(service, kind.scenarios, body.request)
    try:
        asked = kind.request.model_validate(given).model_dump(mode="json")
    except ValidationError as refused:
        found_errors = [{**e, "loc": ("request", *e["loc"])} for e in refused.errors()]
        errors = error_items(found_errors, {"request": given})
    limit = asked.get("time_limit")
    if limit is not None and limit > service.settings.job_seconds:
        errors.append(
            ErrorItem(
                detail=f"at most {service.settings.job_seconds:g} seconds",
                pointer="/request/time_limit",
            )
        )
    with service.database.reading() as session:
        if sent is None and session.get(CaseRow, body.case) is None:
            errors.append(ErrorItem(detail=f"there is no case {body.case!r}", pointer="/case"))
        for field in kind.plans:
            name = asked.get(field)
            plan = (
                None if name is None else session.get(PlanRow, name) if name.isprintable() else None
            )
            if name is not None and plan is None:
                errors.append(
                    ErrorItem(detail=f"there is no plan {name!r}", pointer=f"/request/{field}")
                )
            elif plan is not None and field == "plan" and plan.case_id != body.case:
                errors.append(
                    ErrorItem(detail="this plan is of another case", pointer="/request/plan")
                )
    if errors:
        raise bad_request(errors)
    if asked.get("scenarios"):
        case = case_of(service, body.case) if sent is None else sent
        _require_fitting_scenarios(case, body, asked["scenarios"])
    return asked


def _require_fitting_scenarios(case: Case, body: JobSubmission, scenarios: Sequence[Any]) -> None:
    """Refuse scenarios that do not fit the case, before a worker would find out."""
    saved = body.request.get("saved")
    num_saved = len(saved) if isinstance(saved, list) else 0
    errors: list[ErrorItem] = []
    for number, content in enumerate(scenarios):
        place = number - num_saved
        pointer = f"/request/scenarios/{place}/change"
        found = scenario_errors(case, Scenario.model_validate(content), pointer)
        if place < 0:
            found = [e.model_copy(update={"pointer": f"/request/saved/{number}"}) for e in found]
        errors += found
    if errors:
        raise bad_request(errors)
