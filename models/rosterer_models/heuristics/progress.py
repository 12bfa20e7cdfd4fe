"""What does a long search tell while it runs, and when must it end?"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from rosterer_models.vocabulary.plan import Plan

DAY = 86_400.0
LEAST_SECONDS = 0.05
"""Time with less of which a solve is not worth beginning."""


@dataclass(frozen=True)
class Progress:
    """Where a search stands. Pounds; None where nothing is known yet."""

    seconds: float
    best: float | None
    bound: float | None
    gap: float | None
    doing: str
    plan: Plan | None = None
    """The best plan so far, when it is new, as the referee judged it."""


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
    def processor(self) -> float:
        """Seconds of processor time that this thread has had."""
        return time.thread_time()

    @property
    def left(self) -> float:
        """Seconds that remain; a day where there is no limit."""
        return DAY if self.seconds is None else self.seconds - self.spent

    def until(self, share: float) -> float:
        """Seconds until a part of the time is gone: a day where work is counted or nothing limits,
        next to none when stopped.
        """
        if self.is_stopped:
            return LEAST_SECONDS
        if self.work is not None or self.seconds is None:
            return DAY
        return max(LEAST_SECONDS, share * self.seconds - self.spent)

    @property
    def is_stopped(self) -> bool:
        """Somebody asked to stop."""
        return self.stop is not None and self.stop()

    @property
    def is_over(self) -> bool:
        """Out of time, or asked to stop."""
        return self.left <= 0 or self.is_stopped
