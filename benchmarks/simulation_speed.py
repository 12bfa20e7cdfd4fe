"""How fast is the queue kernel beside the same model written plainly with simpy and with ciw, in
the same run?

Nine queues with lognormal stays (arrivals, stays and beds of the IPACS study's nodes, as
published), 26 weeks, first come first served, empty at the start. Every engine gives people cared
for and people present at the end; they must agree within Monte Carlo error. One core is timed by
the processor's clock, so that a busy machine does not favour anybody; two cores by the wall's. The
peers are the optional extra ``peers``; one that is not installed is said and left out. Beside it
stand the same nodes with care at home in five bands, given by crews and units that share them, and
how that grows with the number of localities.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np

from rosterer_models.simulation import stays
from rosterer_models.simulation.network import (
    Crew,
    Network,
    Node,
    Post,
    Severity,
    StageOfCare,
    Stream,
)
from rosterer_models.simulation.run import simulate

NAME = "simulation-speed"
SUMMARY = "replications a second beside simpy and ciw, and whether the results agree"
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


@dataclass(frozen=True)
class Timing:
    """Replications, seconds, and people done and present at the end in each replication."""

    engine: str
    seconds: float
    done: tuple[int, ...]
    present: tuple[int, ...]

    @property
    def per_second(self) -> float:
        """Replications a second."""
        return len(self.done) / self.seconds


def network() -> Network:
    """The nine queues for the kernel."""
    return Network(
        days=DAYS,
        nodes=tuple(
            Node(name, "beds", np.full(DAYS, float(beds))) for name, _, _, _, beds in NODES
        ),
        stages=tuple(
            StageOfCare(name, (i,), stays.lognormal_of(mean, median))
            for i, (name, _, mean, median, _) in enumerate(NODES)
        ),
        streams=tuple(
            Stream(name, np.full(DAYS, rate), (i,)) for i, (name, rate, *_) in enumerate(NODES)
        ),
    )


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
            load = (45.0, 30.0, 30.0, 30.0, 0.0)
            stages.append(
                StageOfCare(
                    label, (number,), stay, load, (30.0, 0.0, 0.0, 0.0, 0.0), 21, look_ahead=7
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


def with_kernel(
    runs: int, seed: int, workers: int, net: Network | None = None, what: str = ""
) -> Timing:
    """The compiled kernel."""
    net = net or network()
    clock = time.process_time if workers == 1 else time.perf_counter
    begun = clock()
    tally = simulate(net, runs, seed, workers=workers).tally
    seconds = clock() - begun
    name = f"rosterer{what}, {workers} core" + ("s" if workers > 1 else "")
    return Timing(
        name,
        seconds,
        tuple(tally.done.sum(axis=1).tolist()),
        tuple(tally.present[:, 1:].sum(axis=1).tolist()),
    )


def _log_parameters(mean: float, median: float) -> tuple[float, float]:
    return float(np.log(median)), float(np.sqrt(2 * np.log(mean / median)))


def with_simpy(runs: int, seed: int) -> Timing:
    """A process a person, a resource a node."""
    import simpy

    done, present = [], []
    begun = time.process_time()
    for run in range(runs):
        draw = Random(seed * 1_000_003 + run)
        env = simpy.Environment()
        counts = [0, 0]

        def person(env=env, beds=None, mu=0.0, sigma=1.0, draw=draw, counts=counts):  # type: ignore[no-untyped-def]
            counts[0] += 1
            with beds.request() as bed:
                yield bed
                yield env.timeout(draw.lognormvariate(mu, sigma))
            counts[1] += 1

        def source(env=env, beds=None, rate=1.0, mu=0.0, sigma=1.0, draw=draw, person=person):  # type: ignore[no-untyped-def]
            while True:
                yield env.timeout(draw.expovariate(rate))
                env.process(person(beds=beds, mu=mu, sigma=sigma))

        for _, rate, mean, median, beds in NODES:
            mu, sigma = _log_parameters(mean, median)
            resource = simpy.Resource(env, capacity=beds)
            arriving = source(beds=resource, rate=rate, mu=mu, sigma=sigma)  # type: ignore[no-untyped-call]
            env.process(arriving)
        env.run(until=DAYS)
        done.append(counts[1])
        present.append(counts[0] - counts[1])
    return Timing("simpy", time.process_time() - begun, tuple(done), tuple(present))


def with_ciw(runs: int, seed: int) -> Timing:
    """A network of nine nodes without routing."""
    import ciw

    number = len(NODES)
    parameters = [_log_parameters(mean, median) for _, _, mean, median, _ in NODES]
    net = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=rate) for _, rate, *_ in NODES],
        service_distributions=[ciw.dists.Lognormal(mean=mu, sd=sigma) for mu, sigma in parameters],
        number_of_servers=[beds for *_, beds in NODES],
        routing=[[0.0] * number for _ in range(number)],
    )
    done, present = [], []
    begun = time.process_time()
    for run in range(runs):
        ciw.seed(seed * 1_000_003 + run)
        simulation = ciw.Simulation(net)
        simulation.simulate_until_max_time(DAYS)
        done.append(len(simulation.nodes[-1].all_individuals))
        present.append(sum(len(node.all_individuals) for node in simulation.nodes[1:-1]))
    return Timing("ciw", time.process_time() - begun, tuple(done), tuple(present))


def agree(ours: tuple[int, ...], theirs: tuple[int, ...]) -> bool:
    """Whether two means differ by at most four standard errors of their difference."""
    error = np.sqrt(np.var(ours, ddof=1) / len(ours) + np.var(theirs, ddof=1) / len(theirs))
    return bool(abs(np.mean(ours) - np.mean(theirs)) <= 4 * error)


def main(argv: list[str]) -> int:
    """Time all; 1 when a peer's results disagree."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks run simulation-speed", description=SUMMARY
    )
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--peer-runs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    with_kernel(2, options.seed, 1)  # compile, or load what is compiled
    ours = [with_kernel(options.runs, options.seed, cores) for cores in (1, 2)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [*ours]
    peers: list[tuple[str, Callable[[int, int], Timing]]] = [
        ("simpy", with_simpy),
        ("ciw", with_ciw),
    ]
    for name, run in peers:
        try:
            rows.append(run(options.peer_runs, options.seed))
        except ImportError:
            print(
                f"{name} is not installed; `pip install rosterer[peers]` brings it. Left out.",
                file=sys.stderr,
            )
    good = True
    for row in rows:
        same = agree(ours[0].done, row.done) and agree(ours[0].present, row.present)
        good = good and same
        result = {
            "engine": row.engine,
            "runs": len(row.done),
            "seconds": round(row.seconds, 3),
            "runs_per_second": round(row.per_second, 2),
            "ours_times_faster": round(ours[0].per_second / row.per_second, 1),
            "mean_done": round(float(np.mean(row.done)), 1),
            "mean_present": round(float(np.mean(row.present)), 1),
            "agrees": same,
            "memory_mb": round(memory),
            "seed": options.seed,
        }
        if options.json:
            print(json.dumps(result))
        else:
            print(
                f"{row.engine:18} {row.per_second:9.1f} replications/s, one core of ours: "
                f"{result['ours_times_faster']:6.1f} ×; "
                f"done {result['mean_done']:.0f}, present "
                f"{result['mean_present']:.0f}{'' if same else ' — DISAGREES'}"
            )
    for times in (1, 6, 17):
        net = banded_network(times)
        some = max(20, options.runs // times)
        timed = [with_kernel(some, options.seed, n, net, ", bands") for n in (1, 2)]
        for row in timed:
            result = {
                "engine": row.engine,
                "localities": 3 * times,
                "nodes": len(net.nodes),
                "runs": len(row.done),
                "seconds": round(row.seconds, 3),
                "runs_per_second": round(row.per_second, 2),
                "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "seed": options.seed,
            }
            if options.json:
                print(json.dumps({**result, "agrees": True}))
            else:
                print(
                    f"{row.engine:18} {row.per_second:9.1f} replications/s of "
                    f"{result['nodes']} nodes, {result['localities']} localities"
                )
    print(f"memory of {options.runs} replications kept: {memory:.0f} MB", file=sys.stderr)
    return 0 if good else 1
