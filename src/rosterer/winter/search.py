"""How many beds, care hours and triage slots make delay bearable at least cost, over all units
together?

Every lever (a unit's beds, a locality's people on duty a day, triage slots a day) is moved in turn
by a step that halves when nothing gets better, always with the same people and winters (common
random numbers). Cost is delay, options bought and capacity; with a service level it is capacity,
and what misses the level is dearer than any capacity. The result is the best that single moves
find: no proof that nothing is better.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from rosterer.winter.measures import CapacityPrices, cost_lines
from rosterer.winter.study import Result
from rosterer_models.simulation.network import Floats, Network
from rosterer_models.simulation.run import simulate
from rosterer_models.vocabulary.shift import OFF

SEARCH_RUNS = 60
"""Replications of each trial: with the same random numbers in all, enough to tell one bed from the
next.
"""
MOST_TRIALS = 400
MISSED_POUNDS = 1e9
"""What a whole miss of the service level costs: more than any capacity."""


@dataclass(frozen=True)
class Lever:
    """Something that can be more or less: its kind, the index of its node (triage: −1), what it is
    now and pounds a unit a day.
    """

    name: str
    kind: str
    node: int
    now: int
    pounds_per_day: float


@dataclass(frozen=True)
class Found:
    """The capacity found.

    Attributes
    ----------
    amounts
        Of each lever, in the order of ``levers``.
    pounds, pounds_now
        What the search makes small, over the simulated time, at the amounts found and at what there
        is now: the one total of both kinds of money, for comparing amounts alone.
    cash, cash_now, notional, notional_now
        The same, each kind by itself.
    share_within
        Share of starts within the standard.
    curve
        (lever, amount, mean pounds, share within) around what was found, one lever moved at a time.
    """

    levers: tuple[Lever, ...]
    amounts: tuple[int, ...]
    pounds: float
    pounds_now: float
    cash: float
    cash_now: float
    notional: float
    notional_now: float
    share_within: float
    curve: tuple[tuple[str, int, float, float], ...]
    trials: int


def levers_of(result: Result, prices: CapacityPrices) -> tuple[Lever, ...]:
    """Every unit with beds, every locality's people on duty, and triage where it is limited."""
    network, found = result.winter.network, []
    for i, (node, fact) in enumerate(zip(network.nodes, result.winter.nodes, strict=True)):
        if fact.kind == "unit":
            found.append(
                Lever(
                    fact.name,
                    "beds",
                    i,
                    round(float(node.capacity.max())),
                    prices.bed_of(result.winter.case, fact.name),
                )
            )
        elif fact.kind == "home" and node.heads is not None:
            heads = round(float(node.heads.mean()))
            found.append(Lever(fact.name, "heads", i, heads, prices.duty_of(result)))
    if network.triage_slots is not None:
        found.append(
            Lever(
                "triage", "slots", -1, round(float(network.triage_slots.mean())), prices.triage_slot
            )
        )
    return tuple(found)


def with_amounts(network: Network, levers: tuple[Lever, ...], amounts: tuple[int, ...]) -> Network:
    """The network with other amounts; weekday shapes are kept, and units are staffed for their
    beds.
    """
    nodes = list(network.nodes)
    slots = network.triage_slots
    for lever, amount in zip(levers, amounts, strict=True):
        if amount == lever.now:
            continue
        if lever.node < 0:
            assert slots is not None
            slots = np.maximum(0, np.round(slots * (amount / max(1, lever.now)))).astype(np.int64)
            continue
        node = nodes[lever.node]
        if lever.kind == "beds":
            heads = None
            if node.heads is not None:
                extra = int(np.ceil(max(0, amount - lever.now) / node.per_head - 1e-9))
                heads = node.heads + extra
            nodes[lever.node] = replace(
                node, capacity=(node.capacity + amount - lever.now).clip(0), heads=heads
            )
        else:
            assert node.heads is not None
            more = amount - lever.now
            capacity = (node.capacity + more * node.per_head).clip(0)
            nodes[lever.node] = replace(node, capacity=capacity, heads=(node.heads + more).clip(0))
    return replace(network, nodes=tuple(nodes), triage_slots=slots)


class _Trial(NamedTuple):
    """What amounts come to."""

    score: float
    cash: float
    notional: float
    share: float

    @property
    def pounds(self) -> float:
        """What the search makes small: the one total of both kinds."""
        return self.cash + self.notional


