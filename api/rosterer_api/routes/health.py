"""Is the service alive, is it ready, and how is it doing?"""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.responses import PlainTextResponse

import rosterer
from rosterer_api.bodies import JsonRoute
from rosterer_api.jobs.states import LEASE_SECONDS
from rosterer_api.routes.common import TheService
from rosterer_api.service import Service
from rosterer_api.storage.clock import db_now
from rosterer_api.storage.tables import JobRow, WorkerRow

router = APIRouter(route_class=JsonRoute, tags=["health"])


class Health(BaseModel):
    """How the service is."""

    status: str
    version: str
    workers: int | None = None
    """Workers that take jobs and were heard of lately."""
    hindered: list[str] | None = None
    """What keeps some of them from beginning jobs, in words (the jobs wait meanwhile), and what
    this process cannot do.
    """


@router.get("/healthz")
async def healthz() -> Health:
    """Whether this process answers; asked of the event loop itself, which waits for nobody."""
    return Health(status="ok", version=rosterer.__version__)


@router.get(
    "/readyz", responses={503: {"description": "The database cannot be used.", "model": Health}}
)
async def readyz(service: TheService, response: Response) -> Health:
    """Whether requests can be met: the database answers. Workers are counted, not needed: jobs wait
    for them.
    """
    try:
        alive, hindered = await service.lane.read("workers", lambda: _workers(service))
    except Exception:  # whatever it is, the service is not ready
        response.status_code = 503
        return Health(status="database away", version=rosterer.__version__)
    hindered = [*hindered, *service.hindrances.values()]
    return Health(status="ok", version=rosterer.__version__, workers=alive, hindered=hindered)


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request, service: TheService) -> Response:
    """Figures for Prometheus. They hold no names and no ids; a proxy should still keep them
    inside.
    """
    own = generate_latest(request.app.state.figures.registry).decode()
    lines = await service.lane.read("metrics", lambda: _lines(service))
    return Response(own + "".join(lines), media_type=CONTENT_TYPE_LATEST)


def _workers(service: Service) -> tuple[int, list[str]]:
    with service.database.reading() as session:
        return _alive_in(session)


def _alive_in(session: Session) -> tuple[int, list[str]]:
    """How many workers live, and what each of those that are hindered says."""
    is_alive = (WorkerRow.seen > db_now() - LEASE_SECONDS) & (WorkerRow.started > 0)
    said = list(session.scalars(select(WorkerRow.hindered).where(is_alive)))
    return len(said), sorted(why for why in said if why is not None)


def _lines(service: Service) -> list[str]:
    lines = []
    with service.database.reading() as session:
        lines.append("# HELP rosterer_jobs Jobs by state.\n# TYPE rosterer_jobs gauge\n")
        for state, count in session.execute(
            select(JobRow.state, func.count()).group_by(JobRow.state)
        ):
            lines.append(f'rosterer_jobs{{state="{state}"}} {count}\n')
        alive, hindered = _alive_in(session)
    for name, what, number in (
        ("rosterer_workers", "Workers alive.", alive),
        ("rosterer_workers_hindered", "Workers that can begin no job, or not some.", len(hindered)),
    ):
        lines.append(f"# HELP {name} {what}\n# TYPE {name} gauge\n{name} {number}\n")
    return lines
