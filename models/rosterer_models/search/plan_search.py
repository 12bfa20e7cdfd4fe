"""How is a plan found? See the case from afar, take its relaxation, make it whole, improve it, name it, and finish it.

1. a rota for a model of one place by a dive and branch and bound, to have one; then, where there is time, the relaxation of a
   coarse case with its sectors merged into zones, and a dive from it that makes lines, heads in units and duties whole;
2. further duties where real places leave gaps;
3. named rounds in the fine case, and a last programme that settles minutes and placements for them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.engines.outcome import Watch
from rosterer_models.formulation.care import add_care
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.formulation.sets import Sets
from rosterer_models.matrix.model import Builder, Floats, Label
from rosterer_models.search.coarse import coarse_case
from rosterer_models.search.dive import dive, groups_of, kinds_of
from rosterer_models.search.finish import Finished, finish
from rosterer_models.search.naming import Named, name_rounds
from rosterer_models.search.patching import patch_rota
from rosterer_models.search.progress import Budget
from rosterer_models.search.relaxed import EVERYWHERE, relaxed_case
from rosterer_models.search.rota import Rota, rota_of
from rosterer_models.search.targets import needs_of
from rosterer_models.search.units import fill_units, name_units
from rosterer_models.vocabulary.case import Case

ROTA_SHARE = 0.25
"""Part of the time for the rota of one place."""
RELAXED_SHARE = 0.5
"""Part of the time after which the relaxation over zones must be there."""
DIVED_SHARE = 0.65
"""Part of the time after which the dive must be whole."""
PATCHED_SHARE = 0.75
"""Part of the time after which no more duties are added; the rest is for naming and finishing."""


@dataclass(frozen=True)
class Found:
    """What a search found."""

    finished: Finished | None
    unavoidable: dict[Label, float]
    steps: int
    """Rounds of improvement done."""


@dataclass(frozen=True)
class PlannedRota:
    """A rota with named rounds, before minutes and placements are settled."""

    joint: Joint | None
    """The coarser model that it was made with."""
    rota: Rota | None
    named: Named | None
    """All None when not even a relaxation was found in time."""
    steps: int
    """Rounds of improvement done."""


def zones_for(case: Case) -> int:
    """Zones of the coarse case: all sectors up to 16; beyond, one for each sixteen people, eight at least."""
    sectors = sum(place.kind == "sector" for place in case.places)
    return sectors if sectors <= 16 else max(8, min(24, len(case.people) // 16))


def search_plan(
    case: Case, budget: Budget, *, engine: str = "auto", seed: int = 1, note: Callable[[str], None] | None = None
) -> Found:
    """Find a plan within a budget.

    Parameters
    ----------
    engine
        ``highs`` or ``auto``: the search above; ``cp-sat``: the joint model goes whole to CP-SAT, for small cases.
    note
        Told what is being done.
    """
    tell = note or (lambda doing: None)
    planned = search_rota(case, budget, engine=engine, seed=seed, note=tell)
    if planned.joint is None or planned.rota is None or planned.named is None:
        return Found(None, {}, planned.steps)
    tell("settling minutes and placements")
    finished = finish(case, planned.joint.people, planned.rota, planned.named, budget)
    return Found(finished, planned.joint.unavoidable, planned.steps)


def search_rota(
    case: Case, budget: Budget, *, engine: str = "auto", seed: int = 1, note: Callable[[str], None] | None = None
) -> PlannedRota:
    """Find who works when and on which rounds; parameters as for ``search_plan``."""
    tell = note or (lambda doing: None)
    tell("choosing a rota")
    guide = _one_place(case, budget, engine, seed)
    if engine != "cp-sat":
        guide = _in_zones(case, budget, tell) or guide
    if guide is None:
        return PlannedRota(None, None, None, 0)
    joint, x = guide.joint, guide.x
    rota = rota_of(joint, x)
    care = add_care(Builder(), case, Sets(case))
    needs = needs_of(care, joint, guide.zones, x)
    units = name_units(joint, x, rota)
    fill_units(joint, x, rota, units)
    tell("closing gaps")
    steps = patch_rota(
        care, joint.people, rota, units, needs, lambda: budget.is_stopped or _until(budget, PATCHED_SHARE) == LEAST_SECONDS
    )
    tell("naming duties")
    named = name_rounds(joint, care, rota, units, needs, lambda: budget.is_over)
    return PlannedRota(joint, rota, named, steps)


@dataclass(frozen=True)
class _Guide:
    """A coarser case's model, a point of it that is whole in its rota, and place → place of the coarser case."""

    joint: Joint
    x: Floats
    zones: dict[str, str]


