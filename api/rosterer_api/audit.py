"""Who did what, or was refused it, when and from where?

An entry is written in the transaction of the change itself; a refusal, which changes nothing, in
one of its own. Rows are only ever added; the database refuses anything else.
"""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.types import Scope

from rosterer_api.auth.keys import Principal
from rosterer_api.service import Service
from rosterer_api.storage.tables import AuditRow

UNKNOWN = "unknown"
"""Whose key it is, where that cannot be looked up."""
_log = logging.getLogger("rosterer.api")
NOBODY = "nobody"
"""Who shows a key that there never was."""


def note(
    session: Session,
    request: Request,
    principal: Principal,
    action: str,
    target: str,
    **detail: Any,
) -> None:
    """Add an entry."""
    session.add(
        AuditRow(
            who=principal.id,
            role=principal.role,
            action=action,
            target=target,
            detail={"name": principal.name, **detail},
            address=request.client.host if request.client else "",
            request_id=request.scope.get("request_id", ""),
        )
    )


def note_refusal(
    service: Service,
    scope: Scope,
    token: str,
    principal: Principal | None,
    target: str,
    detail: Mapping[str, object],
) -> None:
    """Add an entry of an attempt that was refused, with the id of the key where there is or was
    one. Where the database takes none, it goes to the log of the process instead.
    """
    fields: dict[str, Any] = {
        "who": UNKNOWN if principal is None else principal.id,
        "role": "" if principal is None else principal.role,
        "action": "refused",
        "target": target,
        "detail": dict(detail),
        "address": scope["client"][0],
        "request_id": scope.get("request_id", ""),
    }
    try:
        if principal is None:
            known = service.keys.refused_key(token)
            fields["who"] = known[0] if known else NOBODY
            fields["detail"] |= {"key": known[1]} if known else {}
        with service.database.writing() as session:
            session.add(AuditRow(**fields))
    except (SQLAlchemyError, OSError) as failure:
        why = str(getattr(failure, "orig", None) or failure)
        service.hindrances["audit"] = "refusals are not in the audit log but in that of the process"
        _log.error("a refusal could not be noted", extra={**fields, "failure": why})
    else:
        service.hindrances.pop("audit", None)
