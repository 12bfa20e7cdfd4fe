"""Care at home in bands: the kernel's model of it, and the same written plainly with simpy.

The nine nodes of the speed benchmark with care at home in five bands, given by crews on four
shifts. Whole, units share the crews and people fall ill. The plain twin leaves that out (nobody is
off sick, no unit takes heads, winters are alike), so that a process a queue can say all of it:
first come first served, a start when a package fits into every band today and on the six days
after. Ciw has no such thing as a place for which several amounts must be free on several days, so
there is no twin of it.
"""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from rosterer_models.simulation import stays
from rosterer_models.simulation.network import (
    Crew,
    Floats,
    Network,
    Node,
    Post,
    Severity,
    StageOfCare,
    Stream,
    planned_care,
)

DAYS = 7 * 26
NODES = (
    ("P1_B", 8.00, 18.07, 9, 92),
    ("P1_NS", 4.71, 18.70, 5, 71),
    ("P1_SG", 6.60, 12.08, 5, 71),
    ("P2_B", 3.07, 42.79, 34, 102),
    ("P2_NS", 2.34, 38.28, 33, 28),
    ("P2_SG", 2.14, 34.06, 30, 61),
    ("P3_B", 1.95, 59.15, 50, 72),
    ("P3_NS", 1.09, 44.91, 39, 39),
    ("P3_SG", 2.32, 32.18, 29, 37),
)
"""Name, arrivals a day, mean and median stay in days, beds."""
LOOK_AHEAD_DAYS = 7
LOAD, LOAD_END, TAPER_DAYS = (45.0, 30.0, 30.0, 30.0, 0.0), (30.0, 0.0, 0.0, 0.0, 0.0), 21
"""Minutes of a package in each band, at first and when tapered."""

BANDS = ("morning", "lunch", "tea", "bed", "night")
SHIFTS = {
    "early": ((170.0, 120.0, 0.0, 0.0, 0.0), (True, True, False, False, False)),
    "day": ((170.0, 120.0, 150.0, 0.0, 0.0), (True, True, True, False, False)),
    "late": ((0.0, 0.0, 170.0, 140.0, 0.0), (False, False, True, True, False)),
    "night": ((0.0, 0.0, 0.0, 170.0, 100.0), (False, False, False, True, True)),
}
"""Minutes of care in each band, and whether on duty in it."""


def banded_network(times: int = 1) -> Network:
    """The nine nodes (so many times over) with care at home in five bands."""
    nodes: list[Node] = []
    stages, streams, crews, units = [], [], [], []
    week = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.8, 0.7])[np.arange(DAYS) % 7]
    for again in range(times):
        for name, rate, mean, median, beds in NODES:
            number, label = len(nodes), f"{name}.{again}"
            stay = stays.lognormal_of(mean, median)
            is_home = name.startswith("P1")
            nodes.append(
                Node(label, "home", np.zeros((DAYS, len(BANDS))))
                if is_home
                else Node(label, "beds", np.full(DAYS, float(beds)))
            )
            stages.append(
                StageOfCare(
                    label, (number,), stay, LOAD, LOAD_END, TAPER_DAYS, look_ahead=LOOK_AHEAD_DAYS
                )
                if is_home
                else StageOfCare(label, (number,), stay)
            )
            streams.append(Stream(label, np.full(DAYS, rate), (number,)))
            if not is_home:
                units.append(number)
            for shift, (minutes, on) in SHIFTS.items() if is_home else ():
                heads = 0.6 * beds * week / len(SHIFTS)
                crews.append(
                    Crew(f"{label}.{shift}", heads, number, np.array(minutes), np.array(on))
                )
    everybody = tuple(range(len(crews)))
    ratio = np.array([20.0, 25.0, 25.0, 40.0, 40.0])
    posts = tuple(
        Post(nodes[unit].name, unit, np.ones((DAYS, len(BANDS))), ratio, everybody)
        for unit in units[:2]
    )
    return Network(
        days=DAYS,
        nodes=tuple(nodes),
        stages=tuple(stages),
        streams=tuple(streams),
        crews=tuple(crews),
        posts=posts,
        bands=BANDS,
        part_band=tuple(range(len(BANDS))),
        sickness=np.full(DAYS, 0.06),
        severity=Severity(spread=0.1),
    )  # fmt: skip


