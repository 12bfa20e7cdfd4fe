"""What is simulated: which nodes with which capacity, which stages of care, which streams of
people, and what do they share?

A *node* is a set of beds, or the care at home of a locality: minutes (or visits) a day in each
*part*, that is in a band and, where skills bind, of those who have one. A *stage* is a stay in one
of some nodes; a *stream* is people alike in where they come from, what they need and how urgent
they are. A *queue* is either a stream waiting for its first stage or people waiting to move on into
a stage. A *crew* is staff on duty alike; a *post* is the heads that a unit takes of some crews
before the others care at home. The clock is continuous; capacity, care at home, triage slots and
who gives up waiting change at midnight. All arrays are plain numpy, so that the compiled kernel
reads them as they are.
"""

import hashlib
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
CAUSES = ("recovered", "readmitted", "died")
"""Why somebody stops waiting without a start, in the order of ``Stream.leaves``."""


@dataclass(frozen=True)
class Node:
    """Beds of a unit, or care at home of a locality.

    Parameters
    ----------
    capacity
        Beds, or care minutes (or visits) that are there whatever the crews, on each day; shape
        ``(days,)`` or, of care in several parts, ``(days, parts)``.
    starts
        Most starts on each day, −1 for no limit; 0 when closed to admissions.
    opens_at
        The node takes people from the midnight when so many wait for it until nobody does (surge
        beds, spot purchase); 0: always.
    base
        Care at home that is promised already on each day and comes first; shaped as ``capacity``.
    turn_round
        Days from the moment when somebody leaves a bed until it is free for the next; nobody is in
        it meanwhile.
    """

    name: str
    kind: Literal["beds", "home"]
    capacity: Floats
    starts: Ints | None = None
    opens_at: int = 0
    base: Floats | None = None
    turn_round: float = 0.0


@dataclass(frozen=True)
class Crew:
    """Staff on duty alike.

    Parameters
    ----------
    heads
        Expected on duty on each day; sickness takes whole heads at random and its share of what is
        left over a whole number.
    node
        The locality whose care they give, as far as no post takes them; −1 for none.
    minutes
        Care that one head gives in each part; shape ``(parts,)``.
    on_duty
        Whether they are on duty in each band; shape ``(bands,)``.
    """

    name: str
    heads: Floats
    node: int
    minutes: Floats
    on_duty: NDArray[np.bool_]


@dataclass(frozen=True)
class Post:
    """Heads that a unit takes of its crews before the others care at home; posts are filled in
    order.

    Parameters
    ----------
    node
        The unit whose beds they allow; −1 for heads alone.
    least
        Heads in each band on each day whatever the beds; shape ``(days, bands)``.
    beds_per_head
        Beds that one head allows in each band; infinite where staff does not limit beds. What all
        beds of the day need is taken.
    crews
        Who can.
    """

    name: str
    node: int
    least: Floats
    beds_per_head: Floats
    crews: tuple[int, ...]

    def need(self, beds: Floats | None) -> Floats:
        """Heads in each band on each day, for so many beds on each day."""
        if beds is None:
            return self.least
        asked = np.ceil(beds[:, None] / self.beds_per_head[None, :] - 1e-9)
        return np.asarray(np.maximum(self.least[: len(beds)], asked))


