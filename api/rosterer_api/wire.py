"""How is what is no HTTP at all, or a head without end, refused?

The server itself answers it, before there is a request that the service could see: in the one shape
of every refusal, so that a program needs to read no other. The parser keeps what it was given of a
header until that is whole, for every piece anew, so whatever has no end is cut off here: by bytes
before they reach the parser, by lines, and by time.
"""

import json
import secrets
from asyncio import TimerHandle, Transport
from http import HTTPStatus
from typing import Literal

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 65_536
"""Of an address and all headers together, those behind the body included."""
MOST_HEADERS = 200
"""Lines of headers; browsers and proxies together send some forty."""
HEAD_SECONDS = 20.0
"""So long the head of a request may take to arrive; a slow telephone needs two."""
_WORDS = {
    HTTPStatus.BAD_REQUEST: "this is no HTTP request, or its address is longer than 64 kB",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        f"address and headers are longer than 64 kB, or more than {MOST_HEADERS} headers came"
    ),
    HTTPStatus.REQUEST_TIMEOUT: f"the headers did not arrive within {HEAD_SECONDS:g} seconds",
}


class _TooLargeError(Exception):
    """The head of a request has more bytes or lines than it may."""


class Wire(HttpToolsProtocol):
    """One connection."""

    _head: Literal["none", "begun", "whole"] = "none"
    """How much there is of the head of the request that comes in."""
    _head_timer: TimerHandle | None = None
    _num_head_bytes = 0
    _num_headers = 0
    _num_unread_bytes = 0
    """Bytes since the parser last said what it had read."""
    _has_read = False
    _is_refused = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin; whoever says nothing is hung up on."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has come to be too long without an end."""
        if self._is_refused:
            return
        self._has_read = False
        if self._num_unread_bytes > MOST_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        super().data_received(data)
        if self._is_refused:
            return
        self._num_unread_bytes = 0 if self._has_read else self._num_unread_bytes + len(data)
        if self._head == "whole" or (self._head == "none" and self._has_read):
            self._await_nothing()
        elif self._head_timer is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._await_nothing()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, and hang up."""
        is_long = self._num_head_bytes > MOST_HEAD_BYTES or self._num_headers > MOST_HEADERS
        large = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        self._refuse(large if is_long else HTTPStatus.BAD_REQUEST)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head, self._has_read = "begun", True
        self._num_head_bytes = self._num_headers = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """More of its address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One more header, before or behind the body."""
        self._num_headers += 1
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Its head is whole."""
        self._head, self._has_read = "whole", True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """More of its body."""
        self._has_read = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """It is whole."""
        self._head, self._has_read = "none", True
        super().on_message_complete()

    def _count(self, num_bytes: int) -> None:
        self._num_head_bytes += num_bytes
        if self._num_head_bytes > MOST_HEAD_BYTES or self._num_headers > MOST_HEADERS:
            raise _TooLargeError

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._has_taken_too_long)

    def _await_nothing(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _has_taken_too_long(self) -> None:
        self._head_timer = None
        if self._is_answering():
            self._await_head()  # what was sent ahead of an answer is looked at when that is out
        elif self._head == "none" and not self._num_unread_bytes:
            self.transport.close()  # nobody has asked for anything
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, status: HTTPStatus) -> None:
        self._is_refused = True
        self._await_nothing()
        if not (self._is_answering() and self.cycle.response_started):
            self.transport.write(refusal(secrets.token_hex(8), status))
        self.transport.close()


def refusal(request_id: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> bytes:
    """The whole answer, as it is sent."""
    problem = {
        "type": f"urn:rosterer:problem:{status.phrase.lower().replace(' ', '-')}",
        "title": status.phrase,
        "status": int(status),
        "detail": f"{_WORDS[status]}; nothing was done",
        "instance": "",
        "request_id": request_id,
        "errors": [],
    }
    body = json.dumps(problem).encode()
    headers = {
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "Connection": "close",
        "X-Request-Id": request_id,
        "X-Content-Type-Options": "nosniff",
    }
    lines = [f"HTTP/1.1 {int(status)} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
