"""Who makes this request, and may they?"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from rosterer_api.auth.keys import Principal, principal_of
from rosterer_api.auth.roles import Permission
from rosterer_api.problems import ProblemError
from rosterer_api.service import Service, the_service

_bearer = HTTPBearer(auto_error=False, description="An API key: `Authorization: Bearer rosterer_…`")


def current(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    service: Annotated[Service, Depends(the_service)],
) -> Principal:
    """The holder of the key.

    Raises
    ------
    ProblemError
        401 when there is none.
    """
    principal = principal_of(service.database, credentials.credentials) if credentials is not None else None
    if principal is None:
        detail = "send a valid API key as 'Authorization: Bearer rosterer_…'"
        raise ProblemError(401, "unauthorised", detail, headers={"WWW-Authenticate": "Bearer"})
    return principal


def allowed(*permissions: Permission) -> Callable[..., Awaitable[Principal]]:
    """A dependency that lets through who has every permission named."""

    async def check(request: Request, principal: Annotated[Principal, Depends(current)]) -> Principal:
        for permission in permissions:
            if not principal.may(permission):
                raise ProblemError(403, "forbidden", f"the role {principal.role!r} does not allow {permission!r}")
        request.scope["principal"] = principal
        return principal

    return check
