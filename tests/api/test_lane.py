"""Do equal reads share one look, and does nobody see less than was true when they asked?"""

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from starlette.responses import Response

from rosterer_api.auth.keys import Principal
from rosterer_api.lane import LANE_THREADS, Lane, short, short_of_owner
from tests.api.web import Web, document_of
from tests.cases import small_case


class Busy:
    """A lane whose threads are all held up until the test lets them go."""

    def __init__(self) -> None:
        self.lane, self._go = Lane(), threading.Event()

    async def __aenter__(self) -> "Busy":
        self._held = [
            asyncio.ensure_future(self.lane.read(number, self._go.wait))
            for number in range(LANE_THREADS)
        ]
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *what: object) -> None:
        self.let_go()
        await asyncio.gather(*self._held)

    def let_go(self) -> None:
        self._go.set()


def looked(seen: list[int]) -> int:
    seen.append(len(seen))
    return len(seen)


def test_those_who_wait_for_the_same_share_one_look() -> None:
    async def ask() -> tuple[list[int], list[int]]:
        seen: list[int] = []
        async with Busy() as busy:
            asked = [
                asyncio.ensure_future(busy.lane.read("page", lambda: looked(seen)))
                for _ in range(50)
            ]
            other = asyncio.ensure_future(busy.lane.read("another page", lambda: looked(seen)))
            await asyncio.sleep(0)
            busy.let_go()
            return [*await asyncio.gather(*asked), await other], seen

    answers, seen = anyio.run(ask)
    assert len(seen) == 2
    assert len(set(answers[:50])) == 1


def test_who_comes_when_a_look_has_begun_gets_a_look_of_their_own() -> None:
    async def ask() -> tuple[str, str]:
        lane, has_begun, go = Lane(), threading.Event(), threading.Event()
        content = "old"

        def look() -> str:
            found = content
            has_begun.set()
            go.wait()
            return found

        first = asyncio.ensure_future(lane.read("page", look))
        await asyncio.to_thread(has_begun.wait)
        content = "new"
        second = asyncio.ensure_future(lane.read("page", look))
        await asyncio.sleep(0)
        go.set()
        return await first, await second

    assert anyio.run(ask) == ("old", "new")


def test_one_who_goes_away_takes_nothing_from_the_others() -> None:
    async def ask() -> int:
        seen: list[int] = []
        async with Busy() as busy:
            asked = [
                asyncio.ensure_future(busy.lane.read("page", lambda: looked(seen)))
                for _ in range(2)
            ]
            await asyncio.sleep(0)
            asked[0].cancel()
            busy.let_go()
            return await asked[1]

    assert anyio.run(ask) == 1


def test_a_failure_reaches_everybody_and_is_not_kept() -> None:
    async def ask() -> tuple[list[Any], int]:
        def fail() -> int:
            raise LookupError("nothing there")

        async with Busy() as busy:
            asked = [asyncio.ensure_future(busy.lane.read("page", fail)) for _ in range(3)]
            await asyncio.sleep(0)
            busy.let_go()
            failures = await asyncio.gather(*asked, return_exceptions=True)
            return failures, await busy.lane.read("page", lambda: 7)

    failures, after = anyio.run(ask)
    assert [type(failure) for failure in failures] == [LookupError] * 3
    assert after == 7


@short
def route(service: Any, principal: Principal, limit: int) -> Response:
    """A route as the others are."""
    service.seen.append((principal.role, limit))
    return Response(b"{}", headers={"X-Own": "1"})


@short_of_owner
def own_route(service: Any, principal: Principal, limit: int) -> Response:
    """A route that shows what is the caller's own."""
    service.seen.append((principal.id, limit))
    return Response(b"{}")


def test_who_sees_only_their_own_shares_with_nobody() -> None:
    async def ask(*callers: str) -> list[Any]:
        async with Busy() as busy:
            service = SimpleNamespace(lane=busy.lane, seen=[])
            asked = [
                asyncio.ensure_future(
                    own_route(service=service, principal=Principal(who, "", "planner"), limit=1)
                )
                for who in callers
            ]
            await asyncio.sleep(0)
            busy.let_go()
            await asyncio.gather(*asked)
            seen: list[Any] = service.seen
            return seen

    assert len(anyio.run(ask, "a", "b")) == 2
    assert len(anyio.run(ask, "a", "a")) == 1


@pytest.mark.parametrize(
    ("one", "two", "num_looks"),
    [
        ((Principal("a", "a", "planner"), 50), (Principal("b", "b", "planner"), 50), 1),
        ((Principal("a", "a", "planner"), 50), (Principal("a", "a", "planner"), 20), 2),
        ((Principal("a", "a", "planner"), 50), (Principal("a", "a", "service"), 50), 2),
        (
            (Principal("a", "a", "manager", frozenset({"n"})), 50),
            (Principal("a", "a", "manager", frozenset({"s"})), 50),
            2,
        ),
    ],
    ids=["two of a role", "two pages", "two roles", "two teams"],
)
def test_only_those_who_see_the_same_share(
    one: tuple[Principal, int], two: tuple[Principal, int], num_looks: int
) -> None:
    async def ask() -> tuple[list[Response], list[Any]]:
        async with Busy() as busy:
            service = SimpleNamespace(lane=busy.lane, seen=[])
            asked = [
                asyncio.ensure_future(route(service=service, principal=who, limit=limit))
                for who, limit in (one, two)
            ]
            await asyncio.sleep(0)
            busy.let_go()
            return list(await asyncio.gather(*asked)), service.seen

    answers, seen = anyio.run(ask)
    assert len(seen) == num_looks
    answers[0].raw_headers.append((b"x-request-id", b"mine"))
    assert (b"x-request-id", b"mine") not in answers[1].raw_headers


def test_a_list_shows_what_the_same_caller_has_just_sent(web: Web) -> None:
    client = web.client()
    for number in range(1, 4):
        assert client.post("/v1/cases", json=document_of(small_case())).status_code == 201
        assert len(client.get("/v1/cases").json()["items"]) == number
