"""Is everything that a request carries read as it was meant, or refused?"""

import gzip
import json
import socket
from pathlib import Path

import pytest

from tests.api.asgi import inside
from tests.api.test_attempts import kept_plan
from tests.api.web import Web, assert_problem

SCENARIO = json.dumps({"scenario": {"name": "a"}}).encode()
JSON = {"Content-Type": "application/json"}


def raw(web: Web, text: str, body: bytes = b"") -> tuple[int, dict[str, object]]:
    """The status and the answer to a request as it is written."""
    port = int(web.url.rpartition(":")[2])
    key = f"Authorization: Bearer {web.shared_key}\r\n"
    with socket.create_connection(("127.0.0.1", port)) as wire:
        head = text.replace("KEY\n", key).replace("\n", "\r\n").replace("\r\r", "\r")
        wire.sendall(f"{head}Host: x\r\nConnection: close\r\n\r\n".encode() + body)
        answer = b"".join(iter(lambda: wire.recv(65_536), b""))
    start, _, content = answer.partition(b"\r\n\r\n")
    return int(start.split()[1]), json.loads(content or b"{}")


def test_a_second_key_is_not_dropped_in_silence(web: Web) -> None:
    status, problem = raw(web, "GET /v1/keys HTTP/1.1\nKEY\nAuthorization: Bearer rosterer_b\n")
    assert status == 401
    assert "more than once" in str(problem["detail"])
    assert raw(web, "GET /v1/keys HTTP/1.1\nKEY\n")[0] == 200


@pytest.mark.parametrize("name", ["Idempotency-Key", "Content-Type", "Last-Event-ID"])
def test_a_header_that_counts_once_is_refused_where_it_stands_twice(web: Web, name: str) -> None:
    usual = "" if name == "Content-Type" else "Content-Type: application/json\n"
    one = f"{name}: {'application/json' if name == 'Content-Type' else '7'}\n"
    text = f"POST /v1/scenarios HTTP/1.1\nKEY\nContent-Length: {len(SCENARIO)}\n{usual}"
    status, problem = raw(web, f"{text}{one}{one}", SCENARIO)
    assert status == 422
    assert problem["errors"][0]["parameter"] == name.lower()  # type: ignore[index]
    assert raw(web, f"{text}{one}", SCENARIO)[0] == 201


def test_versions_may_stand_in_several_headers(web: Web) -> None:
    plan = kept_plan(web.client())[1]
    text = f'POST /v1/plans/{plan}/approve HTTP/1.1\nKEY\nIf-Match: "v9"\nIf-Match: "v1"\n'
    assert raw(web, text)[0] == 200


@pytest.mark.parametrize("path", ["/v1/scenarios", "/v1/cases", "/v1/cases/validate"])
def test_a_packed_body_is_refused_as_such(web: Web, path: str) -> None:
    client = web.client()
    packed = {"Content-Encoding": "gzip", **JSON}
    answer = client.post(path, content=gzip.compress(SCENARIO), headers=packed)
    assert "Content-Encoding" in assert_problem(answer, 415)["detail"]
    assert answer.headers["accept-encoding"] == "identity"
    plain = {"Content-Encoding": "identity", **JSON}
    assert client.post("/v1/scenarios", content=SCENARIO, headers=plain).status_code == 201


def test_a_transfer_coding_that_is_not_undone_is_refused(web: Web) -> None:
    text = "POST /v1/scenarios HTTP/1.1\nKEY\nContent-Type: application/json\n"
    chunks = f"{len(SCENARIO):x}\r\n".encode() + SCENARIO + b"\r\n0\r\n\r\n"
    assert raw(web, f"{text}Transfer-Encoding: gzip, chunked\n", chunks)[0] == 400
    assert raw(web, f"{text}Transfer-Encoding: chunked\n", chunks)[0] == 201


@pytest.mark.parametrize("is_chunked", [False, True])
def test_what_a_body_says_where_none_is_asked_for_is_not_dropped(
    web: Web, *, is_chunked: bool
) -> None:
    plan, client = kept_plan(web.client())[1], web.client("approver")
    wish = b'{"if_match": "v9"}'
    for method, path in (("POST", f"/v1/plans/{plan}/approve"), ("GET", "/v1/cases")):
        content = iter([wish]) if is_chunked else wish
        answer = client.request(method, path, content=content, headers=JSON)
        assert "takes no body" in assert_problem(answer, 422)["errors"][0]["detail"]
    for nothing in (b"", b"{}", b"null"):
        content = iter([nothing]) if is_chunked else nothing
        assert client.request("GET", "/v1/cases", content=content).status_code == 200


def test_nothing_is_read_of_a_long_body_where_none_is_asked_for(tmp_path: Path) -> None:
    one = inside(tmp_path)
    headers = {**one.key(), "content-length": "100000"}
    asked = one.ask("GET", "/v1/cases", headers, [b"a" * 1000] * 100)
    assert (asked.status, asked.bytes_read) == (422, 0)
    unsaid = one.ask(
        "GET", "/v1/cases", {**one.key(), "transfer-encoding": "chunked"}, [b"aaa"] * 9
    )
    assert (unsaid.status, unsaid.bytes_read) == (422, 6)
