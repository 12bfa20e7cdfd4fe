"""Does a slow or dead receiver hold up nobody but itself, and does each hear everything in
order?
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from rosterer_api.storage import Database
from rosterer_api.storage.tables import DeliveryRow, WebhookRow
from rosterer_api.webhooks import send as sending
from rosterer_api.webhooks.deliver import Deliveries, deliver_due
from rosterer_api.webhooks.outbox import JobSource, announce
from rosterer_api.webhooks.queue import MOST_ATTEMPTS, MOST_FAILURES, conclude, reserve
from rosterer_api.webhooks.send import Message, Outcome, Sender
from tests.api.asgi import Inside, inside

TAKEN, REFUSED = Outcome(204, None), Outcome(500, "the receiver answered 500")


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Inside]:
    found = inside(tmp_path, private_webhooks=True)
    yield found
    found.database.close()


def add_hook(database: Database, name: str, **fields: Any) -> None:
    with database.writing() as session:
        row = WebhookRow(
            id=name, url="http://127.0.0.1:1/", events=[], secret="s", created_by="t", **fields
        )
        session.add(row)


def tell(database: Database, number: int, kind: str = "solve", **metadata: Any) -> None:
    with database.writing() as session:
        content = {"job": str(number), "metadata": metadata}
        announce(session, "job.queued", content, JobSource(kind, "t"))


def make_due(database: Database) -> None:
    with database.writing() as session:
        for row in session.scalars(select(DeliveryRow)):
            row.next_at = 0.0


def hook_of(database: Database, name: str) -> WebhookRow:
    with database.reading() as session:
        return session.get_one(WebhookRow, name)


class Heard:
    """Takes messages as a receiver would, and answers what the test says."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str, int | None]] = []
        self.refused: set[str] = set()

    async def __call__(self, message: Message) -> Outcome:
        self.messages.append((message.webhook, message.payload["job"], message.sequence))
        return REFUSED if message.payload["job"] in self.refused else TAKEN

    def of(self, hook: str) -> list[tuple[str, int | None]]:
        return [(job, number) for name, job, number in self.messages if name == hook]


def test_one_who_never_answers_holds_up_nobody_else(one: Inside) -> None:
    for name in ("slow", "quick"):
        add_hook(one.database, name)
    for number in range(3):
        tell(one.database, number)

    async def deliver() -> list[str]:
        heard: list[str] = []
        go = asyncio.Event()

        async def send(message: Message) -> Outcome:
            if message.webhook == "slow":
                await go.wait()
            heard.append(message.webhook)
            return TAKEN

        deliveries = Deliveries(one.database, send)
        while len(heard) < 3:
            await deliveries.begin()
            await deliveries.wait(None)
        before = list(heard)
        go.set()
        while await deliveries.wait(None):
            pass
        return before

    assert asyncio.run(deliver()) == ["quick"] * 3


def test_each_webhook_hears_everything_in_order_with_numbers_that_have_no_gap(
    one: Inside,
) -> None:
    add_hook(one.database, "a")
    tell(one.database, 0)
    add_hook(one.database, "b")
    for number in range(1, 30):
        tell(one.database, number)
    heard = Heard()
    assert deliver_due(one.database, one.settings, heard) == 59
    assert heard.of("a") == [(str(n), n + 1) for n in range(30)]
    assert heard.of("b") == [(str(n), n) for n in range(1, 30)]


def test_what_comes_after_a_message_that_was_not_taken_waits_for_it(one: Inside) -> None:
    add_hook(one.database, "a")
    for number in range(3):
        tell(one.database, number)
    heard = Heard()
    heard.refused = {"1"}
    deliver_due(one.database, one.settings, heard)
    assert heard.of("a") == [("0", 1), ("1", 2)]
    heard.refused = set()
    make_due(one.database)
    deliver_due(one.database, one.settings, heard)
    assert heard.of("a")[2:] == [("1", 2), ("2", 3)]


def test_two_who_deliver_never_have_two_messages_of_one_webhook(one: Inside) -> None:
    add_hook(one.database, "a")
    tell(one.database, 0)
    tell(one.database, 1)
    first = reserve(one.database, 10)
    assert [message.payload["job"] for message in first] == ["0"]
    assert reserve(one.database, 10) == []
    conclude(one.database, first[0], TAKEN)
    assert [message.payload["job"] for message in reserve(one.database, 10)] == ["1"]


def test_a_message_that_is_never_taken_is_given_up_and_the_next_is_sent(one: Inside) -> None:
    add_hook(one.database, "a")
    tell(one.database, 0)
    tell(one.database, 1)
    heard = Heard()
    heard.refused = {"0"}
    for _ in range(MOST_ATTEMPTS):
        make_due(one.database)
        deliver_due(one.database, one.settings, heard)
    assert heard.of("a") == [("0", 1)] * MOST_ATTEMPTS + [("1", 2)]
    assert hook_of(one.database, "a").switched_off is None
    assert hook_of(one.database, "a").failures == 0


