"""Do the bodies of one caller leave room for those of others, and are none read for nobody?"""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from rosterer.files import load_case, save_case
from rosterer.files.wanted import NotWanted, require_wanted, while_wanted
from rosterer_api.problems import ProblemError
from rosterer_api.readings import LARGE_BYTES, MOST_OF_ONE, MOST_SECONDS, Readings
from tests.cases import small_case


async def here() -> bool:
    return False


async def gone() -> bool:
    return True


def test_one_caller_has_but_some_bodies_waiting_and_another_is_let_in() -> None:
    async def ask() -> tuple[int, str]:
        readings, go = Readings(), threading.Event()
        held = [
            asyncio.ensure_future(readings.read("ann", here, go.wait)) for _ in range(MOST_OF_ONE)
        ]
        await asyncio.sleep(0)
        with pytest.raises(ProblemError) as refused:
            await readings.read("ann", here, lambda: "one too many")
        other = asyncio.ensure_future(readings.read("bea", here, lambda: "read"))
        await asyncio.sleep(0)
        go.set()
        await asyncio.gather(*held)
        await readings.read("ann", here, lambda: "again")
        return refused.value.status_code, await other

    assert anyio.run(ask) == (503, "read")


def test_what_is_large_keeps_nothing_small_waiting() -> None:
    async def ask() -> list[str]:
        readings, go = Readings(), threading.Event()
        size = LARGE_BYTES + 1
        held = [asyncio.ensure_future(readings.read(who, here, go.wait, size)) for who in "abc"]
        await asyncio.sleep(0)
        small = [await readings.read(who, here, lambda: "small", 10) for who in "de"]
        go.set()
        await asyncio.gather(*held)
        return small

    assert anyio.run(ask) == ["small", "small"]


def look_at_rows(number: int, seen: list[int], then: Callable[[], object]) -> None:
    """Reads one table after another, as the reader of a case does."""
    for row in range(number):
        seen.append(row)
        require_wanted()
        then()


def test_a_reading_that_has_begun_ends_when_its_caller_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rosterer_api.readings.LOOK_SECONDS", 0.0)
    is_noticed, seen = threading.Event(), list[int]()

    async def leaves() -> bool:
        if seen:
            asyncio.get_running_loop().call_soon(is_noticed.set)
        return bool(seen)

    with pytest.raises(ProblemError) as refused:
        anyio.run(Readings().read, "ann", leaves, lambda: look_at_rows(9, seen, is_noticed.wait), 0)
    assert refused.value.status_code == 408
    assert 1 <= len(seen) <= 2


def test_a_reading_that_takes_too_long_ends_and_says_so() -> None:
    seconds, seen = [0.0], list[int]()

    def pass_time() -> None:
        seconds[0] += MOST_SECONDS / 3.5

    with pytest.raises(ProblemError) as refused:
        anyio.run(
            Readings(lambda: seconds[0]).read,
            "ann",
            here,
            lambda: look_at_rows(9, seen, pass_time),
            0,
        )
    assert refused.value.status_code == 503
    assert refused.value.headers
    assert len(seen) == 5


@pytest.mark.parametrize("suffix", ["", ".json", ".xlsx"])
def test_a_case_that_is_read_is_asked_for_at_every_table(tmp_path: Path, suffix: str) -> None:
    asked, file = list[int](), tmp_path / f"case{suffix}"
    save_case(small_case(), file)

    def ask() -> None:
        asked.append(1)
        if len(asked) == 5:
            raise NotWanted

    with pytest.raises(NotWanted), while_wanted(ask):
        load_case(file)
    assert load_case(file) == small_case()
    assert len(asked) == 5


def test_what_was_sent_by_somebody_who_has_left_is_not_read() -> None:
    looked: list[int] = []
    with pytest.raises(ProblemError):
        anyio.run(Readings().read, "ann", gone, lambda: looked.append(1))
    assert not looked
    anyio.run(Readings().read, "ann", here, lambda: looked.append(1))
    assert looked
