"""Who is at the door, and is let in before anything that they carry is looked at?

Whoever fails is counted by address, so that keys cannot be tried by the thousand; a refused attempt
with a key or token is in the audit log.
"""

import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import Scope

from rosterer_api.addresses import site_of
from rosterer_api.audit import note_refusal
from rosterer_api.auth.cookies import require_own_site, require_safe_way, session_text
from rosterer_api.auth.current import holder, require, signed_out, unknown
from rosterer_api.auth.keys import Principal, hashed
from rosterer_api.operations import Operation
from rosterer_api.problems import ProblemError
from rosterer_api.rate import MOST_CALLERS, Allowance
from rosterer_api.service import Service

NOTED_PER_MINUTE = 30
"""Refused attempts of one key or address that the audit log tells one by one; the next entry says
how many came between.
"""
LONGEST_TARGET = 300


class Door:
    """Where callers show their keys."""

    def __init__(self, service: Service, clock: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._requests = Allowance(service.settings.requests_per_minute, clock)
        self._failures = Allowance(service.settings.failed_keys_per_minute, clock)
        self._noted = Allowance(NOTED_PER_MINUTE, clock)
        self._unnoted: dict[str, int] = {}
        self._good: dict[str, None] = {}
        """Hashes of keys and tokens that were let in, the latest last: what others try from the
        same address does not hold them up.
        """

    async def admit(self, scope: Scope, headers: Headers, operation: Operation | None) -> None:
        """Let a request in, and put who makes it into its scope.

        Raises
        ------
        ProblemError
            401 or 403 when it may not come in, 429 when there were too many.
        """
        site = site_of(scope["client"][0])
        if operation is None or operation.permissions is None:
            self._count(scope, site)
            scope["recognise"] = partial(self._recognise, scope)
            return
        if operation.is_page:
            await self._admit_to_page(scope, headers, operation)
            return
        token = _token(headers)
        if not token:
            self._count(scope, site)
            if len(headers.getlist("authorization")) > 1:
                raise unknown("the header Authorization is given more than once; send it once")
        principal = await self._recognise(scope, token)
        await self._let_in(scope, operation, principal, token)

    async def _admit_to_page(self, scope: Scope, headers: Headers, operation: Operation) -> None:
        """Let whoever has signed in see a page."""
        require_safe_way(scope, headers)
        text = session_text(scope, headers)
        principal = await run_in_threadpool(self._service.sessions.holder, text)
        if principal is None:
            self._count(scope, site_of(scope["client"][0]))
            raise signed_out()
        if scope["method"] != "GET":
            require_own_site(scope, headers)
        await self._let_in(scope, operation, principal, "")

    async def _let_in(
        self, scope: Scope, operation: Operation, principal: Principal, token: str
    ) -> None:
        self._count(scope, principal.id)
        try:
            require(principal, operation.permissions or ())
        except ProblemError as refused:
            await self._tell(scope, principal.id, token, principal, refused)
            raise
        scope["principal"] = principal
        scope["tell_refusal"] = partial(self._tell, scope, principal.id, token, principal)

    async def _recognise(self, scope: Scope, token: str) -> Principal:
        """Whose key or token it is; wrong ones are counted by address, and noted."""
        site = site_of(scope["client"][0])
        if token and self._failures.is_spent(site) and hashed(token) not in self._good:
            _refuse_more(self._failures.take(site), "too many wrong keys came from this address")
        try:
            principal = await holder(self._service, token)
        except ProblemError as refused:
            if token and refused.status_code == HTTPStatus.UNAUTHORIZED:
                self._failures.take(site)
                await self._tell(scope, site, token, None, refused)
            raise
        self._remember(token)
        return principal

    def _remember(self, token: str) -> None:
        hash_ = hashed(token)
        self._good.pop(hash_, None)
        self._good[hash_] = None
        if len(self._good) > MOST_CALLERS:
            del self._good[next(iter(self._good))]

    def _count(self, scope: Scope, caller: str) -> None:
        scope["rate"] = rate = self._requests.take(caller)
        most = self._service.settings.requests_per_minute
        _refuse_more(rate, f"more than {most} requests a minute")

    async def _tell(
        self,
        scope: Scope,
        caller: str,
        token: str,
        principal: Principal | None,
        refused: ProblemError,
    ) -> None:
        """Note the attempt; that the log cannot be written keeps nobody's answer back."""
        if "Retry-After" in self._noted.take(caller):
            if len(self._unnoted) < 10_000:
                self._unnoted[caller] = self._unnoted.get(caller, 0) + 1
            return
        detail: dict[str, object] = {"status": refused.status_code, "why": refused.why}
        unnoted = self._unnoted.pop(caller, 0)
        if unnoted:
            detail["unnoted_before"] = unnoted
        target = f"{scope['method']} {quote(scope['path'])}"[:LONGEST_TARGET]
        await run_in_threadpool(
            note_refusal, self._service, scope, token, principal, target, detail
        )


def _token(headers: Headers) -> str:
    given = headers.getlist("authorization")
    scheme, _, token = (given[0] if len(given) == 1 else "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _refuse_more(rate: dict[str, str], why: str) -> None:
    if "Retry-After" in rate:
        raise ProblemError(429, "too-many-requests", why, headers=rate)
