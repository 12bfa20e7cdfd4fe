"""How are keys given and taken away, and how is the audit log read?"""

import csv
import io
import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import StreamingResponse

from rosterer.export.formula_safe import safe
from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal, make_key
from rosterer_api.auth.wanted import NewKey, Share
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.shown import shown_as
from rosterer_api.lane import costly
from rosterer_api.retention import days_kept, due
from rosterer_api.routes.common import TheService, as_json, list_of, problems, shown
from rosterer_api.routes.lists import Limit, RowId, found
from rosterer_api.routes.once import IdempotencyKey, made_before, make_once
from rosterer_api.service import Service
from rosterer_api.storage.tables import AuditRow, KeyRow
from rosterer_api.views import Page, moment_of

router = APIRouter(
    route_class=JsonRoute, prefix="/v1", tags=["administration"], responses=problems(404)
)
Administrator = Annotated[Principal, Depends(allowed("keys"))]
Auditor = Annotated[Principal, Depends(allowed("audit"))]


class KeyView(Share):
    """A key, without the key itself."""

    model_config = ConfigDict(extra="ignore")

    id: str
    name: str
    role: Annotated[str, shown_as("Role")]
    teams: list[str]
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    last_used: datetime | None


class MadeKey(KeyView):
    """A new key; ``key`` is shown here and never again."""

    key: str | None


class RetentionView(BaseModel):
    """How long things are kept."""

    days: dict[str, int]
    """0 keeps for ever."""
    due: dict[str, int]
    """How many of each kind are old enough to be removed."""


class AuditView(BaseModel):
    """Something that was done."""

    id: int
    at: datetime
    who: str
    role: str
    action: str
    target: str
    detail: dict[str, Any]
    address: str
    request_id: str


@router.get("/keys", response_model=list[KeyView])
def list_keys(service: TheService, principal: Administrator) -> Response:
    """All keys, newest first."""
    with service.database.reading() as session:
        return list_of(_key_view, session.scalars(select(KeyRow).order_by(KeyRow.id.desc())))


@router.post("/keys", status_code=201, responses=made_before(MadeKey))
def create_key(
    body: NewKey,
    request: Request,
    response: Response,
    service: TheService,
    principal: Administrator,
    idempotency_key: IdempotencyKey = None,
) -> MadeKey:
    """Make a key. Made before under the same ``Idempotency-Key`` it is not shown again: revoke it,
    and make another, if the answer was lost.
    """
    texts = []

    def write(session: Session) -> str:
        expires = None if body.expires is None else body.expires.timestamp()
        row, text = make_key(session, body.name, body.role, body.teams, expires, **body.share())
        texts.append(text)
        note(session, request, principal, "key.create", row.id, **body.said())
        return row.id

    asked = {"make": "key", **body.model_dump(mode="json")}
    made, is_new = make_once(service, principal, idempotency_key, asked, write)
    response.status_code = 201 if is_new else 200
    with service.database.reading() as session:
        view = _key_view(found(session, KeyRow, made, "key"))
    return MadeKey(**view.model_dump(), key=texts[0] if is_new else None)


@router.patch("/keys/{key_id}")
def share_of_key(
    key_id: RowId, body: Share, request: Request, service: TheService, principal: Administrator
) -> KeyView:
    """Give a key another share of the queue: what is not named stays, and null is no limit. Jobs
    that wait keep their turns.
    """
    given = {name: value for name, value in body.share().items() if name in body.model_fields_set}
    with service.database.writing() as session:
        row = found(session, KeyRow, key_id, "key", lock=True)
        for name, value in given.items():
            setattr(row, name, value)
        note(session, request, principal, "key.share", key_id, **given)
        return _key_view(row)


@router.delete("/keys/{key_id}", status_code=204)
def revoke_key(
    key_id: RowId, request: Request, service: TheService, principal: Administrator
) -> None:
    """Revoke a key; from the next request on it is worth nothing here, and within a second at other
    servers.
    """
    with service.database.writing() as session:
        row = found(session, KeyRow, key_id, "key")
        row.revoked = row.revoked or time.time()
        note(session, request, principal, "key.revoke", key_id)
    service.keys.forget()


@router.get("/retention")
@costly
def get_retention(service: TheService, principal: Administrator) -> RetentionView:
    """How long things are kept, and what a look would remove now. Workers look once an hour."""
    return RetentionView(
        days=days_kept(service.settings), due=dict(due(service.database, service.settings))
    )


@router.get("/audit", response_model=Page[AuditView])
def list_audit(
    service: TheService,
    principal: Auditor,
    limit: Limit = 50,
    cursor: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
) -> Response:
    """What was done, latest first."""
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(AuditRow.id < cursor)
    with service.database.reading() as session:
        rows = list(session.scalars(query))
    following = str(rows[limit - 1].id) if len(rows) > limit else None
    return as_json(Page(items=shown(_audit_view, rows[:limit]), next=following))


@router.get(
    "/audit/export",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def export_audit(service: TheService, principal: Auditor) -> Response:
    """The whole log, oldest first, as CSV."""
    return StreamingResponse(_audit_csv(service), media_type="text/csv")


def _audit_csv(service: Service) -> Iterator[bytes]:
    columns = [column.key for column in AuditRow.__table__.columns]
    yield (",".join(columns) + "\n").encode()
    with service.database.reading() as session:
        for row in session.scalars(
            select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=1000)
        ):
            line = io.StringIO()
            csv.writer(line, lineterminator="\n").writerow(
                [safe(_cell(getattr(row, column))) for column in columns]
            )
            yield line.getvalue().encode(errors="backslashreplace")


def _cell(value: object) -> str:
    """A value as the pages of the log have it: a moment as such, an object as JSON."""
    if isinstance(value, float):
        return moment_of(value).isoformat().replace("+00:00", "Z")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _key_view(row: KeyRow) -> KeyView:
    optional = {name: getattr(row, name) for name in ("expires", "revoked", "last_used")}
    moments = {
        name: None if value is None else moment_of(value) for name, value in optional.items()
    }
    return KeyView(
        id=row.id,
        name=row.name,
        role=row.role,
        teams=row.teams,
        created=moment_of(row.created),
        weight=row.weight,
        most_waiting=row.most_waiting,
        most_running=row.most_running,
        **moments,
    )


def _audit_view(row: AuditRow) -> AuditView:
    return AuditView(
        id=row.id,
        at=moment_of(row.at),
        who=row.who,
        role=row.role,
        action=row.action,
        target=row.target,
        detail=row.detail,
        address=row.address,
        request_id=row.request_id,
    )
