"""How are cases sent, read, changed and removed?"""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rosterer.files import BadInput, load_case
from rosterer.files.faults import MOST_FAULTS
from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import MOST_VALUES, JsonRoute, UnsoundError, sound_json
from rosterer_api.cases import case_row
from rosterer_api.contract.files import upload_of
from rosterer_api.lane import short
from rosterer_api.made import JSON, Made, made
from rosterer_api.names import shown_case, sight_of
from rosterer_api.operations import carries_document
from rosterer_api.problems import ErrorItem, ProblemError, bad_input, error_items, fault_items
from rosterer_api.removal import NeededError, remove_case
from rosterer_api.routes.common import (
    ByExternalId,
    OwnId,
    TheService,
    as_json,
    conflict,
    problems,
)
from rosterer_api.routes.filtered import Filtered
from rosterer_api.routes.lists import CaseCursor, Limit, RowId, found, page_of
from rosterer_api.routes.once import IdempotencyKey, made_before, make_once
from rosterer_api.routes.sending import send, tell_of_names, the_made
from rosterer_api.service import Service
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import CaseRow
from rosterer_api.uploads import read_upload
from rosterer_api.views import MOST_METADATA_BYTES, CaseView, Metadata, Page, case_view
from rosterer_models.vocabulary.case import Case

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/cases", tags=["cases"], responses=problems(404)
)
Reader = Annotated[Principal, Depends(allowed("cases.read"))]
Writer = Annotated[Principal, Depends(allowed("cases.write"))]
Remover = Annotated[Principal, Depends(allowed("delete"))]
_METADATA = TypeAdapter[dict[str, Any]](Metadata)
MetadataText = Annotated[
    str | None,
    Query(
        alias="metadata",
        description="A JSON object.",
        max_length=MOST_METADATA_BYTES,
        json_schema_extra={
            "format": "json-object",
            "contentMediaType": JSON,
            "contentSchema": {"type": "object"},
        },
    ),
]


class Validation(BaseModel):
    """Whether a case can be used."""

    valid: bool
    fingerprint: str | None = None
    faults: list[ErrorItem] = []


@router.post(
    "",
    status_code=201,
    openapi_extra=upload_of("Case"),
    responses={**made_before(CaseView), **problems(415)},
)
@carries_document
async def create_case(
    request: Request,
    response: Response,
    service: TheService,
    principal: Writer,
    external_id: OwnId = None,
    metadata: MetadataText = None,
    idempotency_key: IdempotencyKey = None,
) -> CaseView:
    """Keep a case: JSON, a zip of CSV files, or a workbook."""
    notes = _metadata(metadata)
    try:
        case = await read_upload(request, service.settings, load_case)
    except BadInput as refused:
        raise bad_input(refused) from refused
    row = case_row(case, principal.id, external_id=external_id, metadata=notes)
    return await run_in_threadpool(
        keep, request, response, service, principal, row, idempotency_key
    )


@router.post("/validate", openapi_extra=upload_of("Case"), responses=problems(415))
@carries_document
async def validate_case(
    request: Request,
    service: TheService,
    principal: Writer,
    most: Annotated[
        int, Query(ge=1, le=MOST_FAULTS, description="So many faults at the most.")
    ] = MOST_FAULTS,
) -> Validation:
    """Say everything that is wrong with a case, and keep nothing."""
    try:
        case = await read_upload(request, service.settings, load_case)
    except BadInput as refused:
        return Validation(valid=False, faults=fault_items(refused)[:most])
    except UnsoundError as refused:
        return Validation(valid=False, faults=refused.errors[:most])
    return Validation(valid=True, fingerprint=case.fingerprint)


@router.get("", response_model=Page[CaseView])
@short
def list_cases(
    service: TheService,
    principal: Reader,
    filters: Filtered,
    limit: Limit = 50,
    cursor: CaseCursor = None,
    external_id: ByExternalId = None,
) -> Response:
    """Cases, newest first."""
    return page_of(
        service,
        CaseRow,
        case_view,
        limit,
        cursor,
        *filters.conditions(service, CaseRow),
        external_id=external_id,
    )


