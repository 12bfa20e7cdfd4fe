"""How do the readings of cases and plans share the service with everything else?

They work in the interpreter for seconds, so they have threads of their own: one for what is large,
and one for everything else, so that nothing small waits for it. The bodies of one caller are read
one after another, and some of them may wait. What nobody waits for any more is not begun, and is
given up between two tables; so is what takes too long.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TypeVar

from anyio import CapacityLimiter, Lock, to_thread

from rosterer.files.wanted import NotWanted, while_wanted
from rosterer_api.problems import ProblemError

LARGE_BYTES = 1_000_000
"""Some seconds of work; a case of 150 people has a third of it."""
MOST_OF_ONE = 8
"""Of one caller, under way or waiting."""
MOST_SECONDS = 120.0
"""A case of 1,500 people takes a tenth of it on an idle machine."""
LOOK_SECONDS = 1.0
"""How often it is asked whether whoever sent a body is still there."""
RETRY_SECONDS = 5
Answer = TypeVar("Answer")


class Readings:
    """Where bodies are read, one of each size at a time.

    Parameters
    ----------
    clock
        Seconds, of which only differences count.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._large, self._small = CapacityLimiter(1), CapacityLimiter(1)
        self._of: Counter[str] = Counter()
        self._turn: dict[str, Lock] = {}

    async def read(
        self,
        who: str,
        has_left: Callable[[], Awaitable[bool]],
        look: Callable[[], Answer],
        size: int = 0,
    ) -> Answer:
        """What a caller sent, in so many bytes.

        Raises
        ------
        ProblemError
            503 when the caller has too many waiting, or the reading takes too long; 408 when the
            caller has left.
        """
        if self._of[who] >= MOST_OF_ONE:
            waiting = f"{self._of[who]} bodies of this key are being read"
            raise _busy(f"{waiting}; send one after another")
        self._of[who] += 1
        try:
            async with self._turn.setdefault(who, Lock()):
                lane = self._large if size > LARGE_BYTES else self._small
                return await self._read(has_left, look, lane)
        finally:
            self._of[who] -= 1
            if not self._of[who]:
                del self._of[who], self._turn[who]

    async def _read(
        self,
        has_left: Callable[[], Awaitable[bool]],
        look: Callable[[], Answer],
        lane: CapacityLimiter,
    ) -> Answer:
        is_gone, begun = False, 0.0

        def ask() -> None:
            if is_gone or self._clock() - begun > MOST_SECONDS:
                raise NotWanted

        def while_asked() -> Answer:
            with while_wanted(ask):
                return look()

        async def keep_looking() -> None:
            nonlocal is_gone
            while not is_gone:
                await asyncio.sleep(LOOK_SECONDS)
                is_gone = await has_left()

        async with lane:
            is_gone, begun = await has_left(), self._clock()
            watch = asyncio.ensure_future(keep_looking())
            try:
                if not is_gone:
                    return await to_thread.run_sync(while_asked, limiter=CapacityLimiter(1))
            except NotWanted:
                if not is_gone:
                    detail = f"it was not read within {MOST_SECONDS:g} seconds; send less"
                    raise _busy(detail) from None
            finally:
                watch.cancel()
        raise ProblemError(408, "gone", "whoever sent this has left")


def _busy(detail: str) -> ProblemError:
    return ProblemError(503, "busy", detail, headers={"Retry-After": str(RETRY_SECONDS)})
