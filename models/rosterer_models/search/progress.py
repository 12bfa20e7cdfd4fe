"""What does a long search tell while it runs, and when must it end?"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Progress:
    """Where a search stands. Pounds; None where nothing is known yet."""

    seconds: float
    best: float | None
    bound: float | None
    gap: float | None
    doing: str


@dataclass
class Budget:
    """Seconds, work and the wish to stop, in one place."""

    seconds: float | None = None
    work: int | None = None
    """Rounds of improvement; counted, not timed, so that a search can be repeated."""
    stop: Callable[[], bool] | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that remain; a day where there is no limit."""
        return 86_400.0 if self.seconds is None else self.seconds - self.spent

    @property
    def is_stopped(self) -> bool:
        """Somebody asked to stop."""
        return self.stop is not None and self.stop()

    @property
    def is_over(self) -> bool:
        """Out of time, or asked to stop."""
        return self.left <= 0 or self.is_stopped
