"""What will be asked of the service if nobody has to wait for staff?

The forecast is the referee's own rule for expected arrivals, given care without limit: beds,
admissions and triage still hold.
"""

from collections.abc import Sequence

from rosterer.referee.cells import Supply
from rosterer.referee.load import Cell, Load
from rosterer.referee.register import Register
from rosterer.referee.reservations import Reserved
from rosterer.referee.reserve import reserve
from rosterer.referee.units import Heads

PLENTY = 1e9
"""Minutes, or heads, that no need ever reaches."""
PART_OF_A_PACKAGE = 0.5
"""An hour of care in one cell ends no wait by itself: a package needs all its bands on all its
days.
"""


class PlentyOfCare(Supply):
    """Every cell has two carers with all the time in the world."""

    def __init__(self, register: Register) -> None:
        super().__init__(register, (), ())

    def own(self, cell: Cell) -> Sequence[float]:
        """Minutes of each of the two."""
        return (PLENTY, PLENTY)


class PlentyOfHeads(Heads):
    """Every unit has all the staff it may need."""

    def __init__(self, register: Register) -> None:
        super().__init__(register, ())

    def count(self, unit: str, day: int, band: str, skill: str) -> int:
        """Heads without end."""
        return int(PLENTY)


def add_expected(register: Register, load: Load, heads: Heads) -> list[Reserved]:
    """Add to a load the expected arrivals that would start if care had no limit."""
    return reserve(register, load, PlentyOfCare(register), heads)


def pounds_per_minute(register: Register) -> float:
    """What a minute of care for people who wait is worth: a delayed day over the care of a first
    day at home.
    """
    first_days = [
        sum((stage.minutes or stage.minutes_end).values()) * stage.carers
        for stages in register.stages.values()
        for stage in stages[:1]
        if stage.has_care
    ]
    if not first_days:
        return 0.0
    return PART_OF_A_PACKAGE * register.case.prices.delay_acute * len(first_days) / sum(first_days)
