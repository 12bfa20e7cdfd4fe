"""How are reads kept from fighting with one another?

Every step of a query gives the interpreter up and must get it back, so many threads with short
queries mostly wait for one another. Short reads therefore take turns in a lane of their own, beside
the threads that do longer work. Who asks for what another is still waiting for shares the answer: a
look that has not begun shows everything that was true when the second came, so nothing is older for
being shared, and many who watch one page cost little more than one.

Costly reads (an export, a verdict) have another lane, so that nothing else waits for them; when too
many wait there, the next is told to come back.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from copy import copy
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.responses import Response

from rosterer_api.auth.keys import Principal
from rosterer_api.problems import ProblemError

LANE_THREADS = 2
"""Measured twice with 8 readers on two busy cores: 322 and 575 pages of 20 jobs a second; with 8
threads 251 and 292.
"""
COSTLY_THREADS = 2
"""They work in the interpreter, of which there is one: more would be no faster, and one alone lets
the small wait for the large.
"""
MOST_WAITING = 16
"""Costly reads under way or waiting; at a few seconds each, the next would wait for a minute."""
RETRY_SECONDS = 5
Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


class Lane:
    """Where reads take turns, and equal ones are done once.

    Parameters
    ----------
    threads
        How many are done at a time.
    most
        How many may be under way or waiting; none for no limit.
    """

    def __init__(self, threads: int = LANE_THREADS, most: int | None = None) -> None:
        self._most, self._num = most, 0
        self._limiter = CapacityLimiter(threads)
        self._waiting: dict[Hashable, asyncio.Task[Any]] = {}

    async def read(
        self, key: Hashable, look: Callable[[], Answer], *, is_for_ever: bool = False
    ) -> Answer:
        """What a look finds that begins after now.

        Parameters
        ----------
        key
            Equal for looks that find the same.
        is_for_ever
            Whether what is looked at never changes: a look that has begun is then as good.

        Raises
        ------
        ProblemError
            503 when the lane is full.
        """
        task: asyncio.Task[Answer] | None = self._waiting.get(key)
        if task is None:
            if self._most is not None and self._num >= self._most:
                detail = f"{self._num} reads that take long are waiting; try again later"
                raise ProblemError(503, "busy", detail, headers={"Retry-After": str(RETRY_SECONDS)})
            self._num += 1
            task = asyncio.ensure_future(
                to_thread.run_sync(
                    look if is_for_ever else partial(self._begun, key, look), limiter=self._limiter
                )
            )
            task.add_done_callback(self._done(key))
            self._waiting[key] = task
        return await asyncio.shield(task)  # one who goes away takes nothing from the others

    def _begun(self, key: Hashable, look: Callable[[], Answer]) -> Answer:
        self._waiting.pop(
            key, None
        )  # whoever comes from now on may have changed something that this look misses
        return look()

    def _done(self, key: Hashable) -> Callable[[asyncio.Task[Any]], None]:
        def done(task: asyncio.Task[Any]) -> None:
            self._num -= 1
            if self._waiting.get(key) is task:  # it was ended before it began
                del self._waiting[key]
            if not task.cancelled():
                task.exception()  # those who asked are told; when all have gone, nobody needs to be

        return done


def short(read: Callable[Parameters, Answer]) -> Callable[Parameters, Awaitable[Answer]]:
    """A route that reads a row or a page, and has a parameter ``service``.

    What it reads may depend on its parameters and on the role and teams of who asks, but not on who
    that is.
    """

    return _in_lane(read, _seen)


def short_of_owner(read: Callable[Parameters, Answer]) -> Callable[Parameters, Awaitable[Answer]]:
    """As ``short``, where what is read may also depend on who asks: answers are shared only among
    the requests of one caller.
    """
    return _in_lane(read, _seen_as_owner)


def costly(read: Callable[Parameters, Answer]) -> Callable[Parameters, Awaitable[Answer]]:
    """A route that reads much, and has a parameter ``service``; each request by itself."""

    @wraps(read)
    async def in_lane(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        lane: Lane = kwargs["service"].costly  # type: ignore[attr-defined]
        return await lane.read(object(), partial(read, *args, **kwargs))

    return in_lane


def _in_lane(
    read: Callable[Parameters, Answer], seen: Callable[[object], object]
) -> Callable[Parameters, Awaitable[Answer]]:
    @wraps(read)
    async def in_lane(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        asked = {name: seen(value) for name, value in kwargs.items() if name != "service"}
        key = (read.__module__, read.__qualname__, *sorted(asked.items()))
        lane: Lane = kwargs["service"].lane  # type: ignore[attr-defined]
        return _own(await lane.read(key, partial(read, *args, **kwargs)))

    return in_lane


def _seen(value: object) -> object:
    return (value.role, value.teams) if isinstance(value, Principal) else value


def _seen_as_owner(value: object) -> object:
    return (value.id, _seen(value)) if isinstance(value, Principal) else value


def _own(answer: Answer) -> Answer:
    """A response whose headers can be added to without the others seeing it."""
    if not isinstance(answer, Response):
        return answer
    own = copy(answer)
    own.__dict__.pop(
        "_headers", None
    )  # made of the other's raw ones, when they are first looked at
    own.raw_headers = list(answer.raw_headers)
    return own
