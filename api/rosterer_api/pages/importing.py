"""How does a manager's own rota come in: read, explained, looked through, and kept?"""

from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer
from starlette.concurrency import run_in_threadpool

from rosterer.files import BadInput
from rosterer_api.audit import note
from rosterer_api.auth.current import signed_in
from rosterer_api.auth.keys import Principal
from rosterer_api.cases import case_row
from rosterer_api.operations import carries_document, takes_form
from rosterer_api.pages.data import faults_page, plain_name
from rosterer_api.pages.explained import Reading, read_rota, with_fields
from rosterer_api.pages.forms import file_of, form_of, text_of
from rosterer_api.pages.moments import USUAL_ZONE
from rosterer_api.pages.rendering import PAGE_HEADERS, render
from rosterer_api.plans import judged
from rosterer_api.problems import ErrorItem, bad_input, not_found
from rosterer_api.routes.common import TheService, conflict
from rosterer_api.routes.lists import RowId
from rosterer_api.service import Service
from rosterer_api.storage import new_id
from rosterer_api.storage.documents import packed_object
from rosterer_api.storage.tables import ImportRow, PlanRow
from rosterer_api.uploads import read_file
from rosterer_models.vocabulary.time import day_at

router = APIRouter()
Writer = Annotated[Principal, Depends(signed_in("cases.write", "plans.write"))]
ENDS = (".xlsx", ".xlsm", ".csv")
KEPT_SECONDS = 7 * 24 * 3600.0
"""A sheet that nobody went on with holds names, and goes after a week."""


@router.post("/data/imports")
@carries_document
async def send_rota(request: Request, service: TheService, principal: Writer) -> Response:
    """Keep a sheet for as long as it is explained."""
    name, content = await file_of(request)
    name = "".join(letter for letter in name if letter.isprintable())[-200:]
    if plain_name(name, ENDS) is None or not content:
        item = ErrorItem(
            file=name or None,
            detail="is empty, or no rota that can be read",
            remedy="choose a workbook (.xlsx) or a .csv file",
        )
        return faults_page(request, [item], and_more=False)
    row = ImportRow(id=new_id("import"), created_by=principal.id, name=name, content=content)
    row.answers, row.accepts_loss, row.created = {}, False, service.now()

    def keep() -> None:
        with service.database.writing() as session:
            old = ImportRow.created < service.now() - KEPT_SECONDS
            session.execute(delete(ImportRow).where(old))
            session.add(row)

    await run_in_threadpool(keep)
    return RedirectResponse(f"/data/imports/{row.id}", 303, headers=PAGE_HEADERS)


@router.get("/data/imports/{import_id}")
async def show_import(
    import_id: RowId, request: Request, service: TheService, principal: Writer
) -> Response:
    """What is asked, or what was understood."""
    row = await run_in_threadpool(_row_of, service, principal, import_id)
    reading = await _reading(request, service, row)
    if reading.faults and not reading.asked and not row.answers:
        return faults_page(request, list(reading.faults), and_more=False)
    return render(request, "import", 422 if reading.faults else 200, row=row, reading=reading)


@router.post("/data/imports/{import_id}")
@takes_form
async def answer_import(
    import_id: RowId, request: Request, service: TheService, principal: Writer
) -> Response:
    """Take answers, and read the sheet again."""
    form = await form_of(request)
    row = await run_in_threadpool(_row_of, service, principal, import_id)
    reading = await _reading(request, service, row)
    understood = {f"codes:{code.code}": code.meaning for code in reading.codes}
    fields = [
        (name, text)
        for name, text in form.multi_items()
        if isinstance(text, str) and understood.get(name) != text
    ]
    answers = with_fields(row.answers, fields)
    accepts_loss = row.accepts_loss or bool(text_of(form, "accept"))

    def change() -> None:
        with service.database.writing() as session:
            kept = session.get_one(ImportRow, import_id)
            kept.answers, kept.accepts_loss = answers, accepts_loss

    await run_in_threadpool(change)
    return RedirectResponse(f"/data/imports/{import_id}", 303, headers=PAGE_HEADERS)


@router.post("/data/imports/{import_id}/keep")
@takes_form
async def keep_import(
    import_id: RowId, request: Request, service: TheService, principal: Writer
) -> Response:
    """Keep what was understood as a case and a plan, with the referee's verdict."""
    await form_of(request)
    row = await run_in_threadpool(_row_of, service, principal, import_id)
    reading = await _reading(request, service, row)
    imported = reading.imported
    if imported is None:
        raise conflict("the rota cannot be kept before its questions are answered")
    case, plan = imported.case, imported.plan
    kept = case_row(case, principal.id)
    made = PlanRow(
        id=new_id("plan"),
        case_id=kept.id,
        created_by=principal.id,
        verdict=await run_in_threadpool(judged, case, plan),
        document=packed_object({"plan": plan.model_dump(mode="json")}),
    )

    def write() -> None:
        with service.database.writing() as session:
            session.add(kept)
            session.flush()
            session.add(made)
            session.execute(delete(ImportRow).where(ImportRow.id == import_id))
            said = {"fingerprint": kept.fingerprint, "parent": None}
            note(session, request, principal, "case.create", kept.id, **said)
            note(session, request, principal, "plan.create", made.id, case=kept.id)

    await run_in_threadpool(write)
    return RedirectResponse(f"/plans/{made.id}", 303, headers=PAGE_HEADERS)


@router.post("/data/imports/{import_id}/drop")
@takes_form
async def drop_import(
    import_id: RowId, request: Request, service: TheService, principal: Writer
) -> Response:
    """Forget a sheet."""
    await form_of(request)

    def remove() -> None:
        with service.database.writing() as session:
            session.delete(_found(session, principal, import_id))

    await run_in_threadpool(remove)
    return RedirectResponse("/data", 303, headers=PAGE_HEADERS)


def _row_of(service: Service, principal: Principal, import_id: str) -> ImportRow:
    with service.database.reading() as session:
        return _found(session, principal, import_id)


def _found(session: Session, principal: Principal, import_id: str) -> ImportRow:
    """A sheet that somebody is explaining; nobody else knows of it, since it holds names."""
    mine = (ImportRow.id == import_id) & (ImportRow.created_by == principal.id)
    row = session.scalar(select(ImportRow).where(mine).options(undefer(ImportRow.content)))
    if row is None:
        raise not_found("rota that is being read", import_id, is_attempt=True)
    return row


async def _reading(request: Request, service: Service, row: ImportRow) -> Reading:
    today: date = day_at(service.now(), USUAL_ZONE)
    name = plain_name(row.name, ENDS) or "rota.xlsx"

    def read(path: Path) -> Reading:
        return read_rota(path, row.answers, today, accepts_loss=row.accepts_loss)

    try:
        return await read_file(request, name, row.content, service.settings, read)
    except BadInput as refused:
        problem = bad_input(refused)
        if problem.status_code != 422:
            raise problem from refused
        return Reading((), faults=problem.errors)
