"""How are many jobs stopped at once?"""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import (
    BaseModel,
    ConfigDict,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from sqlalchemy import ColumnElement, select

from rosterer_api.asking import Asked, Moment
from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.shown import shown_as
from rosterer_api.filters import LARGEST_NUMBER, created_between, has_metadata
from rosterer_api.jobs.states import ENDED, JobState
from rosterer_api.jobs.submit import request_stop
from rosterer_api.routes.common import TheService, problems
from rosterer_api.routes.filtered import scalars_of
from rosterer_api.routes.jobs import OTHERS
from rosterer_api.routes.kinds import require_kinds
from rosterer_api.service import Service
from rosterer_api.storage.tables import JobRow
from rosterer_api.views import ExternalId

router = APIRouter(route_class=JsonRoute, prefix="/v1", tags=["jobs"], responses=problems())
Writer = Annotated[Principal, Depends(allowed("jobs.write"))]
MOST_AT_ONCE = 200
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=64)]
WordOfKind = Annotated[Word, shown_as("JobKind")]


ENTRIES = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {
        "anyOf": [
            {"type": "string"},
            {"type": "number", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER},
            {"type": "boolean"},
            {"type": "null"},
        ]
    },
}
"""Metadata that can be looked for."""


def _says_all(schema: dict[str, Any]) -> None:
    """What may be left out, and is never null."""
    schema["minProperties"] = 1
    for name, field in schema["properties"].items():
        (kind,) = [one for one in field["anyOf"] if one != {"type": "null"}]
        said = {key: value for key, value in field.items() if key not in ("anyOf", "default")}
        schema["properties"][name] = {**kind, **said}


class JobFilter(Asked):
    """Which jobs are meant: those that fulfil everything that is given, which is one at the
    least.
    """

    model_config = ConfigDict(json_schema_extra=_says_all)

    kind: WordOfKind | None = None
    case: Word | None = None
    state: JobState | None = None
    external_id: ExternalId | None = None
    metadata: Annotated[dict[str, JsonValue], WithJsonSchema(ENTRIES)] | None = None
    """Entries that their metadata has."""
    created_from: Moment | None = None
    created_before: Moment | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _narrows_down(cls, value: object) -> object:
        """A variable that was never set would else stop what was not meant."""
        if value is None or value == {}:
            raise ValueError(f"{json.dumps(value)} narrows nothing down; leave it out")
        return value

    @model_validator(mode="after")
    def _says_something(self) -> "JobFilter":
        if not self.model_fields_set:
            raise ValueError("say which jobs are meant; to stop all, give created_before")
        return self


class StoppedJobs(BaseModel):
    """Jobs that were asked to stop."""

    jobs: list[str]
    more: bool
    """There are more; ask again."""


@router.post("/jobs/stop", status_code=202)
def stop_jobs(
    body: JobFilter, request: Request, service: TheService, principal: Writer
) -> StoppedJobs:
    """Ask all jobs that fit to end with the best plan so far: the caller's, or everybody's for who
    may stop those; 200 at a time.
    """
    require_kinds(service, {"/kind": body.kind})
    query = select(JobRow.id).where(*_conditions(service, principal, body)).order_by(JobRow.id)
    with service.database.reading() as session:
        found = list(session.scalars(query.limit(MOST_AT_ONCE + 1)))
    for job in found[:MOST_AT_ONCE]:
        request_stop(service.database, job)
        with service.database.writing() as session:
            note(session, request, principal, "job.stop", job)
    return StoppedJobs(jobs=found[:MOST_AT_ONCE], more=len(found) > MOST_AT_ONCE)


def _conditions(
    service: Service, principal: Principal, wanted: JobFilter
) -> list[ColumnElement[bool]]:
    columns = JobRow.__table__.columns
    found: list[ColumnElement[bool]] = [
        columns["state"].not_in(ENDED),
        columns["stop_requested"].is_(False),
        columns["parent_id"].is_(None),
        *created_between(JobRow, wanted.created_from, wanted.created_before),
    ]
    if not principal.may(OTHERS):
        found.append(columns["created_by"] == principal.id)
    for column, value in (
        ("kind", wanted.kind),
        ("case_id", wanted.case),
        ("state", wanted.state),
        ("external_id", wanted.external_id),
    ):
        if value is not None:
            found.append(columns[column] == value)
    if wanted.metadata is not None:
        entries = scalars_of(dict(wanted.metadata), pointer="/metadata")
        found.append(has_metadata(JobRow, entries, is_sqlite=service.database.is_sqlite))
    return found
