"""Who works when and where, and is it safe? The rota of a team, to be read and printed."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rosterer_api.auth.current import signed_in
from rosterer_api.auth.keys import Principal
from rosterer_api.difference import Difference
from rosterer_api.made import JSON, made
from rosterer_api.pages.data import SYNTHETIC
from rosterer_api.pages.lists import OfPlan, holders, newest
from rosterer_api.pages.rendering import PAGE_HEADERS, packed, render
from rosterer_api.pages.rota_view import LENGTHS, MOST_ROWS, Rota, TeamRota, rota_of, window_of
from rosterer_api.plans import judge_kept
from rosterer_api.problems import ProblemError, not_found
from rosterer_api.publishing import PAID
from rosterer_api.routes.common import TheService
from rosterer_api.routes.lists import found
from rosterer_api.routes.plans import case_and_plan, difference_made
from rosterer_api.routes.sending import tell_of_names
from rosterer_api.service import Service
from rosterer_api.storage.tables import CaseRow, PlanRow, RotaRow
from rosterer_models.vocabulary.base import Id
from rosterer_models.vocabulary.time import day_at

router = APIRouter()
Reader = Annotated[Principal, Depends(signed_in("plans.read"))]
MOST_KEPT = 4
"""Plans whose rotas are kept at hand: the present ones of a place, and one that is compared."""
USUAL_LENGTH = 14


@router.get("/rota")
async def show_present(
    request: Request,
    service: TheService,
    principal: Reader,
    team: Annotated[str, Query(max_length=200)] = "",
    plan: OfPlan = "",
    days: int = USUAL_LENGTH,
) -> Response:
    """Lead to the rota of a team: of the one that is asked for, or of the first that is there."""
    row = await run_in_threadpool(_present, service, team, plan)
    if row is None:
        return render(request, "no-rota", team=team)
    teams = (await _rota(service, row.id)).teams
    first = team if team in teams else next(iter(teams), "")
    if not first:
        return render(request, "no-rota", team="")
    query = f"?days={days}" + (f"&plan={row.id}" if plan else "")
    return RedirectResponse(f"/rota/{first}{query}", 303, headers=PAGE_HEADERS)


@router.get("/rota/{team}")
async def show_rota(
    team: Id,
    request: Request,
    service: TheService,
    principal: Reader,
    start: Annotated[date | None, Query(alias="from")] = None,
    days: int = USUAL_LENGTH,
    plan: OfPlan = "",
    part: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """People by days, what is not covered, what is needed and there, and what is broken."""
    row = await run_in_threadpool(_present, service, team, plan)
    if row is None:
        return render(request, "no-rota", 404, team=team)
    if not row.verdict:
        await service.costly.read(("judge", row.id), partial(judge_kept, service.database, row.id))
    rota = await _rota(service, row.id)
    shown = rota.teams.get(team)
    if shown is None:
        raise not_found("team", team)
    facts = await run_in_threadpool(_beside, service, row.id, team)
    changed = await _changed(service, row, facts["published"])
    page = _page(
        request, service, principal, rota, shown, (start, days, plan, part), facts, changed
    )
    if principal.sees_names_of(team) and any(one.name for one in shown.people):
        names = {team: sum(bool(one.name) for one in shown.people)}
        body = made(b"", JSON, names)
        await tell_of_names(page, request, service, principal, row.id, body, form="rota")
    return packed(request, page)


def _page(
    request: Request,
    service: Service,
    principal: Principal,
    rota: Rota,
    team: TeamRota,
    asked: tuple[date | None, int, str, int],
    facts: dict[str, Any],
    changed: frozenset[tuple[str, str]],
) -> Response:
    start, days, plan, part = asked
    today = day_at(service.now(), rota.zone)
    length = days if days in LENGTHS else USUAL_LENGTH
    window = window_of(rota, start, length, today)
    first = rota.first_day + timedelta(days=window.first)
    num_parts = max(1, -(-len(team.people) // MOST_ROWS))
    part = min(part, num_parts)
    return render(
        request,
        "rota",
        rota=rota,
        team=team,
        people=team.people[(part - 1) * MOST_ROWS : part * MOST_ROWS],
        part=part,
        num_parts=num_parts,
        most=MOST_ROWS,
        headings=window.of(rota.headings),
        window=window,
        first=first,
        length=length,
        lengths=LENGTHS,
        before=first - timedelta(days=length) if window.first else None,
        after=(first + timedelta(days=length))
        if window.first + window.number < rota.days
        else None,
        day_now=today,
        plan=plan,
        is_named=principal.sees_names_of(team.team),
        changed=changed,
        **facts,
        is_synthetic=rota.note.startswith(SYNTHETIC),
    )


async def _rota(service: Service, plan_id: str) -> Rota:
    """The rota of a plan; a few are kept, since plans never change."""
    kept = service.rotas.get(plan_id)
    if kept is None:
        look = partial(_looked_up, service, plan_id)
        kept = await service.costly.read(("rota", plan_id), look, is_for_ever=True)
        while len(service.rotas) >= MOST_KEPT:
            service.rotas.pop(next(iter(service.rotas)), None)
        service.rotas[plan_id] = kept
    assert isinstance(kept, Rota)
    return kept


def _looked_up(service: Service, plan_id: str) -> Rota:
    _, case, plan = case_and_plan(service, plan_id)
    return rota_of(case, plan)


def _present(service: Service, team: str, plan_id: str) -> PlanRow | None:
    """The plan that is asked for; else the newest published one that has the team, else the newest
    of any state.

    Raises
    ------
    ProblemError
        404 when the one that is asked for is not there.
    """
    with service.database.reading() as session:
        if plan_id:
            return found(session, PlanRow, plan_id, "plan")
        published, _ = newest(session, PlanRow, "", PlanRow.state.in_(PAID))
        others, _ = newest(session, PlanRow, "")
        return next((row for row in (*published, *others) if _has(session, row, team)), None)


def _has(session: Session, row: PlanRow, team: str) -> bool:
    teams: Sequence[str] = session.get_one(CaseRow, row.case_id).about.get("teams", ())
    return team in teams if team else bool(teams)


def _beside(service: Service, plan_id: str, team: str) -> dict[str, Any]:
    """What the page says of the plan beside its rota."""
    with service.database.reading() as session:
        row = found(session, PlanRow, plan_id, "plan")
        case = session.get_one(CaseRow, row.case_id)
        mine = (
            RotaRow.scope == (case.root_id or case.id),
            RotaRow.first_day == case.about.get("first_day", ""),
            RotaRow.days == case.about.get("days", 0),
        )
        published = session.scalar(select(RotaRow.plan_id).where(*mine))
        return {
            "row": row,
            "case": case,
            "published": published,
            "names": holders(session, [row.created_by, row.approved_by]),
        }


async def _changed(
    service: Service, row: PlanRow, published: str | None
) -> frozenset[tuple[str, str]]:
    """Days of people that differ from what is published for the same days."""
    if published is None or published == row.id:
        return frozenset()
    try:
        body = await difference_made(service, published, row.id)
    except ProblemError:
        return frozenset()  # the published one was removed at this moment
    differing = Difference.model_validate(json.loads(body.plain()))
    return frozenset((one.person, one.date) for one in differing.duties)
