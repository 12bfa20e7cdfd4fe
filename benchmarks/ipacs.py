"""Does the capacity search find the published cost-optimal intermediate-care capacities (IPACS,
PLOS ONE 2022)?

Beds (P2, P3): a queue in continuous time, beds occupied as given at the start, nobody waiting,
capacity in steps of 5; a week costs 7 × (beds × price + people waiting × 346). Visits (P1): each
person takes a whole number of visits a day that falls from the start to the end of the stay; the
packing rule is strict order: who waits longest starts on the first day on which all their visits
fit, of all days of the stay, and nobody overtakes. A P1 visit is priced as the study's figures
imply, at £125 a visit a week.

The data folder holds ``<scenario>_arrivals.csv`` and ``parameters.csv``; nothing of it is copied
into the project.
"""

import argparse
import csv
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rosterer_models.simulation import stays
from rosterer_models.simulation.checks import littles_law, people_are_conserved
from rosterer_models.simulation.network import Floats, Network, Node, StageOfCare, Starter, Stream
from rosterer_models.simulation.run import simulate

NAME = "ipacs"
SUMMARY = "cost-optimal intermediate-care capacity against the published optimum"

DELAY_DAY = 346.0
BED_DAY = {"P2": 150.0, "P3": 164.0}
VISIT_WEEK = 125.0
"""Pounds a week for a daily visit slot: the study multiplies £125 by the slots and adds that to a
weekly cost of delay.
"""
VISIT_SPREAD = 0.5
BED_STEP, VISIT_STEP = 5, 10
PUBLISHED = {
    ("S1", "P1"): (700, None),
    ("S1", "P2"): (275, 295_000),
    ("S1", "P3"): (335, 402_000),
    ("S3", "P1"): (680, None),
    ("S3", "P2"): (260, 285_000),
    ("S3", "P3"): (320, 384_000),
}


@dataclass(frozen=True)
class Pathway:
    """One line of ``parameters.csv`` with its arrivals."""

    name: str
    arrivals: Floats
    stay: stays.Stay
    starters: int
    visits_start: float | None
    visits_end: float | None

    def network(self, capacity: float, residual: str) -> Network:
        """The queue at a capacity (beds, or visits a day)."""
        days = len(self.arrivals)
        visits = self.visits_start is not None
        stage = StageOfCare(
            self.name,
            nodes=(0,),
            stay=self.stay,
            load_start=self.visits_start or 1.0,
            load_end=self.visits_end or 1.0,
            taper_days=-1 if visits else 0,
            load_spread=VISIT_SPREAD if visits else 0.0,
            load_whole=visits,
            look_ahead=400 if visits else 1,
        )
        age = 0.0 if residual == "fresh" else -1.0
        return Network(
            days=days,
            nodes=(Node(self.name, "home" if visits else "beds", np.full(days, float(capacity))),),
            stages=(stage,),
            streams=(Stream(self.name, self.arrivals, (0,)),),
            starters=tuple(Starter(0, 0, 0, age) for _ in range(self.starters)),
            groups=(self.name,),
        )

    def weekly_cost(self, capacity: float, mean_queue: float) -> float:
        """Pounds a week of capacity and delay."""
        price = (
            VISIT_WEEK
            if self.visits_start is not None
            else 7 * BED_DAY.get(self.name[:2], BED_DAY["P2"])
        )
        return capacity * price + 7 * DELAY_DAY * mean_queue

    def offered(self) -> float:
        """Mean demand in beds or visits a day, the queue's stable minimum."""
        load = float(self.arrivals.mean()) * self.stay.mean
        return (
            load * (self.visits_start + self.visits_end) / 2
            if self.visits_start and self.visits_end
            else load
        )


