"""What does a person see while the search runs?

On a terminal one line that changes; elsewhere a line every ten seconds, so that a log stays
readable.
"""

import time
from types import TracebackType
from typing import TYPE_CHECKING

from rich.live import Live
from rich.text import Text

from rosterer.commands.talk import console, say
from rosterer.shown import pounds

if TYPE_CHECKING:  # the vocabulary takes longer to load than most commands need
    from rosterer_models.heuristics.progress import Progress

LOG_SECONDS = 10.0


def progress_text(progress: "Progress") -> str:
    """One line: seconds, best cost, bound, gap, what is being done."""
    cost = "no plan yet" if progress.best is None else f"best {pounds(progress.best)}"
    bound = "no bound yet" if progress.bound is None else f"bound {pounds(progress.bound)}"
    gap = "" if progress.gap is None else f" · gap {progress.gap:.1%}"
    return f"{progress.seconds:5.0f} s · {cost} · {bound}{gap} · {progress.doing}"


class ProgressLine:
    """Shows progress on stderr; use as a context around the search."""

    def __init__(self) -> None:
        self._live = (
            Live(console=console(), transient=True, auto_refresh=False)
            if console().is_terminal
            else None
        )
        self._said = float("-inf")

    def __enter__(self) -> "ProgressLine":
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, progress: "Progress") -> None:
        """Tell how far the search has come."""
        if self._live is not None:
            self._live.update(
                Text(progress_text(progress), overflow="ellipsis", no_wrap=True), refresh=True
            )
        elif time.monotonic() - self._said >= LOG_SECONDS:
            self._said = time.monotonic()
            say(progress_text(progress))
