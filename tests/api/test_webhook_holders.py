"""Does a webhook end with the key that it was made with?"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rosterer_api.auth.keys import make_key
from rosterer_api.storage.tables import KeyRow, WebhookRow
from rosterer_api.webhooks.deliver import deliver_due
from rosterer_api.webhooks.holders import TOKEN_DAYS
from rosterer_api.webhooks.outbox import announce
from tests.api.asgi import Inside, inside
from tests.api.test_webhook_order import Heard

ENDS: dict[str, tuple[dict[str, Any], str]] = {
    "revoked": ({"revoked": 1.0}, "is revoked"),
    "expired": ({"expires": 1.0}, "has expired"),
    "lost role": ({"role": "planner"}, "'planner'"),
}
LONG_AFTER = 4e9
STAYS: dict[str, dict[str, Any]] = {"no end": {}, "an end to come": {"expires": LONG_AFTER}}


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Inside]:
    found = inside(tmp_path, private_webhooks=True)
    yield found
    found.database.close()


def hook_of_key(one: Inside) -> str:
    """A webhook, named as the key that it was made with."""
    with one.database.writing() as session:
        key = make_key(session, "a key", "service")[0].id
        row = WebhookRow(id=key, url="http://127.0.0.1:1/", events=[], secret="s", created_by=key)
        session.add(row)
    return key


def alter(one: Inside, key: str, fields: dict[str, Any]) -> None:
    with one.database.writing() as session:
        for name, value in fields.items():
            setattr(session.get_one(KeyRow, key), name, value)


def tell(one: Inside, job: str) -> None:
    with one.database.writing() as session:
        announce(session, "job.queued", {"job": job})


def heard_by(one: Inside) -> list[str]:
    heard = Heard()
    deliver_due(one.database, one.settings, heard)
    return [job for _, job, _ in heard.messages]


@pytest.mark.parametrize("end", ENDS)
def test_a_webhook_whose_key_has_ended_is_sent_nothing_and_says_why(one: Inside, end: str) -> None:
    hook = hook_of_key(one)
    tell(one, "before")
    fields, why = ENDS[end]
    alter(one, hook, fields)
    tell(one, "after")
    assert heard_by(one) == []
    admin = one.key()
    shown = json.loads(one.ask("GET", f"/v1/webhooks/{hook}", admin).body)
    assert shown["active"] is False
    assert why in shown["off_reason"]
    assert shown["switched_off"] is not None
    assert json.loads(one.ask("GET", "/v1/webhooks", admin).body)[0]["off_reason"] is not None
    waiting = json.loads(one.ask("GET", f"/v1/webhooks/{hook}/deliveries", admin).body)["items"]
    assert [item["payload"]["job"] for item in waiting] == ["before"]


@pytest.mark.parametrize("fields", STAYS.values(), ids=STAYS)
def test_a_webhook_whose_key_is_good_is_sent_everything(
    one: Inside, fields: dict[str, Any]
) -> None:
    hook = hook_of_key(one)
    tell(one, "before")
    alter(one, hook, fields)
    tell(one, "after")
    assert heard_by(one) == ["before", "after"]
    shown = json.loads(one.ask("GET", f"/v1/webhooks/{hook}", one.key()).body)
    assert (shown["active"], shown["off_reason"]) == (True, None)


@pytest.mark.parametrize("end", ENDS)
def test_nobody_can_have_it_sent_to_all_the_same(one: Inside, end: str) -> None:
    hook = hook_of_key(one)
    tell(one, "before")
    alter(one, hook, ENDS[end][0])
    headers = {**one.key(), "content-type": "application/json"}
    path = f"/v1/webhooks/{hook}"
    listed = json.loads(one.ask("GET", f"{path}/deliveries", headers).body)["items"]
    for method, where, body in (
        ("PATCH", path, b'{"active": true}'),
        ("POST", f"{path}/test", b""),
        ("POST", f"{path}/deliveries/{listed[0]['id']}/replay", b""),
    ):
        answer = one.ask(method, where, headers, [body])
        assert answer.status == 409, answer.body
        assert b"off for good" in answer.body
    assert heard_by(one) == []


@pytest.mark.parametrize(("days", "is_told"), [(TOKEN_DAYS - 1, True), (TOKEN_DAYS + 1, False)])
def test_a_webhook_of_a_token_ends_after_a_month(one: Inside, days: int, *, is_told: bool) -> None:
    created = time.time() - days * 24 * 3600.0
    with one.database.writing() as session:
        fields = {"id": "hook", "url": "http://127.0.0.1:1/", "events": [], "secret": "s"}
        session.add(WebhookRow(**fields, created=created, created_by="oidc:u1"))
    tell(one, "a")
    assert heard_by(one) == (["a"] if is_told else [])
    shown = json.loads(one.ask("GET", "/v1/webhooks/hook", one.key()).body)
    assert shown["active"] is is_told
    assert (shown["off_reason"] is None) is is_told
    assert is_told or "make it with a key" in shown["off_reason"]
