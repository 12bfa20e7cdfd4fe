"""Is whoever made a webhook still let in?

A webhook speaks for the key that it was made with, and ends with it: nothing is written down for
it, nor sent, once the key is revoked, has expired or is of a role that may have none. What an
issuer says holds for a request, and nobody tells the service when it no longer does: a webhook that
was made with a token ends after a month.
"""

import time
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from rosterer_api.auth.keys import OF_ISSUER
from rosterer_api.auth.roles import PERMISSIONS
from rosterer_api.storage.clock import db_now
from rosterer_api.storage.tables import KeyRow, WebhookRow

TOKEN_DAYS = 30
"""How long a webhook goes on that was made with an issuer's token."""
_TOKEN_SECONDS = TOKEN_DAYS * 24 * 3600.0
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
    is_of_token = WebhookRow.created_by.startswith(OF_ISSUER, autoescape=True)
    is_old = WebhookRow.created <= db_now() - _TOKEN_SECONDS
    return exists(holder.correlate(WebhookRow)) | (is_of_token & is_old)


def lost_holder(session: Session, webhook: WebhookRow) -> Lost | None:
    """Why a webhook is off for good; None where its key is good, or its token young enough."""
    key = session.get(KeyRow, webhook.created_by)
    now = time.time()
    if key is None:
        end = webhook.created + _TOKEN_SECONDS
        why = f"it was made with an issuer's token {TOKEN_DAYS} days ago; make it with a key"
        return Lost(end, why) if webhook.created_by.startswith(OF_ISSUER) and end <= now else None
    remedy = "make a webhook with another key"
    if key.revoked is not None:
        return Lost(key.revoked, f"the key that it was made with is revoked; {remedy}")
    if key.expires is not None and key.expires <= now:
        return Lost(key.expires, f"the key that it was made with has expired; {remedy}")
    if key.role not in _ROLES:
        why = f"the role {key.role!r} of the key that it was made with may have no webhooks"
        return Lost(now, f"{why}; {remedy}")
    return None
