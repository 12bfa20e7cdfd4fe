"""Can a simulated result be trusted, and is the system stable at all?

Three checks travel with every result: nobody is lost or made; with unlimited capacity the mean
occupancy is arrival rate × mean stay (Little's law); and what is offered is compared with what
there is, in words.
"""

from dataclasses import dataclass, replace

import numpy as np

from rosterer_models.simulation.network import Network, Starter
from rosterer_models.simulation.run import Outcome, simulate

LITTLE_RUNS = 200
UNLIMITED = 1e8
"""Capacity from which on a node is not spoken of."""
LITTLE_TOLERANCE = 0.01
"""Allowed beside four standard errors: the grain of empirical stays."""


@dataclass(frozen=True)
class Check:
    """What was checked, whether it held, and a sentence with the figures."""

    name: str
    passed: bool
    sentence: str


def people_are_conserved(outcome: Outcome) -> Check:
    """There at the start + arrived = left after care + gave up + waiting + in care + in triage, in
    every replication.
    """
    tally = outcome.tally
    came = tally.present[:, 0] + tally.arrived.sum(axis=1)
    went = tally.done.sum(axis=1) + tally.left.sum(axis=1) + tally.present[:, 1:].sum(axis=1)
    lost = int(np.abs(came - went).sum())
    return Check(
        "people are conserved",
        lost == 0,
        f"{int(came.sum()):,} people came and {lost} are unaccounted for.",
    )


def littles_law(network: Network, seed: int = 1, runs: int = LITTLE_RUNS) -> Check:
    """With room for everybody, mean occupancy of the first stages equals arrival rate × mean stay.

    Run on the network's own streams, stays and clock, with mean rates, without winter severity,
    from a balanced start.
    """
    days = max(56, min(network.days, 182))
    rates = [float(s.rate[: network.days].mean()) for s in network.streams]
    stages = tuple(
        replace(stage, then=(), load_spread=0.0, look_ahead=1) for stage in network.stages
    )
    nodes = tuple(
        replace(
            n,
            capacity=np.full(days, 1e12),
            heads=None,
            starts=None,
            opens_at=0,
            base=None,
            kind="beds",
        )
        for n in network.nodes
    )
    streams = tuple(
        replace(s, rate=np.full(days, rate), leaves=0.0, triaged=True)
        for s, rate in zip(network.streams, rates, strict=True)
    )
    expected = sum(
        rate * stages[s.stages[0]].stay.mean for s, rate in zip(streams, rates, strict=True)
    )
    starters = []
    for index, (stream, rate) in enumerate(zip(streams, rates, strict=True)):
        stage = stream.stages[0]
        present = round(rate * stages[stage].stay.mean)
        starters += [Starter(index, stage, stages[stage].nodes[0])] * present
    plain = replace(
        network,
        days=days,
        nodes=nodes,
        stages=stages,
        streams=streams,
        starters=tuple(starters),
        triage_slots=None,
        sickness=None,
        severity=replace(network.severity, spread=0.0),
    )
    occupied = simulate(plain, runs, seed).tally.occupied.sum(axis=1).mean(axis=1, dtype=np.float64)
    mean, error = float(occupied.mean()), float(occupied.std(ddof=1) / np.sqrt(runs))
    passed = abs(mean - expected) <= 4 * error + LITTLE_TOLERANCE * expected + 0.5 * len(streams)
    return Check(
        "Little's law",
        passed,
        f"With room for everybody {mean:.1f} people are in care on average; arrivals × stay is "
        f"{expected:.1f}.",
    )


def offered_load(network: Network, outcome: Outcome) -> list[Check]:
    """Offered load against capacity for each group of nodes that the same people use; unstable ones
    in words.

    Demand counts every stage by the chance of reaching it, where it would go by first choice.
    People who give up are not taken off, so that a queue kept short by people who die or are
    readmitted is not called stable.
    """
    visits = _visits(network)
    checks = []
    usable = outcome.tally.usable.mean(axis=(0, 2), dtype=np.float64)
    for members in _clusters(network):
        plain = [n for n in members if network.nodes[n].opens_at == 0]
        stages = [i for i, s in enumerate(network.stages) if s.nodes and s.nodes[0] in members]
        demand = sum(
            visits[i] * network.stages[i].stay.mean * _mean_load(network, i) for i in stages
        )
        room = sum(max(0.0, float(usable[n]) - _promised(network, n)) for n in plain)
        name = " + ".join(network.nodes[n].name for n in plain) or network.nodes[members[0]].name
        if room >= UNLIMITED or demand <= 0:
            continue
        load = demand / room if room > 0 else float("inf")
        stable = load < 1
        sentence = f"{name}: offered {demand:.1f} against {room:.1f} a day ({load:.0%})."
        if not stable:
            people = sum(visits[i] for i in stages)
            growth = 7 * people * (1 - room / demand)
            sentence = (
                f"{name}: unstable: the queue grows by {growth:.1f} a week. "
                f"{sentence.removeprefix(name + ': ').capitalize()}"
            )
        checks.append(Check("offered load", stable, sentence))
    if network.triage_slots is not None:
        asked = sum(float(s.rate[: network.days].mean()) for s in network.streams if not s.triaged)
        slots = float(network.triage_slots[: network.days].mean())
        words = (
            f"unstable: the queue grows by {7 * (asked - slots):.1f} a week. "
            if asked >= slots
            else ""
        )
        checks.append(
            Check(
                "offered load",
                asked < slots,
                f"triage: {words}Offered {asked:.1f} against {slots:.1f} a day.",
            )
        )
    return checks


def _promised(network: Network, node: int) -> float:
    base = network.nodes[node].base
    return 0.0 if base is None else float(base[: network.days].mean())


def _mean_load(network: Network, stage: int) -> float:
    """Mean units of capacity that somebody in a stage uses a day."""
    what = network.stages[stage]
    if network.nodes[what.nodes[0]].kind == "beds":
        return 1.0
    mean = what.stay.mean
    if what.taper_days < 0:
        return (what.load_start + what.load_end) / 2
    if what.taper_days == 0:
        return what.load_start
    stays = np.maximum(1.0, np.ceil(what.stay.table))
    days = np.arange(int(stays.max()))
    care = what.load_start + (what.load_end - what.load_start) * np.minimum(
        1.0, days / what.taper_days
    )
    return float(np.concatenate([[0.0], np.cumsum(care)])[stays.astype(int)].mean() / mean)


def _visits(network: Network) -> list[float]:
    """Expected starts a day of every stage, following what comes after what."""
    size = len(network.stages)
    fresh = np.zeros(size)
    for stream in network.streams:
        fresh[stream.stages[0]] += float(stream.rate[: network.days].mean())
    follow = np.zeros((size, size))
    for i, stage in enumerate(network.stages):
        for j, chance in stage.then:
            follow[j, i] += chance
    return [float(value) for value in np.linalg.solve(np.eye(size) - follow, fresh)]


def _clusters(network: Network) -> list[list[int]]:
    """Nodes that stand in for one another, because some stage may be spent in either."""
    cluster = list(range(len(network.nodes)))
    for nodes in [s.nodes for s in network.stages]:
        target = min(cluster[n] for n in nodes)
        merged = {cluster[n] for n in nodes}
        cluster = [target if c in merged else c for c in cluster]
    return [[n for n, c in enumerate(cluster) if c == root] for root in sorted(set(cluster))]
