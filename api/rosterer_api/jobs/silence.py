"""Which workers are dead, as far as this process can know?

Silence is measured in the running time of whoever listens: a second counts only when this process
ran, and, for a worker of the same machine, only when that worker was not suspended. A laptop that
sleeps, or a machine that is slow, then takes nobody for dead.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rosterer_api.jobs.processes import Standing, machine, standing
from rosterer_api.jobs.states import LEASE_SECONDS
from rosterer_api.storage.tables import WorkerRow

SWEEP_SECONDS = 1.0
MOST_COUNTED_SECONDS = 2 * SWEEP_SECONDS
"""Between two looks; what is more was spent asleep, or waiting for a processor."""
HERE_SECONDS = 60.0
"""So long a worker of the same machine, whose process is there and runs, may be silent."""


@dataclass
class _Heard:
    beat: tuple[str, float]
    silent: float = 0.0


class Silence:
    """What one process has heard of the workers.

    Parameters
    ----------
    clock
        Seconds, of which only differences count.
    look
        How a process of this machine stands, by its number and when it was born.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        look: Callable[[int, int], Standing] = standing,
    ) -> None:
        self._clock, self._look = clock, look
        self._looked: float | None = None
        self._heard: dict[str, _Heard] = {}

    def dead_among(self, workers: Iterable[WorkerRow]) -> set[str]:
        """Names of those that are dead; each look must be told of all workers."""
        counted, before, self._heard = self._counted(), self._heard, {}
        return {row.name for row in workers if self._is_dead(row, before.get(row.name), counted)}

    def _counted(self) -> float:
        now, last = self._clock(), self._looked
        self._looked = now
        if last is None or now - last > LEASE_SECONDS:  # this process did not run itself
            self._heard = {}
            return 0.0
        return min(now - last, MOST_COUNTED_SECONDS)

    def _is_dead(self, row: WorkerRow, before: _Heard | None, counted: float) -> bool:
        is_here = row.machine == machine()
        stands = self._look(row.pid, row.born) if is_here else "runs"
        beat = (row.incarnation, row.seen)
        if before is None or before.beat != beat:
            before = _Heard(beat)
        elif stands == "runs":
            before.silent += counted
        self._heard[row.name] = before
        return stands == "gone" or before.silent >= (HERE_SECONDS if is_here else LEASE_SECONDS)