def test_a_webhook_that_keeps_failing_is_switched_off_and_sent_no_more(one: Inside) -> None:
    add_hook(one.database, "a")
    for number in range(4):
        tell(one.database, number)
    heard = Heard()
    heard.refused = {"0", "1", "2", "3"}
    for _ in range(MOST_FAILURES + 5):
        make_due(one.database)
        deliver_due(one.database, one.settings, heard)
    assert len(heard.messages) == MOST_FAILURES
    hook = hook_of(one.database, "a")
    assert hook.switched_off is not None
    assert "500" in (hook.off_reason or "")


def test_a_receiver_that_is_gone_for_good_is_believed_at_once(one: Inside) -> None:
    add_hook(one.database, "a")
    tell(one.database, 0)
    (message,) = reserve(one.database, 10)
    conclude(one.database, message, Outcome(410, "the receiver answered 410"))
    assert hook_of(one.database, "a").switched_off is not None


@pytest.mark.parametrize(
    ("filters", "jobs"),
    [
        ({}, ["0", "1", "2", "3"]),
        ({"kinds": ["winter"]}, ["1"]),
        ({"matching": {"ward": 7}}, ["2"]),
        ({"matching": {"ward": 7.0}}, ["2"]),
        ({"matching": {"ward": 1}}, []),
        ({"matching": {"ward": True}}, ["3"]),
        ({"matching": {"ward": 7, "site": "a"}}, []),
        ({"matching": {"none": None}}, []),
        ({"kinds": ["winter"], "matching": {"ward": 7}}, []),
    ],
)
def test_only_what_was_asked_for_is_told(
    one: Inside, filters: dict[str, Any], jobs: list[str]
) -> None:
    add_hook(one.database, "a", **filters)
    tell(one.database, 0)
    tell(one.database, 1, "winter")
    tell(one.database, 2, ward=7)
    tell(one.database, 3, ward=True)
    heard = Heard()
    deliver_due(one.database, one.settings, heard)
    assert [job for job, _ in heard.of("a")] == jobs


class Trickle(httpx.AsyncBaseTransport):
    """A receiver that never finishes its answer, though a byte comes now and then."""

    def __init__(self) -> None:
        self.num_waits = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        while True:
            self.num_waits += 1
            await asyncio.sleep(0)


def test_one_deadline_holds_for_a_whole_message(
    one: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "ANSWER_SECONDS", 0.0)
    add_hook(one.database, "a")
    tell(one.database, 0)
    (message,) = reserve(one.database, 10)

    async def send() -> Outcome:
        sender = Sender(allow_private=True, transport=Trickle())
        outcome = await sender(message)
        await sender.close()
        return outcome

    outcome = asyncio.run(send())
    assert outcome.status is None
    assert "no answer came" in (outcome.reason or "")


def test_the_receivers_own_headers_are_sent_and_none_of_ours_is_replaced(one: Inside) -> None:
    add_hook(
        one.database, "a", headers={"Authorization": "Basic eDp5"}, old_secret="o", old_until=0
    )
    tell(one.database, 0)
    (message,) = reserve(one.database, 10)
    assert message.secrets == ("s",), "the old secret has had its time"
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    async def send() -> Outcome:
        sender = Sender(allow_private=True, transport=httpx.MockTransport(answer))
        outcome = await sender(message)
        await sender.close()
        return outcome

    assert asyncio.run(send()) == TAKEN
    (request,) = seen
    assert request.headers["authorization"] == "Basic eDp5"
    assert request.headers["host"] == "127.0.0.1:1"
    assert request.headers["user-agent"] == "rosterer"


def states_of(one: Inside) -> list[str]:
    """What became of each message, in the order of what happened."""
    with one.database.reading() as session:
        return list(session.scalars(select(DeliveryRow.state).order_by(DeliveryRow.number)))


@pytest.mark.parametrize(("off", "first"), [(1.0, "failed"), (None, "waiting")])
def test_for_a_webhook_that_is_off_the_newest_messages_wait_and_older_ones_are_shown_as_failed(
    one: Inside, monkeypatch: pytest.MonkeyPatch, off: float | None, first: str
) -> None:
    monkeypatch.setattr("rosterer_api.webhooks.outbox.MOST_WAITING", 3)
    add_hook(one.database, "a", switched_off=off)
    for number in range(5):
        tell(one.database, number)
    assert states_of(one) == [first, first, "waiting", "waiting", "waiting"]
    with one.database.reading() as session:
        row = session.scalars(select(DeliveryRow).order_by(DeliveryRow.number)).first()
    assert row is not None
    assert (row.reason is None) == (off is None)
