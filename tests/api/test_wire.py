"""Is what is no HTTP request refused in the one shape, too?"""

import json
import socket
from urllib.parse import urlsplit

import pytest

from rosterer_api.wire import MOST_HEAD_BYTES
from tests.api.web import Web

LINES = "Host: x\r\nConnection: close\r\n\r\n"


def answer_to(web: Web, data: bytes) -> tuple[list[str], bytes]:
    """The head and the body of what comes back."""
    parts = urlsplit(web.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as line:
        line.sendall(data)
        found = b""
        while piece := line.recv(65536):
            found += piece
    head, _, body = found.partition(b"\r\n\r\n")
    return head.decode().lower().split("\r\n"), body


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        f"GET /v1/cases/{'a' * 70_000} HTTP/1.1\r\n{LINES}".encode(),
        f"GET /v1/cases HTTP/1.1\r\nContent-Length: -5\r\n{LINES}".encode(),
        f"GET /v1/cases HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 7\r\n{LINES}".encode(),
        f"GET /v1/cases HTTP/1.1\r\nX\x00Y: 1\r\n{LINES}".encode(),
    ],
    ids=["nonsense", "long", "negative", "twice", "nul"],
)
def test_what_is_no_request_is_told_so_and_hung_up_on(web: Web, data: bytes) -> None:
    head, body = answer_to(web, data)
    status = 431 if len(data) > MOST_HEAD_BYTES else 400
    assert head[0].startswith(f"http/1.1 {status} ")
    assert "content-type: application/problem+json" in head
    assert "connection: close" in head
    problem = json.loads(body)
    assert problem["status"] == status
    assert problem["type"].startswith("urn:rosterer:problem:")
    assert f"x-request-id: {problem['request_id']}" in head


def test_a_request_is_answered_by_the_service(web: Web) -> None:
    head, _ = answer_to(web, f"GET /healthz HTTP/1.1\r\n{LINES}".encode())
    assert head[0] == "http/1.1 200 ok"
