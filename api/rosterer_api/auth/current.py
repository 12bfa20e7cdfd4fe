"""Who makes this request, and may they?"""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from starlette.concurrency import run_in_threadpool

from rosterer_api.auth.keys import PREFIX, Principal
from rosterer_api.auth.oidc import IssuerAwayError, RefusedTokenError
from rosterer_api.auth.roles import Permission
from rosterer_api.problems import ProblemError
from rosterer_api.service import Service

_bearer = HTTPBearer(auto_error=False, description="An API key: `Authorization: Bearer rosterer_…`")


_WANTED = "send a valid API key as 'Authorization: Bearer rosterer_…'"


def _looked_up(service: Service, token: str) -> Principal:
    detail = _WANTED
    principal = service.keys.principal_of(token)
    if principal is None and service.issuer is not None and token and not token.startswith(PREFIX):
        try:
            principal = service.issuer.principal_of(token)
        except RefusedTokenError as refused:
            detail = str(refused)
        except IssuerAwayError as away:
            problem = (
                "tokens cannot be checked at the moment, since their issuer does not "
                "answer; try again"
            )
            raise ProblemError(503, "issuer-away", problem, headers={"Retry-After": "5"}) from away
    if principal is None:
        raise unknown(detail)
    return principal


def unknown(detail: str) -> ProblemError:
    """401, and why."""
    return ProblemError(401, "unauthorised", detail, headers={"WWW-Authenticate": "Bearer"})


async def is_still_welcome(request: Request) -> bool:
    """Whether whoever was let through with a request would be let through again: a stream can
    outlast a key.
    """
    service: Service = request.app.state.service
    token = request.headers.get("authorization", "").partition(" ")[2].strip()
    before: Principal = request.scope["principal"]
    try:
        return (await holder(service, token)).role == before.role
    except ProblemError as refused:
        return (
            refused.status_code != HTTPStatus.UNAUTHORIZED
        )  # an issuer that is away takes nothing back


async def holder(service: Service, token: str) -> Principal:
    """Whose key or token it is.

    Raises
    ------
    ProblemError
        401 for nobody; 503 when a token cannot be checked.
    """
    if not token:
        raise unknown(_WANTED)
    remembered = service.keys.remembered(token)
    return (
        remembered
        if remembered is not None
        else await run_in_threadpool(_looked_up, service, token)
    )


@dataclass(frozen=True)
class Gate:
    """A dependency that lets through whoever has every permission.

    The guard reads the permissions and asks for them before anything of the body is read; here they
    are asked for once more, so that no route stands open where there is no guard.
    """

    permissions: tuple[Permission, ...]

    async def __call__(
        self,
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> Principal:
        """Who asks.

        Raises
        ------
        ProblemError
            401 for nobody; 403 for who may not; 503 when a token cannot be checked.
        """
        principal: Principal | None = request.scope.get("principal")
        if principal is None:
            token = credentials.credentials if credentials is not None else ""
            principal = await holder(request.app.state.service, token)
        require(principal, self.permissions)
        request.scope["principal"] = principal
        return principal


@dataclass(frozen=True)
class PageGate:
    """A dependency that lets through whoever has signed in and has every permission.

    The guard has looked at the cookie already; where there is no guard, nobody has signed in.
    """

    permissions: tuple[Permission, ...]

    async def __call__(self, request: Request) -> Principal:
        """Who asks.

        Raises
        ------
        ProblemError
            401 for nobody; 403 for who may not.
        """
        principal: Principal | None = request.scope.get("principal")
        if principal is None:
            raise signed_out()
        require(principal, self.permissions)
        return principal


def signed_out() -> ProblemError:
    """401 of a page."""
    return ProblemError(401, "signed-out", "nobody is signed in here, or no longer")


def require(principal: Principal, permissions: Iterable[Permission]) -> None:
    """Let through who has every permission.

    Raises
    ------
    ProblemError
        403 for who has not.
    """
    for permission in sorted(permissions):
        if not principal.may(permission):
            detail = f"the role {principal.role!r} does not allow {permission!r}"
            raise ProblemError(403, "forbidden", detail)


def signed_in(*permissions: Permission) -> PageGate:
    """A dependency that lets through whoever has signed in and has every permission."""
    return PageGate(permissions)


def allowed(*permissions: Permission) -> Gate:
    """A dependency that lets through the holder of a key, or whoever a token of the issuer names,
    who has every permission.
    """
    return Gate(permissions)
