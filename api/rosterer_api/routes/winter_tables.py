"""How is the result of a simulation read table by table?"""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.contract.winter_rows import WINTER_TABLES, WinterTable
from rosterer_api.problems import not_found
from rosterer_api.routes.common import TheService, problems, rows_as, unless_known
from rosterer_api.routes.lists import RowId, found
from rosterer_api.routes.plan_tables import CSV, KNOWN
from rosterer_api.service import Service
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import WinterRow

router = APIRouter(
    prefix="/v1/winters/{winter_id}/tables", tags=["winters"], responses=problems(404)
)
Reader = Annotated[Principal, Depends(allowed("plans.read"))]


@router.get("/{table}.csv", response_class=Response, responses={**CSV, **KNOWN})
def get_winter_table_csv(
    winter_id: RowId,
    table: WinterTable,
    request: Request,
    response: Response,
    service: TheService,
    principal: Reader,
) -> Response:
    """One table of a result, as CSV."""
    rows = _rows(service, winter_id, table)
    if unless_known(request, response, f"{winter_id}.{table}.csv"):
        return Response(status_code=304, headers=dict(response.headers))
    return rows_as("csv", rows, dict(response.headers))


def _add(table: str, row: type[BaseModel]) -> None:
    def read(
        winter_id: RowId,
        request: Request,
        response: Response,
        service: TheService,
        principal: Reader,
    ) -> Response:
        rows = _rows(service, winter_id, table)
        if unless_known(request, response, f"{winter_id}.{table}.json"):
            return Response(status_code=304, headers=dict(response.headers))
        return rows_as("json", rows, dict(response.headers))

    router.add_api_route(
        f"/{table}",
        read,
        name=f"get_winter_{table}",
        response_model=list[row],  # type: ignore[valid-type]
        responses=KNOWN,
        description=(row.__doc__ or "").strip(),
    )


def _rows(service: Service, winter_id: str, table: str) -> list[dict[str, Any]]:
    with service.database.reading() as session:
        row = found(session, WinterRow, winter_id, "winter")
        if table not in row.tables:
            raise not_found("table", f"{table} of {winter_id}")
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
