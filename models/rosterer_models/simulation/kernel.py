"""How does one replication run, from midnight to midnight?

At each midnight: the winter's severity, staff off sick, capacity, who gives up, triage, which surge nodes open, and the care at home
that is due. Then the day's arrivals and ends of stays, in order of time. A queue is served strictly in order: people who wait to
move on before people who wait to start, urgent ones before others, then whoever has waited longest. Nobody overtakes; who stands
first waits until a bed is free or, at home, until the care of the first days fits into what is free.
"""

import math

import numpy as np

from rosterer_models.simulation.borrowed import borrowed_arrays, borrowed_state, borrowed_tally
from rosterer_models.simulation.moves import enqueue, fill, finish, leave_waiting, place_starters, serve_work, start
from rosterer_models.simulation.network import Arrays
from rosterer_models.simulation.random import binomial_quantile, compiled, mixed, normal_quantile, poisson_quantile, uniform
from rosterer_models.simulation.state import State, Tally, pop_event, push_event, take_slot

ARRIVALS, SICKNESS, SEVERITY, STARTERS = 1, 2, 3, 4
"""Purposes of random numbers."""


@compiled
def replicate(net: Arrays, state: State, tally: Tally, row: int, number: int, seed: int) -> bool:
    """Run replication ``number`` into ``tally[row]``; False when there were more people at once than slots."""
    return _replicate(borrowed_arrays(net), borrowed_state(state), borrowed_tally(tally), row, number, seed)


@compiled
def _replicate(net: Arrays, state: State, tally: Tally, row: int, number: int, seed: int) -> bool:
    key = mixed(mixed(np.uint64(seed), 0), number)
    _clear(net, state)
    if not place_starters(net, state, tally, row, mixed(key, STARTERS)):
        return False
    winter = 0.0
    season = normal_quantile(uniform(mixed(key, SEVERITY), 0))
    for day in range(net.days):
        state.count[4] = day
        winter = _severity(net, tally, row, key, day, season, winter)
        index = tally.index[row, day]
        state.stretch[0] = index ** net.severity[5]
        _open_day(net, state, tally, row, key, day, index)
        if not _gather(net, state, tally, row, key, day, index):
            return False
        while state.count[1] > 0:
            slot = pop_event(state)
            if state.node[slot] < 0:
                _arrive(net, state, tally, row, day, slot)
            else:
                finish(net, state, tally, row, day, slot)
        _close_day(net, state, tally, row, day)
    _take_stock(net, state, tally, row)
    return True


@compiled
def _clear(net: Arrays, state: State) -> None:
    state.head[:] = -1
    state.tail[:] = -1
    state.length[:] = 0
    state.ends_on[:] = -1
    state.count[:] = 0
    state.count[0] = -1
    state.waiting_at[:] = 0
    state.booked[:] = 0.0
    state.is_open[:] = net.opens_at == 0
    state.triage_head[:] = -1
    state.triage_tail[:] = -1
    state.inside[:] = 0
    state.free[:] = 0.0
    state.staffed[:] = 0.0
    state.stretch[0] = 1.0


@compiled
def _severity(net: Arrays, tally: Tally, row: int, key: np.uint64, day: int, season: float, winter: float) -> float:
    """Today's index: lognormal with mean 1, part fixed for the winter, part wandering from day to day."""
    spread = net.severity[0]
    if spread <= 0.0:
        return 0.0
    between, memory = net.severity[1], net.severity[2]
    shock = normal_quantile(uniform(mixed(key, SEVERITY), day + 1))
    winter = shock if day == 0 else memory * winter + math.sqrt(1.0 - memory * memory) * shock
    value = spread * (math.sqrt(between) * season + math.sqrt(1.0 - between) * winter)
    tally.index[row, day] = math.exp(value - 0.5 * spread * spread)
    return winter


@compiled
def _open_day(net: Arrays, state: State, tally: Tally, row: int, key: np.uint64, day: int, index: float) -> None:
    """Everything that changes at midnight."""
    sick_share = min(0.95, net.sickness[day] * index ** net.severity[4])
    sick_key = mixed(mixed(key, SICKNESS), day)
    for node in range(len(net.capacity)):
        usable = net.capacity[node, day]
        heads = net.heads[node, day]
        if heads >= 0:
            sick = binomial_quantile(uniform(sick_key, node), heads, sick_share)
            usable = min(usable, math.floor((heads - sick) * net.per_head[node] + 1e-9))
        in_use = state.booked[node, day] if net.is_home[node] else float(state.inside[node])
        state.staffed[node] = usable
        state.free[node] = usable - in_use
        state.starts_left[node] = net.starts[node, day]
        if net.opens_at[node] > 0:
            if state.is_open[node]:
                state.is_open[node] = state.waiting_at[node] > 0
            else:
                state.is_open[node] = state.waiting_at[node] >= net.opens_at[node]
        if state.is_open[node]:
            tally.open_days[row, node] += 1.0
        tally.usable[row, node, day] = usable
    for stream in range(len(net.rate)):
        if net.leaves[stream] > 0.0 and state.length[stream] > 0:
            leave_waiting(net, state, tally, row, day, stream)
    _triage(net, state, tally, row, day)
    for node in range(len(net.capacity)):
        if state.waiting_at[node] > 0:
            fill(net, state, tally, row, day, float(day), node)
    serve_work(net, state, tally, row, day, float(day))


