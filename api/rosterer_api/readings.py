"""How do the readings of cases and plans share the service with everything else?

They work in the interpreter for seconds, so they have threads of their own, one caller may have but
a few of them waiting, and what nobody waits for any more is not begun.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from rosterer_api.problems import ProblemError

THREADS = 2
"""More would be no faster, and one alone lets the small wait for the large."""
MOST_OF_ONE = 8
"""Of one caller, under way or waiting."""
RETRY_SECONDS = 5
Answer = TypeVar("Answer")


class Readings:
    """Where bodies are read, some of them at a time."""

    def __init__(self) -> None:
        self._turns, self._threads = CapacityLimiter(THREADS), CapacityLimiter(THREADS)
        self._of: Counter[str] = Counter()

    async def read(
        self, who: str, has_left: Callable[[], Awaitable[bool]], look: Callable[[], Answer]
    ) -> Answer:
        """What a caller sent.

        Raises
        ------
        ProblemError
            503 when the caller has too many waiting, 408 when it has left before its turn.
        """
        if self._of[who] >= MOST_OF_ONE:
            detail = f"{self._of[who]} bodies of this key are being read; send one after another"
            raise ProblemError(503, "busy", detail, headers={"Retry-After": str(RETRY_SECONDS)})
        self._of[who] += 1
        try:
            async with self._turns:
                if await has_left():
                    raise ProblemError(408, "gone", "whoever sent this has left")
                return await to_thread.run_sync(look, limiter=self._threads)
        finally:
            self._of[who] -= 1
            if not self._of[who]:
                del self._of[who]
