"""How does the service answer before it is ready?

Whoever starts a service asks at once whether it lives, and a proxy sends requests as soon as the
port is open. So this small application answers first, and loads only what it needs for that; the
service itself (hundreds of modules, the database and its migration) is loaded in a thread
meanwhile, and takes over when it is ready.
"""

import asyncio
import json
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import rosterer

if TYPE_CHECKING:  # they are what takes long to load
    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

RETRY_SECONDS = 1
_STARTING = b"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Rosterer is starting</title></head>
<body><main><h1>Is it there yet?</h1>
<p>Rosterer is starting; this page looks again by itself.</p></main></body></html>
"""


class Early:
    """An ASGI application that becomes another when that is ready.

    Parameters
    ----------
    make
        Makes the other; called once, in a thread of its own.
    fail
        Called in the event loop when it could not be made; ``failure`` says why.
    """

    def __init__(self, make: Callable[[], "FastAPI"], fail: Callable[[], None]) -> None:
        self._make, self._fail = make, fail
        self._ready: FastAPI | None = None
        self.failure: BaseException | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer, or have the other answer."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._ready is not None:
            await self._ready(scope, receive, send)
        elif scope["type"] == "http":
            await _answer(scope, send)

    async def _live(self, receive: "Receive", send: "Send") -> None:
        await receive()
        closing = asyncio.Event()
        life = asyncio.create_task(self._become(closing))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        closing.set()
        if self._ready is None:
            life.cancel()  # whatever is still being loaded is not waited for
        await asyncio.gather(life, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def _become(self, closing: asyncio.Event) -> None:
        try:
            made = await _in_thread(self._make)
            async with made.router.lifespan_context(made):
                self._ready = made
                await closing.wait()
        except Exception as failure:
            self.failure = failure
            self._fail()


async def _in_thread(make: Callable[[], "FastAPI"]) -> "FastAPI":
    """What is made in a thread that the end of the process does not wait for."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[FastAPI] = loop.create_future()

    def tell(done: Callable[[Any], None], what: object) -> None:
        if not future.cancelled():
            done(what)

    def run() -> None:
        done: Callable[[Any], None] = future.set_exception
        what: object = None
        try:
            what = make()
            done = future.set_result
        except Exception as failure:
            what = failure
        with suppress(RuntimeError):  # the server has ended meanwhile, and nobody listens
            loop.call_soon_threadsafe(tell, done, what)

    threading.Thread(target=run, daemon=True).start()
    return await future


def _is_looked_at(scope: "Scope") -> bool:
    """Whether somebody with a browser asks, who would not read a problem."""
    kinds = b",".join(value for name, value in scope["headers"] if name == b"accept")
    return b"text/html" in kinds and not scope["path"].startswith("/v1")


async def _answer(scope: "Scope", send: "Send") -> None:
    number = secrets.token_hex(8)
    headers = {"Cache-Control": "no-store", "X-Request-Id": number}
    page = b""
    if scope["path"] == "/healthz":
        status, kind = 200, "application/json"
        content: dict[str, object] = {"status": "starting", "version": rosterer.__version__}
    else:
        status, kind = 503, "application/problem+json"
        headers["Retry-After"] = str(RETRY_SECONDS)
        headers["Connection"] = "close"  # nobody reads the body that may follow
        content = {
            "type": "urn:rosterer:problem:starting",
            "title": "Service Unavailable",
            "status": status,
            "detail": "the service is starting; try again in a second",
            "instance": scope["path"],
            "request_id": number,
        }
        if _is_looked_at(scope):
            headers["Refresh"] = str(RETRY_SECONDS)
            headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
            kind, page = "text/html; charset=utf-8", _STARTING
    body = page or json.dumps(content).encode()
    headers |= {"Content-Type": kind, "Content-Length": str(len(body))}
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
