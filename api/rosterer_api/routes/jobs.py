"""How are jobs submitted, watched and stopped?"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, StringConstraints
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rosterer_api.audit import note
from rosterer_api.auth.current import allowed, is_still_welcome
from rosterer_api.auth.keys import Principal
from rosterer_api.auth.roles import Permission
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.shown import shown_as
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.queue import position, positions
from rosterer_api.jobs.states import ENDED, JobState
from rosterer_api.jobs.submit import (
    KeyReusedError,
    QueueFullError,
    job_row,
    request_stop,
    submit,
)
from rosterer_api.lane import short_of_owner
from rosterer_api.problems import ProblemError, not_found
from rosterer_api.routes.asked import JobSubmission, sound_request
from rosterer_api.routes.common import ByExternalId, TheService, as_json, conflict, problems
from rosterer_api.routes.filtered import Filtered
from rosterer_api.routes.kinds import request_schema, require_kinds
from rosterer_api.routes.lists import JobCursor, Limit, OfCase, RowId, found, page_of
from rosterer_api.routes.once import REUSED, IdempotencyKey, made_before
from rosterer_api.service import Service
from rosterer_api.storage.tables import EventRow, JobRow
from rosterer_api.views import JobView, Page, job_view

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
KindName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=64), shown_as("JobKind")
]


class JobKindView(BaseModel):
    """A kind of job, and the JSON Schema of its request."""

    name: str
    summary: str
    request: dict[str, Any]


@router.get("/job-kinds")
def list_job_kinds(service: TheService, principal: Reader) -> list[JobKindView]:
    """Which kinds of job there are, and what each may be asked for."""
    kinds = known_kinds(service.settings.job_kinds).values()
    most = service.settings.job_seconds
    return [
        JobKindView(name=kind.name, summary=kind.summary, request=request_schema(kind, most))
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
    row = job_row(
        body.kind,
        body.case,
        sound_request(service, body),
        principal.id,
        external_id=body.external_id,
        metadata=body.metadata,
        idempotency_key=idempotency_key,
        priority=body.priority,
    )
    return submitted(request, response, service, principal, row)


def submitted(
    request: Request,
    response: Response,
    service: Service,
    principal: Principal,
    row: JobRow,
    first: Callable[[Session], None] | None = None,
) -> JobView:
    """Take a job in, and answer with it.

    Parameters
    ----------
    first
        What is to be written before it: the case that came with it.
    """

    def audited(session: Session, job: str) -> None:
        detail = {"kind": row.kind, "case": row.case_id}
        note(session, request, principal, "job.submit", job, **detail)

    try:
        job, is_new = submit(
            service.database,
            row,
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
    cursor: JobCursor = None,
    state: JobState | None = None,
    external_id: ByExternalId = None,
    kind: Annotated[KindName | None, Query()] = None,
    case: OfCase = None,
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
            raise not_found("job", job_id, is_attempt=True)
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
    last_event_id: Annotated[str | None, Header(pattern=r"^[0-9]{0,18}$")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Progress and changes of state as they happen, until the job has ended; with ``Last-Event-ID``
    from there on; one that the job has not come to tells all from the start.

    The stream also ends when the caller's key is revoked or has expired.
    """
    last = int(last_event_id or 0)
    if last:
        last = await run_in_threadpool(_reached, service, job_id, last)
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
        raise not_found("job", job_id, is_attempt=True)
    return view


def _with_positions(session: Session, rows: list[JobRow]) -> Callable[[JobRow], JobView]:
    before = positions(session) if any(row.state == "queued" for row in rows) else {}
    return lambda row: job_view(row, before.get(row.id))


def _view(service: Service, job_id: str) -> JobView:
    with service.database.reading() as session:
        row = found(session, JobRow, job_id, "job")
        return job_view(row, position(session, row), is_whole=True)


def _reached(service: Service, job_id: str, last: int) -> int:
    """The event after which to go on: no other job's, nor one of a database that was restored."""
    with service.database.reading() as session:
        of_job = select(EventRow.id).where(EventRow.job_id == job_id, EventRow.id >= last)
        return 0 if session.scalar(of_job.limit(1)) is None else last


def _events_after(
    service: Service, job_id: str, last: int
) -> tuple[list[tuple[int, str, dict[str, Any]]], bool]:
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
