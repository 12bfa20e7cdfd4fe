"""What does every request pass before, and every answer after, the routes?

Who asks is settled before a byte of the body is read; then the body is let in up to the size and
for the time that its route allows. All in one pass, in plain ASGI, so that streams are not held up.
"""

import asyncio
import re
import secrets
import time

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rosterer_api.addresses import address_of, is_secure, networks_of
from rosterer_api.answer import Answer, Figures
from rosterer_api.auth.door import Door
from rosterer_api.carried import require_no_body, require_readable
from rosterer_api.operations import SMALL_BODY_BYTES, Operation, Operations
from rosterer_api.problems import AsPage, ProblemError, answered, failed
from rosterer_api.service import Service

REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
UNLIMITED = ("/healthz", "/readyz", "/metrics")


class Guard:
    """The outermost layer."""

    def __init__(
        self,
        app: ASGIApp,
        service: Service,
        operations: Operations,
        figures: Figures,
        as_page: AsPage | None = None,
    ) -> None:
        self._app, self._as_page = app, as_page
        self._settings = service.settings
        self._operations = operations
        self._figures = figures
        self._door = Door(service)
        self._proxies = networks_of(service.settings.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, method = Headers(scope=scope), scope["method"]
        scope = self._entered(scope, headers)
        answer = Answer(scope, send, self._figures, method)
        try:
            most_bytes = await self._admit(scope, headers)
            limited = self._limited(scope, receive, most_bytes)
            if not scope["is_read"] and _asks_for_no_body(scope["operation"]):
                await require_no_body(limited)
            await self._app(scope, limited, answer)
        except HTTPException as refused:
            await answered(Request(scope), refused)(scope, receive, answer)
        except ClientDisconnect:
            return  # nobody is left to be answered
        except Exception as failure:
            response = failed(Request(scope), failure)
            if answer.has_begun:
                raise  # the caller must see that the rest does not come
            await response(scope, receive, answer)

    def _entered(self, scope: Scope, headers: Headers) -> Scope:
        """The request as the rest of the service sees it; the server keeps its own."""
        given = headers.get("x-request-id", "")
        sends = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        return {
            **scope,
            "is_head": scope["method"] == "HEAD",
            "is_read": not sends,
            "method": "GET" if scope["method"] == "HEAD" else scope["method"],
            "client": (address_of(scope, headers, self._proxies), 0),
            "is_secure": is_secure(scope, headers, self._proxies),
            "request_id": given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8),
        }

    async def _admit(self, scope: Scope, headers: Headers) -> int:
        """Let a request in, and say how many bytes it may carry.

        Raises
        ------
        ProblemError
            Before anything of the body is read: 400, 401, 403, 405, 413, 415, 422 or 429.
        """
        operation, methods = self._operations.meant(scope["method"], scope["path"])
        scope["operation"] = operation
        if operation.is_page if operation is not None else _is_looked_at(scope, headers):
            scope["as_page"] = self._as_page
        if scope["path"] not in UNLIMITED:
            await self._door.admit(scope, headers, operation)
        if operation is None and methods:
            detail = f"this address knows {', '.join(methods)}"
            allow = {"Allow": ", ".join(methods)}
            raise ProblemError(405, "method-not-allowed", detail, headers=allow)
        if operation is not None and operation.permissions is not None:
            require_readable(headers, operation)
        most_bytes = self._most_bytes(operation)
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > most_bytes:
            raise _too_large(most_bytes)
        return most_bytes

    def _most_bytes(self, operation: Operation | None) -> int:
        most = self._settings.max_body_bytes
        is_document = operation is not None and operation.carries_document
        return most if is_document else min(SMALL_BODY_BYTES, most)

    def _limited(self, scope: Scope, receive: Receive, most_bytes: int) -> Receive:
        """A body that is too large or too slow ends in a refusal; what is read is counted."""
        operation = scope["operation"]
        read = self._figures.body_bytes.labels(operation.path if operation else "other")
        size, deadline, is_whole = 0, time.monotonic() + self._settings.body_seconds, False

        async def limited() -> Message:
            nonlocal size, is_whole
            if is_whole:  # what follows the body is the news that the client has gone
                return await receive()
            try:
                async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(
                    408, f"the body did not arrive within {self._settings.body_seconds:g} seconds"
                ) from None
            size += len(message.get("body", b""))
            read.inc(len(message.get("body", b"")))
            is_whole = message["type"] != "http.request" or not message.get("more_body", False)
            scope["is_read"] = is_whole
            if size > most_bytes:
                raise _too_large(most_bytes)
            return message

        return limited


def _is_looked_at(scope: Scope, headers: Headers) -> bool:
    """Whether somebody with a browser went where nothing is; programs are told in their way."""
    is_of_programs = scope["path"] == "/v1" or scope["path"].startswith("/v1/")
    return not is_of_programs and "text/html" in headers.get("accept", "")


def _asks_for_no_body(operation: Operation | None) -> bool:
    return operation is not None and operation.permissions is not None and not operation.takes_body


def _too_large(most_bytes: int) -> ProblemError:
    return ProblemError(413, "too-large", f"this body may have {most_bytes} bytes")
