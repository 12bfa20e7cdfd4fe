"""How do fractional placements become whole? By a dive; where they are few, branch and bound then
finds the best.

In a case that a person could settle by hand nobody forgives a plan that is not the best, and a dive
of it fixes a tenth of all placements with each step.
"""

from collections.abc import Callable

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.formulation.care import Care
from rosterer_models.heuristics.dive import dive_starts, starts_of
from rosterer_models.heuristics.progress import DAY
from rosterer_models.matrix.model import Floats

FEW_STARTS, FEW_COLUMNS = 1000, 4000
"""Starts (of a referral, by an option, on a day), and columns in all, up to which branch and bound
settles them within half a second. At 8,700 columns it took 1.5 to 6 s and never gained a thousandth
on the dive.
"""
NODES, PART = 1000, 0.25
"""Its nodes at most, and the part of the time left that it may take."""
ENOUGH = 0.05
"""Pounds."""


def settled_starts(
    solver: LinearSolver, care: Care, x: Floats, left: Callable[[], float] | None
) -> Floats | None:
    """Make placements whole where they are all that is not.

    Parameters
    ----------
    solver
        Stands at the relaxation's point ``x``.
    left
        Seconds that are left; None where work is counted.
    """
    dived = dive_starts(solver, care, x, left)
    is_few = len(starts_of(care)) <= FEW_STARTS and solver.programme.num_columns <= FEW_COLUMNS
    if not is_few or (left is not None and left() <= 0):
        return dived
    outcome = solve_mixed(
        solver.programme,
        time_limit=DAY if left is None else PART * left(),
        start=dived,
        absolute_gap=ENOUGH,
        options={"mip_max_nodes": NODES},
    )
    return dived if outcome.x is None else outcome.x
