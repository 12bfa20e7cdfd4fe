"""What happens on Ctrl-C during long work?

The first asks the work to end with the best answer so far; the second ends it at once.
"""

import os
import signal
from contextlib import suppress
from types import FrameType, TracebackType

from rosterer.pressed import INTERRUPTED as INTERRUPTED
from rosterer.pressed import STDERR

STOPPING = (
    "\nStopping; the best plan so far will be written. Press Ctrl-C again to end at "
    "once without it.\n"
)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupt:
    """A wish to stop that long work can look at; use as a context around it."""

    def __init__(self) -> None:
        self._is_set = False

    def is_set(self) -> bool:
        """Whether somebody wants the work to end."""
        return self._is_set

    def __enter__(self) -> "Interrupt":
        self._previous = [signal.signal(number, self._handle) for number in _SIGNALS]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, previous in zip(_SIGNALS, self._previous, strict=True):
            signal.signal(number, previous)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self._is_set:
            raise KeyboardInterrupt
        self._is_set = True
        # straight to the terminal: a signal may come in the middle of printing, and printing is not
        # made for that
        with suppress(OSError):
            os.write(STDERR, STOPPING.encode())
