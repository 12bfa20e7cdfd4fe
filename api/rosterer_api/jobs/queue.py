"""What does the service ask of a queue?

A job can be handed on several times; each time is a generation, and every generation is queued at
most once. The jobs themselves live in the service's own tables: a queue that was lost is filled
again from them.
"""

from collections.abc import Callable
from typing import Protocol


class JobQueue(Protocol):
    """Takes jobs in; safe to use from any process and thread."""

    def enqueue(self, job: str, generation: int) -> None:
        """Queue a generation of a job; doing it twice is the same as once."""

    def is_waiting(self, job: str, generation: int) -> bool:
        """Whether the queue holds this generation and no worker has taken it yet."""

    def withdraw(self, job: str, generation: int) -> None:
        """Take a generation out of the queue, if it is still there."""

    def close(self) -> None:
        """Give connections back."""


class JobEngine(Protocol):
    """Gives the jobs of the queue to this process, one at a time."""

    def start(self, work: Callable[[str, int], None]) -> None:
        """From now on call ``work(job, generation)`` for what the queue hands out, on a thread of
        the engine.
        """

    def close(self) -> None:
        """Hand out nothing more; returns when the work under way has ended."""
