"""What has the service promised? ``python -m rosterer_api.openapi > api/openapi.json`` writes the
contract down.
"""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel

from rosterer.files.case_tables import NEEDED_TABLES
from rosterer.files.plan_tables import NEEDED_PLAN_TABLES
from rosterer_api.contract import figures, messages
from rosterer_api.contract.answers import describe_answers, describe_messages
from rosterer_api.contract.conditions import describe_conditions
from rosterer_api.contract.jobs import add_kinds
from rosterer_api.contract.names import (
    drop_titles,
    name_every_kind,
    name_lists,
    name_pages,
)
from rosterer_api.contract.repairs import ReplanResult
from rosterer_api.contract.shown import reference, with_references
from rosterer_api.contract.texts import describe_texts
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.kinds.kind import Kind
from rosterer_api.routes import ROUTERS
from rosterer_api.routes.solve import CaseCall
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.plan import Plan

DESCRIPTION = """Staff rotas and patient placements, decided together, with a proven gap.

Send a case, submit a job, watch its gap fall, take the plan. Errors have one shape
(RFC 9457). What changes is audited."""
DOCUMENTS: tuple[type[BaseModel], ...] = (
    Case,
    Plan,
    Scenario,
    figures.CaseAbout,
    figures.WorkedOrigin,
    figures.PlanSummary,
    figures.VerdictSummary,
    figures.CheckResult,
    figures.WinterSummary,
    figures.WinterResult,
    ReplanResult,
    messages.Progress,
    messages.StateEvent,
    messages.ProgressEvent,
    CaseCall,
)
"""What is sent and kept as it is, and typed in the contract all the same."""
ASIDE = "/aside/"


def operation_id(route: APIRoute) -> str:
    """The name of an operation is that of its function."""
    return route.name


def contract(further_kinds: str = "") -> dict[str, Any]:
    """The OpenAPI document.

    Parameters
    ----------
    further_kinds
        Modules with further kinds of job, as the setting ``job_kinds`` names them.
    """
    kinds = known_kinds(further_kinds)
    app = FastAPI(generate_unique_id_function=operation_id)
    for router in ROUTERS:
        app.include_router(router)
    for model in _documents(kinds):
        path = f"{ASIDE}{model.__name__}"
        app.add_api_route(path, _nothing, name=path, response_model=model)
    document = get_openapi(
        title="Rosterer",
        version="1",
        description=DESCRIPTION,
        routes=app.routes,
        webhooks=messages.sent.routes,
        separate_input_output_schemas=False,
    )
    paths = document["paths"]
    document["paths"] = {path: paths[path] for path in paths if not path.startswith(ASIDE)}
    schemas = document["components"]["schemas"]
    _add_unions(schemas)
    _ask_for_tables(schemas)
    name_every_kind(schemas)
    add_kinds(schemas, kinds)
    document = name_pages(with_references(document))
    drop_titles(document)
    name_lists(document)
    describe_texts(document)
    describe_answers(document)
    describe_conditions(document)
    describe_messages(document)
    return document


def contract_text() -> str:
    """The published contract as it stands in the repository."""
    return json.dumps(contract(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _documents(kinds: Mapping[str, Kind]) -> list[type[BaseModel]]:
    requests = {kind.request.__name__: kind.request for kind in kinds.values()}
    return [*DOCUMENTS, *requests.values()]


def _nothing() -> None:
    """What has an address in no service; it brings its shape into the contract."""


def _add_unions(schemas: dict[str, Any]) -> None:
    """Name what is one of several."""
    change = schemas["Scenario"]["properties"]["change"]
    schemas["Change"] = change["items"]
    schemas["Scenario"]["properties"]["change"] = {**change, "items": reference("Change")}
    schemas["KeptChange"] = {"anyOf": [reference("Change"), reference("WorkedOrigin")]}
    contents = [reference(f"{name}Content") for name in ("JobState", "PlanState", "Test")]
    schemas["MessageContent"] = {"anyOf": contents}
    schemas["JobEvent"] = {"oneOf": [reference("StateEvent"), reference("ProgressEvent")]}


def _ask_for_tables(schemas: dict[str, Any]) -> None:
    """Say which tables a document must have; in Python, a case without people needs no list."""
    for name, tables in (("Case", NEEDED_TABLES), ("Plan", NEEDED_PLAN_TABLES)):
        schemas[name]["required"] = sorted({*schemas[name].get("required", ()), *tables})


if __name__ == "__main__":
    print(contract_text(), end="")
