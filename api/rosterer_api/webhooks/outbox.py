"""Which events are there, and who is to be told of one?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from rosterer_api.auth.roles import PERMISSIONS
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import DeliveryRow, KeyRow, WebhookRow

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
    for webhook in session.scalars(select(WebhookRow).order_by(WebhookRow.id)):
        if _wants(webhook, event, payload, job) and _may_read(session, webhook, job):
            session.add(
                DeliveryRow(
                    id=new_id("delivery"), webhook_id=webhook.id, event=event, payload=dict(payload)
                )
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
