"""How are the results of winters and capacity searches read?

They outlive the job that made them.
"""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import select

from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.lane import short
from rosterer_api.lists import Cursor, Limit, RowId, page_of
from rosterer_api.problems import not_found
from rosterer_api.routes.common import ByExternalId, TheService, as_json, problems, rows_as, unless_known
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import WinterRow
from rosterer_api.views import Page, moment_of, shown_request

router = APIRouter(prefix="/v1/winters", tags=["winters"], responses=problems(404))
Reader = Annotated[Principal, Depends(allowed("plans.read"))]
Remover = Annotated[Principal, Depends(allowed("delete"))]
TableName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$", max_length=40)]


class WinterView(BaseModel):
    """A result, without its tables."""

    id: str
    case: str
    job: str | None
    kind: str
    created: datetime
    created_by: str
    request: dict[str, Any]
    summary: dict[str, Any]
    tables: list[str]
    external_id: str | None
    metadata: dict[str, Any]


@router.get("", response_model=Page[WinterView])
@short
def list_winters(
    service: TheService,
    principal: Reader,
    limit: Limit = 50,
    cursor: Cursor = None,
    case: str | None = None,
    external_id: ByExternalId = None,
) -> Response:
    """Results, newest first."""
    query = select(WinterRow)
    if case is not None:
        query = query.where(WinterRow.case_id == case.replace("\x00", ""))
    if external_id is not None:
        query = query.where(WinterRow.external_id == external_id)
    with service.database.reading() as session:
        rows, following = page_of(session, query, WinterRow.id, limit, cursor)
    return as_json(Page(items=[_view(row) for row in rows], next=following))


@router.get("/{winter_id}")
@short
def get_winter(winter_id: RowId, service: TheService, principal: Reader) -> WinterView:
    """A result: its summary, and which tables it has."""
    with service.database.reading() as session:
        row = session.get(WinterRow, winter_id)
    if row is None:
        raise not_found("winter", winter_id)
    return _view(row)


@router.get(
    "/{winter_id}/tables/{table}",
    response_model=list[dict[str, Any]],
    responses={200: {"content": {"text/csv": {}}}, 304: {"description": "The caller has it already."}},
)
def get_winter_table(
    winter_id: RowId,
    table: TableName,
    request: Request,
    response: Response,
    service: TheService,
    principal: Reader,
    format: Literal["json", "csv"] = "json",
) -> Response:
    """One table of a result."""
    if unless_known(request, response, f"{winter_id}.{table}.{format}"):
        return Response(status_code=304, headers=dict(response.headers))
    with service.database.reading() as session:
        row = session.get(WinterRow, winter_id)
        if row is None or table not in row.tables:
            raise not_found("table", f"{table} of {winter_id}")
        rows = json.loads(unpacked(row.document))[table]
    return rows_as(format, rows, headers={"ETag": response.headers["ETag"]})


@router.delete("/{winter_id}", status_code=204)
def delete_winter(winter_id: RowId, request: Request, service: TheService, principal: Remover) -> None:
    """Remove a result."""
    with service.database.writing() as session:
        row = session.get(WinterRow, winter_id)
        if row is None:
            raise not_found("winter", winter_id)
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
