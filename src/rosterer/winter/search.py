"""How many beds, duties and triage slots make delay bearable at least cost, over all units
together?

Every lever is moved in turn by a step that halves when nothing gets better; then two are moved
together, and what was found is polished among its neighbours; always with the same people and
winters (common random numbers). Cost is delay, options bought and capacity; with a service level it
is capacity, and what misses the level is dearer than any capacity; so are people beyond the most
that may be hired. Near the best amounts the total
is flat, so of those that cost hardly more the ones nearest to what there is are taken: nobody is
hired for a difference that is noise. What is reported comes from
fresh winters, which took no part in the search. The result is the best that these moves find: no
proof that nothing is better.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np

from rosterer.winter.costs import cost_lines
from rosterer.winter.levers import Lever, levers_of, pattern_for, people_for, with_amounts
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.study import Result
from rosterer.winter.waiting import share_within
from rosterer_models.simulation.run import simulate

SEARCH_RUNS = 60
"""Replications of each trial: with the same random numbers in all, enough to tell one bed from the
next.
"""
FRESH_RUNS = 200
"""Replications of what is reported."""
FRESH_SEEDS = 1_000_003
"""Seeds of fresh winters are so far from those of the search."""
MOST_TRIALS = 400
PAIRED_MOVES = 6
"""Best single steps that are tried two at a time."""
HARDLY_MORE = 0.01
"""Of the total: about what two seeds of a search differ by."""
MOST_RETURNS = 150
"""Trials on the way back towards what there is."""
MISSED_POUNDS = 1e9
"""What a whole miss of the service level, or one person too many, costs: more than any capacity."""


class Cost(NamedTuple):
    """What amounts come to: pounds over the simulated time, and the share within the standard (on
    average, or in the share of winters asked for).
    """

    score: float
    cash: float
    notional: float
    share: float

    @property
    def pounds(self) -> float:
        """What the search makes small: the one total of both kinds."""
        return self.cash + self.notional


@dataclass(frozen=True)
class Found:
    """The capacity found.

    Attributes
    ----------
    amounts
        Of each lever, in the order of ``levers``.
    best, before
        At the amounts found, and at what there is now, in fresh winters.
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
    people: int
    most_people: int | None
    curve: tuple[tuple[str, int, float, float], ...]
    trials: int

    @property
    def misses(self) -> bool:
        """Whether fresh winters miss the service level after all."""
        return self.service_level is not None and self.best.share < self.service_level


class _Trials:
    """What has been tried, each set of amounts once."""

    def __init__(
        self,
        result: Result,
        prices: CapacityPrices,
        levers: tuple[Lever, ...],
        seed: int,
        runs: int,
        service_level: float | None,
        winters: float | None,
        most_people: int | None,
        workers: int | None,
    ) -> None:
        self.result, self.prices, self.levers = result, prices, levers
        self.seed, self.runs, self.workers = seed, runs, workers
        self.service_level, self.winters = service_level, winters
        self.most_people = most_people
        self.seen: dict[tuple[int, ...], Cost] = {}

    def __call__(self, amounts: tuple[int, ...]) -> float:
        if amounts not in self.seen:
            self.seen[amounts] = self.cost(amounts, self.runs, self.seed)
        return self.seen[amounts].score

    def cost(self, amounts: tuple[int, ...], runs: int, seed: int) -> Cost:
        """Simulate amounts."""
        winter = with_amounts(self.result.winter, self.levers, amounts)
        # nobody leaves while waiting, lest deaths look like capacity
        outcome = simulate(winter.network.staying, runs, seed, self.workers)
        there = replace(self.result, winter=winter, outcome=outcome, stayed=None)
        sums = {"cash": 0.0, "notional": 0.0}
        capacity = 0.0
        for line, _, kind, pounds in cost_lines(there, self.prices):
            sums[kind] += float(pounds.mean())
            if line in ("beds", "care at home", "triage"):
                capacity += float(pounds.mean())
        share = self._share(there)
        score = sums["cash"] + sums["notional"]
        if self.service_level is not None:
            score = capacity + MISSED_POUNDS * max(0.0, self.service_level - share)
        if self.most_people is not None:
            more = sum(people_more(self.result, self.levers, amounts).values())
            score += MISSED_POUNDS * max(0, more - self.most_people)
        return Cost(score, sums["cash"], sums["notional"], share)

    def _share(self, there: Result) -> float:
        shares = share_within(there, list(range(len(there.winter.streams))))
        known = shares[~np.isnan(shares)]
        if not len(known):
            return 1.0
        return float(known.mean() if self.winters is None else np.quantile(known, 1 - self.winters))

    @property
    def may_go_on(self) -> bool:
        """Whether there is work left."""
        return len(self.seen) < MOST_TRIALS


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
    trial = _Trials(
        result, prices, levers, seed, runs, service_level, winters, most_people, workers
    )
    now = tuple(lever.now for lever in levers)
    best, stride = now, [max(1, 2 ** int(np.log2(max(1, lever.now / 4)))) for lever in levers]
    trial(best)
    while True:
        best = _descend(best, stride, trial, tell)
        better = _by_pairs(best, trial)
        if trial(better) >= trial(best) or not trial.may_go_on:
            _curve(best, trial)
            # a longer move of one lever may still be better: go on from there
            better = min(trial.seen, key=trial)
            if trial(better) >= trial(best) or not trial.may_go_on:
                break
        best, stride = better, [1] * len(levers)
    best = _nearest(best, now, trial)
    curve = _curve(best, trial)
    fresh = max(FRESH_RUNS, runs) if runs >= SEARCH_RUNS else runs
    return Found(
        levers=levers,
        amounts=best,
        best=trial.cost(best, fresh, seed + FRESH_SEEDS),
        before=trial.cost(now, fresh, seed + FRESH_SEEDS),
        service_level=service_level,
        people=sum(people_more(result, levers, best).values()),
        most_people=most_people,
        curve=curve,
        trials=len(trial.seen),
    )


def _descend(
    best: tuple[int, ...],
    stride: list[int],
    trial: _Trials,
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


def _by_pairs(best: tuple[int, ...], trial: _Trials) -> tuple[int, ...]:
    """The best that two single steps together give, among those that cost least by themselves."""
    steps = [(i, step) for i in range(len(best)) for step in (-1, 1) if best[i] + step >= 0]
    steps.sort(key=lambda move: trial(_moved(best, [move])))
    tried = [best]
    for one, other in combinations(steps[:PAIRED_MOVES], 2):
        if one[0] != other[0] and trial.may_go_on:
            tried.append(_moved(best, [one, other]))
    return min(tried, key=trial)


def _nearest(best: tuple[int, ...], now: tuple[int, ...], trial: _Trials) -> tuple[int, ...]:
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


def _curve(best: tuple[int, ...], trial: _Trials) -> tuple[tuple[str, int, float, float], ...]:
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


def people_more(
    result: Result, levers: tuple[Lever, ...], amounts: tuple[int, ...]
) -> dict[str, int]:
    """People more on each pattern that give the further duties, each on the pattern that has its
    shift most often.
    """
    people: dict[str, int] = {}
    case = result.winter.case
    for lever, amount in zip(levers, amounts, strict=True):
        pattern = pattern_for(case, lever.shift) if lever.kind == "duties" else None
        if pattern is not None and amount > lever.now:
            number = people_for(pattern, lever.shift, amount - lever.now)
            people[pattern.pattern] = people.get(pattern.pattern, 0) + number
    return people
