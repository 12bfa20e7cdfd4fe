"""Which round takes how many minutes on one day?

Care is given nearest staff first: those who are at a place already, then those who live nearest.
Every change is written to a journal, so that an attempt which does not work out can be taken back;
what it tried to move then comes last.
"""

import math
from bisect import insort
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from rosterer.baseline.cells import SMALL, DayCell, Key
from rosterer.baseline.rounds import Round
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person


class Day:
    """The rounds of one day and its care cells."""

    def __init__(self, register: Register, number: int) -> None:
        self.register, self.number = register, number
        self.rounds: dict[str, Round] = {}
        self.reaching: dict[str, list[Round]] = defaultdict(list)
        """Rounds that may serve a place: who has fewest skills first, so that rare ones stay free,
        then the nearest.
        """
        self.cells: dict[Key, DayCell] = {}
        """All that were ever asked for anything."""
        self.agency_left = 60 * register.case.limits.agency_hours_per_day
        self.most_places, self.least_minutes = (
            register.case.limits.places_per_duty,
            register.case.limits.piece_minutes,
        )
        """The most places of a round, and the shortest visit."""
        self.keeps_to_patches = True
        self._able: dict[DayCell, list[Round]] = {}
        self._journal: list[Callable[[], None]] = []

    def add_round(self, person: Person, shift: ShiftHours) -> Round:
        """One more round on this day."""
        added = Round(self.register, person, shift)
        self.rounds[added.name] = added
        for place in added.shares:
            insort(
                self.reaching[place],
                added,
                key=lambda one: (len(one.skills), self._metres(one, place), one.name),
            )
        self._able.clear()
        return added

    def drop_round(self, name: str) -> None:
        """Take out a round that has no pieces."""
        dropped = self.rounds.pop(name)
        for place in dropped.shares:
            self.reaching[place].remove(dropped)
        self._able.clear()

    def _metres(self, one: Round, place: str) -> float:
        return self.register.geography.distance(one.person.home, place)

    def able(self, cell: DayCell) -> list[Round]:
        """Rounds that reach a cell, are out in its band and have its skill, whether they still have
        time or not.
        """
        if cell not in self._able:
            reaching = self.reaching.get(cell.place, ())
            self._able[cell] = [
                one for one in reaching if cell.skill in one.skills and cell.band in one.free
            ]
        return self._able[cell]

    def mark(self) -> int:
        """Where the journal stands, for ``undo``."""
        return len(self._journal)

    def undo(self, mark: int) -> None:
        """Take back every change since the mark."""
        while len(self._journal) > mark:
            self._journal.pop()()

    def keep(self) -> None:
        """Whatever was done is done: no mark is held any more."""
        self._journal.clear()

    def ask(self, key: Key, minutes: float, pair_minutes: float = 0.0) -> DayCell:
        """A cell needs more."""
        if key not in self.cells:
            self.cells[key] = DayCell(key)
        cell = self.cells[key]
        cell.ask(minutes, pair_minutes)
        self._journal.append(partial(cell.ask, -minutes, -pair_minutes))
        return cell

    def give(self, one: Round, cell: DayCell, minutes: float) -> None:
        """A round gives more, or (negative) less, at a cell."""
        one.give(cell, minutes)
        self._journal.append(partial(one.give, cell, -minutes))

    def need(self, key: Key) -> float:
        """Minutes that a cell needs."""
        return self.cells[key].need if key in self.cells else 0.0

    def supply(self, key: Key) -> float:
        """Minutes that a cell gets."""
        return self.cells[key].supply if key in self.cells else 0.0

    def coming(self, cell: DayCell) -> list[Round]:
        """Rounds that have time for a cell."""
        place, band, whole_piece = cell.place, cell.band, self.least_minutes - SMALL
        return [
            one
            for one in self.able(cell)
            if (place in one.at or (one.free[band] > whole_piece and self._may_open(one, place)))
            and one.room(place, band)
        ]

    def fill(self, cell: DayCell) -> float:
        """Give a cell what it needs, as far as rounds have time; minutes still short."""
        if cell.short <= SMALL:
            return 0.0
        place, coming = cell.place, self.coming(cell)
        if len(coming) > 1:
            coming.sort(key=lambda one: 0 if place in one.at else 1 if place in one.patch else 2)
        for one in coming if cell.pairs is None else (*coming, *coming):
            amount = _fitting(
                one, cell, cell.short if cell.pairs is None else cell.share_of(one.name)
            )
            if amount > 0:
                self.give(one, cell, amount)
                if cell.short <= SMALL:
                    return 0.0
        return cell.short

    def _may_open(self, one: Round, place: str) -> bool:
        """One place more fits the round; places that it means to visit keep their room while rounds
        keep to their patches.
        """
        if len(one.at) >= self.most_places:
            return False
        return (
            place in one.patch
            or not self.keeps_to_patches
            or len(one.patch | one.at.keys()) < self.most_places
        )

    def buy(self, cell: DayCell) -> float:
        """Buy what is short from an agency, as far as its hours go; minutes still short."""
        amount = min(
            math.ceil(cell.short * 100 - 1e-6) / 100,
            math.floor(self.agency_left * 100 + 1e-6) / 100,
        )
        if cell.short > SMALL and amount > 0:
            self._buy(cell, amount)
            self._journal.append(partial(self._buy, cell, -amount))
        return cell.short

    def _buy(self, cell: DayCell, minutes: float) -> None:
        cell.buy(minutes)
        self.agency_left -= minutes

    def shortages(self) -> dict[Key, float]:
        """Cells that are short, by minutes."""
        return {key: cell.short for key, cell in self.cells.items() if cell.short > SMALL}


def _fitting(one: Round, cell: DayCell, wanted: float) -> float:
    """Minutes to a hundredth that a round can give of those wanted; at least a whole piece, or
    nothing.
    """
    if wanted <= SMALL:
        return 0.0
    least = max(math.ceil(wanted * 100 - 1e-6) / 100, one.least_more(cell.place, cell.band))
    return round(min(least, one.room(cell.place, cell.band)), 2)
