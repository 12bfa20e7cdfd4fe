"""How are plans sent, read, compared, and brought from draft to worked?"""

import json
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rosterer.files import BadInput, load_plan
from rosterer.referee import Verdict, judge
from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.auth.roles import Permission
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.files import FILES, upload_of
from rosterer_api.contract.messages import PlanState
from rosterer_api.difference import Difference, difference
from rosterer_api.exports import FORMS, export
from rosterer_api.lane import short
from rosterer_api.made import JSON, Made, made
from rosterer_api.names import shown_case, sight_of
from rosterer_api.operations import carries_document
from rosterer_api.plans import judge_kept, judged
from rosterer_api.problems import ProblemError, bad_input
from rosterer_api.publishing import TakenError, publish, why_unpaid, why_unworked
from rosterer_api.retention import RECORDS
from rosterer_api.routes.cases import case_of
from rosterer_api.routes.common import (
    ByExternalId,
    OwnId,
    TheService,
    as_json,
    conflict,
    problems,
    require_match,
)
from rosterer_api.routes.filtered import Filtered
from rosterer_api.routes.lists import Limit, OfCase, PlanCursor, RowId, found, page_of
from rosterer_api.routes.once import IdempotencyKey, made_before, make_once
from rosterer_api.routes.sending import send, tell_of_names, the_made
from rosterer_api.service import Service
from rosterer_api.storage.documents import packed_object, unpacked
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import CaseRow, PlanRow
from rosterer_api.uploads import read_upload
from rosterer_api.views import Page, PlanView, plan_view
from rosterer_api.webhooks.outbox import announce
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

router = APIRouter(route_class=JsonRoute, prefix="/v1", tags=["plans"], responses=problems(404))
Reader = Annotated[Principal, Depends(allowed("plans.read"))]
Writer = Annotated[Principal, Depends(allowed("plans.write"))]
Remover = Annotated[Principal, Depends(allowed("delete"))]
STEPS: dict[str, tuple[str, str, Permission]] = {
    "approve": ("draft", "approved", "plans.approve"),
    "publish": ("approved", "published", "plans.publish"),
    "work": ("published", "worked", "plans.publish"),
}
"""From which state a step leads to which, and who may take it."""


@router.post(
    "/cases/{case_id}/plans",
    status_code=201,
    openapi_extra=upload_of("Plan"),
    responses={**made_before(PlanView), **problems(404, 409, 415)},
)
@carries_document
async def create_plan(
    case_id: RowId,
    request: Request,
    response: Response,
    service: TheService,
    principal: Writer,
    external_id: OwnId = None,
    idempotency_key: IdempotencyKey = None,
) -> PlanView:
    """Keep a plan of a case, made by any means, with the referee's verdict: JSON, a zip of CSV
    files, or a workbook.
    """
    case = await run_in_threadpool(case_of, service, case_id)
    try:
        plan = await read_upload(request, service.settings, load_plan)
    except BadInput as refused:
        raise bad_input(refused) from refused
    verdict = await run_in_threadpool(judged, case, plan)
    row = PlanRow(
        id=new_id("plan"),
        case_id=case_id,
        created_by=principal.id,
        verdict=verdict,
        external_id=external_id,
        document=packed_object({"plan": plan.model_dump(mode="json")}),
    )
    return await run_in_threadpool(
        _keep, request, response, service, principal, row, plan, idempotency_key
    )


def _keep(
    request: Request,
    response: Response,
    service: Service,
    principal: Principal,
    row: PlanRow,
    plan: Plan,
    key: str | None,
) -> PlanView:
    """Write a plan down, once for each key, and answer with it."""

    def write(session: Session) -> str:
        session.add(row)
        note(session, request, principal, "plan.create", row.id, case=row.case_id)
        return row.id

    asked = {"make": "plan", "case": row.case_id, "external_id": row.external_id}
    asked["plan"] = plan.model_dump_json()
    made, is_new = make_once(service, principal, key, asked, write)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/v1/plans/{made}"
    with service.database.reading() as session:
        return plan_view(found(session, PlanRow, made, "plan"))


