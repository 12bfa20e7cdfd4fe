"""How is the result of a simulation read table by table?"""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.winter_rows import WINTER_TABLES, WinterTable
from rosterer_api.problems import not_found
from rosterer_api.routes.common import TableFormat, TheService, problems, rows_as
from rosterer_api.routes.lists import RowId, found
from rosterer_api.routes.plan_tables import CSV
from rosterer_api.routes.sending import send, the_made
from rosterer_api.service import Service
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import WinterRow

router = APIRouter(
    route_class=JsonRoute,
    prefix="/v1/winters/{winter_id}/tables",
    tags=["winters"],
    responses=problems(404),
)
Reader = Annotated[Principal, Depends(allowed("plans.read"))]


@router.get("/{table}.csv", response_class=Response, responses=CSV)
async def get_winter_table_csv(
    winter_id: RowId,
    table: WinterTable,
    request: Request,
    service: TheService,
    principal: Reader,
) -> Response:
    """One table of a result, as CSV."""
    return await _sent(request, service, winter_id, table, "csv")


def _add(table: str, row: type[BaseModel]) -> None:
    async def read(
        winter_id: RowId, request: Request, service: TheService, principal: Reader
    ) -> Response:
        return await _sent(request, service, winter_id, table, "json")

    router.add_api_route(
        f"/{table}",
        read,
        name=f"get_winter_{table}",
        response_model=list[row],  # type: ignore[valid-type]
        description=(row.__doc__ or "").strip(),
    )


async def _sent(
    request: Request, service: Service, winter_id: str, table: str, format: TableFormat
) -> Response:
    def look() -> None:
        with service.database.reading() as session:
            if table not in found(session, WinterRow, winter_id, "winter").tables:
                raise not_found("table", f"{table} of {winter_id}")

    await service.lane.read(("is there", winter_id, table), look)
    tag = f"{winter_id}.{table}.{format}"
    body = await the_made(service, tag, lambda: rows_as(format, _rows(service, winter_id, table)))
    return await send(request, service, tag, body)


def _rows(service: Service, winter_id: str, table: str) -> list[dict[str, Any]]:
    with service.database.reading() as session:
        row = found(session, WinterRow, winter_id, "winter")
        rows: list[dict[str, Any]] = json.loads(unpacked(row.document))[table]
    return [_with_date(one) for one in rows]


def _with_date(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its date as a date; of older results it was kept in milliseconds."""
    kept = row.get("date")
    if not isinstance(kept, int):
        return row
    return {**row, "date": datetime.fromtimestamp(kept / 1000, UTC).date().isoformat()}


for _table, _row in WINTER_TABLES.items():
    _add(_table, _row)
