"""Is what never changes made once, and does nothing else wait for what takes long?"""

import asyncio
import gzip
import threading
from importlib import import_module
from typing import Any

import anyio
import httpx
import pytest

from rosterer_api.auth.keys import Principal
from rosterer_api.lane import COSTLY_THREADS, MOST_WAITING, Lane
from rosterer_api.made import Kept, Made, made
from rosterer_api.names import sight_of
from rosterer_api.problems import ProblemError
from tests.api.test_cases import NAMED
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_plan


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept(most_bytes=30)
    for name in "abc":
        kept.put(name, Made(b"x" * 10, "text/plain"))
    assert kept.get("a") is not None
    kept.put("d", Made(b"x" * 10, "text/plain"))
    assert [name for name in "abcd" if kept.get(name)] == ["a", "c", "d"]


def test_what_alone_is_too_large_is_not_kept_and_throws_nothing_out() -> None:
    kept = Kept(most_bytes=30)
    kept.put("small", Made(b"x" * 10, "text/plain"))
    assert kept.put("large", Made(b"x" * 31, "text/plain")).content == b"x" * 31
    assert kept.get("large") is None
    assert kept.get("small") is not None


def test_text_is_packed_and_what_is_packed_already_is_not() -> None:
    assert gzip.decompress(made(b"x" * 1000, "application/json").content) == b"x" * 1000
    assert made(b"x" * 1000, "application/zip").content == b"x" * 1000


def test_a_full_lane_says_when_to_come_back_and_takes_the_next_when_there_is_room() -> None:
    async def ask() -> int:
        lane, go = Lane(COSTLY_THREADS, MOST_WAITING), threading.Event()
        held = [asyncio.ensure_future(lane.read(n, go.wait)) for n in range(MOST_WAITING)]
        await asyncio.sleep(0)
        shared = asyncio.ensure_future(lane.read(MOST_WAITING - 1, go.wait))  # nobody more
        await asyncio.sleep(0)
        with pytest.raises(ProblemError) as refused:
            await lane.read("one too many", go.wait)
        assert refused.value.status_code == 503
        assert dict(refused.value.headers or {})["Retry-After"]
        go.set()
        await asyncio.gather(*held, shared)
        return await lane.read("room again", lambda: 7)

    assert anyio.run(ask) == 7


def test_what_never_changes_is_made_once_though_it_is_asked_for_while_it_is_made() -> None:
    async def ask(*, is_for_ever: bool) -> int:
        lane, has_begun, go = (
            Lane(COSTLY_THREADS, MOST_WAITING),
            threading.Event(),
            threading.Event(),
        )
        seen: list[int] = []

        def look() -> None:
            seen.append(1)
            has_begun.set()
            go.wait()

        first = asyncio.ensure_future(lane.read("tag", look, is_for_ever=is_for_ever))
        await asyncio.to_thread(has_begun.wait)
        second = asyncio.ensure_future(lane.read("tag", look, is_for_ever=is_for_ever))
        await asyncio.sleep(0)
        go.set()
        await asyncio.gather(first, second)
        return len(seen)

    assert anyio.run(lambda: ask(is_for_ever=True)) == 1
    assert anyio.run(lambda: ask(is_for_ever=False)) == 2


@pytest.fixture
def plan(web: Web) -> tuple[httpx.Client, str, str]:
    """An administrator's client, a case with a name in it, and a plan."""
    client = web.client()
    case = client.post("/v1/cases", json=document_of(NAMED)).json()["id"]
    sent = client.post(f"/v1/cases/{case}/plans", content=small_plan().model_dump_json())
    return client, case, sent.json()["id"]


def unpackings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where documents are unpacked from now on."""
    seen: list[str] = []
    for name in ("plans", "cases"):
        module = import_module(f"rosterer_api.routes.{name}")
        was = module.unpacked

        def look(content: bytes, was: Any = was, name: str = name) -> str:
            seen.append(name)
            return str(was(content))

        monkeypatch.setattr(module, "unpacked", look)
    return seen


@pytest.mark.parametrize(
    "path",
    ["document", "verdict", "export/csv", "export/xlsx", "export/ics", "tables/duties"],
)
def test_each_form_of_a_plan_is_made_once(
    plan: tuple[httpx.Client, str, str], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _, name = plan
    seen = unpackings(monkeypatch)
    answers = [client.get(f"/v1/plans/{name}/{path}") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    num_seen = len(seen)
    assert num_seen <= 2  # the plan and its case
    plain = client.get(f"/v1/plans/{name}/{path}", headers={"Accept-Encoding": "identity"})
    assert plain.content == answers[0].content
    assert "content-encoding" not in plain.headers
    tag = {"If-None-Match": answers[0].headers["etag"]}
    assert client.get(f"/v1/plans/{name}/{path}", headers=tag).status_code == 304
    assert len(seen) == num_seen


def test_a_plan_that_was_removed_is_gone_though_it_was_kept(
    plan: tuple[httpx.Client, str, str],
) -> None:
    client, _, name = plan
    assert client.get(f"/v1/plans/{name}/document").status_code == 200
    assert client.delete(f"/v1/plans/{name}").status_code == 204
    assert_problem(client.get(f"/v1/plans/{name}/document"), 404)


def test_nobody_is_sent_names_that_were_kept_for_somebody_else(
    web: Web, plan: tuple[httpx.Client, str, str]
) -> None:
    client, case, _ = plan
    everything = client.get(f"/v1/cases/{case}/document").json()
    nothing = web.client("planner").get(f"/v1/cases/{case}/document").json()
    assert any(person["name"] for person in everything["people"])
    assert not any(person["name"] for person in nothing["people"])


def test_teams_whose_names_run_together_are_told_apart() -> None:
    one = Principal("a", "a", "manager", frozenset({"north-south"}))
    two = Principal("b", "b", "manager", frozenset({"north", "south"}))
    assert sight_of(one) != sight_of(two)
    assert sight_of(two) == sight_of(Principal("c", "c", "manager", frozenset({"south", "north"})))


def test_each_reading_of_names_is_in_the_audit_log_though_the_document_was_kept(
    plan: tuple[httpx.Client, str, str],
) -> None:
    client, case, _ = plan
    for _ in range(3):
        client.get(f"/v1/cases/{case}/document")
    actions = [entry["action"] for entry in client.get("/v1/audit").json()["items"]]
    assert actions.count("names.read") == 3


def test_health_and_lists_are_told_while_costly_reads_take_for_ever(
    web: Web, plan: tuple[httpx.Client, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _, name = plan
    go = threading.Event()
    has_begun = threading.Semaphore(0)

    def hang(*anything: object) -> bytes:
        has_begun.release()
        go.wait()
        return b"done"

    monkeypatch.setattr(import_module("rosterer_api.routes.plans"), "export", hang)
    asking = [
        threading.Thread(target=client.get, args=(f"/v1/plans/{name}/export/{form}",))
        for form in ("csv", "xlsx", "ics")
    ]
    for one in asking:
        one.start()
    try:
        for _ in range(COSTLY_THREADS):
            assert has_begun.acquire(timeout=240)
        for quick in ("/healthz", "/readyz", "/v1/plans", f"/v1/plans/{name}"):
            assert client.get(quick).status_code == 200
    finally:
        go.set()
        for one in asking:
            one.join()
