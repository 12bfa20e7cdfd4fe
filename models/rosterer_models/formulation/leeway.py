"""How far past a limit does the referee let a plan go, since its rows are rounded?

A model that bounds every plan gives each limit as much leeway; one in which plans are made gives
none.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Leeway:
    """What is let pass of each limit."""

    minutes: float
    """Of the contact time of a duty in a band, of a piece's least length, of a day's agency."""
    short_minutes: float
    """Of a cell going short for what is not committed."""
    people: float
    """In a unit's beds, admitted on a day, triaged on a day."""
    reserved: float
    """People of a class reserved to any day beyond what is expected to it."""

    def gathered(self, places: int, classes: int) -> "Leeway":
        """Where a place stands for so many, and a class for so many, at the most."""
        return Leeway(
            self.minutes, places * self.short_minutes, self.people, classes * self.reserved
        )


NONE = Leeway(0.0, 0.0, 0.0, 0.0)
JUDGED = Leeway(0.05, 0.05, 0.001, 0.001)
"""As the page *How a plan is judged* has it."""
