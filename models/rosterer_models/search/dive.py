"""How does a fractional point become whole? Fix what is nearly decided, solve again, and go on, kind by kind.

Lines come first: they are the hard integers. Then floats, duties given back, bank duties and heads in units; placements last.
"""

from collections.abc import Callable, Sequence

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.joint import Joint
from rosterer_models.matrix.model import Floats, Ints

SURE = 0.9
"""A column at least so near to its next whole number is fixed there at once."""
BATCH = 0.25
"""Of the fractional columns of a kind, the part that is fixed in a round even if unsure."""
WHOLE = 1e-5
MOST_ROUNDS = 100


def kinds_of(joint: Joint) -> list[Ints]:
    """Whole columns in the order in which a dive fixes them."""
    persons = joint.people.persons
    lines = [c for mine in persons for c in mine.line.tolist()]
    duties = [c for mine in persons for part in (mine.floats, mine.back, mine.bank) for c in part.values()]
    totals = list(joint.deployment.totals.values())
    heads = [c for group in joint.deployment.classes for c in group.heads.values()]
    starts = [c for own in joint.care.starts for *_, c in own]
    return [np.array(part, dtype=np.int64) for part in (lines, totals, heads, duties, starts)]


def groups_of(joint: Joint) -> Ints:
    """Group of each column: a dive fixes at most one fractional column of a group upwards in a round.

    Columns of a person, and heads of a class on a day, share rows that two fixings together could break.
    """
    group = np.arange(joint.programme.num_columns)
    for mine in joint.people.persons:
        own = [*mine.line.tolist(), *mine.floats.values(), *mine.back.values(), *mine.bank.values()]
        if own:
            group[own] = own[0]
    for crew in joint.deployment.classes:
        first: dict[int, int] = {}
        for (t, _, _), column in crew.heads.items():
            group[column] = first.setdefault(t, column)
    for starts in joint.care.starts:
        own = [c for *_, c in starts]
        if own:
            group[own] = own[0]
    return group


def dive(
    solver: LinearSolver,
    kinds: Sequence[Ints],
    groups: Ints,
    lower: Floats,
    upper: Floats,
    x: Floats,
    *,
    halt: Callable[[], bool] | None = None,
    note: Callable[[str, float], None] | None = None,
) -> Floats | None:
    """Fix columns kind by kind; the solver must stand at the point ``x``.

    Returns
    -------
    The last point, whole in every kind given; None when a fixing could not be undone or ``halt`` said so.
    """
    lower, upper = lower.copy(), upper.copy()
    for number, kind in enumerate(kinds):
        for _ in range(MOST_ROUNDS):
            loose = kind[np.abs(x[kind] - np.round(x[kind])) > WHOLE]
            if not len(loose):
                break
            if halt is not None and halt():
                return None
            part = x[loose] - np.floor(x[loose])
            rank = np.argsort(-part, kind="stable")
            count = max(1, int(np.ceil(BATCH * len(loose))))
            order = np.arange(len(loose))
            up = loose[rank][(order < count) | (part[rank] >= SURE)]
            up = up[np.sort(np.unique(groups[up], return_index=True)[1])]
            down = np.setdiff1d(loose[part <= 1 - SURE], up)
            # What stands at a whole number above zero stays there, so that a round never undoes the one before.
            up = np.concatenate([up, kind[(np.abs(x[kind] - np.round(x[kind])) <= WHOLE) & (np.round(x[kind]) > lower[kind])]])
            before = lower[up].copy(), upper[down].copy()
            lower[up] = np.ceil(x[up] - WHOLE)
            upper[down] = np.floor(x[down] + WHOLE)
            touched = np.concatenate([up, down])
            solver.set_bounds(touched, lower[touched], upper[touched])
            outcome = solver.solve()
            if outcome.x is None:
                # Too much at once: keep the surest alone, and if even that is impossible rule it out.
                lower[up], upper[down] = before
                solver.set_bounds(touched, lower[touched], upper[touched])
                first = up[:1]
                lower[first] = np.ceil(x[first] - WHOLE)
                solver.set_bounds(first, lower[first], upper[first])
                outcome = solver.solve()
                if outcome.x is None:
                    lower[first] = before[0][:1]
                    upper[first] = np.floor(x[first] + WHOLE)
                    solver.set_bounds(first, lower[first], upper[first])
                    outcome = solver.solve()
                    if outcome.x is None:
                        return None
            x = outcome.x
            if note is not None:
                note(f"kind {number}, {len(loose)} loose", outcome.value)
        settled = kind[np.abs(x[kind] - np.round(x[kind])) <= WHOLE]
        lower[settled] = upper[settled] = np.round(x[settled])
        solver.set_bounds(settled, lower[settled], upper[settled])
    return x
