"""How are many replications run, on how many cores, and when is it enough?

A batch is a pure unit of work: network, seed, first replication, count. The same seed gives the
same numbers whatever the batches and the number of workers, because each replication has its own
key.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from rosterer_models.simulation.kernel import replicate
from rosterer_models.simulation.network import Network
from rosterer_models.simulation.state import Tally, new_state, new_tally

BATCH = 100
"""Replications of a batch: enough to hide the hand-over, few enough to stop early."""
SPARE_SLOTS = 4096
"""People at once for whom there is room at first."""


@dataclass(frozen=True)
class Outcome:
    """The network and what was seen in its replications, in order of their numbers."""

    network: Network
    seed: int
    tally: Tally

    @property
    def runs(self) -> int:
        """Number of replications."""
        return len(self.tally.arrived)


def run_batch(network: Network, seed: int, first: int, count: int) -> Tally:
    """Run replications ``first`` … ``first + count - 1``.

    Parameters
    ----------
    seed
        Any whole number from 0 to 2⁶³ − 1.

    Returns
    -------
    Tally
        Arrays whose first axis is the replication.
    """
    arrays = network.arrays
    slots = len(network.starters) + SPARE_SLOTS
    tally = new_tally(arrays, count, len(network.groups))
    state = new_state(arrays, slots)
    row = 0
    while row < count:
        waits = tally.waits.copy()
        if replicate(arrays, state, tally, row, first + row, seed):
            row += 1
            continue
        # more people at once than slots: forget this replication and repeat it with twice the room
        _wipe(tally, row, waits)
        slots *= 2
        state = new_state(arrays, slots)
    return tally


def _wipe(tally: Tally, row: int, waits: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> None:
    for name, values in tally._asdict().items():
        if name == "waits":
            values[...] = waits
        else:
            values[row] = 1 if name == "winter" else 0


def joined(tallies: list[Tally]) -> Tally:
    """Batches in order as one."""
    waits = np.sum([t.waits for t in tallies], axis=0)
    parts = {
        name: np.concatenate([getattr(t, name) for t in tallies])
        for name in Tally._fields
        if name != "waits"
    }
    return Tally(waits=waits, **parts)


def simulate(
    network: Network,
    runs: int = 1000,
    seed: int = 1,
    workers: int | None = None,
    enough: Callable[[Tally], bool] | None = None,
) -> Outcome:
    """Run replications until ``runs``, or until ``enough`` says so of what is done (asked after
    each round of batches in order).

    Parameters
    ----------
    workers
        Threads (the kernel releases the interpreter); None: one a core. The result does not depend
        on it.
    enough
        Called with the joined tally after 2, 4, 8, … batches.
    """
    firsts = list(range(0, runs, BATCH))
    done: list[Tally] = []
    with ThreadPoolExecutor(max_workers=workers or os.cpu_count() or 1) as pool:
        for some in _rounds(firsts, bool(enough)):
            done += pool.map(
                lambda first: run_batch(network, seed, first, min(BATCH, runs - first)), some
            )
            if enough is not None and enough(joined(done)):
                break
    return Outcome(network, seed, joined(done))


def _rounds(firsts: list[int], doubling: bool) -> Iterator[list[int]]:
    """Batches in rounds: all at once, or 2, then as many as are done."""
    size, at = (2, 0) if doubling else (len(firsts), 0)
    while at < len(firsts):
        yield firsts[at : at + size]
        at += size
        size = at