@compiled
def _gather(net: Arrays, state: State, tally: Tally, row: int, key: np.uint64, day: int, index: float) -> bool:
    """Put today's ends of stays and arrivals into the heap."""
    slot = state.ends_on[day]
    while slot >= 0:
        following = state.after[slot]
        push_event(state, state.end[slot], slot)
        slot = following
    arrivals = mixed(key, ARRIVALS)
    factor = index ** net.severity[3]
    for stream in range(len(net.rate)):
        rate = net.rate[stream, day] * factor
        if rate <= 0.0:
            continue
        day_key = mixed(mixed(arrivals, stream), day)
        number = poisson_quantile(uniform(day_key, 0), rate)
        tally.arrived[row, stream] += number
        for person in range(number):
            slot = take_slot(state)
            if slot < 0:
                return False
            own = mixed(day_key, person + 1)
            state.key[slot] = own
            state.stream[slot] = stream
            state.stage[slot] = -1
            state.node[slot] = -1
            state.step[slot] = 0
            state.since[slot] = day + uniform(own, 0)
            push_event(state, state.since[slot], slot)
    return True


@compiled
def _arrive(net: Arrays, state: State, tally: Tally, row: int, day: int, slot: int) -> None:
    """Somebody becomes ready: is triaged, starts at once, or waits."""
    stream = state.stream[slot]
    if net.triage[day] >= 0 and not net.triaged[stream]:
        if state.count[3] <= 0:
            rank = min(3, net.rank[stream])
            state.after[slot] = -1
            if state.triage_tail[rank] >= 0:
                state.after[state.triage_tail[rank]] = slot
            else:
                state.triage_head[rank] = slot
            state.triage_tail[rank] = slot
            rest = day + 1 - state.since[slot]
            tally.queue[row, net.group[stream], day] += rest
            tally.waited[row, stream] += rest
            tally.triage_waited[row] += rest
            return
        state.count[3] -= 1
    _begin(net, state, tally, row, day, state.since[slot], slot)


@compiled
def _begin(net: Arrays, state: State, tally: Tally, row: int, day: int, time: float, slot: int) -> None:
    """Start at once where nobody waits and there is room, else join the queue."""
    stream = state.stream[slot]
    for at in range(net.first_at[stream], net.first_at[stream + 1]):
        stage = net.first_stage[at]
        for place in range(net.stage_node_at[stage], net.stage_node_at[stage + 1]):
            node = net.stage_node[place]
            if state.waiting_at[node] == 0 and start(net, state, tally, row, day, time, slot, stage, node, stream):
                return
    enqueue(net, state, tally, row, day, time, slot, stream)
    for at in range(net.first_at[stream], net.first_at[stream + 1]):
        stage = net.first_stage[at]
        for place in range(net.stage_node_at[stage], net.stage_node_at[stage + 1]):
            fill(net, state, tally, row, day, time, net.stage_node[place])
    serve_work(net, state, tally, row, day, time)


@compiled
def _triage(net: Arrays, state: State, tally: Tally, row: int, day: int) -> None:
    """Triage those left from earlier days at midnight, urgent ones first; the rest of the slots serve today's arrivals."""
    if net.triage[day] < 0:
        return
    slots = net.triage[day]
    for rank in range(4):
        while slots > 0 and state.triage_head[rank] >= 0:
            slot = state.triage_head[rank]
            state.triage_head[rank] = state.after[slot]
            if state.triage_head[rank] < 0:
                state.triage_tail[rank] = -1
            slots -= 1
            _begin(net, state, tally, row, day, float(day), slot)
        slot = state.triage_head[rank]
        while slot >= 0:
            stream = state.stream[slot]
            tally.queue[row, net.group[stream], day] += 1.0
            tally.waited[row, stream] += 1.0
            tally.triage_waited[row] += 1.0
            slot = state.after[slot]
    state.count[3] = slots


@compiled
def _close_day(net: Arrays, state: State, tally: Tally, row: int, day: int) -> None:
    """Carry who is there over to the next day's averages."""
    for node in range(len(net.capacity)):
        tally.used[row, node, day] = state.booked[node, day] if net.is_home[node] else state.inside[node]
        least = 1e-9 if net.is_home[node] else 1.0
        if state.is_open[node] and (state.free[node] < least or state.waiting_at[node] > 0):
            tally.full[row, node] += 1.0
        if day + 1 < net.days:
            tally.occupied[row, node, day + 1] += state.inside[node]
    for stream in range(len(net.rate)):
        if day + 1 < net.days and state.length[stream] > 0:
            tally.queue[row, net.group[stream], day + 1] += state.length[stream]
            tally.waited[row, stream] += state.length[stream]
    for queue in range(len(net.rate), len(net.rank)):
        if day + 1 < net.days:
            tally.waited[row, queue] += state.length[queue]


@compiled
def _take_stock(net: Arrays, state: State, tally: Tally, row: int) -> None:
    waiting = 0
    for stream in range(len(net.rate)):
        waiting += state.length[stream]
    tally.present[row, 1] = waiting
    care = state.inside.sum()
    for queue in range(len(net.rate), len(net.rank)):
        care += _without_node(state, queue)
    tally.present[row, 2] = care
    triage = 0
    for rank in range(4):
        slot = state.triage_head[rank]
        while slot >= 0:
            triage += 1
            slot = state.after[slot]
    tally.present[row, 3] = triage


@compiled
def _without_node(state: State, queue: int) -> int:
    """People who wait to move on and hold no bed (they came from home)."""
    number = 0
    slot = state.head[queue]
    while slot >= 0:
        if state.node[slot] < 0:
            number += 1
        slot = state.after[slot]
    return number

