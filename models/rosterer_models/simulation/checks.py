"""Can a simulated result be trusted, and is the system stable at all?

Three checks travel with every result: nobody is lost or made; with unlimited capacity the mean
occupancy is arrival rate × mean stay (Little's law); and what is offered is compared with what
there is, in words.
"""

from dataclasses import dataclass, replace

import numpy as np

from rosterer_models.simulation.network import Floats, Network, Starter
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
    went = tally.done.sum(axis=1) + tally.left.sum(axis=(1, 2)) + tally.present[:, 1:].sum(axis=1)
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
            starts=None,
            opens_at=0,
            turn_round=0.0,
            base=None,
            kind="beds",
        )
        for n in network.nodes
    )
    streams = tuple(
        replace(s, rate=np.full(days, rate), leaves=(0.0, 0.0, 0.0), triaged=True)
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
        crews=(),
        posts=(),
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


@dataclass(frozen=True)
class Load:
    """What is asked of nodes that stand in for one another, against what there is: beds, or care a
    day in the part where it is tightest; ``part`` is −1 for beds and triage.
    """

    nodes: tuple[int, ...]
    name: str
    part: int
    offered: float
    room: float

    @property
    def share(self) -> float:
        """Offered over room."""
        return self.offered / self.room if self.room > 0 else float("inf")


def offered_loads(network: Network, outcome: Outcome) -> list[Load]:
    """Offered load of each group of nodes that the same people use, and of triage.

    Demand counts every stage by the chance of reaching it, where it would go by first choice.
    People who give up are not taken off, so that a queue kept short by people who die or are
    readmitted is not called well served.
    """
    visits = _visits(network)
    found = []
    usable = outcome.tally.usable_parts.mean(axis=0) / network.days
    for members in _clusters(network):
        plain = [n for n in members if network.nodes[n].opens_at == 0]
        stages = [i for i, s in enumerate(network.stages) if s.nodes and s.nodes[0] in members]
        name = " + ".join(network.nodes[n].name for n in plain) or network.nodes[members[0]].name
        beds = [n for n in plain if network.nodes[n].kind == "beds"]
        if len(beds) == len(plain):
            turn = {i: network.nodes[network.stages[i].nodes[0]].turn_round for i in stages}
            demand = sum(visits[i] * (network.stages[i].stay.mean + turn[i]) for i in stages)
            loads = [Load(tuple(plain), name, -1, demand, float(usable[plain, 0].sum()))]
        else:
            care = np.zeros(network.num_parts)
            for i in stages:
                care += visits[i] * network.stages[i].stay.mean * _mean_care(network, i)
            room = sum(np.maximum(0.0, usable[n] - _promised(network, n)) for n in plain)
            loads = [
                Load(tuple(plain), name, part, float(care[part]), float(room[part]))
                for part in range(network.num_parts)
            ]
        load = max(loads, key=lambda one: one.share if one.offered > 0 else -1.0)
        if load.room < UNLIMITED and load.offered > 0:
            found.append(load)
    if network.triage_slots is not None:
        asked = sum(float(s.rate[: network.days].mean()) for s in network.streams if not s.triaged)
        slots = float(network.triage_slots[: network.days].mean())
        found.append(Load((), "triage", -1, asked, slots))
    return found


def offered_load(network: Network, outcome: Outcome) -> list[Check]:
    """The loads in words."""
    checks = []
    for load in offered_loads(network, outcome):
        where = load.name
        if load.part >= 0 and network.num_parts > 1:
            where = f"{load.name}, {network.bands[network.part_band[load.part]]}"
        words = f"{where}: offered {load.offered:.1f} against {load.room:.1f} a day"
        if load.room > 0:
            words += f" ({load.share:.0%})"
        checks.append(Check("offered load", load.share < 1, f"{words}."))
    return checks


def _promised(network: Network, node: int) -> Floats:
    return np.asarray(network.arrays.base[node, : network.days].mean(axis=0))


def _mean_care(network: Network, stage: int) -> Floats:
    """Mean care in each part that somebody in a stage has a day."""
    what = network.stages[stage]
    loads = network.arrays.loads[stage]
    if what.taper_days == 0:
        return np.asarray(loads[:, 0])
    if what.taper_days < 0:
        return np.asarray((loads[:, 0] + loads[:, 1]) / 2)
    stays = np.maximum(1.0, np.ceil(what.stay.table))
    days = np.arange(int(stays.max()))
    tapered = np.minimum(1.0, days / what.taper_days)
    at_end = np.concatenate([[0.0], np.cumsum(tapered)])[stays.astype(int)].mean()
    share = float(at_end) / what.stay.mean
    return np.asarray(loads[:, 0] * max(0.0, 1 - share) + loads[:, 1] * share)


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
