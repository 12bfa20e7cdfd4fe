"""Is everybody told, once signed and again until it arrives, and nobody reached who must not be?"""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from rosterer_api.storage.tables import DeliveryRow
from rosterer_api.webhooks import addresses
from rosterer_api.webhooks.addresses import RefusedAddressError, allowed_address
from rosterer_api.webhooks.deliver import deliver_due
from rosterer_api.webhooks.queue import MOST_ATTEMPTS
from rosterer_api.webhooks.sign import is_genuine, signature
from tests.api.test_submitting import new_case
from tests.api.web import Web, a_web, assert_problem


class Receiver:
    """Somebody who listens, and answers with what the test says."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, Any], str, bytes]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((json.loads(body), self.headers["Rosterer-Signature"], body))
                status = receiver.answers.pop(0) if receiver.answers else 204
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self._thread = threading.Thread(target=self.server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody who listens."""
    one = Receiver()
    yield one
    one.close()


@pytest.fixture
def open_web(tmp_path: Path) -> Iterator[Web]:
    """A service that may call loopback addresses."""
    with a_web(f"sqlite:///{tmp_path / 'hooks.sqlite'}", private_webhooks=True) as web:
        yield web


def make_all_due(web: Web) -> None:
    """Let the time until the next attempt pass."""
    with web.database.writing() as session:
        for row in session.query(DeliveryRow):
            row.next_at = 0.0


def test_an_event_arrives_signed(open_web: Web, receiver: Receiver) -> None:
    client = open_web.client()
    made = client.post("/v1/webhooks", json={"url": receiver.url, "events": ["job.stopped"]}).json()
    job = client.post(
        "/v1/jobs", json={"case": new_case(client), "kind": "wait", "metadata": {"ward": 7}}
    ).json()["id"]
    client.post(f"/v1/jobs/{job}/stop")
    assert deliver_due(open_web.database, open_web.settings) == 1
    (message, signed, body), *others = receiver.heard
    assert not others
    assert (message["event"], message["content"]["job"], message["content"]["metadata"]) == (
        "job.stopped",
        job,
        {"ward": 7},
    )
    assert is_genuine(made["secret"], body, signed)
    assert not is_genuine(made["secret"], body + b" ", signed)
    assert not is_genuine("another", body, signed)
    assert not is_genuine(made["secret"], body, signature(made["secret"], body, 1))
    assert deliver_due(open_web.database, open_web.settings) == 0


@pytest.mark.parametrize("answer", [500, 404, 302])
def test_a_message_that_was_not_taken_is_sent_again_later(
    open_web: Web, receiver: Receiver, answer: int
) -> None:
    client = open_web.client()
    hook = client.post("/v1/webhooks", json={"url": receiver.url}).json()["id"]
    client.post("/v1/jobs", json={"case": new_case(client), "kind": "wait"})
    receiver.answers = [answer]
    deliver_due(open_web.database, open_web.settings)
    assert deliver_due(open_web.database, open_web.settings) == 0, (
        "the next attempt is not due at once"
    )
    make_all_due(open_web)
    deliver_due(open_web.database, open_web.settings)
    (delivery,) = client.get(f"/v1/webhooks/{hook}/deliveries").json()["items"]
    assert (delivery["state"], delivery["attempts"], delivery["status"]) == ("delivered", 2, 204)
    assert len(receiver.heard) == 2


def test_after_many_attempts_a_delivery_has_failed_and_can_be_replayed(
    open_web: Web, receiver: Receiver
) -> None:
    client = open_web.client()
    hook = client.post("/v1/webhooks", json={"url": receiver.url}).json()["id"]
    client.post("/v1/jobs", json={"case": new_case(client), "kind": "wait"})
    receiver.answers = [500] * MOST_ATTEMPTS
    for _ in range(MOST_ATTEMPTS):
        make_all_due(open_web)
        deliver_due(open_web.database, open_web.settings)
    (delivery,) = client.get(f"/v1/webhooks/{hook}/deliveries").json()["items"]
    assert (delivery["state"], delivery["attempts"]) == ("failed", MOST_ATTEMPTS)
    assert client.post(f"/v1/webhooks/{hook}/deliveries/{delivery['id']}/replay").status_code == 202
    deliver_due(open_web.database, open_web.settings)
    assert client.get(f"/v1/webhooks/{hook}/deliveries").json()["items"][0]["state"] == "delivered"


PRIVATE = [
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[::127.0.0.1]/",
    "https://[fec0::1]/",
    "https://[fd00::1]/",
    "https://[3fff::1]/",
    "https://[5f00::1]/",
    "https://[100::1]/",
    "https://[ff02::1]/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://100.64.0.1/",
    "https://192.0.0.9/",
    "https://192.88.99.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_no_private_address_is_called(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        allowed_address(url, allow_private=False)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_a_public_address_is_called(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    assert allowed_address(f"https://{host}/hook", allow_private=False) == address


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://user:word@example.org/",
        "https://@example.org/",
        "https://",
        "https://a:0/",
        "https://a:99999/",
        "https://[::1/",
        "https://10.0.0.1/",
        "https://localhost/",
    ],
)
def test_only_plain_https_to_a_public_address_is_taken(tmp_path: Path, url: str) -> None:
    with a_web(f"sqlite:///{tmp_path / 'strict.sqlite'}") as web:
        assert_problem(web.client().post("/v1/webhooks", json={"url": url}), 422, "/url")


def test_a_name_that_was_public_and_is_private_now_is_not_called(
    tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ["93.184.216.34", "127.0.0.1"]

    def resolve(host: str, port: int, **kind: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found.pop(0), port))]

    with a_web(f"sqlite:///{tmp_path / 'strict.sqlite'}") as web:
        client = web.client()
        monkeypatch.setattr(addresses, "_resolve", resolve)
        url = f"https://rebound.example:{receiver.server.server_port}/"
        hook = client.post("/v1/webhooks", json={"url": url}).json()["id"]
        client.post("/v1/jobs", json={"case": new_case(client), "kind": "wait"})
        deliver_due(web.database, web.settings)
        (delivery,) = client.get(f"/v1/webhooks/{hook}/deliveries").json()["items"]
    assert "not public" in delivery["reason"]
    assert receiver.heard == []
    assert found == []


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=",
        "t=²,v1=x",
        "t=1,v1=é",
        "v1=x",
        "t=1,t=1,v1=x",
        f"t={'9' * 5000},v1=x",
        ",=,",
        "\ud800",
    ],
)
def test_whatever_a_header_holds_is_genuine_or_not(header: str) -> None:
    assert is_genuine("secret", b"body", header, now=1.0) is False


def test_a_message_is_genuine_for_five_minutes() -> None:
    signed = signature(("new", "old"), b"body", 1000)
    for secret in ("new", "old"):
        assert is_genuine(secret, b"body", signed, now=1300.0)
        assert not is_genuine(secret, b"body", signed, now=1301.0)
    assert not is_genuine("other", b"body", signed, now=1000.0)