@router.get("/{case_id}", response_model=CaseView)
@short
def get_case(case_id: RowId, service: TheService, principal: Reader) -> Response:
    """What is known of a case, without its document."""
    with service.database.reading() as session:
        return as_json(case_view(found(session, CaseRow, case_id, "case")))


@router.get(
    "/{case_id}/document",
    response_model=Case,
)
async def get_case_document(
    case_id: RowId, request: Request, service: TheService, principal: Reader
) -> Response:
    """The case itself, as JSON; names are left out where the caller may not see them."""

    def look() -> None:
        with service.database.reading() as session:
            found(session, CaseRow, case_id, "case")

    def make() -> Made:
        with service.database.reading() as session:
            text = unpacked(found(session, CaseRow, case_id, "case").document)
        document, shown = shown_case(text, principal)
        content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        return made(content, JSON, shown)

    await service.lane.read(("is there", case_id), look)
    tag = f"{case_id}.{sight_of(principal)}"
    body = await the_made(service, tag, make)
    answer = await send(request, service, tag, body)
    await tell_of_names(answer, request, service, principal, case_id, body)
    return answer


def case_of(service: Service, case_id: str) -> Case:
    """A kept case.

    Raises
    ------
    ProblemError
        404 when it is not there.
    """
    with service.database.reading() as session:
        return Case.model_validate_json(unpacked(found(session, CaseRow, case_id, "case").document))


@router.delete("/{case_id}", status_code=204, responses=problems(404, 409))
def delete_case(
    case_id: RowId,
    request: Request,
    service: TheService,
    principal: Remover,
    cascade: Annotated[
        bool,
        Query(description="With its ended jobs, results of winters, drafts and approved plans."),
    ] = False,
) -> None:
    """Remove a case: by itself when nothing needs it, or with all that hangs on it."""
    try:
        with service.database.writing() as session:
            row = found(session, CaseRow, case_id, "case", lock=True)
            gone = remove_case(session, row) if cascade else {}
            if not cascade:
                session.delete(row)
            note(
                session,
                request,
                principal,
                "case.delete",
                case_id,
                fingerprint=row.fingerprint,
                **gone,
            )
    except NeededError as needed:
        raise conflict(str(needed)) from needed
    except IntegrityError as needed:
        raise conflict(
            "plans, jobs or results need this case; delete them first, or all of it with "
            "cascade=true"
        ) from needed


def keep(
    request: Request,
    response: Response,
    service: Service,
    principal: Principal,
    row: CaseRow,
    key: str | None,
) -> CaseView:
    """Write a new case down, once for each key, and answer with it."""

    def write(session: Session) -> str:
        if row.parent is not None:
            parent = session.get(CaseRow, row.parent)
            row.root_id = row.parent if parent is None else parent.root_id or parent.id
        session.add(row)
        note(
            session,
            request,
            principal,
            "case.create",
            row.id,
            fingerprint=row.fingerprint,
            parent=row.parent,
        )
        return row.id

    asked: dict[str, object] = {"make": "case", "fingerprint": row.fingerprint}
    asked |= {"parent": row.parent, "changes": row.changes}
    asked |= {"external_id": row.external_id, "metadata": row.meta}
    made, is_new = make_once(service, principal, key, asked, write)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/v1/cases/{made}"
    with service.database.reading() as session:
        return case_view(found(session, CaseRow, made, "case"))


def _metadata(text: str | None) -> dict[str, Any]:
    content: object = {}
    try:
        content = sound_json(text.encode(errors="surrogatepass"), MOST_VALUES) if text else {}
        return _METADATA.validate_python(content)
    except ValidationError as refused:
        errors = error_items(refused.errors(include_url=False), content)
    except ProblemError as refused:
        errors = refused.errors
    items = [
        error.model_copy(update={"pointer": None, "parameter": "metadata"}) for error in errors
    ]
    raise ProblemError(422, "bad-request", "metadata cannot be kept", items)
