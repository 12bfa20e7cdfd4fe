"""How is a plan read table by table? Each table is an address of its own, so that the contract can
say of what shape its rows are.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.plan_rows import PLAN_TABLES, PlanTable
from rosterer_api.routes.common import TableFormat, TheService, problems, rows_as
from rosterer_api.routes.lists import RowId
from rosterer_api.routes.plans import known_plan, plan_document
from rosterer_api.routes.sending import send, the_made
from rosterer_api.service import Service

router = APIRouter(
    route_class=JsonRoute,
    prefix="/v1/plans/{plan_id}/tables",
    tags=["plans"],
    responses=problems(404),
)
Reader = Annotated[Principal, Depends(allowed("plans.read"))]
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The table."}
}
DERIVED = ("cover", "occupancy")
"""Kept beside the plan, not in it."""


@router.get("/{table}.csv", response_class=Response, responses=CSV)
async def get_plan_table_csv(
    plan_id: RowId,
    table: PlanTable,
    request: Request,
    service: TheService,
    principal: Reader,
) -> Response:
    """One table of a plan, as CSV."""
    return await _sent(request, service, plan_id, table, "csv")


def _add(table: str, row: type[BaseModel]) -> None:
    async def read(
        plan_id: RowId, request: Request, service: TheService, principal: Reader
    ) -> Response:
        return await _sent(request, service, plan_id, table, "json")

    router.add_api_route(
        f"/{table}",
        read,
        name=f"get_plan_{table}",
        response_model=list[row],  # type: ignore[valid-type]
        description=(row.__doc__ or "").strip(),
    )


async def _sent(
    request: Request, service: Service, plan_id: str, table: str, format: TableFormat
) -> Response:
    await known_plan(service, plan_id)
    tag = f"{plan_id}.{table}.{format}"
    body = await the_made(service, tag, lambda: rows_as(format, _rows(service, plan_id, table)))
    return await send(request, service, tag, body)


def _rows(service: Service, plan_id: str, table: str) -> list[dict[str, Any]]:
    document = plan_document(service, plan_id)[1]
    rows = document.get(table) if table in DERIVED else document["plan"].get(table)
    return list(rows or [])


for _table, _row in PLAN_TABLES.items():
    _add(_table, _row)