@dataclass(frozen=True)
class StageOfCare:
    """A stay in one of ``nodes`` (in order of preference), and what follows it.

    Parameters
    ----------
    load_start, load_end, taper_days
        Care a day at home (a number, or one for each part) on the first day and when tapered; 0
        days: constant; −1: over the whole stay.
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
    load_start: float | tuple[float, ...] = 1.0
    load_end: float | tuple[float, ...] = 1.0
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
        Chance on each midnight that somebody who waits, for triage too, recovers, is readmitted or
        dies.
    """

    name: str
    rate: Floats
    stages: tuple[int, ...]
    priority: int = 2
    triaged: bool = True
    leaves: tuple[float, float, float] = (0.0, 0.0, 0.0)
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
    name
        Whom the random numbers belong to; blank: the place in the list.
    """

    stream: int
    stage: int
    node: int
    age: float = -1.0
    rest: float = -1.0
    ready: float = 0.0
    name: str = ""


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
    crews: tuple[Crew, ...] = ()
    posts: tuple[Post, ...] = ()
    bands: tuple[str, ...] = ("day",)
    part_band: tuple[int, ...] = (0,)
    """The band of each part. The first parts, one a band, are of all skills together."""
    ageing_days: float = 0.0
    """After so many days of waiting somebody counts as one priority more urgent; 0: never."""

    @property
    def num_queues(self) -> int:
        """One a stream, then one a stage (people waiting to move on into it)."""
        return len(self.streams) + len(self.stages)

    def with_capacity(self, node: int, capacity: float) -> "Network":
        """The same with a constant capacity of one node, and staff enough for it."""
        changed = replace(self.nodes[node], capacity=np.full(self.days, float(capacity)))
        return replace(
            self,
            nodes=(*self.nodes[:node], changed, *self.nodes[node + 1 :]),
            posts=tuple(p for p in self.posts if p.node != node),
        )

    @property
    def staying(self) -> "Network":
        """The same in which nobody stops waiting without a start."""
        stay = (0.0, 0.0, 0.0)
        return replace(self, streams=tuple(replace(s, leaves=stay) for s in self.streams))

    @property
    def loses_people(self) -> bool:
        """Whether somebody may stop waiting without a start."""
        return any(any(stream.leaves) for stream in self.streams)

    @property
    def num_parts(self) -> int:
        """Parts of care at home."""
        return len(self.part_band)

    @cached_property
    def arrays(self) -> "Arrays":
        """The same as plain arrays, checked."""
        return _arrays(self)


class Arrays(NamedTuple):
    """A network as the kernel reads it; ``*_at`` are the offsets of ragged lists."""

    days: int
    capacity: Floats
    """(node, day, part); beds are in the first part."""
    planned: Floats
    """The same with the crews that nobody foresees to be sick; of homes alone."""
    starts: Ints
    opens_at: Ints
    turn_round: Floats
    is_home: NDArray[np.bool_]
    stage_node_at: Ints
    stage_node: Ints
    stay_kind: Ints
    stay_a: Floats
    stay_b: Floats
    stay_table: Floats
    balanced_table: Floats
    loads: Floats
    """(stage, part, 3): on the first day, when tapered, spread."""
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
    """(stream, 3): the chance of each cause and of those before it."""
    stream_key: Ints
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
    starter_key: Ints
    base: Floats
    """(node, day, part)"""
    triage: Ints
    sickness: Floats
    severity: Floats
    standard: float
    ageing: float
    crew_heads: Floats
    crew_key: Ints
    crew_node: Ints
    crew_minutes: Floats
    crew_on: Floats
    post_node: Ints
    post_need: Floats
    post_ratio: Floats
    post_crew_at: Ints
    post_crew: Ints
    part_band: Ints


def key_of(name: str) -> int:
    """A whole number of its own for a name, so that random numbers follow it wherever it stands."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 2


def _ragged(rows: list[tuple[int, ...]]) -> tuple[Ints, Ints]:
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return offsets, np.array([entry for row in rows for entry in row], dtype=np.int64)


def _daily(values: Ints | None, days: int) -> Ints:
    return (
        np.full(days, -1, dtype=np.int64)
        if values is None
        else np.ascontiguousarray(values[:days], dtype=np.int64)
    )


def _in_parts(values: Floats | None, node: Node, days: int, parts: int) -> Floats:
    """Daily values of a node as ``(days, parts)``; beds, and care that is not told apart, stand in
    the first part.
    """
    full = np.zeros((days, parts))
    if values is None:
        return full
    if values.ndim == 1:
        full[:, 0] = values[:days]
    elif values.shape[1] == parts:
        full[:] = values[:days]
    else:
        raise ValueError(f"{node.name} has {values.shape[1]} parts instead of {parts}")
    return full


def _promised(node: Node, days: int, parts: int) -> Floats:
    """Care promised on each day that can be booked; after the last day its last week goes on."""
    known = _in_parts(node.base, node, days, parts)
    week = min(7, days)
    on = np.arange(days + MAX_BOOKED_DAYS + 1)
    return known[np.where(on < days, on, days - week + (on - days) % week)]


def _need(net: Network, post: Post) -> Floats:
    beds = None if post.node < 0 else net.nodes[post.node].capacity[: net.days]
    return post.need(beds)[: net.days]


def planned_care(net: Network) -> tuple[Floats, Floats]:
    """Care of each node in each part on each day with nobody sick, ``(node, day, part)``, and the
    share of each crew that posts leave in each band, ``(crew, day, band)``.
    """
    days, bands = net.days, len(net.bands)
    care = np.array(
        [_in_parts(n.capacity, n, days, net.num_parts) for n in net.nodes], dtype=np.float64
    ).reshape(-1, days, net.num_parts)
    if not net.crews:
        return care, np.zeros((0, days, bands))
    on = np.array([crew.on_duty for crew in net.crews], dtype=np.float64)
    heads = np.array([crew.heads[:days] for crew in net.crews], dtype=np.float64)
    left = np.ones((len(net.crews), days, bands))
    for post in net.posts:
        mine = list(post.crews)
        there = (heads[mine][:, :, None] * on[mine][:, None, :] * left[mine]).sum(axis=0)
        taken = np.minimum(_need(net, post), there)
        left[mine] *= 1 - np.divide(taken, there, out=np.zeros_like(there), where=there > 0)
    part_band = np.array(net.part_band)
    for crew, number, share in zip(net.crews, heads, left, strict=True):
        if crew.node >= 0:
            care[crew.node] += number[:, None] * share[:, part_band] * crew.minutes[None, :]
    return care, left


