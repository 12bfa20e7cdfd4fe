"""Is whoever made a webhook still let in?

A webhook speaks for the key that it was made with, and ends with it: nothing is written down for
it, nor sent, once the key is revoked, has expired or is of a role that may have none. A role that
an issuer gave holds for a request, so a webhook of its own jobs goes on without it.
"""

import time
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from rosterer_api.auth.roles import PERMISSIONS
from rosterer_api.storage.clock import db_now
from rosterer_api.storage.tables import KeyRow, WebhookRow

_ROLES = sorted(role for role, may in PERMISSIONS.items() if "webhooks" in may)


class Lost(NamedTuple):
    """Since when, in seconds since 1970, and why a webhook is nobody's any more."""

    since: float
    why: str


def has_lost_holder() -> ColumnElement[bool]:
    """Whether a webhook's key is no longer good, for a query of webhooks."""
    is_bad = or_(
        KeyRow.revoked.is_not(None), KeyRow.expires <= db_now(), KeyRow.role.not_in(_ROLES)
    )
    holder = select(KeyRow.id).where(KeyRow.id == WebhookRow.created_by, is_bad)
    return exists(holder.correlate(WebhookRow))


def lost_holder(session: Session, webhook: WebhookRow) -> Lost | None:
    """Why a webhook is off for good; None where its key is good, or it was made without one."""
    key = session.get(KeyRow, webhook.created_by)
    now = time.time()
    if key is None:
        return None
    remedy = "make a webhook with another key"
    if key.revoked is not None:
        return Lost(key.revoked, f"the key that it was made with is revoked; {remedy}")
    if key.expires is not None and key.expires <= now:
        return Lost(key.expires, f"the key that it was made with has expired; {remedy}")
    if key.role not in _ROLES:
        why = f"the role {key.role!r} of the key that it was made with may have no webhooks"
        return Lost(now, f"{why}; {remedy}")
    return None
