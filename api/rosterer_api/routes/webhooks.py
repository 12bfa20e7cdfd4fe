"""How does a caller ask to be told, change what they are told, and try it out?"""

import secrets
import time
from collections.abc import Mapping
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rosterer_api.audit import note
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.auth.roles import Permission
from rosterer_api.bodies import JsonRoute
from rosterer_api.problems import ErrorItem, bad_request, not_found
from rosterer_api.routes.common import TheService, conflict, list_of, problems
from rosterer_api.routes.kinds import places_of, require_kinds
from rosterer_api.routes.lists import RowId, found
from rosterer_api.routes.once import IdempotencyKey, made_before, make_once
from rosterer_api.service import Service
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import DeliveryRow, WebhookRow
from rosterer_api.webhooks.addresses import RefusedAddressError, Resolver
from rosterer_api.webhooks.holders import lost_holder
from rosterer_api.webhooks.outbox import TEST_EVENT
from rosterer_api.webhooks.queue import message_of, switch_off, switch_on
from rosterer_api.webhooks.send import Outcome, Sender
from rosterer_api.webhooks.shapes import (
    ChangedWebhook,
    DeliveryView,
    MadeWebhook,
    NewSecret,
    NewWebhook,
    WebhookView,
    delivery_view,
    webhook_view,
)

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/webhooks", tags=["webhooks"], responses=problems(404)
)
Owner = Annotated[Principal, Depends(allowed("webhooks"))]
OTHERS: Permission = "webhooks.others"
HOUR_SECONDS = 3600.0


@router.post("", status_code=201, responses=made_before(MadeWebhook))
async def create_webhook(
    body: NewWebhook,
    request: Request,
    response: Response,
    service: TheService,
    principal: Owner,
    idempotency_key: IdempotencyKey = None,
) -> MadeWebhook:
    """Ask to be told. The address is judged now, and again at every message. Asked before under the
    same ``Idempotency-Key``, the secret is not shown again.
    """
    require_kinds(service, places_of(body.kinds, "/kinds"))
    await _judge(service, body.url)
    row = WebhookRow(
        id=new_id("webhook"),
        secret=secrets.token_hex(32),
        created_by=principal.id,
        **body.model_dump(),
    )
    asked = {"make": "webhook", **body.model_dump(mode="json")}
    made, is_new = await run_in_threadpool(
        _keep, service, request, principal, row, asked, idempotency_key
    )
    response.status_code = 201 if is_new else 200
    return MadeWebhook(**webhook_view(made).model_dump(), secret=made.secret if is_new else None)


@router.get("", response_model=list[WebhookView])
def list_webhooks(service: TheService, principal: Owner) -> Response:
    """The caller's webhooks; for an administrator all."""
    with service.database.reading() as session:
        rows = session.scalars(select(WebhookRow).order_by(WebhookRow.id.desc()))
        own = (row for row in rows if principal.owns(row.created_by, OTHERS))
        return list_of(partial(_seen, session), own)


@router.get("/{webhook_id}")
def get_webhook(webhook_id: RowId, service: TheService, principal: Owner) -> WebhookView:
    """A webhook: what it asks for, and whether it is on."""
    with service.database.reading() as session:
        return _seen(session, own_webhook(session, webhook_id, principal))


@router.patch("/{webhook_id}", responses=problems(404, 409))
def change_webhook(
    webhook_id: RowId,
    body: ChangedWebhook,
    request: Request,
    service: TheService,
    principal: Owner,
) -> WebhookView:
    """Rename a webhook, ask for other events, or switch it off and on; what is left out stays.

    Switched on again, it is sent what happened meanwhile.
    """
    given = body.model_dump(exclude_unset=True, exclude_none=True)
    is_active = given.pop("active", None)
    require_kinds(service, places_of(given.get("kinds", []), "/kinds"))
    with service.database.writing() as session:
        row = own_webhook(session, webhook_id, principal, lock=True)
        for name, value in given.items():
            setattr(row, name, value)
        if is_active is not None:
            if is_active:
                require_holder(session, row)
            switch_on(row) if is_active else switch_off(row, "somebody switched it off")
        changed = sorted(body.model_fields_set)
        note(session, request, principal, "webhook.change", webhook_id, changed=changed)
        return _seen(session, row)


