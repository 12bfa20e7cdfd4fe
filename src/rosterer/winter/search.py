"""How many beds, duties and triage slots make delay bearable at least cost, over all units
together?

Every lever is moved in turn by a step that halves when nothing gets better; then two are moved
together, and what was found is polished among its neighbours (what amounts cost is said in
``trials.py``). Where few people may be hired, further duties are given up from there, those first
that are missed least for each person, and the rest is polished again. Near the best amounts the
total is flat, so of those that cost hardly more the ones nearest to what there is are taken: nobody
is hired for a difference that is noise. What is reported comes from fresh winters, which took no
part in the search. The result is the best that these moves find: no proof that nothing is better.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from rosterer.winter.levers import Lever, levers_of
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.study import Result
from rosterer.winter.trials import Cost, Trials

SEARCH_RUNS = 60
"""Replications of each trial: with the same random numbers in all, enough to tell one bed from the
next.
"""
FRESH_RUNS = 200
"""Replications of what is reported."""
FRESH_SEEDS = 1_000_003
"""Seeds of fresh winters are so far from those of the search."""
PAIRED_MOVES = 6
"""Best single steps that are tried two at a time."""
HARDLY_MORE = 0.01
"""Of the total: about what two seeds of a search differ by."""
MORE_TRIALS = 250
"""For the best with fewer people than the best of all."""
MOST_RETURNS = 150
"""Trials on the way back towards what there is."""


@dataclass(frozen=True)
class Found:
    """The capacity found.

    Attributes
    ----------
    amounts
        Of each lever, in the order of ``levers``.
    best, before
        At the amounts found, and at what there is now, in fresh winters.
    service_winters
        In which share of the winters that level was to be reached; None: on average.
    people, most_people
        People more that the further duties need, and at most may be hired.
    curve
        (lever, amount, mean pounds, share within) around what was found, one lever moved at a time.
    """

    levers: tuple[Lever, ...]
    amounts: tuple[int, ...]
    best: Cost
    before: Cost
    service_level: float | None
    service_winters: float | None
    people: int
    most_people: int | None
    curve: tuple[tuple[str, int, float, float], ...]
    trials: int

    @property
    def misses(self) -> bool:
        """Whether fresh winters miss the service level after all."""
        return self.service_level is not None and self.best.share < self.service_level


def find_capacity(
    result: Result,
    prices: CapacityPrices,
    seed: int = 1,
    runs: int = SEARCH_RUNS,
    service_level: float | None = None,
    winters: float | None = None,
    most_people: int | None = None,
    workers: int | None = None,
    tell: Callable[[str], None] | None = None,
) -> Found:
    """Search all levers together.

    Parameters
    ----------
    service_level
        Least share of people within the standard; None: least expected cost, delay priced.
    winters
        In which share of the winters the level must be reached; None: on average.
    most_people
        How many people may be hired at most; None: as many as pay.
    """
    levers = levers_of(result, prices)
    trial = Trials(result, prices, levers, seed, runs, service_level, winters, workers)
    now = tuple(lever.now for lever in levers)
    best, stride = now, [max(1, 2 ** int(np.log2(max(1, lever.now / 4)))) for lever in levers]
    best = _least(best, stride, trial, tell)
    if most_people is not None and trial.people(best) > most_people:
        best = _with_fewer(best, most_people, trial)
        trial.most_people, trial.most_trials = most_people, len(trial.seen) + MORE_TRIALS
        best = _least(best, [1] * len(levers), trial, tell)
    best = _nearest(best, now, trial)
    curve = _curve(best, trial)
    fresh = max(FRESH_RUNS, runs) if runs >= SEARCH_RUNS else runs
    return Found(
        levers=levers,
        amounts=best,
        best=trial.cost(best, fresh, seed + FRESH_SEEDS),
        before=trial.cost(now, fresh, seed + FRESH_SEEDS),
        service_level=service_level,
        service_winters=winters,
        people=trial.people(best),
        most_people=most_people,
        curve=curve,
        trials=len(trial.seen),
    )


def _least(
    best: tuple[int, ...],
    stride: list[int],
    trial: Trials,
    tell: Callable[[str], None] | None,
) -> tuple[int, ...]:
    """Moves of one lever, then of two, then longer ones, until none helps."""
    trial(best)
    while True:
        best = _descend(best, stride, trial, tell)
        better = _by_pairs(best, trial)
        if trial(better) >= trial(best) or not trial.may_go_on:
            _curve(best, trial)
            # a longer move of one lever may still be better: go on from there
            better = min(trial.seen, key=trial)
            if trial(better) >= trial(best) or not trial.may_go_on:
                return best
        best, stride = better, [1] * len(best)


def _with_fewer(best: tuple[int, ...], most_people: int, trial: Trials) -> tuple[int, ...]:
    """Give up the further duties that are missed least for each person, until few enough are hired:
    from what is best for all to what is best for few, lest the first people go where they happen to
    help.
    """
    while trial.people(best) > most_people:
        here, there = trial(best), trial.people(best)
        fewer = [
            _moved(best, [(i, -1)])
            for i, lever in enumerate(trial.levers)
            if lever.kind == "duties" and best[i] > lever.now
        ]
        best = min(fewer, key=lambda one: (trial(one) - here) / max(1, there - trial.people(one)))
    return best


def _descend(
    best: tuple[int, ...],
    stride: list[int],
    trial: Trials,
    tell: Callable[[str], None] | None,
) -> tuple[int, ...]:
    """Move one lever at a time while it helps; a lever that does not help takes half its stride."""
    moving = True
    while (moving or max(stride) > 1) and trial.may_go_on:
        moving = False
        for i in range(len(best)):
            around = [max(0, best[i] + step) for step in (-stride[i], stride[i])]
            better = min(
                [best, *((*best[:i], amount, *best[i + 1 :]) for amount in around)], key=trial
            )
            if trial(better) < trial(best):
                best, moving = better, True
            elif stride[i] > 1:
                stride[i] = max(1, stride[i] // 2)
        if tell is not None:
            tell(f"search: {trial(best):,.0f}")
    return best


def _by_pairs(best: tuple[int, ...], trial: Trials) -> tuple[int, ...]:
    """The best that two single steps together give, among those that cost least by themselves."""
    steps = [(i, step) for i in range(len(best)) for step in (-1, 1) if best[i] + step >= 0]
    steps.sort(key=lambda move: trial(_moved(best, [move])))
    pairs = list(combinations(steps[:PAIRED_MOVES], 2))
    if trial.most_people is not None:
        # as many people, elsewhere
        duties = {i for i, lever in enumerate(trial.levers) if lever.kind == "duties"}
        hired = {i for i in duties if best[i] > trial.levers[i].now}
        pairs += [((i, -1), (j, 1)) for i in sorted(hired) for j in sorted(duties)]
    tried = [best]
    for one, other in dict.fromkeys(pairs):
        if one[0] != other[0] and trial.may_go_on:
            tried.append(_moved(best, [one, other]))
    return min(tried, key=trial)


def _nearest(best: tuple[int, ...], now: tuple[int, ...], trial: Trials) -> tuple[int, ...]:
    """Amounts nearer to what there is: one step back at a time, the one that costs least, while all
    together costs hardly more.
    """
    most = trial(best) * (1 + HARDLY_MORE)
    last = len(trial.seen) + MOST_RETURNS
    while len(trial.seen) < last:
        back = [
            _moved(best, [(i, 1 if best[i] < now[i] else -1)])
            for i in range(len(best))
            if best[i] != now[i]
        ]
        nearer = min(back, key=trial, default=best)
        if nearer == best or trial(nearer) > most:
            break
        best = nearer
    return best


def _moved(amounts: tuple[int, ...], steps: list[tuple[int, int]]) -> tuple[int, ...]:
    moved = list(amounts)
    for lever, step in steps:
        moved[lever] = max(0, moved[lever] + step)
    return tuple(moved)


def _curve(best: tuple[int, ...], trial: Trials) -> tuple[tuple[str, int, float, float], ...]:
    curve = []
    for i, lever in enumerate(trial.levers):
        step = max(1, best[i] // 12)
        for amount in sorted({max(0, best[i] + k * step) for k in (-2, -1, 0, 1, 2)}):
            amounts = (*best[:i], amount, *best[i + 1 :])
            trial(amounts)
            curve.append(
                (lever.name, amount, trial.seen[amounts].pounds, trial.seen[amounts].share)
            )
    return tuple(curve)