@router.get("/plans", response_model=Page[PlanView])
@short
def list_plans(
    service: TheService,
    principal: Reader,
    filters: Filtered,
    limit: Limit = 50,
    cursor: PlanCursor = None,
    case: OfCase = None,
    state: PlanState | None = None,
    external_id: ByExternalId = None,
) -> Response:
    """Plans, newest first."""
    return page_of(
        service,
        PlanRow,
        plan_view,
        limit,
        cursor,
        *filters.conditions(service, PlanRow),
        case_id=case,
        state=state,
        external_id=external_id,
    )


@router.get("/plans/{plan_id}", response_model=PlanView)
async def get_plan(plan_id: RowId, service: TheService, principal: Reader) -> Response:
    """What is known of a plan, without its tables. The ETag is for ``If-Match`` of the steps."""

    def look() -> PlanRow:
        with service.database.reading() as session:
            return found(session, PlanRow, plan_id, "plan")

    row = await service.lane.read(("plan", plan_id), look)
    if not row.verdict:
        await service.costly.read(
            ("judge", plan_id), partial(judge_kept, service.database, plan_id)
        )
        row = await service.lane.read(("plan", plan_id), look)
    return as_json(plan_view(row), {"ETag": f'"v{row.version}"'})


@router.get(
    "/plans/{plan_id}/document",
    response_model=Plan,
)
async def get_plan_document(
    plan_id: RowId, request: Request, service: TheService, principal: Reader
) -> Response:
    """The whole plan, as JSON."""

    def make() -> Made:
        document = plan_document(service, plan_id)[1]["plan"]
        return made(json.dumps(document, ensure_ascii=False).encode(), JSON)

    await known_plan(service, plan_id)
    return await send(request, service, plan_id, await the_made(service, plan_id, make))


@router.get(
    "/plans/{plan_id}/export/{form}",
    response_class=Response,
    responses={200: {"content": FILES}, **problems(404, 409)},
)
async def export_plan(
    plan_id: RowId,
    form: Literal["csv", "xlsx", "ics", "payroll"],
    request: Request,
    service: TheService,
    principal: Reader,
) -> Response:
    """The plan as a zip of CSV files, a workbook, a zip of calendars, or payroll files (of the plan
    that is published, or was worked, for its days).
    """
    await service.lane.read(
        ("may export", plan_id, form), lambda: _exported(service, plan_id, form)
    )
    tag = f"{plan_id}.{form}.{sight_of(principal)}"
    body = await the_made(service, tag, lambda: _export(service, plan_id, form, principal))
    file = f'attachment; filename="{plan_id}{FORMS[form].suffix}"'
    answer = await send(request, service, tag, body, {"Content-Disposition": file})
    await tell_of_names(answer, request, service, principal, plan_id, body, form=form)
    return answer


@router.get("/plans/{plan_id}/verdict", response_model=Verdict)
async def get_verdict(
    plan_id: RowId, request: Request, service: TheService, principal: Reader
) -> Response:
    """Everything that the referee finds."""

    def make() -> Made:
        _, case, plan = case_and_plan(service, plan_id)
        return made(judge(case, plan).model_dump_json().encode(), JSON)

    await known_plan(service, plan_id)
    tag = f"{plan_id}.verdict"
    return await send(request, service, tag, await the_made(service, tag, make))


@router.get(
    "/plans/{plan_id}/difference/{other_id}",
    response_model=Difference,
    responses=problems(404, 409),
)
async def compare_plans(
    plan_id: RowId, other_id: RowId, request: Request, service: TheService, principal: Reader
) -> Response:
    """What the other plan does otherwise: a plan of the same case, or of one of its line (a case,
    and all that came of it by changes).
    """

    body = await difference_made(service, plan_id, other_id)
    return await send(request, service, f"{plan_id}.{other_id}", body)