@router.post("/{webhook_id}/secret")
def rotate_secret(
    webhook_id: RowId, body: NewSecret, request: Request, service: TheService, principal: Owner
) -> MadeWebhook:
    """Sign with a new secret, which is shown here and never again; the old one signs as well for a
    while.
    """
    with service.database.writing() as session:
        row = own_webhook(session, webhook_id, principal, lock=True)
        row.old_secret, row.secret = row.secret, secrets.token_hex(32)
        row.old_until = time.time() + body.keep_old_hours * HOUR_SECONDS
        note(session, request, principal, "webhook.rotate", webhook_id)
        return MadeWebhook(**_seen(session, row).model_dump(), secret=row.secret)


@router.post("/{webhook_id}/test", responses=problems(404, 409))
async def send_test_message(
    webhook_id: RowId, request: Request, service: TheService, principal: Owner
) -> DeliveryView:
    """Send a message now, whether or not the webhook is on, and say what became of it."""
    begin = partial(_begin_test, service, request, principal, webhook_id)
    row, hook = await run_in_threadpool(begin)
    sender = Sender(allow_private=service.settings.private_webhooks)
    outcome = await sender(message_of(row, hook))
    await sender.close()
    return await run_in_threadpool(_end_test, service, row.id, outcome)


@router.delete("/{webhook_id}", status_code=204)
def delete_webhook(
    webhook_id: RowId, request: Request, service: TheService, principal: Owner
) -> None:
    """Ask to be told no more; what was not yet delivered is dropped."""
    with service.database.writing() as session:
        session.delete(own_webhook(session, webhook_id, principal))
        note(session, request, principal, "webhook.delete", webhook_id)


def own_webhook(
    session: Session, webhook_id: str, principal: Principal, *, lock: bool = False
) -> WebhookRow:
    """A webhook of the caller's, or one that their role reaches.

    Raises
    ------
    ProblemError
        404 for any other.
    """
    row = found(session, WebhookRow, webhook_id, "webhook", lock=lock)
    if not principal.owns(row.created_by, OTHERS):
        raise not_found("webhook", webhook_id, is_attempt=True)
    return row


def require_holder(session: Session, hook: WebhookRow) -> None:
    """Let nothing be sent for a key that is no longer good.

    Raises
    ------
    ProblemError
        409, with the reason.
    """
    lost = lost_holder(session, hook)
    if lost is not None:
        raise conflict(f"the webhook is off for good: {lost.why}")


def _seen(session: Session, row: WebhookRow) -> WebhookView:
    return webhook_view(row, lost_holder(session, row))


async def _judge(service: Service, url: str) -> None:
    try:
        await Resolver(allow_private=service.settings.private_webhooks).address(url)
    except RefusedAddressError as refused:
        raise bad_request(
            [ErrorItem(detail=str(refused), pointer="/url")], is_attempt=True
        ) from refused


def _keep(
    service: Service,
    request: Request,
    principal: Principal,
    row: WebhookRow,
    asked: Mapping[str, object],
    key: str | None,
) -> tuple[WebhookRow, bool]:
    """Write a webhook down, once for each key; what was made, and whether it is new."""

    def write(session: Session) -> str:
        session.add(row)
        shown = row.url.partition("?")[0]
        note(session, request, principal, "webhook.create", row.id, url=shown)
        return row.id

    made, is_new = make_once(service, principal, key, asked, write)
    with service.database.reading() as session:
        return found(session, WebhookRow, made, "webhook"), is_new


def _begin_test(
    service: Service, request: Request, principal: Principal, webhook_id: str
) -> tuple[DeliveryRow, WebhookRow]:
    with service.database.writing() as session:
        hook = own_webhook(session, webhook_id, principal)
        require_holder(session, hook)
        row = DeliveryRow(
            id=new_id("delivery"),
            webhook_id=webhook_id,
            event=TEST_EVENT,
            payload={"webhook": webhook_id},
            state="failed",
            attempts=1,
            reason="the service ended before an answer came",
        )
        session.add(row)
        note(session, request, principal, "webhook.test", webhook_id)
    return row, hook


def _end_test(service: Service, delivery_id: str, outcome: Outcome) -> DeliveryView:
    with service.database.writing() as session:
        row = session.scalars(select(DeliveryRow).where(DeliveryRow.id == delivery_id)).one()
        row.state = "delivered" if outcome.reason is None else "failed"
        row.status, row.reason = outcome.status, outcome.reason
    return delivery_view(row)
