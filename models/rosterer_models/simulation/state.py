"""What changes while a replication runs?

Arrays for the people in the system (a slot each, reused), for the queues as linked lists of slots,
for the ends of stays as one list a day, and for the events of the present day as short lists in
order of time.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rosterer_models.simulation.network import CAUSES, MAX_BOOKED_DAYS, Arrays
from rosterer_models.simulation.random import compiled

Floats = NDArray[np.float64]
Slots = NDArray[np.int32]
Counts = NDArray[np.int64]
FREE, USED, TRIAGE, WORK = 0, 1, 2, 3
"""Entries of ``State.counts``: head of the free list, slots ever used, triage slots left, nodes to
look at.
"""
PARTS_OF_DAY = 64
"""Lists of today's events: about as many as events, so that each list is short."""


class State(NamedTuple):
    """One replication's working memory. Entries of people are by slot."""

    stream: NDArray[np.int32]
    stage: NDArray[np.int32]
    node: NDArray[np.int32]
    step: NDArray[np.int32]
    key: NDArray[np.uint64]
    since: NDArray[np.float64]
    end: NDArray[np.float64]
    after: NDArray[np.int32]
    head: NDArray[np.int32]
    tail: NDArray[np.int32]
    length: NDArray[np.int64]
    ends_on: NDArray[np.int32]
    today: NDArray[np.int32]
    """First event of each part of the day; events are in order of time."""
    work: NDArray[np.int64]
    counts: NDArray[np.int64]
    supply: NDArray[np.float64]
    """(node, part): beds or care that are there today; beds in the first part."""
    free: NDArray[np.float64]
    """(node, part): the same less what is in use."""
    left: NDArray[np.float64]
    """(crew, band): heads on duty today that no post has taken."""
    short: NDArray[np.int64]
    """The band whose staff limits the beds of each node today; −1: its beds do."""
    refused: NDArray[np.int64]
    """The part in which who stands first at each node did not fit today; −1: nobody was refused."""
    waiting_at: NDArray[np.int64]
    is_open: NDArray[np.bool_]
    starts_left: NDArray[np.int64]
    booked: NDArray[np.float64]
    """(node, day, part): care promised and booked."""
    ends: NDArray[np.float64]
    inside: NDArray[np.int64]
    """People in each node."""
    turning: NDArray[np.int64]
    """Beds of each node that somebody has left and that are not free yet."""
    triage_head: NDArray[np.int32]
    triage_tail: NDArray[np.int32]


class Tally(NamedTuple):
    """What one batch of replications has seen; the first axis is the replication."""

    queue: NDArray[np.float32]
    """(replication, group, day): people waiting to start, on average over the day."""
    occupied: NDArray[np.float32]
    """(replication, node, day): beds or packages, on average over the day."""
    used: NDArray[np.float32]
    """(replication, node, day): beds at the end of the day, or care given in all bands."""
    usable: NDArray[np.float32]
    """(replication, node, day): beds or care that were open and staffed."""
    used_parts: NDArray[np.float64]
    """(replication, node, part): the same over all days, apart for each part; beds in the first."""
    usable_parts: NDArray[np.float64]
    """(replication, node, part)"""
    blocked: NDArray[np.float32]
    """(replication, node, part + 1): days that ended with somebody waiting, by the part that had no
    room for who stood first; the last: no bed, or no start allowed.
    """
    full: NDArray[np.float32]
    """(replication, node): days on which nobody more could be taken."""
    open_days: NDArray[np.float32]
    """(replication, node): days on which the node was open (surge beds may be closed)."""
    waited: NDArray[np.float64]
    """(replication, queue): person-days of waiting."""
    arrived: NDArray[np.int64]
    """(replication, stream)"""
    started: NDArray[np.int64]
    """(replication, queue)"""
    in_standard: NDArray[np.int64]
    """(replication, queue): starts within the standard."""
    left: NDArray[np.int64]
    """(replication, stream, cause): stopped waiting without a start."""
    past: NDArray[np.float64]
    """(replication, group): person-days of waiting beyond the standard."""
    past_at_end: NDArray[np.int64]
    """(replication, stream): waiting at the end, and for longer than the standard."""
    done: NDArray[np.int64]
    """(replication, stream): left the service after care."""
    starts: NDArray[np.int64]
    """(replication, node)"""
    stage_days: NDArray[np.float64]
    """(replication, stage): days of stay within the simulated days, without waiting to move on."""
    stage_starts: NDArray[np.int64]
    """(replication, stage): starts, without those there at the start."""
    waits: NDArray[np.int64]
    """(group, bin): waits of those who started, a quarter of a day each; the last bin holds what is
    longer.
    """
    present: NDArray[np.int64]
    """(replication, 4): there at the start; at the end waiting, in care, in triage."""
    triage_waited: NDArray[np.float64]
    """(replication,): person-days in triage, part of ``queue``."""
    winter: NDArray[np.float32]
    """(replication, day): the winter's severity."""


