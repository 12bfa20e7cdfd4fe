"""How fast is the queue kernel beside the same model written plainly with simpy and with ciw, in
the same run?

Nine queues with lognormal stays (arrivals, stays and beds of the IPACS study's nodes, as
published), 26 weeks, first come first served, empty at the start. Every engine gives people cared
for and people present at the end; they must agree within Monte Carlo error. One core is timed by
the processor's clock, so that a busy machine does not favour anybody; two cores by the wall's. The
peers are the optional extra ``peers``; one that is not installed is said and left out. Beside it
stand the same nodes with care at home in five bands, without sickness and shared staff beside the
same in simpy, then with them, and how that grows with the number of localities.
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

from benchmarks._bands import DAYS, NODES, banded_network, plain_network
from benchmarks._bands import with_simpy as bands_with_simpy
from rosterer_models.simulation import stays
from rosterer_models.simulation.network import Network, Node, StageOfCare, Stream
from rosterer_models.simulation.run import simulate

NAME = "simulation-speed"
SUMMARY = "replications a second beside simpy and ciw, and whether the results agree"


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
    same = [_told(row, rows[0], options, memory) for row in rows]
    banded = [with_kernel(options.runs, options.seed, 1, plain_network(), ", plain bands")]
    try:
        seconds, done, present = bands_with_simpy(options.peer_runs, options.seed)
        banded.append(Timing("simpy, plain bands", seconds, tuple(done), tuple(present)))
    except ImportError:
        pass  # said above
    same += [_told(row, banded[0], options, memory) for row in banded]
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
                    f"{row.engine:28} {row.per_second:9.1f} replications/s of "
                    f"{result['nodes']} nodes, {result['localities']} localities"
                )
    print(f"memory of {options.runs} replications kept: {memory:.0f} MB", file=sys.stderr)
    return 0 if all(same) else 1


def _told(row: Timing, ours: Timing, options: argparse.Namespace, memory: float) -> bool:
    """Print how an engine compares with ours; whether their results agree."""
    same = agree(ours.done, row.done) and agree(ours.present, row.present)
    result = {
        "engine": row.engine,
        "runs": len(row.done),
        "seconds": round(row.seconds, 3),
        "runs_per_second": round(row.per_second, 2),
        "ours_times_faster": round(ours.per_second / row.per_second, 1),
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
            f"{row.engine:28} {row.per_second:9.1f} replications/s, one core of ours: "
            f"{result['ours_times_faster']:6.1f} ×; done {result['mean_done']:.0f}, present "
            f"{result['mean_present']:.0f}{'' if same else ' — DISAGREES'}"
        )
    return same
