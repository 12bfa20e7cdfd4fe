"""Which of a few choices should each person make, fast? Ruin and recreate: some people are set
free, the linear programme without them fixed says where they are wanted, and one after the other
they are fixed there.

With nearly everybody fixed the linear programme of a day takes milliseconds, so many small tries
find in a third of a second what a dive, which never takes back, does not; branch and bound needs
several times as long for its first good point.
"""

from collections.abc import Callable, Sequence

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.engines.outcome import Outcome
from rosterer_models.matrix.model import Flags, Floats, Ints

AT_ONCE = 0.15
"""Part of the undecided people who are fixed in a round."""
FEWEST, MOST, FIRST = 8, 30, 12
"""People set free at a time: one less after a try that gains, one more after one that does not."""
NOISE = 0.7
"""Of the mean of what others could gain at most, how much chance weighs beside each person's own.
"""
WHOLE = 1e-6
GAIN = 0.01
"""Pounds."""


class Recreate:
    """People with a few choices each, of which exactly one is made."""

    def __init__(self, solver: LinearSolver, groups: Sequence[Ints]) -> None:
        """Begin with nothing chosen.

        Parameters
        ----------
        solver
            The loaded programme.
        groups
            Whole columns of each person's choices; none is empty.
        """
        self._solver, self._groups = solver, groups
        self._whole: Ints = np.concatenate(groups)
        sizes = np.array([len(columns) for columns in groups])
        self._first: Ints = np.cumsum(sizes) - sizes
        self._owner: Ints = np.repeat(np.arange(len(groups)), sizes)

    def bettered(
        self, tries: int, is_over: Callable[[int], bool], starts: Sequence[Floats]
    ) -> Outcome | None:
        """The best point found; None where none was.

        Parameters
        ----------
        tries
            At most.
        is_over
            Told how many tries there were.
        starts
            Points to begin from, beside one that is made from nothing; the best is taken.
        """
        nobody, random = np.zeros(len(self._groups), dtype=bool), np.random.default_rng(1)
        begun = [(self._chosen(x), nobody) for x in starts]
        begun.append((np.zeros(len(self._groups), dtype=np.int64), ~nobody))
        best, now = None, begun[0][0]
        for choice, free in begun:
            point, made = self._made_whole(choice, free)
            if point is not None and (best is None or point.value < best.value):
                best, now = point, made
        size, num_tries = FIRST, 0
        while best is not None and num_tries < tries and not is_over(num_tries):
            point, made = self._made_whole(now, self._promising(best, now, size, random))
            if point is not None and point.value < best.value - GAIN:
                best, now, size = point, made, max(FEWEST, size - 1)
            else:
                size = min(MOST, size + 1)
            num_tries += 1
        return best

    def _chosen(self, x: Floats) -> Ints:
        """The number of each person's choice in a point."""
        return np.array([int(np.argmax(x[columns])) for columns in self._groups])

    def _promising(
        self, point: Outcome, now: Ints, size: int, random: np.random.Generator
    ) -> Flags:
        """People who, by the duals of a point, could gain most by another choice, and a little
        chance.
        """
        assert point.row_duals is not None
        reduced = self._solver.programme.reduced_costs(point.row_duals)[self._whole]
        mine = self._first + now
        dearer = reduced - reduced[mine][self._owner]
        dearer[mine] = np.inf
        least = np.minimum.reduceat(dearer, self._first)
        others = np.abs(least[np.isfinite(least)])
        chance = NOISE * (others.mean() if len(others) else 1.0)
        free = np.zeros(len(now), dtype=bool)
        free[np.argsort(least + random.exponential(chance, len(now)), kind="stable")[:size]] = True
        return free

    def _made_whole(self, now: Ints, free: Flags) -> tuple[Outcome | None, Ints]:
        """Those who are free choose one after the other, the surest first; all others stay."""
        now, free = now.copy(), free.copy()
        point = self._relaxed(now, free)
        while free.any() and point.x is not None:
            part = np.where(free[self._owner], point.x[self._whole], -1.0)
            most = np.maximum.reduceat(part, self._first)
            choice = self._arg_most(part, most)
            is_whole = free & (most > 1 - WHOLE)
            if (is_whole == free).all():
                now[free] = choice[free]
                return point, now
            loose = np.flatnonzero(free & ~is_whole)
            count = max(1, int(AT_ONCE * len(loose)))
            sure = loose[np.argsort(-most[loose], kind="stable")[:count]]
            now[sure], free[sure] = choice[sure], False
            point = self._relaxed(now, free)
        return (point if point.x is not None else None), now

    def _arg_most(self, part: Floats, most: Floats) -> Ints:
        """The number of each person's first choice with the largest part."""
        at = np.flatnonzero(part >= most[self._owner])
        owners, first = np.unique(self._owner[at], return_index=True)
        choice = np.zeros(len(self._groups), dtype=np.int64)
        choice[owners] = at[first] - self._first[owners]
        return choice

    def _relaxed(self, now: Ints, free: Flags) -> Outcome:
        lower, is_free = np.zeros(len(self._whole)), free[self._owner]
        lower[self._first + now] = 1.0
        upper = np.where(is_free, 1.0, lower)
        self._solver.set_bounds(self._whole, np.where(is_free, 0.0, lower), upper)
        return self._solver.solve()