WAIT_BINS = 800
BINS_PER_DAY = 4


@compiled
def put_today(today: Slots, times: Floats, after: Slots, day: int, slot: int) -> None:
    """Put an event of today in its place: into its part of the day, behind those not later."""
    part = min(PARTS_OF_DAY - 1, max(0, int((times[slot] - day) * PARTS_OF_DAY)))
    before = -1
    following = today[part]
    while following >= 0 and times[following] <= times[slot]:
        before = following
        following = after[following]
    after[slot] = following
    if before >= 0:
        after[before] = slot
    else:
        today[part] = slot


@compiled
def take_out(head: Slots, tail: Slots, after: Slots, line: int, before: int, slot: int) -> None:
    """Take somebody out of a line, wherever they stand; ``before`` is who stands in front (−1:
    nobody).
    """
    if before >= 0:
        after[before] = after[slot]
    else:
        head[line] = after[slot]
    if tail[line] == slot:
        tail[line] = before


def new_state(net: Arrays, slots: int) -> State:
    """Empty memory for a network with so many people at once."""
    nodes, queues, parts = len(net.capacity), len(net.rank), len(net.part_band)
    ints, floats = np.int32, np.float64
    return State(
        stream=np.zeros(slots, ints),
        stage=np.zeros(slots, ints),
        node=np.zeros(slots, ints),
        step=np.zeros(slots, ints),
        key=np.zeros(slots, np.uint64),
        since=np.zeros(slots, floats),
        end=np.zeros(slots, floats),
        after=np.zeros(slots, ints),
        head=np.zeros(queues, ints),
        tail=np.zeros(queues, ints),
        length=np.zeros(queues, np.int64),
        ends_on=np.zeros(net.days + 1, ints),
        today=np.full(PARTS_OF_DAY, -1, ints),
        work=np.zeros(8 * nodes + slots + 64, np.int64),
        counts=np.zeros(4, np.int64),
        supply=np.zeros((nodes, parts), floats),
        free=np.zeros((nodes, parts), floats),
        left=np.zeros((len(net.crew_key), net.post_ratio.shape[1]), floats),
        short=np.zeros(nodes, np.int64),
        refused=np.zeros(nodes, np.int64),
        waiting_at=np.zeros(nodes, np.int64),
        is_open=np.zeros(nodes, np.bool_),
        starts_left=np.zeros(nodes, np.int64),
        booked=np.zeros((nodes, net.days + MAX_BOOKED_DAYS + 1, parts), floats),
        ends=np.zeros((parts, 2), floats),
        inside=np.zeros(nodes, np.int64),
        turning=np.zeros(nodes, np.int64),
        triage_head=np.zeros(4, ints),
        triage_tail=np.zeros(4, ints),
    )


def new_tally(net: Arrays, replications: int, groups: int) -> Tally:
    """Empty counts for a batch."""
    nodes, queues, streams, days = len(net.capacity), len(net.rank), len(net.rate), net.days
    parts = len(net.part_band)
    whole = np.int64
    return Tally(
        queue=np.zeros((replications, groups, days), np.float32),
        occupied=np.zeros((replications, nodes, days), np.float32),
        used=np.zeros((replications, nodes, days), np.float32),
        usable=np.zeros((replications, nodes, days), np.float32),
        used_parts=np.zeros((replications, nodes, parts), np.float64),
        usable_parts=np.zeros((replications, nodes, parts), np.float64),
        blocked=np.zeros((replications, nodes, parts + 1), np.float32),
        full=np.zeros((replications, nodes), np.float32),
        open_days=np.zeros((replications, nodes), np.float32),
        waited=np.zeros((replications, queues), np.float64),
        arrived=np.zeros((replications, streams), whole),
        started=np.zeros((replications, queues), whole),
        in_standard=np.zeros((replications, queues), whole),
        left=np.zeros((replications, streams, len(CAUSES)), whole),
        past=np.zeros((replications, groups), np.float64),
        past_at_end=np.zeros((replications, streams), whole),
        done=np.zeros((replications, streams), whole),
        starts=np.zeros((replications, nodes), whole),
        stage_days=np.zeros((replications, queues - streams), np.float64),
        stage_starts=np.zeros((replications, queues - streams), whole),
        waits=np.zeros((groups, WAIT_BINS), whole),
        present=np.zeros((replications, 4), whole),
        triage_waited=np.zeros(replications, np.float64),
        winter=np.ones((replications, days), np.float32),
    )