def read_scenario(folder: Path, scenario: str) -> list[Pathway]:
    """The pathways of a scenario, in order of their rows."""
    with (folder / f"{scenario}_arrivals.csv").open(newline="") as file:
        arrivals = list(csv.DictReader(file))
    pathways = []
    with (folder / "parameters.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["scenario"] != scenario:
                continue
            name, first = row["pathway"], float(row["stay_mu_or_mean"])
            if row["stay_distribution"] == "lognormal":
                stay = stays.lognormal(first, float(row["stay_sigma"]))
            elif row["stay_distribution"] == "poisson":
                stay = stays.poisson(first)
            else:
                raise ValueError(
                    f"{scenario} {name}: stay_distribution {row['stay_distribution']!r}; "
                    "lognormal or poisson is known"
                )
            pathways.append(
                Pathway(
                    name,
                    np.array([float(day[name]) for day in arrivals]),
                    stay,
                    int(row["start_occupancy"]),
                    float(row["visits_per_day_start"]) if row["visits_per_day_start"] else None,
                    float(row["visits_per_day_end"]) if row["visits_per_day_end"] else None,
                )
            )
    if not pathways:
        raise ValueError(f"parameters.csv has no rows of scenario {scenario}")
    return pathways


def search(pathway: Pathway, runs: int, seed: int, residual: str) -> tuple[int, float, float]:
    """Capacity of least mean cost in the study's steps, its weekly cost and mean queue; the same
    people at every capacity.
    """
    step = VISIT_STEP if pathway.visits_start is not None else BED_STEP
    seen: dict[int, tuple[float, float]] = {}

    def cost(capacity: int) -> float:
        if capacity not in seen:
            outcome = simulate(pathway.network(capacity, residual), runs, seed)
            if not people_are_conserved(outcome).passed:
                raise AssertionError(
                    f"{pathway.name}: people were lost or made at capacity {capacity}"
                )
            queue = float(outcome.tally.queue.mean())
            seen[capacity] = (pathway.weekly_cost(capacity, queue), queue)
        return seen[capacity][0]

    best = max(step, round(pathway.offered() / step) * step)
    stride = 8 * step
    while stride >= step:
        tries = [c for c in (best - stride, best, best + stride) if c > 0]
        better = min(tries, key=cost)
        if better == best:
            stride //= 2
        best = better
    return best, *seen[best]


def main(argv: list[str]) -> int:
    """Search each scenario and pathway; with ``--json`` one object a line on stdout and nothing
    else there.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks run ipacs", description=SUMMARY)
    parser.add_argument(
        "--data",
        type=Path,
        default=None,
        help="folder of the IPACS files (default $ROSTERER_BENCHMARK_DATA/ipacs)",
    )
    parser.add_argument("--scenarios", default="S1,S3")
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--residual",
        choices=["balanced", "fresh"],
        default="balanced",
        help="stays of people there at the start",
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    folder = options.data or Path(os.environ.get("ROSTERER_BENCHMARK_DATA", "")) / "ipacs"
    if not (folder / "parameters.csv").exists():
        print(f"{folder} has no parameters.csv; name the folder with --data", file=sys.stderr)
        return 2
    for scenario in options.scenarios.split(","):
        try:
            pathways = read_scenario(folder, scenario)
        except (OSError, KeyError, ValueError) as fault:
            print(f"{scenario}: {fault}", file=sys.stderr)
            return 2
        for pathway in pathways:
            unlimited = littles_law(pathway.network(1e6, "balanced"), seed=options.seed)
            print(unlimited.sentence, file=sys.stderr)
            capacity, weekly, queue = search(pathway, options.runs, options.seed, options.residual)
            result = {
                "scenario": scenario,
                "pathway": pathway.name,
                "capacity": capacity,
                "weekly_cost": round(weekly, 2),
                "mean_queue": round(queue, 3),
            }
            published, cost = PUBLISHED.get((scenario, pathway.name), (None, None))
            beside = (
                ""
                if published is None
                else f"; published {published}" + (f" at about £{cost:,.0f}" if cost else "")
            )
            words = (
                f"{scenario} {pathway.name}: {capacity} at £{weekly:,.0f} a week, "
                f"{queue:.1f} waiting on average{beside}"
            )
            print(words, file=sys.stderr if options.json else sys.stdout)
            if options.json:
                print(json.dumps(result), flush=True)
    return 0
