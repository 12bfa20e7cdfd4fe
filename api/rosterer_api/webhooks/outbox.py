"""Which events are there, and who is to be told of one?"""

import json
from collections.abc import Mapping
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import DeliveryRow, WebhookRow

WebhookEvent = Literal[
    "job.queued",
    "job.solving",
    "job.completed",
    "job.stopped",
    "job.failed",
    "job.invalid",
    "plan.approved",
    "plan.published",
    "plan.superseded",
    "plan.worked",
]
"""What a webhook can ask for."""
TEST_EVENT = "webhook.test"
"""What is sent when somebody tries a webhook out."""
DeliveryEvent = Literal[
    "job.queued",
    "job.solving",
    "job.completed",
    "job.stopped",
    "job.failed",
    "job.invalid",
    "plan.approved",
    "plan.published",
    "plan.superseded",
    "plan.worked",
    "webhook.test",
]
"""What a webhook can be sent."""

EVENTS: tuple[str, ...] = get_args(WebhookEvent)


def announce(
    session: Session, event: str, payload: Mapping[str, object], kind: str | None = None
) -> None:
    """Note, together with the change itself, that an event must be delivered to those who asked for
    it.

    Parameters
    ----------
    kind
        Of the job that the event is about; None where it is about no job.
    """
    if event not in EVENTS:
        return
    for webhook in session.scalars(select(WebhookRow).order_by(WebhookRow.id)):
        if _wants(webhook, event, payload, kind):
            session.add(
                DeliveryRow(
                    id=new_id("delivery"), webhook_id=webhook.id, event=event, payload=dict(payload)
                )
            )


def _wants(
    webhook: WebhookRow, event: str, payload: Mapping[str, object], kind: str | None
) -> bool:
    if webhook.events and event not in webhook.events:
        return False
    if webhook.kinds and kind is not None and kind not in webhook.kinds:
        return False
    metadata = payload.get("metadata")
    found = metadata if isinstance(metadata, Mapping) else {}
    return all(
        name in found and _text(found[name]) == _text(value)
        for name, value in webhook.matching.items()
    )


def _text(value: object) -> str:
    """By which two JSON values are told apart; Python takes true for 1."""
    return json.dumps(value, sort_keys=True)