def find_capacity(
    result: Result,
    prices: CapacityPrices,
    seed: int = 1,
    runs: int = SEARCH_RUNS,
    service_level: float | None = None,
    workers: int | None = None,
    tell: Callable[[str], None] | None = None,
) -> Found:
    """Search all levers together.

    Parameters
    ----------
    service_level
        Least share of starts within the standard; None: least expected cost, delay priced.
    """
    levers = levers_of(result, prices)
    days = result.winter.network.days
    seen: dict[tuple[int, ...], _Trial] = {}

    def trial(amounts: tuple[int, ...]) -> float:
        if amounts not in seen:
            network = with_amounts(result.winter.network, levers, amounts)
            outcome = simulate(network, runs, seed, workers)
            there = replace(result, outcome=outcome)
            varying = {"cash": 0.0, "notional": 0.0}
            for line, _, kind, pounds in cost_lines(there, prices):
                if line not in ("beds", "care at home", "triage"):
                    varying[kind] += float(pounds.mean())
            capacity = days * sum(
                a * lever.pounds_per_day for a, lever in zip(amounts, levers, strict=True)
            )
            share = _share_within(there)
            cash, notional = varying["cash"] + capacity, varying["notional"]
            score = (
                cash + notional
                if service_level is None
                else capacity + MISSED_POUNDS * max(0.0, service_level - share)
            )
            seen[amounts] = _Trial(score, cash, notional, share)
        return seen[amounts].score

    now = tuple(lever.now for lever in levers)
    best = now
    trial(best)
    stride = [max(1, 2 ** int(np.log2(max(1, lever.now / 4)))) for lever in levers]
    while True:
        best = _descend(best, stride, trial, lambda: len(seen) < MOST_TRIALS, tell)
        curve = []
        for i, lever in enumerate(levers):
            step = max(1, best[i] // 12)
            for amount in sorted({max(0, best[i] + k * step) for k in (-3, -2, -1, 0, 1, 2, 3)}):
                amounts = (*best[:i], amount, *best[i + 1 :])
                trial(amounts)
                curve.append((lever.name, amount, seen[amounts].pounds, seen[amounts].share))
        # a longer move of one lever may still be better: go on from there
        better = min(seen, key=trial)
        if trial(better) >= trial(best) or len(seen) >= MOST_TRIALS:
            break
        best, stride = better, [1] * len(levers)
    found, before = seen[best], seen[now]
    return Found(
        levers=levers,
        amounts=best,
        pounds=found.pounds,
        pounds_now=before.pounds,
        cash=found.cash,
        cash_now=before.cash,
        notional=found.notional,
        notional_now=before.notional,
        share_within=found.share,
        curve=tuple(curve),
        trials=len(seen),
    )


def _descend(
    best: tuple[int, ...],
    stride: list[int],
    trial: Callable[[tuple[int, ...]], float],
    may_go_on: Callable[[], bool],
    tell: Callable[[str], None] | None,
) -> tuple[int, ...]:
    """Move one lever at a time while it helps; a lever that does not help takes half its stride."""
    moving = True
    while (moving or max(stride) > 1) and may_go_on():
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


def _share_within(result: Result) -> float:
    """Of starts; who still waits at the end longer than the standard counts as a miss."""
    tally, streams = result.outcome.tally, len(result.winter.streams)
    within, started = (
        int(tally.in_standard[:, :streams].sum()),
        int(tally.started[:, :streams].sum()),
    )
    waiting = int(tally.present[:, 1].sum() + tally.present[:, 3].sum())
    return within / max(1, started + waiting)


def people_per_pattern(result: Result, found: Found) -> dict[str, int]:
    """People on each pattern of the case who would give the further heads on duty: heads × cycle
    length / duties in a cycle.
    """
    more = 0.0
    for lever, amount in zip(found.levers, found.amounts, strict=True):
        if lever.kind == "heads":
            more += amount - lever.now
        elif lever.kind == "beds":
            node = result.winter.network.nodes[lever.node]
            more += 0.0 if node.heads is None else max(0, amount - lever.now) / node.per_head
    return {
        pattern.pattern: int(
            np.ceil(
                max(0.0, more) * len(pattern.cycle) / sum(entry != OFF for entry in pattern.cycle)
                - 1e-9
            )
        )
        for pattern in result.winter.case.patterns
    }


def capacity_curve(found: Found, lever: str) -> tuple[Floats, Floats]:
    """Amounts and mean pounds of one lever around what was found."""
    points = [(amount, pounds) for name, amount, pounds, _ in found.curve if name == lever]
    return np.array([a for a, _ in points], dtype=np.float64), np.array(
        [p for _, p in points], dtype=np.float64
    )
