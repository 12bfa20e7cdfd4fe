"""Who did what, or was refused it, when and from where?

An entry is written in the transaction of the change itself; a refusal, which changes nothing, in
one of its own. Rows are only ever added; the database refuses anything else.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.types import Scope

from rosterer_api.auth.keys import Principal
from rosterer_api.service import Service
from rosterer_api.storage.tables import AuditRow

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
    one.
    """
    known = None if principal is not None else service.keys.refused_key(token)
    who = principal.id if principal is not None else known[0] if known else NOBODY
    why = {"key": known[1]} if known else {}
    with service.database.writing() as session:
        session.add(
            AuditRow(
                who=who,
                role=principal.role if principal is not None else "",
                action="refused",
                target=target,
                detail={**detail, **why},
                address=scope["client"][0],
                request_id=scope.get("request_id", ""),
            )
        )
