"""Which plan goes out, and what changes for whom if it does?"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from rosterer.money import KIND_WORDS, KINDS
from rosterer.report.words import day_words
from rosterer_api.auth.current import signed_in
from rosterer_api.auth.keys import Principal
from rosterer_api.difference import Difference
from rosterer_api.made import JSON, made
from rosterer_api.names import shown_case
from rosterer_api.operations import takes_form
from rosterer_api.pages.data import SYNTHETIC
from rosterer_api.pages.forms import form_of, text_of
from rosterer_api.pages.lists import After, Chosen, holders, newest
from rosterer_api.pages.rendering import PAGE_HEADERS, ROLE_WORDS, render
from rosterer_api.plans import judge_kept
from rosterer_api.problems import ProblemError
from rosterer_api.publishing import why_unworked
from rosterer_api.routes.common import TheService
from rosterer_api.routes.lists import RowId, found
from rosterer_api.routes.plans import STEPS, difference_made, export_plan, take_step
from rosterer_api.routes.sending import tell_of_names
from rosterer_api.service import Service
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import CaseRow, PlanRow
from rosterer_models.vocabulary.plan import DutyPiece, Placement

router = APIRouter()
Reader = Annotated[Principal, Depends(signed_in("plans.read"))]
Approver = Annotated[Principal, Depends(signed_in("plans.approve"))]
Publisher = Annotated[Principal, Depends(signed_in("plans.publish"))]
STEP_WORDS = {"approve": "Approve it", "publish": "Publish it", "work": "It was worked"}
DONE_WORDS = {"approve": "approving", "publish": "publishing", "work": "saying that it was worked"}
_TOLD = ("Not read from ", "Rules broken: ")
"""How details of a standing begin that repeat what stands in cells, which may be names, or what the
page tells itself.
"""


@dataclass(frozen=True)
class Step:
    """What may be done with a plan next, or why not by whoever looks."""

    name: str
    verb: str
    hindrance: str


@router.get("/plans")
def show_plans(
    request: Request, service: TheService, principal: Reader, after: After = ""
) -> Response:
    """Plans, newest first, with how each stands."""
    with service.database.reading() as session:
        rows, following = newest(session, PlanRow, after)
        cases = {row.case_id: session.get_one(CaseRow, row.case_id) for row in rows}
        people = [one for row in rows for one in (row.created_by, row.approved_by)]
        names = holders(session, people)
    return render(
        request, "plans", rows=rows, following=following, cases=cases, names=names, fault=""
    )


@router.get("/plans/compare")
async def show_difference(
    request: Request,
    service: TheService,
    principal: Reader,
    plan: Annotated[Chosen | None, Query(max_length=200)] = None,
) -> Response:
    """What the newer of two plans does otherwise, by person and by referral."""
    chosen = sorted(set(plan or ()))
    if len(chosen) != 2:
        detail = f"{len(chosen)} plans were chosen; choose two, and compare them"
        raise ProblemError(422, "bad-request", detail)
    rows, text = await run_in_threadpool(_pair, service, chosen)
    body = await difference_made(service, rows[0].id, rows[1].id)
    found_difference = Difference.model_validate_json(body.plain())
    document, shown = shown_case(text, principal)
    labels = {one["person"]: one["name"] for one in document["people"]}
    page = render(
        request,
        "compare",
        before=rows[0],
        after=rows[1],
        difference=found_difference,
        people=_by_person(found_difference, labels),
        placements=[
            (one.referral, _stages(one.before), _stages(one.after))
            for one in found_difference.placements
        ],
        money=_money(rows[0].verdict, rows[1].verdict),
        is_synthetic=document["note"].startswith(SYNTHETIC),
    )
    changed = {one.person for one in found_difference.duties}
    if any(labels.get(one) for one in changed):
        seen = made(b"", JSON, shown)
        await tell_of_names(page, request, service, principal, rows[1].id, seen, form="page")
    return page


@router.get("/plans/{plan_id}")
def show_plan(plan_id: RowId, request: Request, service: TheService, principal: Reader) -> Response:
    """How a plan stands, and what may be done with it by whom."""
    return _plan_page(request, service, principal, plan_id)


@router.get("/plans/{plan_id}/export/{form}")
async def take_export(
    plan_id: RowId,
    form: Literal["csv", "xlsx", "ics", "payroll"],
    request: Request,
    service: TheService,
    principal: Reader,
) -> Response:
    """The plan as files, the same as programs get."""
    return await export_plan(plan_id, form, request, service, principal)


@router.post("/plans/{plan_id}/approve")
@takes_form
async def approve(
    plan_id: RowId, request: Request, service: TheService, principal: Approver
) -> Response:
    """A draft becomes approved, by another person than who made it."""
    return await _step("approve", plan_id, request, service, principal)


@router.post("/plans/{plan_id}/publish")
@takes_form
async def publish(
    plan_id: RowId, request: Request, service: TheService, principal: Publisher
) -> Response:
    """An approved plan becomes the published one of its days."""
    return await _step("publish", plan_id, request, service, principal)


@router.post("/plans/{plan_id}/work")
@takes_form
async def work(
    plan_id: RowId, request: Request, service: TheService, principal: Publisher
) -> Response:
    """A published plan was worked."""
    return await _step("work", plan_id, request, service, principal)


async def _step(
    step: str, plan_id: str, request: Request, service: Service, principal: Principal
) -> Response:
    form = await form_of(request)
    version = text_of(form, "version")
    try:
        await run_in_threadpool(
            take_step, step, plan_id, request, service, principal, version or "none"
        )
    except ProblemError as refused:
        if refused.status_code not in (409, 412):
            raise
        return await run_in_threadpool(
            _plan_page, request, service, principal, plan_id, refused, (step, version)
        )
    return RedirectResponse(f"/plans/{plan_id}", 303, headers=PAGE_HEADERS)


def _plan_page(
    request: Request,
    service: Service,
    principal: Principal,
    plan_id: str,
    refused: ProblemError | None = None,
    meant: tuple[str, str] = ("", ""),
) -> Response:
    """A plan; with why a step could not be taken, and what somebody saw who wanted it."""
    with service.database.reading() as session:
        is_judged = bool(found(session, PlanRow, plan_id, "plan").verdict)
    if not is_judged:
        judge_kept(service.database, plan_id)
    with service.database.reading() as session:
        row = found(session, PlanRow, plan_id, "plan")
        case = session.get_one(CaseRow, row.case_id)
        about = json.loads(unpacked(case.document))
        line = case.root_id or case.id
        beside, _ = newest(session, PlanRow, "", PlanRow.case_id == row.case_id)
        people = [row.created_by, row.approved_by, *(one.created_by for one in beside)]
        names = holders(session, people)
        step = _next_step(row, principal, why_unworked(session, row, service.now()))
    standing = row.verdict.get("standing", {})
    return render(
        request,
        "plan",
        200 if refused is None else refused.status_code,
        row=row,
        case=case,
        line=line,
        teams=[team["team"] for team in about["teams"]],
        verdict=row.verdict,
        standing=standing,
        details=[one for one in standing.get("details", ()) if not one.startswith(_TOLD)],
        beside=[one for one in beside if one.id != row.id],
        names=names,
        step=step,
        refused=refused,
        wanted=DONE_WORDS.get(meant[0], ""),
        seen=meant[1],
        is_synthetic=about["note"].startswith(SYNTHETIC),
    )


def _next_step(row: PlanRow, principal: Principal, unworked: str | None) -> Step | None:
    """What comes next, and what stands in the way of whoever looks; None where nothing does."""
    for name, (origin, _, permission) in STEPS.items():
        if row.state != origin:
            continue
        hindrance = ""
        if not principal.may(permission):
            role = ROLE_WORDS[principal.role]
            hindrance = f"You are signed in as {role}; {DONE_WORDS[name]} a plan is for others."
        elif name == "approve" and row.created_by == principal.id:
            hindrance = "You made this plan, so somebody else has to approve it."
        elif name == "work" and unworked is not None:
            hindrance = unworked[:1].upper() + unworked[1:] + "."
        return Step(name, STEP_WORDS[name], hindrance)
    return None


def _pair(service: Service, chosen: Sequence[str]) -> tuple[list[PlanRow], str]:
    """Two plans, the older first, and the document of the newer one's case."""
    with service.database.reading() as session:
        rows = [found(session, PlanRow, one, "plan") for one in chosen]
        rows.sort(key=lambda row: (row.created, row.id))
        return rows, unpacked(session.get_one(CaseRow, rows[1].case_id).document)


