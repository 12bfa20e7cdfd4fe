"""What happens when somebody starts, waits, moves on or leaves?"""

import math

import numpy as np

from rosterer_models.simulation.network import Arrays
from rosterer_models.simulation.random import compiled, mixed, normal_quantile, uniform
from rosterer_models.simulation.state import (
    BINS_PER_DAY,
    MAX_BOOKED_DAYS,
    WAIT_BINS,
    State,
    Tally,
    give_slot,
    push_event,
)

STAY, NEXT, LOAD, PATIENCE = 1, 2, 3, 4
"""Purposes of a person's random numbers; each step of care has eight."""


@compiled
def drawn_stay(net: Arrays, stage: int, share: float) -> float:
    """Days of a stay at a quantile."""
    kind = net.stay_kind[stage]
    if kind == 0:
        return math.exp(net.stay_a[stage] + net.stay_b[stage] * normal_quantile(share))
    if kind == 2:
        return net.stay_a[stage]
    if kind == 3:
        return -net.stay_a[stage] * math.log(1.0 - share)
    points = net.stay_table.shape[1]
    return net.stay_table[stage, min(points - 1, int(share * points))]


@compiled
def draw_loads(net: Arrays, state: State, stage: int, slot: int, age: float, rest: float) -> int:
    """Write the care of each coming day into ``state.profile``; its number of days."""
    days = min(MAX_BOOKED_DAYS, max(1, math.ceil(rest - 1e-9)))
    first, last, spread = net.loads[stage, 0], net.loads[stage, 1], net.loads[stage, 2]
    if spread > 0.0:
        key = mixed(state.key[slot], 8 * state.step[slot] + LOAD)
        first = max(0.0, first + spread * normal_quantile(uniform(key, 0)))
        last = min(first, max(0.0, last + spread * normal_quantile(uniform(key, 1))))
    if net.load_whole[stage]:
        first = max(1.0, math.floor(first + 0.5))
        last = min(first, max(1.0, math.floor(last + 0.5)))
    taper = float(net.taper[stage])
    if taper < 0.0:
        taper = max(1.0, math.ceil(age + rest) - 1.0)
    for day in range(days):
        share = 0.0 if taper == 0.0 else min(1.0, (day + age) / taper)
        load = first + (last - first) * share
        state.profile[day] = math.floor(load + 0.5) if net.load_whole[stage] else load
    return days


@compiled
def _fits(net: Arrays, state: State, node: int, day: int, stage: int, days: int) -> bool:
    """Whether the care of the first days is free today, and free by plan on the days after."""
    if state.profile[0] > state.free[node] + 1e-9:
        return False
    for ahead in range(1, min(days, net.look_ahead[stage])):
        on = day + ahead
        like = on
        while like >= net.days:
            like -= 7
        if like < 0:
            like = net.days - 1
        planned = net.capacity[node, like]
        if net.heads[node, like] >= 0:
            planned = min(planned, net.heads[node, like] * net.per_head[node])
        if state.booked[node, on] + state.profile[ahead] > planned + 1e-9:
            return False
    return True


@compiled
def put_in(net: Arrays, state: State, tally: Tally, row: int, day: int, time: float, slot: int, stage: int, node: int, days: int) -> None:
    """Somebody is in a node from now; the end of the stay is in ``state.end``."""
    state.node[slot] = node
    state.stage[slot] = stage
    state.inside[node] += 1
    tally.occupied[row, node, day] += day + 1 - time
    if net.is_home[node]:
        for ahead in range(days):
            state.booked[node, min(day + ahead, state.booked.shape[1] - 1)] += state.profile[ahead]
        state.free[node] = state.staffed[node] - state.booked[node, day]
    else:
        state.free[node] -= 1.0
    ends = int(state.end[slot])
    if ends == state.count[4]:
        push_event(state, state.end[slot], slot)
    elif ends < net.days:
        state.after[slot] = state.ends_on[ends]
        state.ends_on[ends] = slot


