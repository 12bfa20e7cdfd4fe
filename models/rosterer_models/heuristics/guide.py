"""What would be best if travel took no time? A small model that branch and bound can really work
on.

Its rota is a good start, because nearly all that roads forbid can be mended by who goes to a unit
and by float and bank duties. Where an area is wide that is less so; if there is time, zones take
the place of the one place.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.engines.outcome import Outcome, Watch
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.heuristics.dive import (
    BATCH,
    STUCK_PART,
    WHOLE,
    WORTHLESS,
    branched_rest,
    dive,
    groups_of,
    kinds_of,
)
from rosterer_models.heuristics.guide_windows import bettered
from rosterer_models.heuristics.progress import Budget
from rosterer_models.heuristics.stage_waits import without_waits
from rosterer_models.matrix.model import Floats
from rosterer_models.relaxation.aggregation import (
    Relaxed,
    Travel,
    has_few_sectors,
    is_wide,
    num_sectors,
    relaxed_model,
)
from rosterer_models.vocabulary.case import Case

LATEST = 0.5
"""Part of the time that the smallest model may take: without its relaxation there is no plan at
all.
"""
FINE_RATIO = 20.0
"""Least time for a guide with the case's own places, in times of the relaxation of one place;
theirs takes about ten times as long, and their dive as much again. A relaxation without its dive is
a worse guide than one place with both.
"""
ZONE_SECTORS, MOST_ZONES = 12, 6
"""Sectors of a zone, and zones in all: with more their dive takes too long."""
ZONES_RATIO, ZONES_PART = 26.0, 0.6
"""Least time left for zones, in times of the relaxation of one place: theirs takes three to five
times as long, their dive as much again, and days need their time too. And the part of the time for
the guide that their relaxation may take.
"""
LINES_AT_ONCE = 0.5
"""Part of the fractional lines that a dive with zones fixes in a round; it costs 0.1 % and saves
two thirds of their time.
"""
AT_ONCE, CAREFUL_RATIO = 0.15, 10.0
"""Part of the fractional columns of a kind that a dive in one place fixes in a round where time is
short, and the time left below which it is, in times of the relaxation.
"""
LEAST_RATIO = 4.0
"""Least time for branch and bound, in times of relaxation and dive; with less it finds nothing
better.
"""
NODES_PER_WORK = 30
"""Branch-and-bound nodes for one unit of counted work, among the columns that the relaxation uses.
"""
FEW_COLUMNS = 1000
"""Up to so many columns counted work looks at those too that the relaxation does not use: a case
that a person could settle by hand. At 2,000 they take three times as long and gave no better plan.
"""
DAY_OF_NODES = 10**6


@dataclass(frozen=True)
class Guide:
    """The model of the case or of the case with zones for places, and a point of it that is whole
    in its rota.
    """

    model: Relaxed
    x: Floats
    seconds: float
    """What its relaxation took."""
    processor: float = 0.0
    """Seconds of processor time of that; 0 where nothing was measured."""

    @property
    def joint(self) -> Joint:
        """The model."""
        return self.model.joint


@dataclass(frozen=True)
class _Begun:
    """A model that is relaxed."""

    model: Relaxed
    solver: LinearSolver
    relaxed: Outcome
    at: float
    """Seconds of the budget when it was begun."""
    seconds: float
    processor: float
    """Seconds of processor time that it had of ``seconds``."""


def guide_of(case: Case, budget: Budget, share: float, *, engine: str, seed: int) -> Guide | None:
    """Solve the case as one place, or with its places where they are few; None when not even a
    relaxation was found in time.

    Parameters
    ----------
    share
        Part of the budget after which the guide must be there.
    engine
        ``cp-sat`` gives the model whole to CP-SAT; else HiGHS, from a dive.
    """
    if engine == "cp-sat":
        whole = (
            _by_cpsat(itself(joint_model(case)), budget, share, seed)
            if has_few_sectors(case)
            else None
        )
        return whole or _by_cpsat(relaxed_model(case), budget, share, seed)
    one = _relaxation(
        relaxed_model(without_waits(case), travel=_travel(case)),
        budget,
        lambda: budget.until(max(share, LATEST)),
    )
    return None if one is None else _from_one_place(case, one, budget, share, seed)


def _from_one_place(case: Case, one: _Begun, budget: Budget, share: float, seed: int) -> Guide:
    if has_few_sectors(case):
        return _of_few_sectors(case, one, budget, share, seed)
    zoned = _zoned(case, budget, share, one)
    if zoned is not None:
        return _made_whole(zoned, budget, share, seed, first_batch=LINES_AT_ONCE)
    is_short = budget.until(share) < CAREFUL_RATIO * one.seconds
    return _made_whole(one, budget, share, seed, batch=AT_ONCE if is_short else BATCH)


def _of_few_sectors(case: Case, one: _Begun, budget: Budget, share: float, seed: int) -> Guide:
    found = _made_whole(one, budget, share, seed)
    if budget.until(share) > FINE_RATIO * found.seconds:
        fine = _relaxation(itself(joint_model(case)), budget, lambda: budget.until(share))
        return found if fine is None else _made_whole(fine, budget, share, seed, branch=True)
    x = bettered(
        found.joint, found.x, found.seconds, lambda: budget.until(share), lambda: budget.is_stopped
    )
    return replace(found, x=x)


def _travel(case: Case) -> Travel:
    """With the least travel a guide promises care that nobody has time for; but elsewhere, in a
    minute, whole solves lost by it.
    """
    return "usual" if is_wide(case) else "least"


def itself(joint: Joint) -> Relaxed:
    """The model of a case with its own places."""
    return Relaxed(joint, {place.place: place.place for place in joint.case.places})


def _by_cpsat(model: Relaxed, budget: Budget, share: float, seed: int) -> Guide | None:
    from rosterer_models.engines.cpsat import solve_mixed as solve_with_cpsat

    begun = budget.spent
    outcome = solve_with_cpsat(
        model.joint.programme,
        time_limit=budget.until(share),
        seed=seed,
        stop=lambda: budget.is_stopped,
    )
    return None if outcome.x is None else Guide(model, outcome.x, budget.spent - begun)


def _zoned(case: Case, budget: Budget, share: float, one: _Begun) -> _Begun | None:
    """The case with zones, relaxed, where the area is wide and there is time."""
    zones = min(MOST_ZONES, num_sectors(case) // ZONE_SECTORS)
    if not is_wide(case) or budget.left < ZONES_RATIO * one.seconds:
        return None
    return _relaxation(
        relaxed_model(case, zones, travel=_travel(case)),
        budget,
        lambda: ZONES_PART * budget.until(share),
    )


def _relaxation(model: Relaxed, budget: Budget, left: Callable[[], float]) -> _Begun | None:
    """The relaxation of a model; None when it is not there in the seconds that are left."""
    solver = LinearSolver(model.joint.programme)
    begun, processor = budget.spent, budget.processor
    relaxed = solver.solve("ipx", time_limit=left())
    took, processor = budget.spent - begun, budget.processor - processor
    return None if relaxed.x is None else _Begun(model, solver, relaxed, begun, took, processor)


def _made_whole(
    begun: _Begun,
    budget: Budget,
    share: float,
    seed: int,
    *,
    batch: float = BATCH,
    first_batch: float | None = None,
    branch: bool = False,
) -> Guide:
    """A dive, and branch and bound where it is wanted and there is time, or where the dive came to
    nothing.

    Parameters
    ----------
    batch, first_batch
        See ``dive``.
    branch
        In one place it betters the point of a large case by a tenth, and the plan not at all: of
        the point only lines and placements are kept.
    """
    joint, x = begun.model.joint, begun.relaxed.x
    assert x is not None
    dived = dive(
        begun.solver,
        kinds_of(joint),
        groups_of(joint),
        joint.programme.lower,
        joint.programme.upper,
        x,
        haste=_haste(budget, share),
        left=lambda: budget.until(share),
        batch=batch,
        first_batch=first_batch,
        stuck=lambda rest: branched_rest(rest, STUCK_PART * budget.until(share)),
    )
    is_enough = not branch or budget.until(share) < LEAST_RATIO * (budget.spent - begun.at)
    return Guide(
        begun.model,
        dived if dived is not None and is_enough else _branched(begun, dived, budget, share, seed),
        begun.seconds,
        begun.processor,
    )


def _branched(
    begun: _Begun, best: Floats | None, budget: Budget, share: float, seed: int
) -> Floats:
    """Branch and bound, first among the columns that the relaxation uses, where a good point is
    near; then, if time is left, among all. The relaxation's own point where nothing is found.
    """
    programme, relaxed = begun.model.joint.programme, begun.relaxed
    whole = np.flatnonzero(programme.integer)
    assert relaxed.row_duals is not None
    assert relaxed.x is not None
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
            options={
                "random_seed": seed,
                "mip_max_nodes": NODES_PER_WORK * (budget.work or DAY_OF_NODES),
            },
        )
        best = outcome.x if outcome.x is not None else best
        is_large = budget.work is not None and programme.num_columns > FEW_COLUMNS
        if budget.until(share) < 1.0 or (is_large and best is not None):
            break
    return relaxed.x if best is None else best


def _haste(budget: Budget, share: float) -> Callable[[], float]:
    """The part that is gone of the time from now to a part of the whole."""
    begun = budget.spent
    span = max(1e-3, budget.until(share))
    return lambda: (
        1.0
        if budget.is_stopped
        else 0.0
        if budget.work is not None
        else (budget.spent - begun) / span
    )
