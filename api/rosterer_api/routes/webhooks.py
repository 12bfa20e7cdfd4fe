"""How does a caller ask to be told, and see what was delivered?"""

import secrets
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import select
from sqlalchemy.orm import Session

from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.auth.roles import Permission
from rosterer_api.bodies import JsonRoute
from rosterer_api.contract.shown import list_shown_as, shown_as
from rosterer_api.lane import short_of_owner
from rosterer_api.problems import ErrorItem, ProblemError, not_found
from rosterer_api.routes.common import TheService, problems
from rosterer_api.routes.lists import Cursor, Limit, RowId, found, page_of
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import DeliveryRow, WebhookRow
from rosterer_api.views import Page, moment_of
from rosterer_api.webhooks.addresses import RefusedAddressError, sound_url
from rosterer_api.webhooks.outbox import WebhookEvent

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/webhooks", tags=["webhooks"], responses=problems(404)
)
Owner = Annotated[Principal, Depends(allowed("webhooks"))]
OTHERS: Permission = "webhooks.others"


class NewWebhook(BaseModel):
    """Whom to tell of what."""

    url: Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=2000)]
    events: list[WebhookEvent] = []
    """Blank for all."""


class WebhookView(BaseModel):
    """A webhook, without its secret."""

    id: str
    url: str
    """Without its query, which may hold a password of the receiver."""
    events: Annotated[list[str], list_shown_as("WebhookEvent")]
    created: datetime
    created_by: str


class MadeWebhook(WebhookView):
    """A new webhook; ``secret`` signs its messages, and is shown here and never again."""

    secret: str


class DeliveryView(BaseModel):
    """An event, and what became of it."""

    id: str
    event: Annotated[str, shown_as("WebhookEvent")]
    state: Annotated[str, shown_as("DeliveryState")]
    attempts: int
    status: int | None
    reason: str | None
    created: datetime
    payload: Annotated[dict[str, Any], shown_as("MessageContent")]


@router.post("", status_code=201)
def create_webhook(
    body: NewWebhook, request: Request, service: TheService, principal: Owner
) -> MadeWebhook:
    """Ask to be told."""
    try:
        sound_url(body.url, allow_private=service.settings.private_webhooks)
    except RefusedAddressError as refused:
        raise ProblemError(
            422, "bad-request", str(refused), [ErrorItem(detail=str(refused), pointer="/url")]
        ) from refused
    row = WebhookRow(
        id=new_id("webhook"),
        url=body.url,
        events=list(body.events),
        secret=secrets.token_hex(32),
        created_by=principal.id,
    )
    with service.database.writing() as session:
        session.add(row)
        note(session, request, principal, "webhook.create", row.id, url=body.url.partition("?")[0])
    return MadeWebhook(**_view(row).model_dump(), secret=row.secret)


@router.get("")
def list_webhooks(service: TheService, principal: Owner) -> list[WebhookView]:
    """The caller's webhooks; for an administrator all."""
    with service.database.reading() as session:
        rows = session.scalars(select(WebhookRow).order_by(WebhookRow.id.desc()))
        return [_view(row) for row in rows if principal.owns(row.created_by, OTHERS)]


@router.delete("/{webhook_id}", status_code=204)
def delete_webhook(
    webhook_id: RowId, request: Request, service: TheService, principal: Owner
) -> None:
    """Ask to be told no more; what was not yet delivered is dropped."""
    with service.database.writing() as session:
        session.delete(_own(session, webhook_id, principal))
        note(session, request, principal, "webhook.delete", webhook_id)


@router.get("/{webhook_id}/deliveries", response_model=Page[DeliveryView])
@short_of_owner
def list_deliveries(
    webhook_id: RowId,
    service: TheService,
    principal: Owner,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What was sent, or is to be sent, newest first."""
    with service.database.reading() as session:
        _own(session, webhook_id, principal)
    return page_of(service, DeliveryRow, _delivery_view, limit, cursor, webhook_id=webhook_id)


@router.post("/{webhook_id}/deliveries/{delivery_id}/replay", status_code=202)
def replay_delivery(
    webhook_id: RowId, delivery_id: RowId, request: Request, service: TheService, principal: Owner
) -> DeliveryView:
    """Send an event again, whatever became of it."""
    with service.database.writing() as session:
        _own(session, webhook_id, principal)
        row = session.get(DeliveryRow, delivery_id)
        if row is None or row.webhook_id != webhook_id:
            raise not_found("delivery", delivery_id)
        row.state, row.attempts, row.next_at, row.status, row.reason = "waiting", 0, 0.0, None, None
        note(session, request, principal, "webhook.replay", delivery_id)
    return _delivery_view(row)


def _own(session: Session, webhook_id: str, principal: Principal) -> WebhookRow:
    """A webhook of the caller's; those of others are not there for them."""
    row = found(session, WebhookRow, webhook_id, "webhook")
    if not principal.owns(row.created_by, OTHERS):
        raise not_found("webhook", webhook_id)
    return row


def _view(row: WebhookRow) -> WebhookView:
    return WebhookView(
        id=row.id,
        url=row.url.partition("?")[0],
        events=row.events,
        created=moment_of(row.created),
        created_by=row.created_by,
    )


def _delivery_view(row: DeliveryRow) -> DeliveryView:
    return DeliveryView(
        id=row.id,
        event=row.event,
        state=row.state,
        attempts=row.attempts,
        status=row.status,
        reason=row.reason,
        created=moment_of(row.created),
        payload=row.payload,
    )
