"""How is a plan found? See the case from afar, take its relaxation, make it whole, improve it, name it, and finish it.

1. the best rota if travel took no time: a dive, then branch and bound on a model of one place;
2. a coarse case with its sectors merged into zones: who of that rota goes to units, and where care is wanted;
3. named rounds in the fine case, and a last programme that settles minutes and placements for them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

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
from rosterer_models.search.relaxed import relaxed_case
from rosterer_models.search.rota import Rota, personal_bounds, rota_of
from rosterer_models.search.targets import needs_of
from rosterer_models.search.units import fill_units, name_units
from rosterer_models.vocabulary.case import Case

ROTA_SHARE = 0.4
"""Part of the time after which the rota is settled."""
DEPLOYED_SHARE = 0.6
"""Part of the time after which heads are in units."""
PATCHED_SHARE = 0.75
"""Part of the time after which no more duties are added; the rest is for naming and finishing."""
NODES_PER_WORK = 100
"""Branch-and-bound nodes for one unit of work."""


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

    joint: Joint
    """The coarse model that it was made with."""
    rota: Rota | None
    named: Named | None
    """Both None when not even a relaxation was found in time."""
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
    if planned.rota is None or planned.named is None:
        return Found(None, planned.joint.unavoidable, planned.steps)
    tell("settling minutes and placements")
    finished = finish(case, planned.joint.people, planned.rota, planned.named, budget)
    return Found(finished, planned.joint.unavoidable, planned.steps)


def search_rota(
    case: Case, budget: Budget, *, engine: str = "auto", seed: int = 1, note: Callable[[str], None] | None = None
) -> PlannedRota:
    """Find who works when and on which rounds; parameters as for ``search_plan``."""
    tell = note or (lambda doing: None)
    tell("building the model")
    coarse, zones = coarse_case(case, zones_for(case))
    joint = joint_model(coarse, guide=True)
    x, steps = _whole_point(case, joint, budget, engine, seed, tell)
    if x is None:
        return PlannedRota(joint, None, None, steps)
    rota = rota_of(joint, x)
    care = add_care(Builder(), case, Sets(case))
    needs = needs_of(care, joint, zones, x)
    units = name_units(joint, x, rota)
    fill_units(joint, x, rota, units)
    tell("closing gaps")
    end = 0.0 if budget.seconds is None else PATCHED_SHARE * budget.seconds
    steps = patch_rota(
        care, joint.people, rota, units, needs, lambda: budget.is_stopped or (budget.work is None and budget.spent > end)
    )
    tell("naming duties")
    named = name_rounds(joint, care, rota, units, needs, lambda: budget.is_over)
    return PlannedRota(joint, rota, named, steps)


def _whole_point(
    case: Case, joint: Joint, budget: Budget, engine: str, seed: int, tell: Callable[[str], None]
) -> tuple[Floats | None, int]:
    """A point of the coarse model that is whole in everything but placements."""
    tell("choosing the rota")
    rota = _best_rota(case, budget, engine, seed)
    if rota is None:
        return None, 0
    tell("deploying it")
    programme = joint.programme
    columns, values = personal_bounds(joint, rota)
    lower, upper = programme.lower.copy(), programme.upper.copy()
    lower[columns] = upper[columns] = values
    solver = LinearSolver(replace(programme, lower=lower, upper=upper))
    end = 0.0 if budget.seconds is None else DEPLOYED_SHARE * budget.seconds
    left = None if budget.work is not None else (lambda: 0.0 if budget.is_stopped else end - budget.spent)
    relaxed = solver.solve("ipx", time_limit=None if budget.work is not None else max(2.0, end - budget.spent))
    if relaxed.x is None:
        return None, 0
    _, totals, heads, _, _ = kinds_of(joint)
    begun = budget.spent

    def haste() -> float:
        return 0.0 if budget.work is not None else (budget.spent - begun) / max(1e-3, end - begun)

    whole = dive(solver, [totals, heads], groups_of(joint), lower, upper, relaxed.x, haste=haste, left=left)
    return (relaxed.x if whole is None else whole), 0


def _best_rota(case: Case, budget: Budget, engine: str, seed: int) -> Rota | None:
    """The rota that would be best if travel took no time: a small model that branch and bound can really work on."""
    joint = joint_model(relaxed_case(case))
    programme = joint.programme
    end = 0.0 if budget.seconds is None else ROTA_SHARE * budget.seconds
    limit = 86_400.0 if budget.work is not None else max(1.0, end - budget.spent)
    if engine == "cp-sat":
        from rosterer_models.engines.cpsat import solve_mixed as solve_with_cpsat

        outcome = solve_with_cpsat(programme, time_limit=limit, seed=seed)
        return None if outcome.x is None else rota_of(joint, outcome.x)
    solver = LinearSolver(programme)
    relaxed = solver.solve("ipx", time_limit=limit)
    if relaxed.x is None:
        return None
    begun = budget.spent

    def haste() -> float:
        return 0.0 if budget.work is not None else (budget.spent - begun) / max(1e-3, 0.3 * (end - begun))

    left = None if budget.work is not None else (lambda: 0.0 if budget.is_stopped else end - budget.spent)
    kinds, groups = kinds_of(joint), groups_of(joint)
    start = dive(solver, kinds, groups, programme.lower, programme.upper, relaxed.x, haste=haste, left=left)
    options: dict[str, object] = {"mip_heuristic_effort": 0.3, "random_seed": seed}
    if budget.work is not None:
        options["mip_max_nodes"] = NODES_PER_WORK * budget.work
    watch = Watch(stop=lambda: budget.is_stopped)
    limit = 86_400.0 if budget.work is not None else max(0.5, end - budget.spent)
    outcome = solve_mixed(programme, time_limit=limit, start=start, watch=watch, gap=1e-5, absolute_gap=0.4, options=options)
    best = outcome.x if outcome.x is not None else start
    return rota_of(joint, relaxed.x if best is None else best)
