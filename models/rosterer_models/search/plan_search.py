"""How is a plan found? A rota as if travel took no time, then days over real places, named and finished, and days again.

1. ``guide``: the case as one place, by a dive and branch and bound;
2. ``day``: each day re-opened exactly, over real places and named people;
3. ``naming``: rounds that a person can drive;
4. ``finish``: minutes and placements settled together for these rounds;
5. 2 and 3 again for single days, those first that lose most, as long as there is time; and 4 once more.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.joint import Joint
from rosterer_models.matrix.model import Label
from rosterer_models.search.finish import Finished, finish
from rosterer_models.search.guide import guide_of
from rosterer_models.search.making import OTHER_MARGINS, Making, batches
from rosterer_models.search.naming import Named
from rosterer_models.search.progress import Budget
from rosterer_models.search.rota import Rota
from rosterer_models.vocabulary.case import Case

GUIDE_SHARE = 0.33
"""Part of the time after which the guide must be there."""
DAYS_SHARE = 0.5
"""Part of the time after which the first sweep over the days must be done."""
CHOOSING_SECONDS, NAMING_SECONDS, DAY_SECONDS = 3.0, 3.0, 6.0
"""The most that choosing and naming a day may take at first, and both together when it is done again."""
CLOSING = 1.3
"""Time to keep for finishing, in times of what it took before."""


@dataclass(frozen=True)
class Found:
    """What a search found."""

    finished: Finished | None
    unavoidable: dict[Label, float]


@dataclass(frozen=True)
class PlannedRota:
    """A rota with named rounds, before minutes and placements are settled."""

    joint: Joint | None
    """The coarser model that it was made with."""
    rota: Rota | None
    named: Named | None
    """All None when not even a relaxation was found in time."""


def search_plan(
    case: Case,
    budget: Budget,
    *,
    engine: str = "auto",
    seed: int = 1,
    note: Callable[[str], None] | None = None,
    better: Callable[[Found], None] | None = None,
    is_enough: Callable[[float], bool] | None = None,
    alone: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Found:
    """Find a plan within a budget.

    Parameters
    ----------
    engine
        ``highs`` or ``auto``: the search above; ``cp-sat``: the guide's model goes whole to CP-SAT, for small cases.
    note
        Told what is being done.
    better
        Told each plan that is cheaper than those before.
    is_enough
        Says of a plan's cost whether it is proven well enough to end; asked between rounds of improvement.
    alone
        Keeps others quiet while all cores are wanted: until days are chosen and named for the first plan.
    """
    tell = note or (lambda doing: None)
    tell("choosing a rota")
    guide = guide_of(case, budget, GUIDE_SHARE, engine=engine, seed=seed)
    if guide is None:
        return Found(None, {})
    best = Found(None, {})
    making = Making(case, guide)
    begun = budget.spent
    with alone():
        _make(making, budget, tell)
    for finished in _plans(making, budget, tell, is_enough or (lambda cost: False), budget.spent - begun):
        best = Found(finished, guide.joint.unavoidable)
        if better is not None:
            better(best)
    return best


def search_rota(case: Case, budget: Budget, *, seed: int = 1) -> PlannedRota:
    """Find who works when and on which rounds; parameters as for ``search_plan``."""
    guide = guide_of(case, budget, GUIDE_SHARE, engine="auto", seed=seed)
    if guide is None:
        return PlannedRota(None, None, None)
    making = Making(case, guide)
    _make(making, budget, lambda doing: None)
    return PlannedRota(guide.joint, making.rota, making.everybody())


def _make(making: Making, budget: Budget, tell: Callable[[str], None]) -> None:
    """One sweep over the days, and rounds named."""
    sweep = batches(range(making.care.case.days))
    named_by = 1.0 if budget.seconds is None else 1.0 - finishing_seconds(making.care) / budget.seconds
    for doing, step, until, most in (
        ("choosing each day's duties and units", making.choose, DAYS_SHARE, CHOOSING_SECONDS),
        ("naming duties", making.name, named_by, NAMING_SECONDS),
    ):
        tell(doing)
        for number, days in enumerate(sweep):
            if budget.is_stopped:
                break
            left = budget.until(until) / (len(sweep) - number)
            step(days, left if budget.work is not None else min(most, left))


def _plans(
    making: Making, budget: Budget, tell: Callable[[str], None], is_enough: Callable[[float], bool], sweep: float
) -> Iterator[Finished]:
    """A first plan, and each cheaper one: days again while there is time or work, those first that lose most, and finished again.

    Where there is time for all days, placements are asked for that the rounds of the best plan could serve, instead of the guide's.

    Parameters
    ----------
    is_enough
        Says of a cost whether it is proven well enough to end.
    sweep
        Seconds that choosing and naming all days took.
    """
    case, begun = making.care.case, budget.spent
    tell("settling minutes and placements")
    best = finish(case, making.people, making.rota, making.everybody(), making.amounts, budget)
    closing = CLOSING * (budget.spent - begun)
    yield best
    steps, longest, asked = 1, sweep / len(batches(range(case.days))), making.amounts
    while (budget.work is None or steps < budget.work) and budget.left > closing + longest:
        if budget.is_stopped or is_enough(best.cost):
            break
        tell("improving days")
        if budget.left > closing + sweep:
            making.ask(best.amounts)
            asked = making.amounts + best.amounts
        losses, margin = making.losses(), OTHER_MARGINS[(steps - 1) % len(OTHER_MARGINS)]
        for batch in batches(sorted(range(case.days), key=lambda t: -losses[t])):
            begun = budget.spent
            making.redo(batch, margin, budget.left if budget.work is not None else min(DAY_SECONDS, budget.left - closing))
            longest = max(longest, budget.spent - begun)
            if budget.is_stopped or budget.left < closing + longest:
                break
        steps, begun = steps + 1, budget.spent
        tell("settling minutes and placements")
        again = finish(case, making.people, making.rota, making.everybody(), asked, budget)
        closing = max(closing, CLOSING * (budget.spent - begun))
        if again.cost < best.cost:
            best = again
            yield best


def finishing_seconds(care: Care) -> float:
    """What settling minutes and placements takes: 1 s at 1,500 cells of care and 6 to 12 s at 5,600 as measured."""
    cells = int((care.cell >= 0).sum())
    return float(1.0 + 14.0 * (cells / 5600) ** 1.8)
