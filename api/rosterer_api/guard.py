"""What does every request pass before, and every answer after, the routes?

Request ids, limits of size, time and rate, security headers, figures for Prometheus and one log
line: all in one pass, in plain ASGI, so that streams are not held up.
"""

import asyncio
import hashlib
import logging
import re
import secrets
import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rosterer_api.problems import problem_response
from rosterer_api.rate import Allowance
from rosterer_api.settings import Settings

REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
UNLIMITED = ("/healthz", "/readyz", "/metrics")
_log = logging.getLogger("rosterer.requests")


class Figures:
    """What Prometheus reads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self.requests = Counter(
            "rosterer_requests_total", "Requests answered.", labels, registry=self.registry
        )
        self.seconds = Histogram(
            "rosterer_request_seconds",
            "Seconds to the first byte.",
            ["route"],
            registry=self.registry,
        )


class Guard:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, settings: Settings, figures: Figures) -> None:
        self._app = app
        self._settings = settings
        self._figures = figures
        self._allowance = Allowance(settings.requests_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, started = Headers(scope=scope), time.perf_counter()
        given = headers.get("x-request-id", "")
        scope["request_id"] = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        rate = {} if scope["path"] in UNLIMITED else self._allowance.take(_caller(scope, headers))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._finish(scope, message, rate, started)
            await send(message)

        if "Retry-After" in rate:
            detail = f"more than {self._settings.requests_per_minute} requests a minute"
            await problem_response(Request(scope), 429, "too-many-requests", detail)(
                scope, receive, answer
            )
            return
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self._settings.max_body_bytes:
            await problem_response(Request(scope), 413, "too-large", self._too_large)(
                scope, receive, answer
            )
            return
        await self._app(scope, self._limited(receive), answer)

    @property
    def _too_large(self) -> str:
        return f"a body may have {self._settings.max_body_bytes} bytes"

    def _limited(self, receive: Receive) -> Receive:
        """A body that is too large or too slow ends in a refusal."""
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
            is_whole = message["type"] != "http.request" or not message.get("more_body", False)
            if size > self._settings.max_body_bytes:
                raise HTTPException(413, self._too_large)
            return message

        return limited

    def _finish(self, scope: Scope, message: Message, rate: dict[str, str], started: float) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in {
            **SECURITY_HEADERS,
            "Cache-Control": "private, no-cache",
            **rate,
        }.items():
            headers.setdefault(name, value)
        headers["X-Request-Id"] = scope["request_id"]
        route, seconds = getattr(scope.get("route"), "path", "other"), time.perf_counter() - started
        self._figures.requests.labels(scope["method"], route, str(message["status"])).inc()
        self._figures.seconds.labels(route).observe(seconds)
        principal = scope.get("principal")
        _log.info(
            "request",
            extra={
                "method": scope["method"],
                "route": route,
                "status": message["status"],
                "milliseconds": round(seconds * 1000, 1),
                "key": principal.id if principal else None,
                "request_id": scope["request_id"],
            },
        )


def _caller(scope: Scope, headers: Headers) -> str:
    """Whose requests are counted together: a key's, or an address's where there is none."""
    credentials = headers.get("authorization")
    if credentials:
        return hashlib.sha256(credentials.encode()).hexdigest()
    return scope["client"][0] if scope.get("client") else "unknown"