def _in_zones(case: Case, budget: Budget, tell: Callable[[str], None]) -> _Guide | None:
    """A dive from the relaxation over zones; None when there is no time for it."""
    coarse, zones = coarse_case(case, zones_for(case))
    joint = joint_model(coarse, guide=True)
    programme = joint.programme
    tell("solving the relaxation")
    solver = LinearSolver(programme)
    relaxed = solver.solve("ipx", time_limit=_until(budget, RELAXED_SHARE))
    if relaxed.x is None:
        return None
    tell("making the rota whole")
    whole, left = kinds_of(joint)[:-1], _left(budget, DIVED_SHARE)
    haste = _haste(budget, DIVED_SHARE)
    point = dive(solver, whole, groups_of(joint), programme.lower, programme.upper, relaxed.x, haste=haste, left=left)
    if point is None or (np.abs(point[whole[1]] - np.round(point[whole[1]])) > 1e-4).any():
        return None
    return _Guide(joint, point, zones)


DAY = 86_400.0
LEAST_SECONDS = 0.01
NODES_PER_WORK = 100
"""Branch-and-bound nodes for one unit of counted work."""
DAY_OF_NODES = 10**6


def _until(budget: Budget, share: float) -> float | None:
    """Seconds until a part of the time is gone; None when work is counted instead."""
    return None if budget.work is not None or budget.seconds is None else max(LEAST_SECONDS, share * budget.seconds - budget.spent)


def _left(budget: Budget, share: float) -> Callable[[], float]:
    """Seconds until a part of the time is gone, none once somebody asked to stop."""
    return lambda: 0.0 if budget.is_stopped else (_until(budget, share) or DAY)


def _haste(budget: Budget, share: float) -> Callable[[], float]:
    """The part that is gone of the time from now to a part of the whole."""
    begun = budget.spent
    span = None if budget.work is not None or budget.seconds is None else max(1e-3, share * budget.seconds - begun)
    return lambda: 1.0 if budget.is_stopped else 0.0 if span is None else (budget.spent - begun) / span


def _one_place(case: Case, budget: Budget, engine: str, seed: int) -> _Guide | None:
    """What would be best if travel took no time: a small model that branch and bound can really work on."""
    joint = joint_model(relaxed_case(case))
    programme = joint.programme
    zones = {place.place: EVERYWHERE for place in case.places}
    limit = _until(budget, ROTA_SHARE) or DAY
    if engine == "cp-sat":
        from rosterer_models.engines.cpsat import solve_mixed as solve_with_cpsat

        outcome = solve_with_cpsat(programme, time_limit=limit, seed=seed)
        return None if outcome.x is None else _Guide(joint, outcome.x, zones)
    solver = LinearSolver(programme)
    relaxed = solver.solve("ipx", time_limit=limit)
    if relaxed.x is None:
        return None
    start = dive(
        solver,
        kinds_of(joint),
        groups_of(joint),
        programme.lower,
        programme.upper,
        relaxed.x,
        haste=_haste(budget, ROTA_SHARE),
        left=_left(budget, ROTA_SHARE),
    )
    watch = Watch(stop=lambda: budget.is_stopped)
    outcome = solve_mixed(
        programme,
        time_limit=_until(budget, ROTA_SHARE) or DAY,
        start=start,
        watch=watch,
        gap=1e-5,
        absolute_gap=0.4,
        options={"mip_heuristic_effort": 0.3, "random_seed": seed, "mip_max_nodes": NODES_PER_WORK * (budget.work or DAY_OF_NODES)},
    )
    best = outcome.x if outcome.x is not None else start
    return _Guide(joint, relaxed.x if best is None else best, zones)
