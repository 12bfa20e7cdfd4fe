"""Where do things stand? The page that somebody meets first."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import func, select

from rosterer_api.auth.current import signed_in
from rosterer_api.auth.keys import Principal
from rosterer_api.pages.lists import newest
from rosterer_api.pages.rendering import render
from rosterer_api.routes.common import TheService
from rosterer_api.storage.tables import CaseRow, PlanRow

router = APIRouter()


@router.get("/")
def show_home(
    request: Request,
    service: TheService,
    principal: Annotated[Principal, Depends(signed_in("plans.read"))],
) -> Response:
    """How many cases and plans there are, and in which state."""
    with service.database.reading() as session:
        num_cases = session.scalar(select(func.count()).select_from(CaseRow)) or 0
        states = select(PlanRow.state, func.count().label("number")).group_by(PlanRow.state)
        by_state = {row.state: row.number for row in session.execute(states)}
        published, _ = newest(session, PlanRow, "", PlanRow.state == "published")
        cases = {row.case_id: session.get_one(CaseRow, row.case_id) for row in published}
    return render(
        request,
        "home",
        num_cases=num_cases,
        by_state=by_state,
        published=published,
        cases=cases,
    )