@compiled
def start(net: Arrays, state: State, tally: Tally, row: int, day: int, time: float, slot: int, stage: int, node: int, queue: int) -> bool:
    """Start a stage in a node if it is open and has room."""
    if not state.is_open[node] or state.starts_left[node] == 0:
        return False
    home = net.is_home[node]
    if not home and state.free[node] < 1.0:
        return False
    stay = drawn_stay(net, stage, uniform(state.key[slot], 8 * state.step[slot] + STAY)) * state.stretch[0]
    days = 0
    if home:
        days = draw_loads(net, state, stage, slot, 0.0, stay)
        if not _fits(net, state, node, day, stage, days):
            return False
    wait = time - state.since[slot]
    tally.started[row, queue] += 1
    if wait <= net.standard:
        tally.in_standard[row, queue] += 1
    if queue < len(net.rate):
        tally.waits[net.group[queue], min(WAIT_BINS - 1, int(wait * BINS_PER_DAY))] += 1
    tally.starts[row, node] += 1
    if state.starts_left[node] > 0:
        state.starts_left[node] -= 1
    if state.node[slot] >= 0:
        release(net, state, tally, row, day, time, slot)
    state.end[slot] = time + stay
    put_in(net, state, tally, row, day, time, slot, stage, node, days)
    return True


@compiled
def release(net: Arrays, state: State, tally: Tally, row: int, day: int, time: float, slot: int) -> None:
    """Somebody is no longer in their node; whoever waits for it is looked at by ``serve_work``."""
    node = state.node[slot]
    state.inside[node] -= 1
    tally.occupied[row, node, day] -= day + 1 - time
    if not net.is_home[node]:
        state.free[node] += 1.0
        if state.waiting_at[node] > 0:
            state.work[state.count[5]] = node
            state.count[5] += 1
    state.node[slot] = -1


@compiled
def enqueue(net: Arrays, state: State, tally: Tally, row: int, day: int, time: float, slot: int, queue: int) -> None:
    """Join the end of a queue."""
    state.after[slot] = -1
    if state.tail[queue] >= 0:
        state.after[state.tail[queue]] = slot
    else:
        state.head[queue] = slot
    state.tail[queue] = slot
    _count_waiting(net, state, tally, row, day, time, queue, 1)


@compiled
def _count_waiting(net: Arrays, state: State, tally: Tally, row: int, day: int, time: float, queue: int, change: int) -> None:
    state.length[queue] += change
    rest = (day + 1 - time) * change
    tally.waited[row, queue] += rest
    if queue < len(net.rate):
        tally.queue[row, net.group[queue], day] += rest
    for at in range(net.queue_node_at[queue], net.queue_node_at[queue + 1]):
        state.waiting_at[net.queue_node[at]] += change


@compiled
def fill(net: Arrays, state: State, tally: Tally, row: int, day: int, time: float, node: int) -> None:
    """Start those who wait for a node, in order, while there is room."""
    streams = len(net.rate)
    while state.waiting_at[node] > 0 and state.is_open[node] and state.starts_left[node] != 0:
        if state.free[node] <= 0.0 or (not net.is_home[node] and state.free[node] < 1.0):
            return
        best = -1
        for at in range(net.node_queue_at[node], net.node_queue_at[node + 1]):
            queue = net.node_queue[at]
            slot = state.head[queue]
            if slot >= 0 and (
                best < 0
                or net.rank[queue] < net.rank[best]
                or (net.rank[queue] == net.rank[best] and state.since[slot] < state.since[state.head[best]])
            ):
                best = queue
        slot = state.head[best]
        stage = best - streams if best >= streams else _stage_in(net, best, node)
        following = state.after[slot]
        if not start(net, state, tally, row, day, time, slot, stage, node, best):
            return
        state.head[best] = following
        if following < 0:
            state.tail[best] = -1
        _count_waiting(net, state, tally, row, day, time, best, -1)


@compiled
def _stage_in(net: Arrays, stream: int, node: int) -> int:
    """The first of a stream's stages that a node can give."""
    for at in range(net.first_at[stream], net.first_at[stream + 1]):
        stage = net.first_stage[at]
        for place in range(net.stage_node_at[stage], net.stage_node_at[stage + 1]):
            if net.stage_node[place] == node:
                return stage
    return net.first_stage[net.first_at[stream]]


