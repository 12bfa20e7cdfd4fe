"""Which round takes how many minutes on one day?

Care is given nearest staff first: those who are at a place already, then those who live nearest. Every change is written to a
journal, so that an attempt which does not work out leaves no trace.
"""

import math
from collections import defaultdict
from collections.abc import Callable

from rosterer.baseline.rounds import Key, Round
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.cells import pair_deficit
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person

SMALL = 0.001
"""Minutes that do not matter."""


class Day:
    """The rounds of one day, what each cell needs and what it gets."""

    def __init__(self, register: Register, number: int) -> None:
        self.register, self.number = register, number
        self.rounds: dict[str, Round] = {}
        self.reaching: dict[str, list[Round]] = defaultdict(list)
        """Rounds that may serve a place: who has fewest skills first, so that rare ones stay free, then the nearest."""
        self.need: dict[Key, float] = {}
        self.pairs: dict[Key, float] = {}
        """The part of the need that is for two carers at once, minutes of both."""
        self.given: dict[Key, dict[str, float]] = defaultdict(dict)
        self.bought: dict[Key, float] = defaultdict(float)
        self.agency_left = 60 * register.case.limits.agency_hours_per_day
        self.keeps_to_patches = True
        self._journal: list[Callable[[], None]] = []

    def add_round(self, person: Person, shift: ShiftHours) -> Round:
        """One more round on this day."""
        added = Round(self.register, person, shift)
        self.rounds[person.person] = added
        for place in added.shares:
            self.reaching[place].append(added)
            self.reaching[place].sort(key=lambda one: (len(one.skills), self._metres(one, place), one.person.person))
        return added

    def drop_round(self, name: str) -> None:
        """Take out a round that has no pieces."""
        dropped = self.rounds.pop(name)
        for place in dropped.shares:
            self.reaching[place].remove(dropped)

    def _metres(self, one: Round, place: str) -> float:
        return self.register.geography.distance(one.person.home, place)

    def mark(self) -> int:
        """Where the journal stands, for ``undo``."""
        return len(self._journal)

    def undo(self, mark: int) -> None:
        """Take back every change since the mark."""
        while len(self._journal) > mark:
            self._journal.pop()()

    def ask(self, key: Key, minutes: float, pair_minutes: float = 0.0) -> None:
        """A cell needs more."""
        self._change_need(key, minutes, pair_minutes)
        self._journal.append(lambda: self._change_need(key, -minutes, -pair_minutes))

    def _change_need(self, key: Key, minutes: float, pair_minutes: float) -> None:
        self.need[key] = self.need.get(key, 0.0) + minutes
        if pair_minutes:
            self.pairs[key] = self.pairs.get(key, 0.0) + pair_minutes

    def give(self, one: Round, key: Key, minutes: float) -> None:
        """A round gives more, or (negative) less, at a cell."""
        self._change(one, key, minutes)
        self._journal.append(lambda: self._change(one, key, -minutes))

    def _change(self, one: Round, key: Key, minutes: float) -> None:
        one.change(key, minutes)
        name = one.person.person
        left = one.at.get(key[0], {}).get((key[1], key[2]), 0.0)
        if left:
            self.given[key][name] = left
        else:
            self.given[key].pop(name, None)

    def supply(self, key: Key) -> float:
        """Minutes that a cell gets."""
        return sum(self.given[key].values()) + self.bought.get(key, 0.0)

    def short(self, key: Key) -> float:
        """Minutes that a cell is short."""
        missing = max(0.0, self._missing(key))
        return max(missing, self._missing_in_pairs(key)) if key in self.pairs else missing

    def _missing(self, key: Key) -> float:
        return self.need.get(key, 0.0) - self.supply(key)

    def _missing_in_pairs(self, key: Key) -> float:
        both = self.pairs.get(key, 0.0) / 2
        return pair_deficit(both, list(self.given[key].values()), self.bought.get(key, 0.0)) if both > SMALL else 0.0

    def fill(self, key: Key) -> float:
        """Give a cell what it needs, as far as rounds have time; minutes still short."""
        short = self.short(key)
        if short <= SMALL:
            return 0.0
        place = key[0]
        able = [one for one in self.reaching.get(place, ()) if key[2] in one.skills and one.free.get(key[1], 0.0) > SMALL]
        ranked = sorted(able, key=lambda one: 0 if place in one.at else 1 if place in one.patch else 2)
        for one in (*ranked, *ranked) if key in self.pairs else ranked:
            amount = self._fitting(one, key, self._share_of(one, key, short) if key in self.pairs else short)
            if amount > 0:
                self.give(one, key, amount)
                short = self.short(key)
                if short <= SMALL:
                    return 0.0
        return short

    def _share_of(self, one: Round, key: Key, short: float) -> float:
        """What one round should give: of visits by two carers each carer gives half."""
        both = self.pairs.get(key, 0.0) / 2
        in_pairs = self._missing_in_pairs(key) if both > SMALL else 0.0
        if in_pairs <= SMALL:
            return short
        own = self.given[key].get(one.person.person, 0.0)
        return min(in_pairs, both - own) if own < both else self._missing(key) - in_pairs

    def _fitting(self, one: Round, key: Key, wanted: float) -> float:
        """Minutes to a hundredth that a round can give of those wanted; at least a whole piece, or nothing."""
        place, band, _ = key
        limits = self.register.case.limits
        if wanted <= SMALL or one.free[band] <= SMALL:
            return 0.0
        if place not in one.at and not self._may_open(one, place):
            return 0.0
        room = math.floor(one.free[band] / (1 + one.shares[place]) * 100 + 1e-6) / 100
        least = limits.piece_minutes - one.minutes_at(place, band)
        amount = min(max(math.ceil(wanted * 100 - 1e-6) / 100, least), room)
        return round(amount, 2) if amount >= least else 0.0

    def _may_open(self, one: Round, place: str) -> bool:
        """One place more fits the round; places that it means to visit keep their room while rounds keep to their patches."""
        most = self.register.case.limits.places_per_duty
        if len(one.at) >= most:
            return False
        return place in one.patch or not self.keeps_to_patches or len(one.patch | one.at.keys()) < most

    def buy(self, key: Key) -> float:
        """Buy what is short from an agency, as far as its hours go; minutes still short."""
        short = self.short(key)
        amount = min(math.ceil(short * 100 - 1e-6) / 100, math.floor(self.agency_left * 100 + 1e-6) / 100)
        if short > SMALL and amount > 0:
            self._buy(key, amount)
            self._journal.append(lambda: self._buy(key, -amount))
        return self.short(key)

    def _buy(self, key: Key, minutes: float) -> None:
        self.bought[key] += minutes
        self.agency_left -= minutes

    def shortages(self) -> dict[Key, float]:
        """Cells that are short, by minutes."""
        return {key: short for key in self.need if (short := self.short(key)) > SMALL}
