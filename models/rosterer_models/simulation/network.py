"""What is simulated: which nodes with which capacity, which stages of care, which streams of
people, and what do they share?

A *node* is a set of beds, or the care at home of a locality (minutes or visits a day). A *stage* is
a stay in one of some nodes; a *stream* is people alike in where they come from, what they need and
how urgent they are. A *queue* is either a stream waiting for its first stage or people waiting to
move on into a stage. The clock is continuous; capacity, care at home, triage slots and who gives up
waiting change at midnight. All arrays are plain numpy, so that the compiled kernel reads them as
they are.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rosterer_models.simulation.stays import Stay

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MAX_BOOKED_DAYS = 400
"""Care of a package is booked this far ahead of its start; what is longer is not counted."""


@dataclass(frozen=True)
class Node:
    """Beds of a unit, or care at home of a locality.

    Parameters
    ----------
    capacity
        Beds, or care minutes (or visits) that can be given, on each day; shape ``(days,)``.
    heads, per_head
        Staff on duty on each day (−1: staff never limit) and the beds or minutes that each allows;
        sickness takes from heads.
    starts
        Most starts on each day, −1 for no limit; 0 when closed to admissions.
    opens_at
        The node takes people from the midnight when so many wait for it until nobody does (surge
        beds, spot purchase); 0: always.
    base
        Care at home that is promised already on each day and comes first.
    """

    name: str
    kind: Literal["beds", "home"]
    capacity: Floats
    heads: Ints | None = None
    per_head: float = 1.0
    starts: Ints | None = None
    opens_at: int = 0
    base: Floats | None = None


@dataclass(frozen=True)
class StageOfCare:
    """A stay in one of ``nodes`` (in order of preference), and what follows it.

    Parameters
    ----------
    load_start, load_end, taper_days
        Care a day at home on the first day and when tapered; 0 days: constant; −1: over the whole
        stay.
    load_spread, load_whole
        Standard deviation of both loads from person to person, and whether they are whole numbers
        (visits) of at least 1.
    look_ahead
        Days of care for which room is needed at the start.
    then
        (index of the next stage, chance) pairs; what is missing to 1 leaves the service.
    """

    name: str
    nodes: tuple[int, ...]
    stay: Stay
    load_start: float = 1.0
    load_end: float = 1.0
    taper_days: int = 0
    load_spread: float = 0.0
    load_whole: bool = False
    look_ahead: int = 1
    then: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Stream:
    """People alike.

    Parameters
    ----------
    rate
        Expected arrivals on each day; shape ``(days,)``.
    stages
        First stages that are allowed, in order of preference.
    leaves
        Chance on each midnight that somebody who waits gives up (recovers, is readmitted or dies).
    """

    name: str
    rate: Floats
    stages: tuple[int, ...]
    priority: int = 2
    triaged: bool = True
    leaves: float = 0.0
    group: int = 0


@dataclass(frozen=True)
class Starter:
    """Somebody known at the start: in a node, or (node −1) waiting.

    Parameters
    ----------
    age
        Days already stayed in the stage; −1: unknown.
    rest
        Days left, where known; −1: the stay decides.
    ready
        When the wait began or will begin (day; negative before the start), of somebody who waits.
    """

    stream: int
    stage: int
    node: int
    age: float = -1.0
    rest: float = -1.0
    ready: float = 0.0


@dataclass(frozen=True)
class Severity:
    """One shared winter: a lognormal index around 1 that moves arrivals, sickness and stays
    together.

    ``spread`` is its standard deviation (of the logarithm), of which the share ``between`` (of the
    variance) differs from winter to winter and the rest moves within one, with ``memory`` from day
    to day. The exponents say how each responds.
    """

    spread: float = 0.0
    between: float = 0.5
    memory: float = 0.95
    arrivals: float = 1.0
    sickness: float = 2.0
    stays: float = 0.25


@dataclass(frozen=True)
class Network:
    """Everything that a replication needs."""

    days: int
    nodes: tuple[Node, ...]
    stages: tuple[StageOfCare, ...]
    streams: tuple[Stream, ...]
    starters: tuple[Starter, ...] = ()
    groups: tuple[str, ...] = ("all",)
    """What waiting is reported by, day by day; each stream names one."""
    triage_slots: Ints | None = None
    """People who can be triaged on each day; None: no limit."""
    sickness: Floats | None = None
    """Expected share of heads off sick on each day."""
    severity: Severity = field(default_factory=Severity)
    standard_days: float = 2.0
    """A start after longer than this misses the standard."""

    @property
    def num_queues(self) -> int:
        """One a stream, then one a stage (people waiting to move on into it)."""
        return len(self.streams) + len(self.stages)

    def with_capacity(self, node: int, capacity: float) -> "Network":
        """The same with a constant capacity of one node, and staff enough for it."""
        changed = replace(
            self.nodes[node], capacity=np.full(self.days, float(capacity)), heads=None
        )
        return replace(self, nodes=(*self.nodes[:node], changed, *self.nodes[node + 1 :]))

    @cached_property
    def arrays(self) -> "Arrays":
        """The same as plain arrays, checked."""
        return _arrays(self)


class Arrays(NamedTuple):
    """A network as the kernel reads it; ``*_at`` are the offsets of ragged lists."""

    days: int
    capacity: Floats
    heads: Ints
    per_head: Floats
    starts: Ints
    opens_at: Ints
    is_home: NDArray[np.bool_]
    stage_node_at: Ints
    stage_node: Ints
    stay_kind: Ints
    stay_a: Floats
    stay_b: Floats
    stay_table: Floats
    balanced_table: Floats
    loads: Floats
    load_whole: NDArray[np.bool_]
    taper: Ints
    look_ahead: Ints
    then_at: Ints
    then_stage: Ints
    then_chance: Floats
    rate: Floats
    first_at: Ints
    first_stage: Ints
    rank: Ints
    triaged: NDArray[np.bool_]
    leaves: Floats
    group: Ints
    node_queue_at: Ints
    node_queue: Ints
    queue_node_at: Ints
    queue_node: Ints
    starter: Ints
    starter_age: Floats
    starter_share: Floats
    starter_rest: Floats
    starter_ready: Floats
    base: Floats
    triage: Ints
    sickness: Floats
    severity: Floats
    standard: float


def _ragged(rows: list[tuple[int, ...]]) -> tuple[Ints, Ints]:
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return offsets, np.array([entry for row in rows for entry in row], dtype=np.int64)


def _daily(values: Ints | None, days: int) -> Ints:
    return (
        np.full(days, -1, dtype=np.int64)
        if values is None
        else np.ascontiguousarray(values[:days], dtype=np.int64)
    )


def _promised(node: Node, days: int) -> Floats:
    """Care promised on each day that can be booked; after the last day its last week goes on."""
    size = days + MAX_BOOKED_DAYS + 1
    if node.base is None:
        return np.zeros(size)
    week = min(7, days)
    on = np.arange(size)
    return np.asarray(
        node.base[np.where(on < days, on, days - week + (on - days) % week)], dtype=np.float64
    )


def _arrays(net: Network) -> Arrays:
    days, stages, streams = net.days, net.stages, net.streams
    short = [n.name for n in net.nodes if len(n.capacity) < days] + [
        s.name for s in streams if len(s.rate) < days
    ]
    if short:
        raise ValueError(f"fewer days than the network's {days}: {', '.join(short)}")
    for stage in stages:
        if not stage.nodes or sum(chance for _, chance in stage.then) > 1 + 1e-9:
            raise ValueError(
                f"stage {stage.name} has no node, or chances over 1 of what follows it"
            )
    num_streams = len(streams)
    wants: list[set[int]] = [
        {node for s in stream.stages for node in stages[s].nodes} for stream in streams
    ]
    wants += [set(stage.nodes) for stage in stages]
    node_queues = [
        tuple(q for q, nodes in enumerate(wants) if n in nodes) for n in range(len(net.nodes))
    ]
    stage_node_at, stage_node = _ragged([stage.nodes for stage in stages])
    then_at, then_stage = _ragged([tuple(s for s, _ in stage.then) for stage in stages])
    first_at, first_stage = _ragged([stream.stages for stream in streams])
    node_queue_at, node_queue = _ragged(node_queues)
    queue_node_at, queue_node = _ragged([tuple(sorted(nodes)) for nodes in wants])
    known = [max(0.0, s.age) for s in net.starters]
    return Arrays(
        days=days,
        capacity=np.array([n.capacity[:days] for n in net.nodes], dtype=np.float64).reshape(
            -1, days
        ),
        heads=np.array([_daily(n.heads, days) for n in net.nodes], dtype=np.int64).reshape(
            -1, days
        ),
        per_head=np.array([n.per_head for n in net.nodes], dtype=np.float64),
        starts=np.array([_daily(n.starts, days) for n in net.nodes], dtype=np.int64).reshape(
            -1, days
        ),
        opens_at=np.array([n.opens_at for n in net.nodes], dtype=np.int64),
        is_home=np.array([n.kind == "home" for n in net.nodes]),
        stage_node_at=stage_node_at,
        stage_node=stage_node,
        stay_kind=np.array([s.stay.code for s in stages], dtype=np.int64),
        stay_a=np.array([s.stay.a for s in stages], dtype=np.float64),
        stay_b=np.array([s.stay.b for s in stages], dtype=np.float64),
        stay_table=np.array([s.stay.table for s in stages], dtype=np.float64),
        balanced_table=np.array([s.stay.balanced for s in stages], dtype=np.float64),
        loads=np.array(
            [(s.load_start, s.load_end, s.load_spread) for s in stages], dtype=np.float64
        ),
        load_whole=np.array([s.load_whole for s in stages]),
        taper=np.array([s.taper_days for s in stages], dtype=np.int64),
        look_ahead=np.array([max(1, s.look_ahead) for s in stages], dtype=np.int64),
        then_at=then_at,
        then_stage=then_stage,
        then_chance=np.array(
            [chance for stage in stages for _, chance in stage.then], dtype=np.float64
        ),
        rate=np.array([s.rate[:days] for s in streams], dtype=np.float64).reshape(-1, days),
        first_at=first_at,
        first_stage=first_stage,
        rank=np.array([s.priority for s in streams] + [0] * len(stages), dtype=np.int64),
        triaged=np.array([s.triaged for s in streams]),
        leaves=np.array([s.leaves for s in streams], dtype=np.float64),
        group=np.array([s.group for s in streams] + [-1] * len(stages), dtype=np.int64),
        node_queue_at=node_queue_at,
        node_queue=node_queue,
        queue_node_at=queue_node_at,
        queue_node=queue_node,
        starter=np.array(
            [(s.stream, s.stage, s.node) for s in net.starters], dtype=np.int64
        ).reshape(-1, 3),
        starter_age=np.array([s.age for s in net.starters], dtype=np.float64),
        starter_share=np.array(
            [stages[s.stage].stay.share(age) for s, age in zip(net.starters, known, strict=True)],
            dtype=np.float64,
        ),
        starter_rest=np.array([s.rest for s in net.starters], dtype=np.float64),
        starter_ready=np.array([s.ready for s in net.starters], dtype=np.float64),
        base=np.array([_promised(n, days) for n in net.nodes], dtype=np.float64).reshape(
            -1, days + MAX_BOOKED_DAYS + 1
        ),
        triage=_daily(net.triage_slots, days),
        sickness=np.zeros(days)
        if net.sickness is None
        else np.ascontiguousarray(net.sickness[:days], dtype=np.float64),
        severity=np.array(
            [
                net.severity.spread,
                net.severity.between,
                net.severity.memory,
                net.severity.arrivals,
                net.severity.sickness,
                net.severity.stays,
            ]
        )
        if num_streams
        else np.zeros(6),
        standard=net.standard_days,
    )
