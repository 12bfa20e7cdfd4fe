"""Which message is next for each webhook, and what follows from what became of it?

Messages of one webhook are sent one after another, in the order of what happened: while the first
is not delivered, the others wait. A webhook that fails again and again is switched off.
"""

import time
from collections.abc import Collection
from http import HTTPStatus

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rosterer_api.storage import Database
from rosterer_api.storage.clock import db_now, moment
from rosterer_api.storage.tables import DeliveryRow, WebhookRow
from rosterer_api.webhooks.holders import has_lost_holder
from rosterer_api.webhooks.send import Message, Outcome

MOST_ATTEMPTS = 10
FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 3600.0
"""2 s, 8 s, 32 s, … : ten attempts over about four hours."""
MOST_FAILURES = 20
"""Attempts in a row that fail, before a webhook is switched off: two messages given up."""
RESERVED_SECONDS = 30.0
"""A delivery under way is left alone for so long; should its process die, another takes it up then.
"""


def reserve(database: Database, most: int, busy: Collection[str] = ()) -> list[Message]:
    """Take what is due, at most one message for each webhook that is on and not busy."""
    with database.reading() as session:
        if session.scalar(_due(busy).limit(1)) is None:
            return []
    with database.writing() as session:
        query = _due(busy).order_by(DeliveryRow.number).limit(most)
        rows = session.scalars(query.with_for_update(of=DeliveryRow, skip_locked=True)).all()
        return [_reserved(session, row) for row in rows]


def conclude(database: Database, message: Message, outcome: Outcome) -> None:
    """Write down what became of an attempt."""
    with database.writing() as session:
        mine = select(DeliveryRow).where(DeliveryRow.id == message.id).with_for_update()
        row = session.scalar(mine)
        hook = session.get(WebhookRow, message.webhook, with_for_update=True)
        if row is None or hook is None:
            return
        row.status, row.reason = outcome.status, outcome.reason
        if outcome.reason is None:
            row.state, hook.failures = "delivered", 0
            return
        hook.failures += 1
        if row.attempts >= MOST_ATTEMPTS:
            row.state = "failed"
        row.next_at = moment(session) + wait_seconds(row.attempts)
        if outcome.status == HTTPStatus.GONE:
            switch_off(hook, "the receiver says that it is gone for good (410)")
        elif hook.failures >= MOST_FAILURES:
            switch_off(hook, f"{hook.failures} attempts in a row failed: {outcome.reason}")


def switch_off(hook: WebhookRow, why: str) -> None:
    """Send nothing more until somebody switches the webhook on again; what waits goes on
    waiting.
    """
    hook.switched_off, hook.off_reason = hook.switched_off or time.time(), why


def switch_on(hook: WebhookRow) -> None:
    """Send again, beginning with what waits."""
    hook.switched_off, hook.off_reason, hook.failures = None, None, 0


def message_of(row: DeliveryRow, hook: WebhookRow) -> Message:
    """A delivery as it is sent."""
    is_old_good = hook.old_secret is not None and (hook.old_until or 0.0) > time.time()
    old = (hook.old_secret,) if is_old_good and hook.old_secret else ()
    return Message(
        id=row.id,
        webhook=hook.id,
        url=hook.url,
        secrets=(hook.secret, *old),
        headers=hook.headers,
        event=row.event,
        payload=row.payload,
        attempts=row.attempts,
        sequence=row.sequence,
        created=row.created,
    )


def wait_seconds(attempts: int) -> float:
    """How long to wait after so many attempts."""
    return min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 4.0 ** (attempts - 1))


def _due(busy: Collection[str]) -> Select[DeliveryRow]:
    first = (
        select(func.min(DeliveryRow.number))
        .where(DeliveryRow.webhook_id == WebhookRow.id, DeliveryRow.state == "waiting")
        .correlate(WebhookRow)
        .scalar_subquery()
    )
    return (
        select(DeliveryRow)
        .join(WebhookRow, WebhookRow.id == DeliveryRow.webhook_id)
        .where(
            WebhookRow.switched_off.is_(None),
            ~has_lost_holder(),
            WebhookRow.id.not_in(list(busy)),
            DeliveryRow.number == first,
            DeliveryRow.state == "waiting",
            DeliveryRow.next_at <= db_now(),
        )
    )


def _reserved(session: Session, row: DeliveryRow) -> Message:
    hook = session.get_one(WebhookRow, row.webhook_id, with_for_update=True)
    row.attempts, row.next_at = row.attempts + 1, moment(session) + RESERVED_SECONDS
    if row.sequence is None:
        hook.sequence += 1
        row.sequence = hook.sequence
    return message_of(row, hook)
