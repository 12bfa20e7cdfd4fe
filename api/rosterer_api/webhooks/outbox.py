"""Which events are there, and who is to be told of one?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rosterer_api.auth.roles import PERMISSIONS
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import DeliveryRow, KeyRow, WebhookRow
from rosterer_api.webhooks.holders import has_lost_holder

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
MOST_WAITING = 1000
"""Messages that wait for a webhook that is off; older ones are given up, and shown as failed."""


@dataclass(frozen=True)
class JobSource:
    """Of which job an event tells."""

    kind: str
    created_by: str


def announce(
    session: Session, event: str, payload: Mapping[str, object], job: JobSource | None = None
) -> None:
    """Note, together with the change itself, that an event must be delivered to those who asked for
    it.

    Parameters
    ----------
    job
        That the event is about; None where it is about none, and so for everybody to read.
    """
    if event not in EVENTS:
        return
    good = select(WebhookRow).where(~has_lost_holder())
    for webhook in session.scalars(good.order_by(WebhookRow.id)):
        if _wants(webhook, event, payload, job) and _may_read(session, webhook, job):
            session.add(
                DeliveryRow(
                    id=new_id("delivery"), webhook_id=webhook.id, event=event, payload=dict(payload)
                )
            )
            if webhook.switched_off is not None:
                _give_up_oldest(session, webhook)


def _give_up_oldest(session: Session, webhook: WebhookRow) -> None:
    """Let no more wait than whoever switches the webhook on again will want to be sent."""
    waits = (DeliveryRow.webhook_id == webhook.id) & (DeliveryRow.state == "waiting")
    newest_first = select(DeliveryRow.number).where(waits).order_by(DeliveryRow.number.desc())
    given_up = session.scalar(newest_first.offset(MOST_WAITING).limit(1))
    if given_up is not None:
        reason = f"the webhook was off, and {MOST_WAITING} later messages wait; it can be replayed"
        session.execute(
            update(DeliveryRow)
            .where(waits, DeliveryRow.number <= given_up)
            .values(state="failed", reason=reason)
            .execution_options(synchronize_session=False)
        )


def _may_read(session: Session, webhook: WebhookRow, job: JobSource | None) -> bool:
    """Whether whoever made a webhook may see the job: their own, or any where the role of their key
    sees those of others.
    """
    if job is None or job.created_by == webhook.created_by:
        return True
    key = session.get(KeyRow, webhook.created_by)
    return key is not None and "jobs.others" in PERMISSIONS[key.role]  # type: ignore[index]


def _wants(
    webhook: WebhookRow, event: str, payload: Mapping[str, object], job: JobSource | None
) -> bool:
    if webhook.events and event not in webhook.events:
        return False
    if webhook.kinds and job is not None and job.kind not in webhook.kinds:
        return False
    metadata = payload.get("metadata")
    found = metadata if isinstance(metadata, Mapping) else {}
    return all(
        name in found and _is_same(found[name], value) for name, value in webhook.matching.items()
    )


def _is_same(one: object, other: object) -> bool:
    """Whether two JSON values are one, as lists compare them: 7 is 7.0, and true is not 1, for
    which Python takes it.
    """
    return isinstance(one, bool) == isinstance(other, bool) and one == other
