"""Do the bodies of one caller leave room for those of others, and are none read for nobody?"""

import asyncio
import threading

import anyio
import pytest

from rosterer_api.problems import ProblemError
from rosterer_api.readings import MOST_OF_ONE, Readings


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


def test_what_was_sent_by_somebody_who_has_left_is_not_read() -> None:
    looked: list[int] = []
    with pytest.raises(ProblemError):
        anyio.run(Readings().read, "ann", gone, lambda: looked.append(1))
    assert not looked
    anyio.run(Readings().read, "ann", here, lambda: looked.append(1))
    assert looked
