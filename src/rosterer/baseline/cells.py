"""What does one care cell of a day need, and who gives it?"""

from rosterer.referee.cells import pair_deficit

Key = tuple[str, str, str]
"""Place, band, skill."""
SMALL = 0.001
"""Minutes that do not matter."""


class DayCell:
    """A place, band and skill on one day. What is short is worked out once after each change."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.place, self.band, self.skill = key
        self.need = 0.0
        self.pairs: float | None = None
        """The part of the need that is for two carers at once, minutes of both; None while there
        never was any.
        """
        self.given: dict[str, float] = {}
        """Minutes by person."""
        self.bought = 0.0
        self._short: float | None = None

    def ask(self, minutes: float, pair_minutes: float) -> None:
        """Need more, or (negative) less."""
        self.need += minutes
        if pair_minutes:
            self.pairs = (self.pairs or 0.0) + pair_minutes
        self._short = None

    def get(self, name: str, minutes: float) -> None:
        """Get so many minutes of a person in all."""
        if minutes:
            self.given[name] = minutes
        else:
            self.given.pop(name, None)
        self._short = None

    def buy(self, minutes: float) -> None:
        """Get more, or (negative) less, of an agency."""
        self.bought += minutes
        self._short = None

    @property
    def supply(self) -> float:
        """Minutes that the cell gets."""
        return sum(self.given.values()) + self.bought

    @property
    def short(self) -> float:
        """Minutes that the cell is short."""
        if self._short is None:
            missing = self.need - self.supply
            self._short = max(
                0.0, missing if self.pairs is None else max(missing, self._missing_in_pairs())
            )
        return self._short

    def _missing_in_pairs(self) -> float:
        both = (self.pairs or 0.0) / 2
        return pair_deficit(both, self.given.values(), self.bought) if both > SMALL else 0.0

    def share_of(self, name: str) -> float:
        """What one carer should give: of visits by two carers each gives half."""
        in_pairs = self._missing_in_pairs()
        if in_pairs <= SMALL:
            return self.short
        both, own = (self.pairs or 0.0) / 2, self.given.get(name, 0.0)
        return min(in_pairs, both - own) if own < both else self.need - self.supply - in_pairs
