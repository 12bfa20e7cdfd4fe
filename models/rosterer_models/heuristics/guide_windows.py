"""How is a whole point bettered? A few days at a time are opened again, with every placement, while
people on other days stay.

What a dive loses it loses on single days, where it fixed one head or duty too many; placements that
were fixed last then had to follow. Branch and bound cannot see the whole month, but a few days of
it.
"""

from collections.abc import Callable

import numpy as np

from rosterer_models.engines.highs import solve_mixed
from rosterer_models.engines.outcome import Watch
from rosterer_models.formulation.joint import Joint
from rosterer_models.matrix.model import Floats, Ints

WINDOW_DAYS = 4
WINDOW_RATIO, LEAST_WINDOW = 3.0, 0.5
"""Time for a window: times of the relaxation of the whole, and seconds at the least."""
HEURISTICS = 0.05
"""Part of the effort that branch and bound spends on heuristics; the start is a good point, and
cuts find better ones.
"""


def bettered(
    joint: Joint, x: Floats, relaxing: float, left: Callable[[], float], stop: Callable[[], bool]
) -> Floats:
    """Open windows in turn until the time is gone or a whole turn gained nothing.

    Parameters
    ----------
    x
        A point whole in lines, duties and heads.
    relaxing
        Seconds that the relaxation took.
    left
        Seconds that are left.

    Returns
    -------
    A point no dearer, with the same lines.
    """
    programme, days = joint.programme, joint.case.days
    lines, columns, day = _people(joint)
    firsts = [*range(0, days, WINDOW_DAYS), *range(WINDOW_DAYS // 2, days, WINDOW_DAYS)]
    idle, turn = 0, 0
    while idle < len(firsts) and left() > LEAST_WINDOW and not stop():
        is_open = (day - firsts[turn % len(firsts)]) % days < WINDOW_DAYS
        kept = np.concatenate([lines, columns[~is_open]])
        values = np.round(x[kept])
        outcome = solve_mixed(
            programme.with_bounds(kept, values, values),
            time_limit=min(left(), max(LEAST_WINDOW, WINDOW_RATIO * relaxing)),
            start=x,
            gap=1e-3,
            watch=Watch(stop=stop),
            options={"mip_heuristic_effort": HEURISTICS},
        )
        is_better = outcome.x is not None and outcome.value < programme.value(x) - 1.0
        if is_better:
            assert outcome.x is not None
            x = outcome.x
        idle, turn = 0 if is_better else idle + 1, turn + 1
    return x


def _people(joint: Joint) -> tuple[Ints, Ints, Ints]:
    """Columns of lines; columns of duties and heads, and the day of each."""
    persons, deployment = joint.people.persons, joint.deployment
    lines = [c for mine in persons for c in mine.line.tolist()]
    found = [
        (c, t)
        for mine in persons
        for part in (mine.floats, mine.back, mine.free)
        for (t, _), c in part.items()
    ]
    found += [(c, t) for group in deployment.classes for (t, _, _), c in group.heads.items()]
    found += [(c, t) for (t, _, _), c in deployment.totals.items()]
    columns, day = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return np.array(lines, dtype=np.int64), columns, day