@compiled
def serve_work(net: Arrays, state: State, tally: Tally, row: int, day: int, time: float) -> None:
    """Fill every node in which a bed has become free, until nothing moves."""
    while state.count[5] > 0:
        state.count[5] -= 1
        fill(net, state, tally, row, day, time, state.work[state.count[5]])


@compiled
def finish(net: Arrays, state: State, tally: Tally, row: int, day: int, slot: int) -> None:
    """A stay ends: move on, wait to move on (holding a bed, but no care at home), or leave."""
    time = state.end[slot]
    stage = state.stage[slot]
    share = uniform(state.key[slot], 8 * state.step[slot] + NEXT)
    following = -1
    for at in range(net.then_at[stage], net.then_at[stage + 1]):
        share -= net.then_chance[at]
        if share < 0.0:
            following = net.then_stage[at]
            break
    state.step[slot] += 1
    if following < 0:
        tally.done[row, state.stream[slot]] += 1
        release(net, state, tally, row, day, time, slot)
        give_slot(state, slot)
    else:
        state.since[slot] = time
        queue = len(net.rate) + following
        if net.is_home[state.node[slot]]:
            release(net, state, tally, row, day, time, slot)
        moved = False
        for place in range(net.stage_node_at[following], net.stage_node_at[following + 1]):
            node = net.stage_node[place]
            if not moved and (state.waiting_at[node] == 0):
                moved = start(net, state, tally, row, day, time, slot, following, node, queue)
        if not moved:
            enqueue(net, state, tally, row, day, time, slot, queue)
            for place in range(net.stage_node_at[following], net.stage_node_at[following + 1]):
                fill(net, state, tally, row, day, time, net.stage_node[place])
    serve_work(net, state, tally, row, day, time)


@compiled
def leave_waiting(net: Arrays, state: State, tally: Tally, row: int, day: int, stream: int) -> None:
    """At midnight some of those who wait give up."""
    before = -1
    slot = state.head[stream]
    while slot >= 0:
        following = state.after[slot]
        if uniform(mixed(state.key[slot], PATIENCE), day) < net.leaves[stream]:
            if before >= 0:
                state.after[before] = following
            else:
                state.head[stream] = following
            if state.tail[stream] == slot:
                state.tail[stream] = before
            _count_waiting(net, state, tally, row, day, float(day), stream, -1)
            tally.left[row, stream] += 1
            give_slot(state, slot)
        else:
            before = slot
        slot = following


@compiled
def place_starters(net: Arrays, state: State, tally: Tally, row: int, key: np.uint64) -> bool:
    """Who is there, or waits, when the simulation starts."""
    number = len(net.starter)
    tally.present[row, 0] = number
    if number > len(state.stream):
        return False
    points = net.balanced_table.shape[1]
    state.count[4] = -1
    for one in range(number):
        slot = state.count[2]
        state.count[2] += 1
        stream, stage, node = net.starter[one, 0], net.starter[one, 1], net.starter[one, 2]
        age = net.starter_age[one]
        state.key[slot] = mixed(key, one)
        state.stream[slot] = stream
        state.step[slot] = 0
        state.node[slot] = -1
        state.since[slot] = -max(0.0, age)
        if node < 0:
            enqueue(net, state, tally, row, 0, 0.0, slot, stream)
            continue
        share = uniform(state.key[slot], STAY)
        if age >= 0.0:
            rest = drawn_stay(net, stage, net.starter_share[one] + share * (1.0 - net.starter_share[one])) - age
        else:
            whole = net.balanced_table[stage, min(points - 1, int(share * points))]
            rest = whole * uniform(state.key[slot], 8)
            age = whole - rest
        rest = max(1e-6, rest)
        days = draw_loads(net, state, stage, slot, age, rest) if net.is_home[node] else 0
        state.end[slot] = rest
        put_in(net, state, tally, row, 0, 0.0, slot, stage, node, days)
    return True
