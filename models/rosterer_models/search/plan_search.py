"""How is a plan found? A rota as if travel took no time, then day by day over real places, then named and finished; and again.

1. ``guide``: the case as one place, by a dive and branch and bound;
2. ``day``: each day re-opened exactly, over real places and named people;
3. ``naming``: rounds that a person can drive;
4. ``finish``: minutes and placements settled together for these rounds;
5. from 2 again, counting on more or less of people's time, as long as there is time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.people import People
from rosterer_models.formulation.sets import Sets
from rosterer_models.matrix.model import Builder, Label
from rosterer_models.search.day import Days
from rosterer_models.search.finish import Finished, finish
from rosterer_models.search.geography import Reach
from rosterer_models.search.guide import Guide, guide_of
from rosterer_models.search.naming import Named, name_rounds
from rosterer_models.search.progress import Budget
from rosterer_models.search.rota import Rota, rota_of
from rosterer_models.search.targets import Amounts, amounts_of_point, demand_of
from rosterer_models.search.units import Posted, name_units
from rosterer_models.vocabulary.case import Case

GUIDE_SHARE = 0.33
"""Part of the time after which the guide must be there."""
DAYS_SHARE = 0.5
"""Part of the time after which the first sweep over the days must be done."""
MARGINS = (0.98, 0.99, 0.97)
"""Part of contact time that days count on, in one round of improvement after the other."""
DAY_NODES = 60
"""Branch-and-bound nodes for a day."""


@dataclass(frozen=True)
class Found:
    """What a search found."""

    finished: Finished | None
    unavoidable: dict[Label, float]
    steps: int
    """Rounds of improvement done."""


@dataclass
class _State:
    """A rota in the making over the fine case."""

    care: Care
    people: People
    reach: Reach
    rota: Rota
    posted: Posted
    amounts: Amounts


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


def search_plan(
    case: Case, budget: Budget, *, engine: str = "auto", seed: int = 1, note: Callable[[str], None] | None = None
) -> Found:
    """Find a plan within a budget.

    Parameters
    ----------
    engine
        ``highs`` or ``auto``: the search above; ``cp-sat``: the guide's model goes whole to CP-SAT, for small cases.
    note
        Told what is being done.
    """
    tell = note or (lambda doing: None)
    tell("choosing a rota")
    guide = guide_of(case, budget, GUIDE_SHARE, engine=engine, seed=seed)
    if guide is None:
        return Found(None, {}, 0)
    state = _started(case, guide)
    best: Finished | None = None
    steps, begun = 0, budget.spent
    while best is None or _has_time(budget, steps, begun):
        named = _improved(state, budget, tell, steps)
        tell("settling minutes and placements")
        found = finish(case, state.people, state.rota, named, state.amounts, budget)
        steps += 1
        if best is None or found.cost < best.cost:
            best = found
    return Found(best, guide.joint.unavoidable, steps)


def search_rota(
    case: Case, budget: Budget, *, engine: str = "auto", seed: int = 1, note: Callable[[str], None] | None = None
) -> PlannedRota:
    """Find who works when and on which rounds; parameters as for ``search_plan``."""
    tell = note or (lambda doing: None)
    tell("choosing a rota")
    guide = guide_of(case, budget, GUIDE_SHARE, engine=engine, seed=seed)
    if guide is None:
        return PlannedRota(None, None, None, 0)
    state = _started(case, guide)
    named = _improved(state, budget, tell, 0)
    return PlannedRota(guide.joint, state.rota, named, 1)


def _started(case: Case, guide: Guide) -> _State:
    joint, x = guide.joint, guide.x
    care = add_care(Builder(), case, Sets(case))
    reach = Reach(care)
    rota = rota_of(joint, x)
    posted = name_units(joint, x, rota, reach)
    return _State(care, joint.people, reach, rota, posted, amounts_of_point(care, joint, x))


def _improved(state: _State, budget: Budget, tell: Callable[[str], None], step: int) -> Named:
    """One sweep over the days, and rounds named."""
    demand, days = demand_of(state.care, state.amounts), state.care.case.days
    sweep = Days(state.care, state.people, state.reach)
    begun = budget.spent
    until = DAYS_SHARE if not step or budget.seconds is None else (begun + 0.4 * budget.left) / budget.seconds
    tell("choosing each day's duties and units")
    for t in range(days):
        if budget.is_stopped:
            break
        seconds = budget.until(until) / (days - t)
        sweep.reopen(state.rota, state.posted, demand, t, margin=MARGINS[step % len(MARGINS)], seconds=seconds, nodes=DAY_NODES)
    tell("naming duties")
    until = 1.0 if budget.seconds is None else 1.0 - finishing_seconds(state.care) / budget.seconds
    return name_rounds(state.care, state.people, state.rota, state.posted, demand, lambda left: budget.until(until) / left)


def finishing_seconds(care: Care) -> float:
    """What settling minutes and placements takes: 1 s at 1,500 cells of care and 6 s at 5,600 as measured, and some to spare."""
    cells = int((care.cell >= 0).sum())
    return float(1.0 + 8.0 * (cells / 5600) ** 1.8)


def _has_time(budget: Budget, steps: int, begun: float) -> bool:
    """Whether one more round of improvement can be expected to end in time."""
    if budget.work is not None:
        return steps < budget.work and not budget.is_stopped
    return not budget.is_over and budget.left > 1.2 * (budget.spent - begun) / steps
