"""Who did what, when and from where?

An entry is written in the transaction of the change itself. Rows are only ever added; the database
refuses anything else.
"""

from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from rosterer_api.auth.keys import Principal
from rosterer_api.storage.tables import AuditRow


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
