"""How are scenarios kept, so that they can be used again and again?

A scenario is a named list of changes, as in files. It never changes; a job names it in ``saved``.
"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from rosterer_api.asking import Asked
from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.shown import list_shown_as
from rosterer_api.lane import short
from rosterer_api.names import without_names
from rosterer_api.routes.common import ByExternalId, TheService, as_json, problems
from rosterer_api.routes.filtered import Filtered
from rosterer_api.routes.lists import Limit, RowId, ScenarioCursor, found, page_of
from rosterer_api.routes.once import IdempotencyKey, made_before, make_once
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import ScenarioRow
from rosterer_api.views import ExternalId, Metadata, Page, moment_of
from rosterer_models.vocabulary.change import Scenario

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/scenarios", tags=["scenarios"], responses=problems(404)
)
Reader = Annotated[Principal, Depends(allowed("cases.read"))]
Writer = Annotated[Principal, Depends(allowed("cases.write"))]
Remover = Annotated[Principal, Depends(allowed("delete"))]


class NewScenario(Asked):
    """A scenario that is to be kept."""

    scenario: Scenario
    external_id: ExternalId | None = None
    metadata: Metadata = {}


class ScenarioView(BaseModel):
    """A kept scenario."""

    id: str
    name: str
    note: str
    programme_pounds: float
    change: Annotated[list[dict[str, Any]], list_shown_as("Change")]
    """Without names of people."""
    created: datetime
    created_by: str
    external_id: str | None
    metadata: dict[str, Any]


@router.post("", status_code=201, responses=made_before(ScenarioView))
def create_scenario(
    body: NewScenario,
    request: Request,
    response: Response,
    service: TheService,
    principal: Writer,
    idempotency_key: IdempotencyKey = None,
) -> ScenarioView:
    """Keep a scenario."""
    row = ScenarioRow(
        id=new_id("scenario"),
        name=body.scenario.name,
        content=body.scenario.model_dump(mode="json"),
        created_by=principal.id,
        external_id=body.external_id,
        meta=body.metadata,
    )

    def write(session: Session) -> str:
        session.add(row)
        note(session, request, principal, "scenario.create", row.id)
        return row.id

    asked = {"make": "scenario", **body.model_dump(mode="json")}
    made, is_new = make_once(service, principal, idempotency_key, asked, write)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/v1/scenarios/{made}"
    with service.database.reading() as session:
        return _view(found(session, ScenarioRow, made, "scenario"))


@router.get("", response_model=Page[ScenarioView])
@short
def list_scenarios(
    service: TheService,
    principal: Reader,
    filters: Filtered,
    limit: Limit = 50,
    cursor: ScenarioCursor = None,
    external_id: ByExternalId = None,
) -> Response:
    """Kept scenarios, newest first."""
    return page_of(
        service,
        ScenarioRow,
        _view,
        limit,
        cursor,
        *filters.conditions(service, ScenarioRow),
        external_id=external_id,
    )


@router.get("/{scenario_id}", response_model=ScenarioView)
@short
def get_scenario(scenario_id: RowId, service: TheService, principal: Reader) -> Response:
    """A kept scenario."""
    with service.database.reading() as session:
        return as_json(_view(found(session, ScenarioRow, scenario_id, "scenario")))


@router.delete("/{scenario_id}", status_code=204)
def delete_scenario(
    scenario_id: RowId, request: Request, service: TheService, principal: Remover
) -> None:
    """Forget a scenario; jobs that used it hold their own copy."""
    with service.database.writing() as session:
        session.delete(found(session, ScenarioRow, scenario_id, "scenario"))
        note(session, request, principal, "scenario.delete", scenario_id)


def _view(row: ScenarioRow) -> ScenarioView:
    return ScenarioView(
        id=row.id,
        name=row.name,
        note=row.content["note"],
        programme_pounds=row.content["programme_pounds"],
        change=without_names(row.content["change"]),
        created=moment_of(row.created),
        created_by=row.created_by,
        external_id=row.external_id,
        metadata=row.meta,
    )