def _loads(stage: StageOfCare, parts: int) -> Floats:
    found = np.zeros((parts, 3))
    for column, load in enumerate((stage.load_start, stage.load_end)):
        vector = load if isinstance(load, tuple) else (load,)
        found[: len(vector), column] = vector
    found[found[:, :2].any(axis=1), 2] = stage.load_spread
    return found


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
    post_crew_at, post_crew = _ragged([post.crews for post in net.posts])
    num_crews, num_bands, parts = len(net.crews), len(net.bands), net.num_parts
    keys = [key_of(s.name) if s.name else i for i, s in enumerate(net.starters)]
    # who waits longest stands first, whatever the order of the table
    order = sorted(
        range(len(net.starters)),
        key=lambda i: (
            net.starters[i].ready if net.starters[i].node < 0 else -np.inf,
            net.starters[i].name,
        ),
    )
    starters = [net.starters[i] for i in order]
    known = [max(0.0, s.age) for s in starters]
    planned, _ = planned_care(net)
    return Arrays(
        days=days,
        capacity=np.array(
            [_in_parts(n.capacity, n, days, parts) for n in net.nodes], dtype=np.float64
        ).reshape(-1, days, parts),
        planned=planned,
        starts=np.array([_daily(n.starts, days) for n in net.nodes], dtype=np.int64).reshape(
            -1, days
        ),
        opens_at=np.array([n.opens_at for n in net.nodes], dtype=np.int64),
        turn_round=np.array([n.turn_round for n in net.nodes], dtype=np.float64),
        is_home=np.array([n.kind == "home" for n in net.nodes]),
        stage_node_at=stage_node_at,
        stage_node=stage_node,
        stay_kind=np.array([s.stay.code for s in stages], dtype=np.int64),
        stay_a=np.array([s.stay.a for s in stages], dtype=np.float64),
        stay_b=np.array([s.stay.b for s in stages], dtype=np.float64),
        stay_table=np.array([s.stay.table for s in stages], dtype=np.float64),
        balanced_table=np.array([s.stay.balanced for s in stages], dtype=np.float64),
        loads=np.array([_loads(s, parts) for s in stages], dtype=np.float64).reshape(-1, parts, 3),
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
        leaves=np.cumsum(
            np.array([s.leaves for s in streams], dtype=np.float64).reshape(-1, len(CAUSES)), axis=1
        ),
        stream_key=np.array([key_of(s.name) for s in streams], dtype=np.int64),
        group=np.array([s.group for s in streams] + [-1] * len(stages), dtype=np.int64),
        node_queue_at=node_queue_at,
        node_queue=node_queue,
        queue_node_at=queue_node_at,
        queue_node=queue_node,
        starter=np.array([(s.stream, s.stage, s.node) for s in starters], dtype=np.int64).reshape(
            -1, 3
        ),
        starter_age=np.array([s.age for s in starters], dtype=np.float64),
        starter_share=np.array(
            [stages[s.stage].stay.share(age) for s, age in zip(starters, known, strict=True)],
            dtype=np.float64,
        ),
        starter_rest=np.array([s.rest for s in starters], dtype=np.float64),
        starter_ready=np.array([s.ready for s in starters], dtype=np.float64),
        starter_key=np.array([keys[i] for i in order], dtype=np.int64),
        base=np.array([_promised(n, days, parts) for n in net.nodes], dtype=np.float64).reshape(
            -1, days + MAX_BOOKED_DAYS + 1, parts
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
        ageing=net.ageing_days,
        crew_heads=np.array([c.heads[:days] for c in net.crews], dtype=np.float64).reshape(
            num_crews, days
        ),
        crew_key=np.array([key_of(c.name) for c in net.crews], dtype=np.int64),
        crew_node=np.array([c.node for c in net.crews], dtype=np.int64),
        crew_minutes=np.array([c.minutes for c in net.crews], dtype=np.float64).reshape(
            num_crews, parts
        ),
        crew_on=np.array([c.on_duty for c in net.crews], dtype=np.float64).reshape(
            num_crews, num_bands
        ),
        post_node=np.array([p.node for p in net.posts], dtype=np.int64),
        post_need=np.array([_need(net, p) for p in net.posts], dtype=np.float64).reshape(
            -1, days, num_bands
        ),
        post_ratio=np.array([p.beds_per_head for p in net.posts], dtype=np.float64).reshape(
            -1, num_bands
        ),
        post_crew_at=post_crew_at,
        post_crew=post_crew,
        part_band=np.array(net.part_band, dtype=np.int64),
    )
