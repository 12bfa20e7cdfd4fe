"""How is a plan found? A rota as if travel took no time, then days over real places, named and
finished, and days again.

1. ``guide``: the case as one place, by a dive and branch and bound;
2. ``day``: each day re-opened exactly, over real places and named people;
3. ``placing``: placements that suit those on duty, over real places;
4. ``naming``: rounds that a person can drive;
5. ``finish``: minutes and placements settled together for these rounds;
6. 2 to 4 again for single days, those first that lose most, as long as there is time; and 5 once
more.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from itertools import chain

from rosterer_models.formulation.joint import Joint
from rosterer_models.heuristics.guide import guide_of
from rosterer_models.heuristics.making import MARGIN, OTHER_MARGINS, Making, batches
from rosterer_models.heuristics.naming import Named
from rosterer_models.heuristics.neighbourhoods.minutes import Finished, finish
from rosterer_models.heuristics.pace import Pace, pace_of
from rosterer_models.heuristics.progress import Budget
from rosterer_models.heuristics.rota import Rota
from rosterer_models.matrix.model import Label
from rosterer_models.relaxation.aggregation import has_few_sectors, is_wide
from rosterer_models.vocabulary.case import Case

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
ENOUGH_TO_FINISH = 0.6
"""Of the time that looking at other starts should take, what is worth beginning with."""
MUCH_SHORT = 0.05
"""Pounds of care short in the relaxations of the days, as a part of the guide's avoidable cost,
from which on it promised too much: at 131 people 0.00 at easy load, up to 0.02 at normal and 0.1
and more under tight load, however little time days have.
"""
CHOOSING_SECONDS, NAMING_SECONDS, DAY_SECONDS = 3.0, 3.0, 6.0
"""The most that choosing and naming a day may take at first, and both together when it is done
again.
"""
LEAST_ROUND = 2.0
"""Least time left to better a rota by rounds of improvement, in times of finishing."""
FIRST_OTHERS = 2.0
"""Least time left to look at starts that were not asked for in the first plan, in times of
finishing.
"""
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
        ``highs`` or ``auto``: the search above; ``cp-sat``: the guide's model goes whole to CP-SAT,
        for small cases.
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
    """
    tell = note or (lambda doing: None)
    tell("choosing a rota")
    is_pressed = (
        budget.seconds is not None
        and budget.seconds < PRESSED_SECONDS * len(case.people) * case.days
    )
    best, first = Found(None, {}), list[Finished]()
    with ExitStack() as quiet:
        if is_pressed:
            quiet.enter_context(alone())
        guide = guide_of(case, budget, _guide_share(case), engine=engine, seed=seed)
        if guide is None:
            return best
        making, begun = Making(case, guide), budget.spent
        pace = pace_of(making.care, guide.one_place)
        if not is_pressed:
            quiet.enter_context(alone())
        suits = _make(making, budget, pace, tell, is_finished=True)
        plans = _plans(
            making,
            budget,
            pace,
            tell,
            is_enough or (lambda cost: False),
            budget.spent - begun,
            suits,
        )
        if is_wide(case):
            first.append(next(plans))
    for finished in chain(first, plans):
        best = Found(finished, guide.joint.unavoidable)
        if better is not None:
            better(best)
    return best


def search_rota(case: Case, budget: Budget, *, seed: int = 1) -> PlannedRota:
    """Find who works when and on which rounds, within the whole budget; parameters as for
    ``search_plan``.
    """
    guide = guide_of(case, budget, GUIDE_SHARE, engine="auto", seed=seed)
    if guide is None:
        return PlannedRota(None, None, None)
    making, begun = Making(case, guide), budget.spent
    pace = pace_of(making.care, guide.one_place)
    suits = _make(making, budget, pace, lambda doing: None, is_finished=False)
    if budget.left > LEAST_ROUND * pace.finishing:
        for _ in _plans(
            making,
            budget,
            pace,
            lambda doing: None,
            lambda cost: False,
            budget.spent - begun,
            suits,
        ):
            pass  # what is made is that of the best plan
    return PlannedRota(guide.joint, making.rota, making.everybody())


