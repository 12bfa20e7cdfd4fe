"""How long will a step of the search take, on this machine and now?

What steps took on a quiet machine, times how much longer than its processor time the guide took: a
machine with other work to do is half as fast, and a search that knows it leaves out what it could
not finish.
"""

from dataclasses import dataclass

from rosterer_models.formulation.care import Care

USUAL, SLOWEST = 1.1, 4.0
"""So much longer than its processor time anything takes, and the most by which a machine is taken
for slower.
"""
LEAST_SECONDS = 0.05
"""Processor time from which on it says something."""


@dataclass(frozen=True)
class Pace:
    """Seconds that steps take for a case."""

    cells: int
    """Cells of care: what the size of every step's programme depends on."""
    factor: float
    """Seconds here for one on a quiet machine; at least 1, since short solves have no time to lose
    by hoping.
    """

    @property
    def placing(self) -> float:
        """Asking for placements: 0.7 s at 1,500 cells of care, 7 to 15 s at 5,600 and 26 s at
        13,500 as measured.
        """
        return self.factor * float(26.0 * (self.cells / 13_500) ** 1.3)

    @property
    def settling(self) -> float:
        """Settling minutes and placements where no others are looked at than those asked for: 0.7 s
        at 1,500 cells of care and 2 to 3 s at 5,600 as measured.
        """
        return self.factor * float(0.5 + 3.0 * self.cells / 5600)

    @property
    def finishing(self) -> float:
        """Settling minutes and placements: 1 s at 1,500 cells of care and 10 s at 5,600 as
        measured.
        """
        return self.factor * float(1.0 + 11.5 * (self.cells / 5600) ** 1.8)


def pace_of(care: Care, seconds: float, processor: float) -> Pace:
    """How long steps take where something in one thread took so many seconds.

    Parameters
    ----------
    processor
        Seconds of processor time that it took.
    """
    cells = int((care.cell >= 0).sum())
    factor = seconds / processor if processor > LEAST_SECONDS else 1.0
    return Pace(cells, 1.0 if factor <= USUAL else min(SLOWEST, factor))
