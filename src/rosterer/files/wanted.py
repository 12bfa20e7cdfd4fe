"""Is what is being read still wanted?

To read a large case takes seconds. Whoever reads for somebody who may leave, or for so long and no
longer, says how to find out; that is asked between tables, and every so many rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ROWS = 1000
"""A reader asks again after so many."""


class NotWanted(BaseException):
    """Nobody waits for what is being read."""


def _always() -> None:
    """Whoever reads for themselves wants it to the end."""


_ask: ContextVar[Callable[[], None]] = ContextVar("ask", default=_always)


@contextmanager
def while_wanted(ask: Callable[[], None]) -> Iterator[None]:
    """Within the block, what is read is wanted until ``ask`` raises ``NotWanted``."""
    before = _ask.set(ask)
    try:
        yield
    finally:
        _ask.reset(before)


def require_wanted(row: int = 0) -> None:
    """Go on only where what is read is still wanted.

    Raises
    ------
    NotWanted
        At the latest ``ROWS`` rows after nobody wants it any more.
    """
    if row % ROWS == 0:
        _ask.get()()
