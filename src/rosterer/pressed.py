"""What happens on Ctrl-C outside long work, in imports above all?

One sentence and exit code 130, whatever a library makes of it: some turn what interrupts their
import into another failure, some pass over it. This module imports nothing that takes time, so
that it can be there before all that does.
"""

import os
import signal
from contextlib import suppress
from types import FrameType, TracebackType

INTERRUPTED = 130
"""Exit code of an interrupted command, as shells count it (128 + SIGINT)."""

STDERR = 2
WORDS = "Interrupted.\n"


class Pressed:
    """Remembers Ctrl-C, and raises it as ever; use as a context around a command."""

    def __init__(self) -> None:
        self.is_set = False

    def __enter__(self) -> "Pressed":
        self._previous = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self._previous)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.is_set = True
        raise KeyboardInterrupt

    def raise_again(self) -> None:
        """Raise what somebody has passed over."""
        if self.is_set:
            raise KeyboardInterrupt

    def is_cause_of(self, end: BaseException) -> bool:
        """Whether Ctrl-C is behind an exception, whatever became of it on the way."""
        link: BaseException | None = end
        while link is not None and not isinstance(link, KeyboardInterrupt):
            link = link.__cause__ or link.__context__
        return self.is_set or link is not None


def tell_interrupted() -> None:
    """The sentence, straight to the terminal: nothing needs to be loaded for it."""
    with suppress(OSError):
        os.write(STDERR, WORDS.encode())
