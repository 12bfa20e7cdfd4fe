"""Which few neighbouring places does each round go to?

A round visits only a few places in a day, so a manager first deals out the map: each round takes
the places within its reach where most is still to be done, and where nobody comes yet in a band.
Then everybody in turn looks again, twice, at what all the others leave.
"""

from collections import defaultdict
from collections.abc import Mapping

from rosterer.baseline.cells import Key
from rosterer.baseline.day import Day
from rosterer.baseline.rounds import Round

AGAIN = 2
"""How often everybody looks again; a third time changed next to nothing."""
NOBODY_COMES = 60.0
"""Minutes that a place counts for more in a band in which nobody comes there yet."""

Spot = tuple[str, str]
"""Place and band."""


class Map:
    """What is left to do at each place in each band, and how many rounds come."""

    def __init__(self, day: Day, need: Mapping[Key, float]) -> None:
        self.day, self.piece_minutes = day, day.register.case.limits.piece_minutes
        self.left: dict[Spot, float] = defaultdict(float)
        for (place, band, _), minutes in need.items():
            if minutes > 0:
                self.left[place, band] += minutes
        self.asked = set(self.left)
        self.coming: dict[Spot, int] = defaultdict(int)
        self._taken: dict[str, dict[Spot, float]] = {}

    def deal(self) -> None:
        """Give every round its patch."""
        order = sorted(
            self.day.rounds.values(), key=lambda one: (len(one.shares), one.person.person)
        )
        for one in order:
            self._choose(one)
        for _ in range(AGAIN):
            for one in order:
                self._give_back(one)
                self._choose(one)

    def _choose(self, one: Round) -> None:
        free = dict(one.free)
        taken: dict[Spot, float] = {}
        patch: list[str] = []
        most = self.day.register.case.limits.places_per_duty
        for _ in range(most):
            places = [place for place in one.shares if place not in patch]
            worth = {place: self._worth(one, place, free) for place in places}
            best = min(
                places, key=lambda place: (-worth[place], one.shares[place], place), default=None
            )
            if best is None or worth[best] <= 0:
                break
            patch.append(best)
            for band in free:
                minutes = self._minutes(one, best, band, free)
                if (best, band) in self.asked:
                    self.coming[best, band] += 1
                    taken[best, band] = minutes
                    self.left[best, band] -= minutes
                    free[band] -= minutes * one.pace[best]
        one.patch = frozenset(patch)
        self._taken[one.person.person] = taken

    def _give_back(self, one: Round) -> None:
        for spot, minutes in self._taken.pop(one.person.person, {}).items():
            self.left[spot] += minutes
            self.coming[spot] -= 1

    def _worth(self, one: Round, place: str, free: Mapping[str, float]) -> float:
        minutes, alone = 0.0, 0
        for band, time in free.items():
            if time > self.piece_minutes and (place, band) in self.asked:
                minutes += self._minutes(one, place, band, free)
                alone += not self.coming[place, band]
        return minutes * (1 - one.shares[place]) + NOBODY_COMES * alone

    def _minutes(self, one: Round, place: str, band: str, free: Mapping[str, float]) -> float:
        """What the round would do there: what is left, as far as there is time."""
        return max(0.0, min(self.left.get((place, band), 0.0), free[band] / one.pace[place]))
