"""What do amounts of beds, duties and slots come to, each tried once, with the same people and
winters?

Cost is delay, options bought and capacity; with a service level it is capacity, and what misses the
level is dearer than any capacity; so are people beyond the most that may be hired.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from rosterer.winter.costs import cost_lines
from rosterer.winter.levers import Lever, people_more, with_amounts
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.study import Result
from rosterer.winter.waiting import share_within
from rosterer_models.simulation.run import simulate

MOST_TRIALS = 400
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


def share_reached(result: Result, winters: float | None) -> float:
    """The share within the standard on average, or the least in such a share of the winters; 1
    where nobody's wait ended.
    """
    shares = share_within(result, list(range(len(result.winter.streams))))
    known = shares[~np.isnan(shares)]
    if not len(known):
        return 1.0
    return float(known.mean() if winters is None else np.quantile(known, 1 - winters))


class Trials:
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
        workers: int | None,
    ) -> None:
        self.result, self.prices, self.levers = result, prices, levers
        self.seed, self.runs, self.workers = seed, runs, workers
        self.service_level, self.winters = service_level, winters
        self.most_people: int | None = None
        self.most_trials = MOST_TRIALS
        self.seen: dict[tuple[int, ...], Cost] = {}

    def __call__(self, amounts: tuple[int, ...]) -> float:
        if amounts not in self.seen:
            self.seen[amounts] = self.cost(amounts, self.runs, self.seed)
        return self.seen[amounts].score + self._too_many(amounts)

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
        share = share_reached(there, self.winters)
        score = sums["cash"] + sums["notional"]
        if self.service_level is not None:
            score = capacity + MISSED_POUNDS * max(0.0, self.service_level - share)
        return Cost(score, sums["cash"], sums["notional"], share)

    def people(self, amounts: tuple[int, ...]) -> int:
        """How many more must be hired."""
        return sum(people_more(self.result.winter.case, self.levers, amounts).values())

    def _too_many(self, amounts: tuple[int, ...]) -> float:
        if self.most_people is None:
            return 0.0
        return MISSED_POUNDS * max(0, self.people(amounts) - self.most_people)

    @property
    def may_go_on(self) -> bool:
        """Whether there is work left."""
        return len(self.seen) < self.most_trials
