"""Which events are there, and who is to be told of one?"""

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

EVENTS: tuple[str, ...] = get_args(WebhookEvent)


def announce(session: Session, event: str, payload: Mapping[str, object]) -> None:
    """Note, together with the change itself, that an event must be delivered to those who asked for
    it.
    """
    if event not in EVENTS:
        return
    for webhook in session.scalars(select(WebhookRow)):
        if not webhook.events or event in webhook.events:
            session.add(
                DeliveryRow(
                    id=new_id("delivery"), webhook_id=webhook.id, event=event, payload=dict(payload)
                )
            )
