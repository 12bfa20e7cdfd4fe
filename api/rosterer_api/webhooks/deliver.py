"""How are events delivered, again and again until they arrive?"""

import json
import time
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select

from rosterer_api.settings import Settings
from rosterer_api.storage import Database
from rosterer_api.storage.clock import db_now, moment
from rosterer_api.storage.tables import DeliveryRow, WebhookRow
from rosterer_api.webhooks.addresses import RefusedAddressError, allowed_address
from rosterer_api.webhooks.sign import SIGNATURE_HEADER, signature

ANSWER_SECONDS = 5.0
MOST_ATTEMPTS = 10
FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 3600.0
"""2 s, 8 s, 32 s, … : ten attempts over about five hours."""
RESERVED_SECONDS = 30.0
"""A delivery under way is left alone for so long; should its process die, another takes it up then.
"""
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class _Due:
    id: str
    url: str
    secret: str
    event: str
    payload: dict[str, Any]
    attempts: int
    created: float


def deliver_due(database: Database, settings: Settings) -> int:
    """Deliver what is due; returns how many deliveries were tried."""
    due = _reserve(database)
    for one in due:
        status, reason = _post(one, settings)
        with database.writing() as session:
            row = session.get(DeliveryRow, one.id)
            if row is None:
                continue
            row.status, row.reason = status, reason
            if reason is None:
                row.state = "delivered"
            elif row.attempts >= MOST_ATTEMPTS:
                row.state = "failed"
            else:
                row.next_at = moment(session) + min(
                    LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 4 ** (row.attempts - 1)
                )
    return len(due)


def _reserve(database: Database) -> list[_Due]:
    is_due = (DeliveryRow.state == "waiting") & (DeliveryRow.next_at <= db_now())
    with database.reading() as session:
        if session.scalar(select(DeliveryRow.id).where(is_due).limit(1)) is None:
            return []
    with database.writing() as session:
        query = (
            select(DeliveryRow, WebhookRow)
            .join(WebhookRow, WebhookRow.id == DeliveryRow.webhook_id)
            .where(is_due)
        )
        query = (
            query.order_by(DeliveryRow.id)
            .limit(MOST_AT_ONCE)
            .with_for_update(of=DeliveryRow, skip_locked=True)
        )
        found = []
        for row, hook in session.execute(query):
            row.attempts, row.next_at = row.attempts + 1, moment(session) + RESERVED_SECONDS
            found.append(
                _Due(
                    row.id, hook.url, hook.secret, row.event, row.payload, row.attempts, row.created
                )
            )
        return found


def _post(due: _Due, settings: Settings) -> tuple[int | None, str | None]:
    """The answer's status, and why it does not count as delivered."""
    document = {
        "id": due.id,
        "event": due.event,
        "created": due.created,
        "attempt": due.attempts,
        "content": due.payload,
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    try:
        address = allowed_address(due.url, allow_private=settings.private_webhooks)
    except RefusedAddressError as refused:
        return None, str(refused)
    url = httpx.URL(due.url)
    headers = {
        "Host": url.netloc.decode(),
        "Content-Type": "application/json",
        "User-Agent": "rosterer",
        SIGNATURE_HEADER: signature(due.secret, body, int(time.time())),
    }
    try:
        # Connect to the address that was looked at; the certificate must still be that of the host.
        with httpx.Client(
            timeout=ANSWER_SECONDS, follow_redirects=False, trust_env=False
        ) as client:
            request = client.build_request(
                "POST",
                url.copy_with(host=address),
                content=body,
                headers=headers,
                extensions={"sni_hostname": url.host},
            )
            answer = client.send(request, stream=True)  # the body of the answer is nobody's concern
            answer.close()
    except httpx.HTTPError as failure:
        return None, f"{type(failure).__name__}: {failure}"[:500]
    return (
        answer.status_code,
        None if answer.is_success else f"the receiver answered {answer.status_code}",
    )
