"""Which way of bettering a plan is tried next? The one that gained most for its effort in this
run; where none gained at its last try, the one that has waited longest.
"""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

Way = TypeVar("Way", bound=Hashable)

FORGET = 0.5
"""How much of what was learnt before counts beside the latest try."""


class BestGain(Generic[Way]):
    """Each way is tried once, in the order given; then, of those that gained at their last try, the
    one with most gain for its effort, or else the one tried longest ago.
    """

    def __init__(self, ways: Sequence[Way]) -> None:
        self._ways = list(ways)
        self._gain: dict[Way, tuple[float, float]] = {}
        self._tried: list[Way] = []
        """From the one tried longest ago."""
        self._fruitful: set[Way] = set()

    def choose(self) -> Way:
        """The way to try now."""
        for way in self._ways:
            if way not in self._gain:
                return way
        if not self._fruitful:
            return self._tried[0]
        fruitful = [way for way in self._ways if way in self._fruitful]
        return max(fruitful, key=lambda way: self._gain[way][0] / self._gain[way][1])

    def learn(self, way: Way, gain: float, effort: float) -> None:
        """Note what came of a try.

        Parameters
        ----------
        gain
            Pounds, not below 0.
        effort
            Seconds, or 1 where work is counted.
        """
        before = self._gain.get(way, (0.0, 0.0))
        gain, effort = max(0.0, gain), max(1e-6, effort)
        self._tried = [*(one for one in self._tried if one != way), way]
        (self._fruitful.add if gain else self._fruitful.discard)(way)
        self._gain[way] = FORGET * before[0] + gain, FORGET * before[1] + effort
