"""Which placements suit those on duty? Asked anew over real places, when duties and units are
chosen and rounds are not.
"""

from collections.abc import Callable

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.people import People
from rosterer_models.formulation.pooled import Alike, pooled_model
from rosterer_models.formulation.rounds import UnitDuty
from rosterer_models.heuristics.dive import WHOLE, starts_of
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.rota import Rota
from rosterer_models.heuristics.stage_waits import without_waits
from rosterer_models.heuristics.starts import settled_starts
from rosterer_models.heuristics.targets import Amounts
from rosterer_models.heuristics.units import Posted
from rosterer_models.rules.calendar import OFF


def placed(
    care: Care,
    people: People,
    reach: Reach,
    rota: Rota,
    posted: Posted,
    *,
    margin: float,
    left: Callable[[], float] | None,
) -> Amounts | None:
    """Placements and reservations that are best for a rota; None when there was no time for it.

    Parameters
    ----------
    margin
        Part of contact time that is counted on: rounds lose a little when they are cut to what a
        person can drive.
    left
        Seconds that are left; None for no limit.
    """
    in_units: list[UnitDuty] = []
    on_round: dict[tuple[Alike, int, int], int] = {}
    for p, t in np.argwhere(rota.duty != OFF).tolist():
        s, fixed = int(rota.duty[p, t]), people.persons[p].staff.fixed.get(t)
        if fixed is not None and fixed.training:
            continue
        if (p, t) in posted:
            in_units.append(UnitDuty(p, t, s, posted[p, t], reach.skills[p]))
        else:
            key = (*reach.homes[p], reach.skills[p]), t, s
            on_round[key] = on_round.get(key, 0) + 1
    model = pooled_model(without_waits(care.case), on_round, in_units, margin)
    solver = LinearSolver(model.programme)
    x = solver.solve(time_limit=None if left is None else left()).x
    if x is None:
        return None
    whole, starts = settled_starts(solver, model.care, x, left), starts_of(model.care)
    if whole is None or (np.abs(whole[starts] - np.round(whole[starts])) > WHOLE).any():
        return None
    return model.care.starts(whole)
