"""How long will a step of the search take, on this machine and now?

What steps took on a quiet machine, times how much longer the first relaxation took here: a machine
with other work to do is half as fast, and a search that knows it leaves out what it could not
finish.
"""

from dataclasses import dataclass

from rosterer_models.formulation.care import Care

USUAL, SLOWEST = 1.2, 4.0
"""A relaxation may take so much longer by its case alone, and the most by which a machine is taken
for slower.
"""


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
        """Settling minutes and placements where no others are looked at than those asked for: 4 s
        at 5,600 cells of care.
        """
        return self.factor * float(1.0 + 4.0 * self.cells / 5600)

    @property
    def finishing(self) -> float:
        """Settling minutes and placements: 1 s at 1,500 cells of care and 6 to 15 s at 5,600 as
        measured.
        """
        return self.factor * float(1.0 + 14.0 * (self.cells / 5600) ** 1.8)


def pace_of(care: Care, relaxation: float) -> Pace:
    """How long steps take where the relaxation of the case as one place took so many seconds.

    On a quiet machine it takes 0.5 s at 1,500 cells of care, 2.2 to 2.8 s at 5,500 and 6 to 7 s at
    13,500 as measured.
    """
    cells = int((care.cell >= 0).sum())
    quiet = 0.4 * (max(1, cells) / 1500) ** 1.35
    factor = relaxation / quiet
    return Pace(cells, 1.0 if factor <= USUAL else min(SLOWEST, factor))
