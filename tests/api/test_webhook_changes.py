"""Can the owner of a webhook try it out, rename it, change its secret, and switch it off and on?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rosterer_api.webhooks.deliver import deliver_due
from rosterer_api.webhooks.sign import is_genuine
from tests.api.test_submitting import new_case
from tests.api.test_webhooks import Receiver
from tests.api.web import Web, a_web, assert_problem


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


def made(client: Any, receiver: Receiver, **fields: Any) -> dict[str, Any]:
    answer = client.post("/v1/webhooks", json={"url": receiver.url, **fields})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_test_message_is_sent_at_once_and_its_outcome_shown(
    open_web: Web, receiver: Receiver
) -> None:
    client = open_web.client()
    hook = made(client, receiver)
    receiver.answers = [204, 418]
    path = f"/v1/webhooks/{hook['id']}/test"
    good, bad = client.post(path).json(), client.post(path).json()
    assert (good["state"], good["status"], good["event"]) == ("delivered", 204, "webhook.test")
    assert (bad["state"], bad["status"]) == ("failed", 418)
    assert "418" in bad["reason"]
    message, signed, body = receiver.heard[0]
    assert (message["event"], message["sequence"]) == ("webhook.test", None)
    assert is_genuine(hook["secret"], body, signed)
    assert deliver_due(open_web.database, open_web.settings) == 0
    replay = f"/v1/webhooks/{hook['id']}/deliveries/{good['id']}/replay"
    assert_problem(client.post(replay), 409)


def test_a_webhook_is_renamed_and_asks_for_something_else(
    open_web: Web, receiver: Receiver
) -> None:
    client = open_web.client()
    hook = made(client, receiver, name="old", events=["plan.worked"])
    path = f"/v1/webhooks/{hook['id']}"
    changed = client.patch(path, json={"name": "new", "kinds": ["wait"]}).json()
    assert (changed["name"], changed["events"], changed["kinds"]) == (
        "new",
        ["plan.worked"],
        ["wait"],
    )
    client.patch(path, json={"events": [], "kinds": []})
    assert client.get(path).json()["events"] == []
    assert_problem(client.patch(path, json={"events": ["none"]}), 422, "/events/0")
    entries = client.get("/v1/audit").json()["items"]
    assert entries[0]["action"] == "webhook.change"
    assert "secret" not in changed


def test_a_webhook_that_is_off_is_sent_nothing_until_it_is_on_again(
    open_web: Web, receiver: Receiver
) -> None:
    client = open_web.client()
    hook = made(client, receiver, events=["job.queued"])
    path = f"/v1/webhooks/{hook['id']}"
    off = client.patch(path, json={"active": False}).json()
    assert (off["active"], off["off_reason"]) == (False, "somebody switched it off")
    case = new_case(client)
    for _ in range(2):
        client.post("/v1/jobs", json={"case": case, "kind": "wait"})
    assert deliver_due(open_web.database, open_web.settings) == 0
    waiting = client.get(f"{path}/deliveries").json()["items"][0]["id"]
    assert_problem(client.post(f"{path}/deliveries/{waiting}/replay"), 409)
    on = client.patch(path, json={"active": True}).json()
    assert (on["active"], on["switched_off"], on["off_reason"]) == (True, None, None)
    assert deliver_due(open_web.database, open_web.settings) == 2
    assert [message["sequence"] for message, _, _ in receiver.heard] == [1, 2]


@pytest.mark.parametrize(("hours", "is_old_good"), [(24, True), (0, False)])
def test_a_secret_is_changed_and_the_old_one_signs_as_well_for_a_while(
    open_web: Web, receiver: Receiver, hours: int, is_old_good: bool
) -> None:
    client = open_web.client()
    old = made(client, receiver)
    new = client.post(f"/v1/webhooks/{old['id']}/secret", json={"keep_old_hours": hours}).json()
    assert new["secret"] != old["secret"]
    client.post(f"/v1/webhooks/{old['id']}/test")
    _, signed, body = receiver.heard[0]
    assert is_genuine(new["secret"], body, signed)
    assert is_genuine(old["secret"], body, signed) is is_old_good


def test_the_receivers_own_headers_are_kept_and_their_values_not_shown(
    open_web: Web, receiver: Receiver
) -> None:
    client = open_web.client()
    hook = made(client, receiver, headers={"X-Key": "a word that is hidden"})
    shown = client.get("/v1/webhooks").text + client.get(f"/v1/webhooks/{hook['id']}").text
    assert hook["headers"] == ["X-Key"]
    assert "hidden" not in shown


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "inside"},
        {"content-length": "1"},
        {"Transfer-Encoding": "chunked"},
        {"Connection": "close"},
        {"Rosterer-Signature": "t=1"},
        {"Proxy-Authorization": "x"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X A": "x"},
        {"": "x"},
        {"X-A": "a\r\nHost: inside"},
        {"X-A": ""},
        {"X-A": "é"},
        {"X-A": "1", "x-a": "2"},
        {f"X-{number}": "1" for number in range(21)},
    ],
)
def test_a_header_that_could_lead_astray_is_refused(
    open_web: Web, receiver: Receiver, headers: dict[str, str]
) -> None:
    body = {"url": receiver.url, "headers": headers}
    problem = assert_problem(open_web.client().post("/v1/webhooks", json=body), 422)
    assert all(error["pointer"].startswith("/headers") for error in problem["errors"]), problem


def test_others_can_change_nothing(open_web: Web, receiver: Receiver) -> None:
    hook = made(open_web.client("service"), receiver)["id"]
    other = open_web.client("service")
    for answer in (
        other.get(f"/v1/webhooks/{hook}"),
        other.patch(f"/v1/webhooks/{hook}", json={"name": "mine"}),
        other.post(f"/v1/webhooks/{hook}/secret", json={}),
        other.post(f"/v1/webhooks/{hook}/test"),
    ):
        assert_problem(answer, 404)
    assert receiver.heard == []


def test_a_webhook_asks_for_kinds_that_there_are(open_web: Web, receiver: Receiver) -> None:
    client = open_web.client()
    wrong = {"url": receiver.url, "kinds": ["wait", "slove"]}
    refused = assert_problem(client.post("/v1/webhooks", json=wrong), 422, "/kinds/1")
    assert "solve" in refused["errors"][0]["remedy"]
    path = f"/v1/webhooks/{made(client, receiver, kinds=['wait'])['id']}"
    assert_problem(client.patch(path, json={"kinds": ["slove"]}), 422, "/kinds/0")
    assert client.get(path).json()["kinds"] == ["wait"]
