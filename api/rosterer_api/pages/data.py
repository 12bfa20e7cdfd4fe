"""Is what the service knows right? Cases that are kept, and those that come in."""

import json
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from rosterer.cautions import cautions_of
from rosterer.files import BadInput, load_case, save_case
from rosterer.standing import without_names
from rosterer_api.auth.current import signed_in
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import UnsoundError
from rosterer_api.cases import case_row
from rosterer_api.made import Made, made
from rosterer_api.names import shown_case, sight_of
from rosterer_api.operations import carries_document
from rosterer_api.pages.forms import file_of
from rosterer_api.pages.lists import After, holders, newest
from rosterer_api.pages.rendering import PAGE_HEADERS, render
from rosterer_api.problems import ErrorItem, bad_input
from rosterer_api.routes.cases import keep
from rosterer_api.routes.common import TheService
from rosterer_api.routes.lists import RowId, found
from rosterer_api.routes.sending import send, tell_of_names, the_made
from rosterer_api.scratch import for_a_while
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import CaseRow, PlanRow
from rosterer_api.uploads import WORKBOOK, read_file
from rosterer_models.vocabulary.case import Case

router = APIRouter()
Reader = Annotated[Principal, Depends(signed_in("cases.read"))]
Writer = Annotated[Principal, Depends(signed_in("cases.write"))]
SYNTHETIC = "Synthetic"
"""How the note of a case begins that a generator made."""


@router.get("/data")
def show_data(
    request: Request, service: TheService, principal: Reader, after: After = ""
) -> Response:
    """The cases, newest first, and where others come in."""
    with service.database.reading() as session:
        rows, following = newest(session, CaseRow, after)
        names = holders(session, [row.created_by for row in rows])
    may_write = principal.may("cases.write")
    return render(request, "data", rows=rows, following=following, names=names, may_write=may_write)


@router.post("/data/cases")
@carries_document
async def send_case(request: Request, service: TheService, principal: Writer) -> Response:
    """Keep a case that a form has brought, or say everything that is wrong with it."""
    _, content = await file_of(request)
    try:
        case = await read_file(request, "case", content, service.settings, load_case)
    except BadInput as refused:
        problem = bad_input(refused)
        if problem.status_code != 422:
            raise problem from refused
        return faults_page(request, problem.errors, and_more=problem.more)
    except UnsoundError as refused:
        return faults_page(request, refused.errors, and_more=refused.more)
    row = case_row(case, principal.id)
    view = await run_in_threadpool(keep, request, Response(), service, principal, row, None)
    return RedirectResponse(f"/data/{view.id}", 303, headers=PAGE_HEADERS)


@router.get("/data/{case_id}")
def show_case(case_id: RowId, request: Request, service: TheService, principal: Reader) -> Response:
    """What a case holds, and what in it is probably not meant."""
    with service.database.reading() as session:
        row = found(session, CaseRow, case_id, "case")
        case = Case.model_validate_json(unpacked(row.document))
        plans, _ = newest(session, PlanRow, "", PlanRow.case_id == case_id)
        names = holders(session, [row.created_by, *(plan.created_by for plan in plans)])
    is_seen = all(principal.sees_names_of(team.team) for team in case.teams)
    return render(
        request,
        "case",
        row=row,
        case=case,
        plans=plans,
        names=names,
        cautions=cautions_of(case),
        losses=case.losses if is_seen else without_names(case.losses),
        is_synthetic=case.note.startswith(SYNTHETIC),
    )


@router.get("/data/{case_id}/workbook")
async def take_workbook(
    case_id: RowId, request: Request, service: TheService, principal: Reader
) -> Response:
    """The case as a workbook, to be corrected and sent again; with names that may be seen."""

    def make() -> Made:
        with service.database.reading() as session:
            text = unpacked(found(session, CaseRow, case_id, "case").document)
        document, names = shown_case(text, principal)
        with for_a_while("rosterer-case-") as folder:
            file = folder / "case.xlsx"
            save_case(Case.model_validate_json(json.dumps(document)), file)
            return made(file.read_bytes(), WORKBOOK, names)

    tag = f"{case_id}.xlsx.{sight_of(principal)}"
    body = await the_made(service, tag, make)
    file = {"Content-Disposition": f'attachment; filename="{case_id}.xlsx"'}
    answer = await send(request, service, tag, body, file)
    await tell_of_names(answer, request, service, principal, case_id, body, form="xlsx")
    return answer


def faults_page(request: Request, errors: list[ErrorItem], *, and_more: bool) -> Response:
    """Everything that is wrong with a file, by sheet, row and column."""
    return render(request, "faults", 422, errors=errors, and_more=and_more)


def plain_name(name: str, ends: tuple[str, ...]) -> str | None:
    """What a file may be called while it is read; None when its kind is not known."""
    from rosterer.sheets.names import ids_of

    path = Path(name.replace("\\", "/"))
    if path.suffix.lower() not in ends:
        return None
    return ids_of([path.stem])[0][:80] + path.suffix.lower()
