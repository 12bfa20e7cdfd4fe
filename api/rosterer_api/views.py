"""What do callers see of cases, plans and jobs?"""

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, Field, JsonValue, StringConstraints

from rosterer_api.contract.shown import list_shown_as, shown_as
from rosterer_api.filters import searchable
from rosterer_api.names import without_names
from rosterer_api.storage.tables import CaseRow, JobRow, PlanRow

MOST_METADATA_BYTES = 16_384


def _is_small(value: dict[str, Any]) -> dict[str, Any]:
    import json

    if len(json.dumps(value, ensure_ascii=True)) > MOST_METADATA_BYTES:
        raise ValueError(f"metadata has more than {MOST_METADATA_BYTES} bytes")
    return value


Metadata = Annotated[dict[str, JsonValue], AfterValidator(_is_small), AfterValidator(searchable)]
"""The caller's own notes; kept as they are; entries at the top can be looked for."""
ExternalId = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=200)]
"""The caller's own id: visible ASCII characters."""
Item = TypeVar("Item", bound=BaseModel)


class Page(BaseModel, Generic[Item]):
    """Part of a list, newest first."""

    items: list[Item]
    next: str | None = None
    """Send it as ``cursor`` for what follows; absent at the end."""


class CaseView(BaseModel):
    """A case, without its document."""

    id: str
    name: str
    fingerprint: str
    created: datetime
    created_by: str
    parent: str | None
    changes: Annotated[list[dict[str, Any]], list_shown_as("KeptChange")]
    about: Annotated[dict[str, Any], shown_as("CaseAbout")]
    external_id: str | None
    metadata: dict[str, Any]


class PlanView(BaseModel):
    """A plan, without its tables."""

    id: str
    case: str
    job: str | None
    state: Annotated[str, shown_as("PlanState")]
    version: int
    created: datetime
    created_by: str
    approved_by: str | None
    rota: str | None
    """The rota of which it is a version, once it was published."""
    supersedes: str | None
    """The plan that was the published one before."""
    superseded_by: str | None
    summary: Annotated[dict[str, Any], shown_as("PlanSummary")]
    verdict: Annotated[dict[str, Any], shown_as("VerdictSummary")]
    external_id: str | None
    metadata: dict[str, Any]


class JobView(BaseModel):
    """A job and where it stands."""

    id: str
    kind: str
    state: Annotated[str, shown_as("JobState")]
    case: str
    request: dict[str, Any]
    plan: str | None
    result: dict[str, Any] | None = Field(
        description="What there is besides a plan; left out of lists."
    )
    reason: str | None
    position: int | None = Field(description="How many jobs come before this one, while it waits.")
    progress: Annotated[dict[str, Any], shown_as("Progress")]
    priority: int
    attempts: int
    """How often a worker began it and did not give it back: 1 for a job that went well."""
    stop_requested: bool
    created: datetime
    created_by: str
    started: datetime | None
    finished: datetime | None
    parent: str | None
    """The job of which this is a part."""
    parts: int | None
    """Into how many parts it was shared out."""
    external_id: str | None
    metadata: dict[str, Any]


def moment_of(seconds: float) -> datetime:
    """A moment as it is shown; one beyond all calendars as their first or last."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return (datetime.min if seconds < 0 else datetime.max).replace(tzinfo=UTC)


def case_view(row: CaseRow) -> CaseView:
    """What is shown of a case."""
    return CaseView(
        id=row.id,
        name=row.name,
        fingerprint=row.fingerprint,
        created=moment_of(row.created),
        created_by=row.created_by,
        parent=row.parent,
        changes=row.changes,
        about=row.about,
        external_id=row.external_id,
        metadata=row.meta,
    )


def plan_view(row: PlanRow) -> PlanView:
    """What is shown of a plan."""
    return PlanView(
        id=row.id,
        case=row.case_id,
        job=row.job_id,
        state=row.state,
        version=row.version,
        created=moment_of(row.created),
        created_by=row.created_by,
        approved_by=row.approved_by,
        rota=row.rota_id,
        supersedes=row.supersedes,
        superseded_by=row.superseded_by,
        summary=row.summary,
        verdict=row.verdict,
        external_id=row.external_id,
        metadata=row.meta,
    )


def shown_request(asked: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, without names of people that its scenarios may add."""
    if not asked.get("scenarios"):
        return asked
    return {
        **asked,
        "scenarios": [
            {**one, "change": without_names(one.get("change", []))} for one in asked["scenarios"]
        ],
    }


def job_view(row: JobRow, position: int | None = None, *, is_whole: bool = False) -> JobView:
    """What is shown of a job; its result only when it is wanted whole, within a session."""
    return JobView(
        id=row.id,
        kind=row.kind,
        state=row.state,
        case=row.case_id,
        request=shown_request(row.request),
        plan=row.plan_id,
        result=row.result if is_whole else None,
        reason=row.reason,
        position=position,
        priority=row.priority,
        progress=row.progress,
        attempts=row.attempts,
        stop_requested=row.stop_requested,
        created=moment_of(row.created),
        created_by=row.created_by,
        started=None if row.started is None else moment_of(row.started),
        finished=None if row.finished is None else moment_of(row.finished),
        parent=row.parent_id,
        parts=row.parts,
        external_id=row.external_id,
        metadata=row.meta,
    )