def _guide_share(case: Case) -> float:
    return SMALL_GUIDE_SHARE if has_few_sectors(case) else GUIDE_SHARE


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
    _sweep(making.choose, making, budget, days_by, CHOOSING_SECONDS)
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
            _time_before(
                budget, after_placing if is_short else (1 - PLACED_SHARE) * (seconds or 0.0)
            ),
        )
    tell("naming duties")
    kept = 0.0
    if is_finished and seconds is not None:
        may_finish = not suits and pace.finishing + LEAST_NAMING * seconds < budget.left
        kept = pace.finishing if may_finish else pace.settling
    _sweep(
        making.name,
        making,
        budget,
        1.0 if seconds is None else 1.0 - kept / seconds,
        NAMING_SECONDS,
    )
    return suits


def _sweep(
    step: Callable[[Sequence[int], float], None],
    making: Making,
    budget: Budget,
    until: float,
    most: float,
) -> None:
    """Do something for every day within a part of the time."""
    sweep = batches(range(making.care.case.days))
    for number, days in enumerate(sweep):
        if budget.is_stopped:
            break
        left = budget.until(until) / (len(sweep) - number)
        step(days, left if budget.work is not None else min(most, left))


def _plans(
    making: Making,
    budget: Budget,
    pace: Pace,
    tell: Callable[[str], None],
    is_enough: Callable[[float], bool],
    sweep: float,
    suits: bool,
) -> Iterator[Finished]:
    """A first plan, and each cheaper one: days again while there is time or work, those first that
    lose most, and finished again.

    Where there is time for all days, placements are asked for that the rounds of the best plan
    could serve, instead of the guide's.

    Parameters
    ----------
    is_enough
        Says of a cost whether it is proven well enough to end.
    sweep
        Seconds that choosing and naming all days took.
    suits
        Whether placements were asked for that suit those on duty.
    """
    case, begun = making.care.case, budget.spent
    tell("settling minutes and placements")
    # What suits those on duty is served nearly as it was asked for: other starts gain a hundredth
    # there.
    others = _has_time_for_others(budget, pace, FIRST_OTHERS if suits else ENOUGH_TO_FINISH)
    best = finish(
        case, making.people, making.rota, making.everybody(), making.amounts, budget, others=others
    )
    closing = CLOSING * (budget.spent - begun)
    yield best
    steps, longest, kept = 1, sweep / len(batches(range(case.days))), making.made()
    while (budget.work is None or steps < budget.work) and budget.left > closing + longest:
        if budget.is_stopped or is_enough(best.cost):
            break
        tell("improving days")
        margin = OTHER_MARGINS[(steps - 1) % len(OTHER_MARGINS)]
        if budget.left > closing + sweep:
            if steps % 2 and budget.left > closing + sweep + pace.placing:
                making.place(margin, _time_before(budget, closing))
            else:
                making.ask(best.amounts)
        asked = best.amounts if making.amounts is best.amounts else making.amounts + best.amounts
        losses = making.losses()
        for batch in batches(sorted(range(case.days), key=lambda t: -losses[t])):
            begun = budget.spent
            making.redo(
                batch,
                margin,
                budget.left if budget.work is not None else min(DAY_SECONDS, budget.left - closing),
            )
            longest = max(longest, budget.spent - begun)
            if budget.is_stopped or budget.left < closing + longest:
                break
        steps, begun = steps + 1, budget.spent
        tell("settling minutes and placements")
        others = others or _has_time_for_others(budget, pace, 1.0)
        again = finish(
            case, making.people, making.rota, making.everybody(), asked, budget, others=others
        )
        closing = max(closing, CLOSING * (budget.spent - begun))
        if again.cost < best.cost:
            best, kept = again, making.made()
            yield best
        else:
            making.go_back(kept)


def _has_time_for_others(budget: Budget, pace: Pace, times: float) -> bool:
    """Whether finishing can look at starts that were not asked for."""
    return budget.work is not None or budget.left > times * pace.finishing


def _time_before(budget: Budget, kept: float) -> Callable[[], float] | None:
    """How many seconds are left but those that are kept for later; None where work is counted."""
    return (
        None
        if budget.work is not None
        else lambda: 0.0 if budget.is_stopped else budget.left - kept
    )
