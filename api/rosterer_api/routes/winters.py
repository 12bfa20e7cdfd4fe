"""How are the results of winters and capacity searches read?

They outlive the job that made them.
"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.shown import list_shown_as, shown_as
from rosterer_api.lane import short
from rosterer_api.routes.common import (
    ByExternalId,
    TheService,
    as_json,
    problems,
)
from rosterer_api.routes.filtered import Filtered
from rosterer_api.routes.lists import Limit, OfCase, RowId, WinterCursor, found, page_of
from rosterer_api.storage.tables import WinterRow
from rosterer_api.views import Page, moment_of, shown_request

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/winters", tags=["winters"], responses=problems(404)
)
Reader = Annotated[Principal, Depends(allowed("plans.read"))]
Remover = Annotated[Principal, Depends(allowed("delete"))]


class WinterView(BaseModel):
    """A result, without its tables."""

    id: str
    case: str
    job: str | None
    kind: str
    created: datetime
    created_by: str
    request: Annotated[dict[str, Any], shown_as("CapacityRequest")]
    """That of a ``winter`` has no ``service_level``."""
    summary: Annotated[dict[str, Any], shown_as("WinterSummary")]
    tables: Annotated[list[str], list_shown_as("WinterTable")]
    external_id: str | None
    metadata: dict[str, Any]


@router.get("", response_model=Page[WinterView])
@short
def list_winters(
    service: TheService,
    principal: Reader,
    filters: Filtered,
    limit: Limit = 50,
    cursor: WinterCursor = None,
    case: OfCase = None,
    external_id: ByExternalId = None,
) -> Response:
    """Results, newest first."""
    return page_of(
        service,
        WinterRow,
        _view,
        limit,
        cursor,
        *filters.conditions(service, WinterRow),
        case_id=case,
        external_id=external_id,
    )


@router.get("/{winter_id}", response_model=WinterView)
@short
def get_winter(winter_id: RowId, service: TheService, principal: Reader) -> Response:
    """A result: its summary, and which tables it has."""
    with service.database.reading() as session:
        return as_json(_view(found(session, WinterRow, winter_id, "winter")))


@router.delete("/{winter_id}", status_code=204)
def delete_winter(
    winter_id: RowId, request: Request, service: TheService, principal: Remover
) -> None:
    """Remove a result."""
    with service.database.writing() as session:
        row = found(session, WinterRow, winter_id, "winter")
        session.delete(row)
        note(session, request, principal, "winter.delete", winter_id, case=row.case_id)


def _view(row: WinterRow) -> WinterView:
    return WinterView(
        id=row.id,
        case=row.case_id,
        job=row.job_id,
        kind=row.kind,
        created=moment_of(row.created),
        created_by=row.created_by,
        request=shown_request(row.request),
        summary=row.summary,
        tables=row.tables,
        external_id=row.external_id,
        metadata=row.meta,
    )
