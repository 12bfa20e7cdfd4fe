"""What does one round still have time for, and where does it go?"""

import math
from collections.abc import Collection

from rosterer.baseline.cells import SMALL, DayCell
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person


class Round:
    """One duty that is a round."""

    def __init__(self, register: Register, person: Person, shift: ShiftHours) -> None:
        geography, home = register.geography, person.home
        self.person, self.name, self.shift = person, person.person, shift
        self.skills = register.can_do[person.person]
        self.shares = {
            place: geography.share(home, place, person.mobile)
            for place in geography.round_reach(home, person.mobile)
        }
        self.free = {
            band: float(minutes)
            for band, minutes in shift.contact.items()
            if band in register.bands
        }
        """Contact minutes left in each band."""
        self.pace = {place: 1 + share for place, share in self.shares.items()}
        """Minutes that a minute of care takes at each place, with the way."""
        self.patch: frozenset[str] = frozenset()
        """Places that the round means to visit."""
        self.at: dict[str, dict[DayCell, float]] = {}
        """Minutes by place, then cell."""
        self._piece_minutes = register.case.limits.piece_minutes
        self._room: dict[str, dict[str, float]] = {band: {} for band in self.free}
        """By band, then place: the room found since the last change, for far more is asked than
        changed.
        """

    def least_more(self, place: str, band: str) -> float:
        """Minutes that are the least to add at a place in a band, so that all skills together make
        a whole piece.
        """
        if place not in self.at:
            return self._piece_minutes
        return self._piece_minutes - sum(
            [minutes for cell, minutes in self.at[place].items() if cell.band == band]
        )

    def room(self, place: str, band: str) -> float:
        """Minutes to a hundredth for which there is time at a place; none when there is no time for
        a whole piece.
        """
        known = self._room[band].get(place)
        if known is None:
            known = self._room[band][place] = self._find_room(place, band)
        return known

    def _find_room(self, place: str, band: str) -> float:
        if self.free[band] <= SMALL:
            return 0.0
        room = math.floor(self.free[band] / self.pace[place] * 100 + 1e-6) / 100
        return room if room >= self._piece_minutes or room >= self.least_more(place, band) else 0.0

    def give(self, cell: DayCell, minutes: float) -> None:
        """Give more, or (negative) less."""
        place, band = cell.place, cell.band
        own = self.at[place] if place in self.at else self.at.setdefault(place, {})
        left = round(own.get(cell, 0.0) + minutes, 2)
        if left > 0:
            own[cell] = left
            cell.get(self.name, left)
        else:
            own.pop(cell, None)
            cell.get(self.name, 0.0)
            if not own:
                del self.at[place]
        self.free[band] -= minutes * self.pace[place]
        self._room[band].clear()

    def put_last(self, place: str, cells: Collection[DayCell]) -> None:
        """What was asked for in vain is asked for last next time."""
        own = self.at[place]
        for cell in reversed(tuple(cells)):
            own[cell] = own.pop(cell)
        if len(own) == len(cells):
            self.at[place] = self.at.pop(place)

    def set_free(self, free: dict[str, float]) -> dict[str, float]:
        """Set the contact minutes left; those that were left before."""
        before, self.free = self.free, free
        self._room = {band: {} for band in free}
        return before
