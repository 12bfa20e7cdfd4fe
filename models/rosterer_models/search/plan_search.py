"""How is a plan found? See the case from afar, take its relaxation, make it whole, improve it, name it, and finish it.

1. a coarse case with its sectors merged into zones, and the linear relaxation of its joint model;
2. a dive that makes lines, heads and duties whole, and a descent along the prices of the relaxation;
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
from rosterer_models.search.descent import Descent
from rosterer_models.search.dive import dive, groups_of, kinds_of
from rosterer_models.search.finish import Finished, finish
from rosterer_models.search.naming import name_rounds
from rosterer_models.search.progress import Budget
from rosterer_models.search.rota import rota_of
from rosterer_models.search.targets import needs_of
from rosterer_models.search.units import fill_units, name_units
from rosterer_models.vocabulary.case import Case

SMALL_COLUMNS = 6000
"""A joint model up to this size goes to branch and bound whole."""
FINISH_SHARE = 0.35
"""Part of the time kept for naming and finishing."""
WHOLE_SHARE = 0.5
"""Part of the time for branch and bound on a small model."""
NODES_PER_WORK = 1000
"""Branch-and-bound nodes for one unit of work."""


@dataclass(frozen=True)
class Found:
    """What a search found."""

    finished: Finished | None
    unavoidable: dict[Label, float]
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
    tell("building the model")
    coarse, zones = coarse_case(case, zones_for(case))
    joint = joint_model(coarse, guide=True)
    tell("solving the relaxation")
    x, steps = _whole_point(joint, budget, engine, seed, tell)
    if x is None:
        return Found(None, joint.unavoidable, steps)
    tell("naming duties")
    rota = rota_of(joint, x)
    care = add_care(Builder(), case, Sets(case))
    needs = needs_of(care, joint, zones, x)
    units = name_units(joint, x, rota)
    fill_units(joint, x, rota, units)
    named = name_rounds(joint, care, rota, units, needs, lambda: budget.is_over)
    tell("settling minutes and placements")
    finished = finish(case, joint.people, rota, named, budget)
    return Found(finished, joint.unavoidable, steps)


def _whole_point(joint: Joint, budget: Budget, engine: str, seed: int, tell: Callable[[str], None]) -> tuple[Floats | None, int]:
    programme = joint.programme
    watch = Watch(stop=lambda: budget.is_stopped)
    if engine == "cp-sat":
        from rosterer_models.engines.cpsat import solve_mixed as solve_with_cpsat

        outcome = solve_with_cpsat(programme, time_limit=WHOLE_SHARE * budget.left, seed=seed)
        return outcome.x, 0
    if programme.num_columns <= SMALL_COLUMNS:
        options: dict[str, int] = {} if budget.work is None else {"mip_max_nodes": NODES_PER_WORK * budget.work}
        limit = 86_400.0 if budget.work is not None else WHOLE_SHARE * budget.left
        outcome = solve_mixed(programme, time_limit=limit, watch=watch, gap=1e-7, absolute_gap=0.4, options=options)
        if outcome.x is not None:
            return outcome.x, 0
    solver = LinearSolver(programme)
    keep = FINISH_SHARE * (budget.seconds or 0.0)
    relaxed = solver.solve("ipx", time_limit=None if budget.work is not None else max(1.0, budget.left - keep))
    if relaxed.x is None:
        return None, 0
    tell("making the rota whole")

    def is_time() -> bool:
        return budget.is_stopped or (budget.work is None and budget.left < keep)

    kinds = kinds_of(joint)
    begun, end = budget.spent, (budget.seconds or 0.0) - keep

    def haste() -> float:
        if budget.is_stopped:
            return 1.0
        return 0.0 if budget.work is not None else (budget.spent - begun) / max(1e-3, end - begun)

    def left() -> float:
        return 0.0 if budget.is_stopped else budget.left - keep

    whole = dive(
        solver,
        kinds[:-1],
        groups_of(joint),
        programme.lower,
        programme.upper,
        relaxed.x,
        haste=haste,
        left=None if budget.work is not None else left,
    )
    if whole is None or is_time():
        return whole, 0
    tell("improving the rota")
    descent = Descent(joint, solver, whole, np.random.default_rng(seed))
    best = descent.run(is_time, most=budget.work)
    return best, descent.steps
