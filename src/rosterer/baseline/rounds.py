"""What does one round still have time for, and where does it go?"""

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person

Key = tuple[str, str, str]
"""Place, band, skill: a care cell of the day."""


class Round:
    """One duty that is a round."""

    def __init__(self, register: Register, person: Person, shift: ShiftHours) -> None:
        geography, home = register.geography, person.home
        self.person, self.shift = person, shift
        self.skills = register.can_do[person.person]
        self.shares = {place: geography.share(home, place, person.mobile) for place in geography.round_reach(home, person.mobile)}
        self.free = {band: float(minutes) for band, minutes in shift.contact.items() if band in register.bands}
        """Contact minutes left in each band."""
        self.patch: frozenset[str] = frozenset()
        """Places that the round means to visit."""
        self.at: dict[str, dict[tuple[str, str], float]] = {}
        """Minutes by place, then band and skill."""

    def minutes_at(self, place: str, band: str) -> float:
        """Minutes at a place in a band, all skills."""
        return sum(minutes for (own_band, _), minutes in self.at.get(place, {}).items() if own_band == band)

    def change(self, key: Key, minutes: float) -> None:
        """Give more, or (negative) less."""
        place, band, skill = key
        own = self.at.setdefault(place, {})
        left = round(own.get((band, skill), 0.0) + minutes, 2)
        if left > 0:
            own[band, skill] = left
        else:
            own.pop((band, skill), None)
            if not own:
                del self.at[place]
        self.free[band] -= minutes * (1 + self.shares[place])