def _by_person(
    found_difference: Difference, labels: dict[str, str]
) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Each person with the days that change for them, those with most first."""
    days: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for one in found_difference.duties:
        day = day_words(date.fromisoformat(one.date))
        old, new = _duty(one.before), _duty(one.after)
        if old == new:  # the same duty, whose hours go otherwise
            old, new = _pieces(one.before), _pieces(one.after)
        days[one.person].append((day, old, new))
    ordered = sorted(days.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(person, labels.get(person, ""), changed) for person, changed in ordered]


def _duty(pieces: Sequence[DutyPiece]) -> str:
    """``D at hub``; ``D at DE1 1, DE1 2``; ``off``."""
    if not pieces:
        return "off"
    shifts = list(dict.fromkeys(one.shift for one in pieces))
    places = list(dict.fromkeys(one.place for one in pieces if one.place))
    return " and ".join(shifts) + (f" at {', '.join(places)}" if places else "")


def _pieces(pieces: Sequence[DutyPiece]) -> str:
    """``D: A morning care 60 min, B tea care 45 min``."""
    told = []
    for one in pieces:
        minutes = "" if one.minutes is None else f"{one.minutes:g} min"
        words = (one.place, one.band, one.skill, minutes)
        told.append(" ".join(word for word in words if word) or "at the base")
    return f"{pieces[0].shift}: {', '.join(told)}"


def _stages(stages: Sequence[Placement]) -> str:
    """``home from Mon 2 Nov``."""
    told = []
    for one in stages:
        if one.option is None:
            return "not served in these days"
        where = one.option + (f" in {one.unit}" if one.unit else "")
        told.append(f"{where} from {day_words(one.start)}" if one.start else where)
    return ", then ".join(told) or "not placed"


def _money(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Pounds of each kind in both plans; kinds are never added up."""
    old, new = before.get("money", {}), after.get("money", {})
    kinds = [kind for kind in KINDS if kind in old or kind in new]
    return [(KIND_WORDS[kind], old.get(kind, 0.0), new.get(kind, 0.0)) for kind in kinds]