async def difference_made(service: Service, plan_id: str, other_id: str) -> Made:
    """What the other plan does otherwise, as it is sent.

    Raises
    ------
    ProblemError
        404 or 409 when the two cannot be compared.
    """

    def make() -> Made:
        (one, before), (two, after) = (plan_document(service, id_) for id_ in (plan_id, other_id))
        old, new = one.verdict.get("cost"), two.verdict.get("cost")
        cost = None if old is None or new is None else round(new - old, 2)
        plans = Plan.model_validate(before["plan"]), Plan.model_validate(after["plan"])
        return made(
            difference(*plans, cost, is_same_case=is_same_case).model_dump_json().encode(), JSON
        )

    is_same_case = await service.lane.read(
        ("comparable", plan_id, other_id), lambda: _comparable(service, plan_id, other_id)
    )
    return await the_made(service, f"{plan_id}.{other_id}", make)


def take_step(
    step: str,
    plan_id: str,
    request: Request,
    service: Service,
    principal: Principal,
    version: str | None = None,
) -> PlanView:
    """Bring a plan from one state to the next.

    Parameters
    ----------
    step
        One of `STEPS`.
    version
        Which one somebody saw who says so in a form; programs say it in ``If-Match``.

    Raises
    ------
    ProblemError
        403, 404, 409 or 412 when it cannot be done.
    """
    try:
        return _take_step(step, plan_id, request, service, principal, version)
    except TakenError as taken:
        raise conflict(str(taken)) from taken


def _take_step(
    step: str,
    plan_id: str,
    request: Request,
    service: Service,
    principal: Principal,
    version: str | None,
) -> PlanView:
    origin, goal, _ = STEPS[step]
    judge_kept(service.database, plan_id)
    with service.database.writing() as session:
        row = found(session, PlanRow, plan_id, "plan", lock=True)
        current = f"the plan is at version {row.version}; read it again"
        require_match(request, f"v{row.version}", current)
        if version is not None and version != str(row.version):
            raise ProblemError(412, "precondition-failed", current)
        if row.state != origin:
            raise conflict(
                f"the plan is {row.state}; only a plan that is {origin} can become {goal}"
            )
        if step == "approve" and row.created_by == principal.id:
            raise ProblemError(403, "forbidden", "whoever made a plan does not approve it")
        unworked = why_unworked(session, row, service.now()) if step == "work" else None
        if unworked is not None:
            raise conflict(unworked)
        before = publish(session, row) if step == "publish" else None
        row.state, row.version = goal, row.version + 1
        if step == "approve":
            row.approved_by = principal.id
        note(session, request, principal, f"plan.{step}", plan_id, **_said_of(row, before))
        _tell(session, row)
        if before is not None:
            note(session, request, principal, "plan.supersede", before.id, by=plan_id)
            _tell(session, before)
    return plan_view(row)


def _said_of(plan: PlanRow, superseded: PlanRow | None) -> dict[str, Any]:
    """What the audit log says besides: what is superseded, and how many rules the plan breaks."""
    said: dict[str, Any] = {} if superseded is None else {"supersedes": superseded.id}
    broken = plan.verdict.get("num_broken")
    return {**said, "num_broken": broken} if broken else said


def _tell(session: Session, row: PlanRow) -> None:
    """Tell everybody into which state a plan has come."""
    content = {
        "plan": row.id,
        "state": row.state,
        "supersedes": row.supersedes,
        "superseded_by": row.superseded_by,
        "metadata": row.meta,
        "external_id": row.external_id,
    }
    announce(session, f"plan.{row.state}", content)


IfMatch = Annotated[
    str | None, Header(max_length=1000, description="Tags of versions that are meant, or `*`.")
]


@router.post("/plans/{plan_id}/approve", responses=problems(404, 409, 412))
def approve_plan(
    plan_id: RowId,
    request: Request,
    service: TheService,
    principal: Annotated[Principal, Depends(allowed("plans.approve"))],
    if_match: IfMatch = None,
) -> PlanView:
    """A draft becomes approved; never by who made it. Whoever approves a plan answers for what it
    breaks, which stands in its verdict.
    """
    return take_step("approve", plan_id, request, service, principal)


