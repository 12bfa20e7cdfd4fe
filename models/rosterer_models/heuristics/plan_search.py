"""How is a plan found? A rota as if travel took no time, then days over real places, named and
finished, and days again.

1. ``guide``: the case as one place, by a dive and branch and bound;
2. ``neighbourhoods/day``: each day over real places and named people;
3. ``neighbourhoods/placements``: placements that suit those on duty, over real places;
4. ``naming``: rounds that a person can drive;
5. ``neighbourhoods/minutes``: minutes and placements settled together for these rounds;
6. ``lns``: days again, or windows of the joint model and days from its point, as long as there is
time, in the way that gains most.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from itertools import chain

from rosterer_models.formulation.people import People
from rosterer_models.heuristics.guide import Guide, guide_of
from rosterer_models.heuristics.lns import Loop, share_of, time_before
from rosterer_models.heuristics.making import MARGIN, Making
from rosterer_models.heuristics.naming import Named
from rosterer_models.heuristics.neighbourhoods.minutes import Finished
from rosterer_models.heuristics.pace import Pace, pace_of
from rosterer_models.heuristics.progress import Budget
from rosterer_models.heuristics.rota import Rota
from rosterer_models.relaxation.aggregation import has_few_sectors, is_wide
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

GUIDE_SHARE, SMALL_GUIDE_SHARE = 0.33, 0.2
"""Part of the time after which the guide must be there; less where there are few sectors, since a
dive there is fast and days that are done again gain more than a better guide.
"""
PRESSED_SECONDS = 0.02
"""Seconds for each day of each person below which a search wants all cores from the start."""
DAYS_SHARE, EARLY_DAYS_SHARE, PLACED_SHARE = 0.5, 0.44, 0.8
"""Parts of the time after which the first sweep over the days must be done, where placements are
hardly asked for anew after it and where they may be, and after which these must be there.
"""
DAYS_PART = 0.29
"""Part of the time that the first sweep over the days has in any case: what is chosen before the
cuts of a day's root are there is of no use.
"""
PLACING_PART, PRESSED_PART = 0.2, 0.3
"""Of the time left, what asking for placements may take before the first plan; and of the time
after the days, what it may take for these to end sooner.
"""
LEAST_NAMING = 0.08
"""Part of the time that naming all days takes at least; where much care is short, placements are
asked for if that much is left.
"""
MUCH_SHORT = 0.05
"""Pounds of care short in the relaxations of the days, as a part of the guide's avoidable cost,
from which on it promised too much: at 131 people 0.00 at easy load, up to 0.02 at normal and 0.1
and more under tight load, however little time days have.
"""
CHOOSING_SECONDS, NAMING_SECONDS = 3.0, 0.5
"""The most that choosing and naming a day may take at first. Rounds gain by more time, but less
than days that lose most gain by being done again.
"""
LEAST_ROUND = 2.0
"""Least time left to better a rota by rounds of improvement, in times of finishing."""


@dataclass(frozen=True)
class Found:
    """What a search found."""

    finished: Finished | None


@dataclass(frozen=True)
class Start:
    """A plan that there is, to be bettered."""

    plan: Plan
    cost: float


@dataclass(frozen=True)
class PlannedRota:
    """A rota with named rounds, before minutes and placements are settled."""

    people: People | None
    rota: Rota | None
    named: Named | None
    """All None when not even a relaxation was found in time."""


def search_plan(
    case: Case,
    budget: Budget,
    *,
    engine: str = "auto",
    seed: int = 1,
    start: Start | None = None,
    note: Callable[[str], None] | None = None,
    better: Callable[[Found], None] | None = None,
    is_enough: Callable[[float], bool] | None = None,
    alone: Callable[[], AbstractContextManager[None]] = nullcontext,
    guide: Callable[[], Guide | None] | None = None,
) -> Found:
    """Find a plan within a budget.

    Parameters
    ----------
    engine
        ``highs`` or ``auto``: the search above; ``cp-sat``: the guide's model goes whole to CP-SAT,
        for small cases.
    start
        Begun with where there is no time for a guide, and where what the guide leads to is dearer.
    note
        Told what is being done.
    better
        Told each plan that is cheaper than those before.
    is_enough
        Says of a plan's cost whether it is proven well enough to end; asked between rounds of
        improvement.
    alone
        Keeps others quiet while all cores are wanted: while days are chosen and named for the first
        plan; where time is short while the rota is chosen too; and in a wide area until the plan is
        finished, since memory is wanted too.
    guide
        Waits for ``first_guide`` where that was begun before.
    """
    tell = note or (lambda doing: None)
    tell("choosing a rota")
    best, first = Found(None), list[Finished]()
    with ExitStack() as quiet:
        if is_pressed(case, budget):
            quiet.enter_context(alone())
        found = first_guide(case, budget, engine, seed) if guide is None else guide()
        begun = budget.spent
        if found is not None:
            making = Making.of_guide(case, found)
        elif start is not None:
            making = Making.of_plan(case, start.plan)
        else:
            return best
        pace = _pace(making, found)
        if not is_pressed(case, budget):
            quiet.enter_context(alone())
        suits = found is None or _make(making, budget, pace, tell, is_finished=True)
        spent = budget.spent - begun
        loop = Loop(making, budget, pace, tell, sweep=spent, suits=suits, seed=seed)
        if found is not None and start is not None and loop.best.cost > start.cost:
            loop.consider(Making.of_plan(case, start.plan))
        plans = loop.plans(is_enough or (lambda cost: False))
        if is_wide(case):
            first.append(next(plans))
    for finished in chain(first, plans):
        best = Found(finished)
        if better is not None:
            better(best)
    return best


def is_pressed(case: Case, budget: Budget) -> bool:
    """Whether a search wants all cores from the start."""
    return (
        budget.seconds is not None
        and budget.seconds < PRESSED_SECONDS * len(case.people) * case.days
    )


def first_guide(case: Case, budget: Budget, engine: str, seed: int) -> Guide | None:
    """What a search begins with; parameters as for ``search_plan``. It needs nothing else, so that
    it can be begun in a thread while something to fall back on is made.
    """
    share = SMALL_GUIDE_SHARE if has_few_sectors(case) else GUIDE_SHARE
    return guide_of(case, budget, share, engine=engine, seed=seed)


def _pace(making: Making, guide: Guide | None) -> Pace:
    seconds, processor = (0.0, 0.0) if guide is None else (guide.seconds, guide.processor)
    return pace_of(making.care, seconds, processor)


def search_rota(case: Case, budget: Budget, *, seed: int = 1) -> PlannedRota:
    """Find who works when and on which rounds, within the whole budget; parameters as for
    ``search_plan``.
    """
    guide = guide_of(case, budget, GUIDE_SHARE, engine="auto", seed=seed)
    if guide is None:
        return PlannedRota(None, None, None)
    making, begun = Making.of_guide(case, guide), budget.spent
    pace, tell = _pace(making, guide), lambda doing: None
    suits = _make(making, budget, pace, tell, is_finished=False)
    if budget.left > LEAST_ROUND * pace.finishing:
        spent = budget.spent - begun
        loop = Loop(making, budget, pace, tell, sweep=spent, suits=suits, seed=seed)
        for _ in loop.plans(lambda cost: False):
            making = loop.making  # that of the best plan
    return PlannedRota(making.people, making.rota, making.everybody())


def _make(
    making: Making, budget: Budget, pace: Pace, tell: Callable[[str], None], *, is_finished: bool
) -> bool:
    """One sweep over the days, placements that suit those on duty where there is time for them, and
    rounds named.

    Returns whether placements suit those on duty.

    Parameters
    ----------
    is_finished
        Whether to keep the time for finishing.
    """
    seconds, suits = budget.seconds, False
    may_place = seconds is None or pace.placing < PRESSED_PART * (1 - EARLY_DAYS_SHARE) * seconds
    tell("choosing each day's duties and units")
    days_by = EARLY_DAYS_SHARE if may_place else DAYS_SHARE
    if seconds is not None:
        days_by = max(days_by, budget.spent / seconds + DAYS_PART)
    days, in_batches = range(making.care.case.days), budget.work is not None
    making.choose(days, share_of(budget, days_by, CHOOSING_SECONDS), in_batches=in_batches)
    # Where much is short, what is asked for now is finished sooner than other starts are found for
    # what was asked for before.
    after_placing = pace.settling + LEAST_NAMING * (seconds or 0.0)
    is_short = making.part_short() > MUCH_SHORT
    if not budget.is_stopped and pace.placing < (
        budget.left - after_placing if is_short else PLACING_PART * budget.left
    ):
        tell("asking for placements that suit those on duty")
        suits = making.place(
            MARGIN,
            time_before(
                budget, after_placing if is_short else (1 - PLACED_SHARE) * (seconds or 0.0)
            ),
        )
    tell("naming duties")
    kept = 0.0
    if is_finished and seconds is not None:
        may_finish = not suits and pace.finishing + LEAST_NAMING * seconds < budget.left
        kept = pace.finishing if may_finish else pace.settling
    named_by = 1.0 if seconds is None else 1.0 - kept / seconds
    making.name_rest(days, share_of(budget, named_by, NAMING_SECONDS), in_batches=in_batches)
    return suits