def plain_network() -> Network:
    """The bands without what a plain twin leaves out."""
    net = banded_network()
    return replace(net, posts=(), sickness=None, severity=Severity(spread=0.0))


def with_simpy(runs: int, seed: int) -> tuple[float, list[int], list[int]]:
    """The plain network with a process a queue: seconds; of each run people done and present."""
    import simpy

    net = plain_network()
    planned, _ = planned_care(net)
    done, present = [], []
    begun = time.process_time()
    for run in range(runs):
        env, draw, counts = simpy.Environment(), Random(seed * 1_000_003 + run), [0, 0]
        for number, (name, rate, mean, median, beds) in enumerate(NODES):
            mu, sigma = float(np.log(median)), float(np.sqrt(2 * np.log(mean / median)))
            place = (
                _Home(env, planned[number])
                if name.startswith("P1")
                else _Beds(env, simpy.Resource(env, capacity=beds))
            )
            env.process(_comers(env, place, rate, (mu, sigma), draw, counts))
            if isinstance(place, _Home):
                env.process(place.mornings())
        env.run(until=DAYS)
        done.append(counts[1])
        present.append(counts[0] - counts[1])
    return time.process_time() - begun, done, present


def _comers(
    env: Any,
    place: "_Home | _Beds",
    rate: float,
    stay: tuple[float, float],
    draw: Random,
    counts: list[int],
) -> Iterator[Any]:
    while True:
        yield env.timeout(draw.expovariate(rate))
        counts[0] += 1
        place.take(draw.lognormvariate(*stay), counts)


class _Beds:
    """A resource, a process a person."""

    def __init__(self, env: Any, beds: Any) -> None:
        self.env, self.beds = env, beds

    def take(self, stay: float, counts: list[int]) -> None:
        self.env.process(self._person(stay, counts))

    def _person(self, stay: float, counts: list[int]) -> Iterator[Any]:
        with self.beds.request() as bed:
            yield bed
            yield self.env.timeout(stay)
        counts[1] += 1


class _Home:
    """Care in bands: who stands first starts when a week of care is free in all of them."""

    def __init__(self, env: Any, planned: Floats) -> None:
        size = DAYS + 2000
        like = np.arange(size)
        weeks = np.maximum(0, -(-(like - DAYS + 1) // 7)) * 7
        self.env, self.queue = env, deque[tuple[float, list[int]]]()
        self.free = planned[like - np.where(like < DAYS, 0, weeks)].copy()
        share = np.minimum(1.0, np.arange(size) / TAPER_DAYS)[:, None]
        self.care = np.array(LOAD) + (np.array(LOAD_END) - np.array(LOAD)) * share
        self.cared = np.array(LOAD) > 0

    def take(self, stay: float, counts: list[int]) -> None:
        self.queue.append((stay, counts))
        self._fill()

    def mornings(self) -> Iterator[Any]:
        while True:
            yield self.env.timeout(1.0)
            self._fill()

    def _fill(self) -> None:
        while self.queue:
            stay, counts = self.queue[0]
            today, days = int(self.env.now), max(1, int(np.ceil(stay - 1e-9)))
            ahead = min(days, LOOK_AHEAD_DAYS)
            room = np.maximum(0.0, self.free[today : today + ahead, self.cared])
            if (self.care[:ahead, self.cared] > room + 1e-9).any():
                return
            self.queue.popleft()
            last = min(len(self.free), today + days)
            self.free[today:last] -= self.care[: last - today]
            self.env.process(self._person(stay, counts))

    def _person(self, stay: float, counts: list[int]) -> Iterator[Any]:
        yield self.env.timeout(stay)
        counts[1] += 1
