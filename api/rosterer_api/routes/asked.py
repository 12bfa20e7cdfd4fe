"""What is asked of a job, and does it fit what there is?

All faults are told at once: 404 where nothing is wrong but that something is not there, else 422.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, JsonValue, StringConstraints
from sqlalchemy.orm import Session

from rosterer_api.asking import Asked
from rosterer_api.changed import scenario_errors
from rosterer_api.exact import refusals
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.kinds.kind import Kind
from rosterer_api.problems import ErrorItem, ProblemError, bad_request, error_items, not_there
from rosterer_api.routes.cases import case_of
from rosterer_api.service import Service
from rosterer_api.storage.tables import CaseRow, PlanRow, ScenarioRow
from rosterer_api.views import ExternalId, Metadata
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario

MOST_SCENARIOS = 20


class JobSubmission(Asked):
    """A job that is to be done."""

    kind: Annotated[str, StringConstraints(max_length=64)] = "solve"
    case: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$", max_length=64)]
    request: dict[str, JsonValue] = {}
    """What this kind may be asked for: see ``/v1/job-kinds``."""
    priority: Annotated[int, Field(ge=0, le=9)] = 0
    """Among the waiting jobs of the same caller; 9 is first."""
    external_id: ExternalId | None = None
    metadata: Metadata = {}


def sound_request(
    service: Service, body: JobSubmission, sent: Case | None = None
) -> dict[str, Any]:
    """What is asked for, with defaults filled in.

    Parameters
    ----------
    sent
        The case that came with the request, which is not kept yet; None for one that is.

    Raises
    ------
    ProblemError
        With all faults at once.
    """
    kind = known_kinds(service.settings.job_kinds).get(body.kind)
    if kind is None:
        unknown = ErrorItem(detail="see /v1/job-kinds", pointer="/kind")
        raise ProblemError(422, "bad-request", "the kind is not known", [unknown])
    with service.database.reading() as session:
        given, missing = _with_scenarios(session, kind.scenarios, body.request)
        asked, errors = _asked(service, kind, given)
        if sent is None and session.get(CaseRow, body.case) is None:
            missing.append(ErrorItem(detail=f"there is no case {body.case!r}", pointer="/case"))
        for field in kind.plans:
            gone, misplaced = _plan_errors(session, body.case, field, asked.get(field))
            missing += gone
            errors += misplaced
    if errors:
        raise bad_request([*missing, *errors])
    if missing:
        raise not_there(missing)
    if asked.get("scenarios"):
        case = case_of(service, body.case) if sent is None else sent
        _require_fitting_scenarios(case, body, asked["scenarios"])
    return asked


def _with_scenarios(
    session: Session, field: str | None, given: dict[str, Any]
) -> tuple[dict[str, Any], list[ErrorItem]]:
    """What is asked for, with the kept scenarios that it names before those that it spells out; and
    those that are not there.
    """
    names = given.get(field) if field is not None else None
    if not isinstance(names, list) or not names:
        return given, []
    found, missing = [], []
    for number, name in enumerate(names[:MOST_SCENARIOS]):
        if not isinstance(name, str):
            continue  # the kind says so
        row = session.get(ScenarioRow, name) if name.isprintable() else None
        if row is None:
            detail, pointer = f"there is no scenario {name!r}"[:200], f"/request/{field}/{number}"
            missing.append(ErrorItem(detail=detail, pointer=pointer))
        else:
            found.append(row.content)
    others = given.get("scenarios", [])
    if missing or not isinstance(others, list):
        return given, missing
    return {**given, "scenarios": [*found, *others]}, []


def _asked(
    service: Service, kind: Kind, given: dict[str, Any]
) -> tuple[dict[str, Any], list[ErrorItem]]:
    """What is asked for by the kind's own terms, and what is wrong with it by itself."""
    errors = refusals(kind.request, given)
    if errors:
        items = error_items(errors, given, kind.request)
        return {}, [i.model_copy(update={"pointer": f"/request{i.pointer}"}) for i in items]
    asked = kind.request.model_validate(given).model_dump(mode="json")
    limit, most = asked.get("time_limit"), service.settings.job_seconds
    if limit is None or limit <= most:
        return asked, []
    return asked, [ErrorItem(detail=f"at most {most:g} seconds", pointer="/request/time_limit")]


def _plan_errors(
    session: Session, case: str, field: str, name: str | None
) -> tuple[list[ErrorItem], list[ErrorItem]]:
    """That a plan is not there, or that it is of another case."""
    if name is None:
        return [], []
    plan = session.get(PlanRow, name) if name.isprintable() else None
    pointer = f"/request/{field}"
    if plan is None:
        return [ErrorItem(detail=f"there is no plan {name!r}"[:200], pointer=pointer)], []
    if field == "plan" and plan.case_id != case:
        return [], [ErrorItem(detail="this plan is of another case", pointer=pointer)]
    return [], []


def _require_fitting_scenarios(case: Case, body: JobSubmission, scenarios: Sequence[Any]) -> None:
    """Refuse scenarios that do not fit the case, before a worker would find out."""
    saved = body.request.get("saved")
    num_saved = len(saved) if isinstance(saved, list) else 0
    errors: list[ErrorItem] = []
    for number, content in enumerate(scenarios):
        place = number - num_saved
        pointer = f"/request/scenarios/{place}/change"
        found = scenario_errors(case, Scenario.model_validate(content), pointer)
        if place < 0:
            found = [e.model_copy(update={"pointer": f"/request/saved/{number}"}) for e in found]
        errors += found
    if errors:
        raise bad_request(errors)