@router.post("/plans/{plan_id}/publish", responses=problems(404, 409, 412))
def publish_plan(
    plan_id: RowId,
    request: Request,
    service: TheService,
    principal: Annotated[Principal, Depends(allowed("plans.publish"))],
    if_match: IfMatch = None,
) -> PlanView:
    """An approved plan becomes the published one of its days; the one before is superseded. What it
    breaks stands in its verdict and does not hold it up.
    """
    return take_step("publish", plan_id, request, service, principal)


@router.post("/plans/{plan_id}/work", responses=problems(404, 409, 412))
def work_plan(
    plan_id: RowId,
    request: Request,
    service: TheService,
    principal: Annotated[Principal, Depends(allowed("plans.publish"))],
    if_match: IfMatch = None,
) -> PlanView:
    """A published plan was worked; not before its last day has passed, in the case's time zone."""
    return take_step("work", plan_id, request, service, principal)


@router.delete("/plans/{plan_id}", status_code=204, responses=problems(404, 409))
def delete_plan(plan_id: RowId, request: Request, service: TheService, principal: Remover) -> None:
    """Remove a plan that was neither published nor worked."""
    with service.database.writing() as session:
        row = found(session, PlanRow, plan_id, "plan", lock=True)
        if row.state in RECORDS:
            raise conflict(f"the plan is {row.state}; records of working time are kept")
        session.delete(row)
        note(session, request, principal, "plan.delete", plan_id)


async def known_plan(service: Service, plan_id: str) -> None:
    """Make sure that a plan is there; nothing is unpacked for it.

    Raises
    ------
    ProblemError
        404 when it is not.
    """

    def look() -> None:
        with service.database.reading() as session:
            found(session, PlanRow, plan_id, "plan")

    await service.lane.read(("is there", plan_id), look)


def _comparable(service: Service, plan_id: str, other_id: str) -> bool:
    """Whether two plans are of the same case, and not only of one line of cases.

    Raises
    ------
    ProblemError
        404 when one is not there; 409 when their cases have nothing in common: people and days of
        one name would pass for the same.
    """
    with service.database.reading() as session:
        plans = [found(session, PlanRow, name, "plan") for name in (plan_id, other_id)]
        one, other = (session.get_one(CaseRow, plan.case_id) for plan in plans)
        if one.fingerprint == other.fingerprint:
            return True
        if (one.root_id or one.id) != (other.root_id or other.id):
            raise conflict(
                f"{plan_id} is a plan of {one.id}, and {other_id} of {other.id}, which has nothing "
                "to do with it; compare plans of one case, or of what came of it by changes"
            )
    return False


def _exported(service: Service, plan_id: str, form: str) -> None:
    """Make sure that a plan is there, and may be paid where that is asked for."""
    with service.database.reading() as session:
        row = found(session, PlanRow, plan_id, "plan")
        unpaid = why_unpaid(session, row) if form == "payroll" else None
    if unpaid is not None:
        raise conflict(unpaid)


def _export(service: Service, plan_id: str, form: str, principal: Principal) -> Made:
    row, document = plan_document(service, plan_id)
    with service.database.reading() as session:
        text = unpacked(found(session, CaseRow, row.case_id, "case").document)
    shown, names = shown_case(text, principal)
    content = export(Case.model_validate(shown), Plan.model_validate(document["plan"]), FORMS[form])
    return made(content, FORMS[form].media_type, names)


def plan_document(service: Service, plan_id: str) -> tuple[PlanRow, dict[str, Any]]:
    """A plan, and its document as it was kept.

    Raises
    ------
    ProblemError
        404 when there is no such plan.
    """
    with service.database.reading() as session:
        row = found(session, PlanRow, plan_id, "plan")
        document: dict[str, Any] = json.loads(unpacked(row.document))
    return row, document


def case_and_plan(service: Service, plan_id: str) -> tuple[PlanRow, Case, Plan]:
    """A plan, its case, and what is known of it.

    Raises
    ------
    ProblemError
        404 when there is no such plan.
    """
    row, document = plan_document(service, plan_id)
    return row, case_of(service, row.case_id), Plan.model_validate(document["plan"])
