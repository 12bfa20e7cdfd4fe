"""How are short reads kept from fighting with one another?

Every step of a query gives the interpreter up and must get it back, so many threads with short queries mostly wait for one
another. Short reads therefore take turns in a lane of their own, beside the threads that do longer work.
"""

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from anyio import to_thread

from rosterer_api.service import Service

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


def short(read: Callable[Parameters, Answer]) -> Callable[Parameters, Awaitable[Answer]]:
    """A route that reads a row or a page and has a parameter ``service``."""

    @wraps(read)
    async def in_lane(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        service = kwargs["service"]
        assert isinstance(service, Service)
        return await to_thread.run_sync(partial(read, *args, **kwargs), limiter=service.lane)

    return in_lane
