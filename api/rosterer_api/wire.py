"""How is what is no HTTP at all refused?

The server itself answers it, before there is a request that the service could see: in the one shape
of every refusal, so that a program needs to read no other.
"""

import json
import secrets
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

DETAIL = (
    "this is no HTTP request, or its address or headers are longer than 64 kB; nothing was done"
)


class Wire(HttpToolsProtocol):
    """One connection."""

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, and hang up."""
        self.transport.write(refusal(secrets.token_hex(8)))
        self.transport.close()


def refusal(request_id: str) -> bytes:
    """The whole answer, as it is sent."""
    status = HTTPStatus.BAD_REQUEST
    problem = {
        "type": "urn:rosterer:problem:bad-request",
        "title": status.phrase,
        "status": int(status),
        "detail": DETAIL,
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
