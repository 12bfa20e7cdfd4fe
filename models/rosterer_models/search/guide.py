"""What would be best if travel took no time? A small model that branch and bound can really work on.

Its rota is a good start, because nearly all that roads forbid can be mended by who goes to a unit and by float and bank duties.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.engines.outcome import Watch
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.matrix.model import Floats
from rosterer_models.search.dive import WHOLE, WORTHLESS, dive, groups_of, kinds_of
from rosterer_models.search.progress import Budget
from rosterer_models.search.relaxed import has_few_sectors, relaxed_case
from rosterer_models.search.windows import bettered
from rosterer_models.vocabulary.case import Case

LATEST = 0.5
"""Part of the time that the smallest model may take: without its relaxation there is no plan at all."""
FINE_RATIO = 20.0
"""Least time for a guide with the case's own places, in times of the relaxation of one place; theirs takes about ten times as
long, and their dive as much again. A relaxation without its dive is a worse guide than one place with both."""
LEAST_RATIO = 4.0
"""Least time for branch and bound, in times of relaxation and dive; with less it finds nothing better."""
NODES_PER_WORK = 100
"""Branch-and-bound nodes for one unit of counted work."""
DAY_OF_NODES = 10**6


@dataclass(frozen=True)
class Guide:
    """The model of the case or of the case as one place, and a point of it that is whole in its rota."""

    joint: Joint
    x: Floats
    seconds: float
    """What its relaxation took."""


def guide_of(case: Case, budget: Budget, share: float, *, engine: str, seed: int) -> Guide | None:
    """Solve the case as one place, or with its places where they are few; None when not even a relaxation was found in time.

    Parameters
    ----------
    share
        Part of the budget after which the guide must be there.
    engine
        ``cp-sat`` gives the model whole to CP-SAT; else HiGHS, from a dive.
    """

    def coarse() -> Guide | None:
        return _guide(joint_model(relaxed_case(case)), budget, share, max(share, LATEST), engine=engine, seed=seed, branch=False)

    def fine() -> Guide | None:
        return _guide(joint_model(case), budget, share, share, engine=engine, seed=seed, branch=True)

    if not has_few_sectors(case):
        return coarse()
    if engine == "cp-sat":
        return fine() or coarse()
    found = coarse()
    if found is None or budget.until(share) > FINE_RATIO * found.seconds:
        return fine() or found
    x = bettered(found.joint, found.x, found.seconds, lambda: budget.until(share), lambda: budget.is_stopped)
    return replace(found, x=x)


def _guide(joint: Joint, budget: Budget, share: float, latest: float, *, engine: str, seed: int, branch: bool) -> Guide | None:
    """A point of a model that is whole in its rota; None when its relaxation is not there after a part ``latest`` of the time.

    Parameters
    ----------
    branch
        Whether branch and bound follows the dive. In one place it betters the point of a large case by a tenth, and the plan not
        at all: of the point only lines and placements are kept.
    """
    programme, begun = joint.programme, budget.spent
    if engine == "cp-sat":
        from rosterer_models.engines.cpsat import solve_mixed as solve_with_cpsat

        outcome = solve_with_cpsat(programme, time_limit=budget.until(share), seed=seed)
        return None if outcome.x is None else Guide(joint, outcome.x, budget.spent - begun)
    solver = LinearSolver(programme)
    relaxed = solver.solve("ipx", time_limit=budget.until(latest))
    if relaxed.x is None:
        return None
    seconds = budget.spent - begun
    start = dive(
        solver,
        kinds_of(joint),
        groups_of(joint),
        programme.lower,
        programme.upper,
        relaxed.x,
        haste=_haste(budget, share),
        left=lambda: budget.until(share),
    )
    best = start
    if best is not None and (not branch or budget.until(share) < LEAST_RATIO * (budget.spent - begun)):
        return Guide(joint, best, seconds)
    # First among the columns that the relaxation uses, where a good point is near; then, if time is left, among all.
    whole = np.flatnonzero(programme.integer)
    assert relaxed.row_duals is not None
    reduced = programme.reduced_costs(relaxed.row_duals)
    unused = whole[(relaxed.x[whole] < WHOLE) & (reduced[whole] > WORTHLESS)]
    if best is not None:
        unused = unused[best[unused] < 0.5]
    for tried in (programme.with_bounds(unused, 0.0, 0.0), programme):
        outcome = solve_mixed(
            tried,
            time_limit=budget.until(share),
            start=best,
            watch=Watch(stop=lambda: budget.is_stopped),
            gap=1e-5,
            absolute_gap=0.4,
            options={"random_seed": seed, "mip_max_nodes": NODES_PER_WORK * (budget.work or DAY_OF_NODES)},
        )
        best = outcome.x if outcome.x is not None else best
        if budget.until(share) < 1.0:
            break
    return Guide(joint, relaxed.x if best is None else best, seconds)


def _haste(budget: Budget, share: float) -> Callable[[], float]:
    """The part that is gone of the time from now to a part of the whole."""
    begun = budget.spent
    span = max(1e-3, budget.until(share))
    return lambda: 1.0 if budget.is_stopped else 0.0 if budget.work is not None else (budget.spent - begun) / span
