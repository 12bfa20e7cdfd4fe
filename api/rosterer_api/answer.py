"""What is done to every answer on its way out?

Security headers, the request id, figures and one log line; and what HTTP asks of every ``GET``: a
tag by which an unchanged answer need not be sent again, and ``HEAD`` as the same without a body.
"""

import hashlib
import logging
import time
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope, Send

from rosterer_api.tags import matches_weakly

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
MOST_HASHED_BYTES = 4 * 1024 * 1024
"""A larger answer gets a tag from its route or none; to hash it would hold others up."""
_OF_A_BODY = ("content-length", "content-type", "content-disposition")
_log = logging.getLogger("rosterer.requests")


class Figures:
    """What Prometheus reads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self.requests = Counter(
            "rosterer_requests_total", "Requests answered.", labels, registry=self.registry
        )
        self.body_bytes = Counter(
            "rosterer_body_bytes_total", "Bytes of bodies read.", ["route"], registry=self.registry
        )
        self.seconds = Histogram(
            "rosterer_request_seconds",
            "Seconds to the first byte.",
            ["route"],
            registry=self.registry,
        )


class Answer:
    """The way out of one request: an ASGI ``send``."""

    def __init__(self, scope: Scope, send: Send, figures: Figures, method: str) -> None:
        self._scope, self._send, self._figures = scope, send, figures
        self._method = method
        """As the caller wrote it; what is asked for by ``HEAD`` is done as by ``GET``."""
        self._started = time.perf_counter()
        self._start: Message | None = None
        self.has_begun = False
        self._is_over = False

    async def __call__(self, message: Message) -> None:
        """Pass a message on, once it is known whether there is news in it."""
        if self._is_over:
            return
        if message["type"] == "http.response.start":
            if Headers(raw=message.get("headers", [])).get("content-length") is not None:
                self._start = message
                return
            await self._begin(message)  # a stream: who waits for events wants its headers now
            if self._method == "HEAD":
                await self._pass_on(message, message["status"])
        elif self._start is not None and message["type"] == "http.response.body":
            start, self._start = self._start, None
            if not message.get("more_body"):
                self._tag(start, message)
            await self._begin(start)
            await self._pass_on(message, start["status"])
        else:
            await self._send(message)

    def _tag(self, start: Message, message: Message) -> None:
        """Answer 304 where the caller has just this already."""
        if start["status"] != HTTPStatus.OK or self._scope["method"] != "GET":
            return
        headers, body = MutableHeaders(raw=start["headers"]), message.get("body", b"")
        if "ETag" not in headers and len(body) > MOST_HASHED_BYTES:
            return
        tag = headers.setdefault("ETag", _tag_of(body))
        if matches_weakly(tag, Headers(scope=self._scope).getlist("if-none-match")):
            start["status"] = int(HTTPStatus.NOT_MODIFIED)
            message["body"] = b""
            for name in _OF_A_BODY:
                del headers[name]

    async def _begin(self, start: Message) -> None:
        self.has_begun = True
        start.setdefault("headers", [])
        headers = MutableHeaders(raw=start["headers"])
        usual = {**SECURITY_HEADERS, "Cache-Control": "private, no-cache"}
        for name, value in {**usual, **self._scope.get("rate", {})}.items():
            headers.setdefault(name, value)
        headers["X-Request-Id"] = self._scope["request_id"]
        if not self._scope["is_read"]:  # nobody waits for the rest of a body that is refused
            headers["Connection"] = "close"
        self._tell(start["status"])
        await self._send(start)

    async def _pass_on(self, message: Message, status: int) -> None:
        if self._method == "HEAD" or status == HTTPStatus.NOT_MODIFIED:
            self._is_over = True  # a stream, too, ends with its headers
            message = {"type": "http.response.body", "body": b"", "more_body": False}
        await self._send(message)

    def _tell(self, status: int) -> None:
        scope, seconds = self._scope, time.perf_counter() - self._started
        operation, principal = scope.get("operation"), scope.get("principal")
        route = operation.path if operation is not None else "other"
        self._figures.requests.labels(self._method, route, str(status)).inc()
        self._figures.seconds.labels(route).observe(seconds)
        _log.info(
            "request",
            extra={
                "method": self._method,
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
                "key": principal.id if principal else None,
                "request_id": scope["request_id"],
            },
        )


def _tag_of(body: bytes) -> str:
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
