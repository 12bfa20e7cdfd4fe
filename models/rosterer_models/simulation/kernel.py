"""How does one replication run, from midnight to midnight?

At each midnight: the winter's severity, who is on duty and what that allows, who gives up, triage,
which surge nodes open, and the care at home that is due. Then the day's arrivals and ends of stays,
in order of time. A node is filled strictly in order: people who wait to move on before people who
wait to start, urgent ones before others (or, with ageing, less so the longer others have waited),
then whoever has waited longest. Nobody overtakes; who stands first waits until a bed is free or, at
home, until the care of the first days fits into what is free in every part of the day.

The replication is one long function on purpose: compiled code that hands so many arrays from
function to function spends nearly all its time on counting references to them (see the decision
page on the kernel). What needs few arrays has its own function.
"""

import math

import numpy as np

from rosterer_models.simulation.draws import (
    AGE,
    LOAD,
    NEXT,
    PATIENCE,
    STAY,
    care_on,
    draw_ends,
    drawn_stay,
    num_booked_days,
    person_key,
    refusing_part,
    taper_of,
)
from rosterer_models.simulation.network import Arrays
from rosterer_models.simulation.on_duty import put_on_duty
from rosterer_models.simulation.random import (
    compiled,
    mixed,
    normal_quantile,
    poisson_quantile,
    uniform,
)
from rosterer_models.simulation.state import (
    BINS_PER_DAY,
    FREE,
    PARTS_OF_DAY,
    TRIAGE,
    USED,
    WAIT_BINS,
    WORK,
    State,
    Tally,
    put_today,
    take_out,
)

ARRIVALS, SICKNESS, SEVERITY, STARTERS = 1, 2, 3, 4
"""Purposes of a replication's random numbers."""
MIDNIGHT = -2
"""The pseudo slot of the event that opens a day."""
TURNING = -2
"""The stage of a slot that stands for a bed that somebody has left and that is not free yet."""


@compiled
def replicate(net: Arrays, state: State, tally: Tally, row: int, number: int, seed: int) -> bool:
    """Run replication ``number`` into ``tally[row]``; False when there were more people at once
    than slots.
    """
    num_days = net.days
    planned, starts, opens_at, is_home = net.planned, net.starts, net.opens_at, net.is_home
    turn_round, turning = net.turn_round, state.turning
    stage_node_at, stage_node = net.stage_node_at, net.stage_node
    stay_kind, stay_a, stay_b, stay_table, balanced = (
        net.stay_kind,
        net.stay_a,
        net.stay_b,
        net.stay_table,
        net.balanced_table,
    )
    loads, load_whole, taper, look_ahead = net.loads, net.load_whole, net.taper, net.look_ahead
    then_at, then_stage, then_chance = net.then_at, net.then_stage, net.then_chance
    rate, first_at, first_stage, rank = net.rate, net.first_at, net.first_stage, net.rank
    triaged, leaves, group, ageing = net.triaged, net.leaves, net.group, net.ageing
    node_queue_at, node_queue, queue_node_at, queue_node = (
        net.node_queue_at,
        net.node_queue,
        net.queue_node_at,
        net.queue_node,
    )
    triage, sickness, severity, standard = net.triage, net.sickness, net.severity, net.standard
    p_stream, p_stage, p_node, p_step, p_key = (
        state.stream,
        state.stage,
        state.node,
        state.step,
        state.key,
    )
    p_since, p_end, after = state.since, state.end, state.after
    head, tail, length, ends_on = state.head, state.tail, state.length, state.ends_on
    today, work, count = state.today, state.work, state.counts
    free, supply, refused, waiting_at, is_open, starts_left = (
        state.free,
        state.supply,
        state.refused,
        state.waiting_at,
        state.is_open,
        state.starts_left,
    )
    booked, ends, inside = state.booked, state.ends, state.inside
    triage_head, triage_tail = state.triage_head, state.triage_tail
    t_queue, t_occupied, t_used, t_usable = (
        tally.queue[row],
        tally.occupied[row],
        tally.used[row],
        tally.usable[row],
    )
    t_waited, t_started, t_in_standard, t_waits = (
        tally.waited[row],
        tally.started[row],
        tally.in_standard[row],
        tally.waits,
    )
    t_stage_days, t_stage_starts = tally.stage_days[row], tally.stage_starts[row]
    t_index, t_starts, t_done = tally.winter[row], tally.starts[row], tally.done[row]
    t_past = tally.past[row]
    num_nodes, num_streams, num_queues = len(planned), len(rate), len(rank)
    num_parts, num_bands = ends.shape[0], state.left.shape[1]

    key = mixed(mixed(np.uint64(seed), 0), number)
    head[:] = -1
    tail[:] = -1
    length[:] = 0
    ends_on[:] = -1
    count[:] = 0
    count[FREE] = -1
    waiting_at[:] = 0
    for node in range(num_nodes):
        for ahead in range(booked.shape[1]):
            for part in range(num_parts):
                booked[node, ahead, part] = net.base[node, ahead, part]
    inside[:] = 0
    turning[:] = 0
    triage_head[:] = -1
    triage_tail[:] = -1
    for node in range(num_nodes):
        is_open[node] = opens_at[node] == 0

    # who is there, or waits, at the start
    starter_key = mixed(key, STARTERS)
    if len(net.starter) > len(p_stream):
        return False
    tally.present[row, 0] = len(net.starter)
    for one in range(len(net.starter)):
        slot = one
        count[USED] += 1
        stream, stage, node, age = (
            net.starter[one, 0],
            net.starter[one, 1],
            net.starter[one, 2],
            net.starter_age[one],
        )
        p_key[slot] = mixed(starter_key, net.starter_key[one])
        p_stream[slot] = stream
        p_step[slot] = 0
        p_node[slot] = node
        p_stage[slot] = stage
        p_since[slot] = net.starter_ready[one]
        if node < 0 and p_since[slot] > 0.0:
            p_stage[slot] = -1
            if p_since[slot] < num_days:
                after[slot] = ends_on[int(p_since[slot])]
                ends_on[int(p_since[slot])] = slot
                p_end[slot] = p_since[slot]
            else:
                tally.present[row, 0] -= 1
            continue
        if node < 0 and not triaged[stream] and triage[0] >= 0:
            p_stage[slot] = -1
            urgency = min(3, rank[stream])
            after[slot] = -1
            if triage_tail[urgency] >= 0:
                after[triage_tail[urgency]] = slot
            else:
                triage_head[urgency] = slot
            triage_tail[urgency] = slot
            continue
        if node < 0:
            after[slot] = -1
            if tail[stream] >= 0:
                after[tail[stream]] = slot
            else:
                head[stream] = slot
            tail[stream] = slot
            length[stream] += 1
            t_waited[stream] += 1.0
            t_queue[group[stream], 0] += 1.0
            for at in range(queue_node_at[stream], queue_node_at[stream + 1]):
                waiting_at[queue_node[at]] += 1
            continue
        share = uniform(p_key[slot], STAY)
        if net.starter_rest[one] >= 0.0:
            rest = net.starter_rest[one]
            age = max(0.0, age)
        elif age >= 0.0:
            share = net.starter_share[one] + share * (1.0 - net.starter_share[one])
            rest = (
                drawn_stay(stay_kind[stage], stay_a[stage], stay_b[stage], stay_table[stage], share)
                - age
            )
        else:
            whole = balanced[stage, min(balanced.shape[1] - 1, int(share * balanced.shape[1]))]
            rest = whole * uniform(person_key(p_key[slot], 0, AGE), 0)
            age = whole - rest
        rest = max(1e-6, rest)
        tally.stage_days[row, stage] += min(rest, float(num_days))
        inside[node] += 1
        t_occupied[node, 0] += 1.0
        if is_home[node]:
            draw_ends(ends, loads[stage], load_whole[stage], person_key(p_key[slot], 0, LOAD))
            tapering = taper_of(taper[stage], age, rest)
            for ahead in range(num_booked_days(rest)):
                for part in range(num_parts):
                    booked[node, min(ahead, booked.shape[1] - 1), part] += care_on(
                        ends, part, load_whole[stage], tapering, ahead + age
                    )
        p_end[slot] = rest
        if int(rest) < num_days:
            after[slot] = ends_on[int(rest)]
            ends_on[int(rest)] = slot

    season = normal_quantile(uniform(mixed(key, SEVERITY), 0))
    winter = 0.0
    for day in range(num_days):
        # the winter of today: lognormal with mean 1, part fixed for the winter, part wandering from
        # day to day
        index = 1.0
        if severity[0] > 0.0:
            shock = normal_quantile(uniform(mixed(key, SEVERITY), day + 1))
            winter = (
                shock
                if day == 0
                else severity[2] * winter + math.sqrt(1.0 - severity[2] * severity[2]) * shock
            )
            value = severity[0] * (
                math.sqrt(severity[1]) * season + math.sqrt(1.0 - severity[1]) * winter
            )
            index = math.exp(value - 0.5 * severity[0] * severity[0])
        t_index[day] = index
        stretch = index ** severity[5]

        # who is on duty and what that allows, surge nodes
        sick_share = min(0.95, sickness[day] * index ** severity[4])
        put_on_duty(net, state, day, sick_share, mixed(mixed(key, SICKNESS), day))
        for node in range(num_nodes):
            refused[node] = -1
            for part in range(num_parts):
                there = supply[node, part]
                tally.usable_parts[row, node, part] += there
                if part < num_bands:
                    t_usable[node, day] += there
                free[node, part] = there - (
                    booked[node, day, part]
                    if is_home[node]
                    else float(inside[node] + turning[node])
                )
            starts_left[node] = starts[node, day]
            if opens_at[node] > 0:
                is_open[node] = (
                    waiting_at[node] > 0 if is_open[node] else waiting_at[node] >= opens_at[node]
                )
            if is_open[node]:
                tally.open_days[row, node] += 1.0

        # some of those who wait give up: out of their lines first, then each by cause
        gone = -1
        for stream in range(num_streams):
            before = -1
            slot = head[stream] if leaves[stream, 2] > 0.0 else -1
            while slot >= 0:
                following = after[slot]
                fate = uniform(person_key(p_key[slot], 0, PATIENCE), day)
                if fate < leaves[stream, 2]:
                    take_out(head, tail, after, stream, before, slot)
                    length[stream] -= 1
                    t_waited[stream] -= 1.0
                    t_queue[group[stream], day] -= 1.0
                    for at in range(queue_node_at[stream], queue_node_at[stream + 1]):
                        waiting_at[queue_node[at]] -= 1
                    p_end[slot], after[slot], gone = fate, gone, slot
                else:
                    before = slot
                slot = following
        for urgency in range(4):
            before = -1
            slot = triage_head[urgency]
            while slot >= 0:
                following = after[slot]
                fate = uniform(person_key(p_key[slot], 0, PATIENCE), day)
                if fate < leaves[p_stream[slot], 2]:
                    take_out(triage_head, triage_tail, after, urgency, before, slot)
                    p_end[slot], after[slot], gone = fate, gone, slot
                else:
                    before = slot
                slot = following
        while gone >= 0:
            slot, gone = gone, after[gone]
            stream, cause = p_stream[slot], 0
            while p_end[slot] >= leaves[stream, cause]:
                cause += 1
            tally.left[row, stream, cause] += 1
            t_past[group[stream]] += max(0.0, day - max(0.0, p_since[slot] + standard))
            after[slot] = count[FREE]
            count[FREE] = slot

        # today's events: midnight itself, who was left in triage, ends of stays, arrivals
        today[:] = -1
        count[TRIAGE] = triage[day]
        while count[TRIAGE] > 0:
            chosen = -1
            for urgency in range(4):
                if triage_head[urgency] >= 0 and (
                    chosen < 0
                    or (
                        ageing > 0.0
                        and p_since[triage_head[urgency]] + ageing * urgency
                        < p_since[triage_head[chosen]] + ageing * chosen
                    )
                ):
                    chosen = urgency
            if chosen < 0:
                break
            slot = triage_head[chosen]
            triage_head[chosen] = after[slot]
            if triage_head[chosen] < 0:
                triage_tail[chosen] = -1
            count[TRIAGE] -= 1
            p_stage[slot] = 0  # triaged
            p_end[slot] = day
            put_today(today, p_end, after, day, slot)
        for urgency in range(4):
            slot = triage_head[urgency]
            while slot >= 0:
                t_queue[group[p_stream[slot]], day] += 1.0
                t_waited[p_stream[slot]] += 1.0
                tally.triage_waited[row] += 1.0
                slot = after[slot]
        slot = ends_on[day]
        while slot >= 0:
            following = after[slot]
            put_today(today, p_end, after, day, slot)
            slot = following
        arrivals_key = mixed(key, ARRIVALS)
        factor = index ** severity[3]
        for stream in range(num_streams):
            if rate[stream, day] <= 0.0:
                continue
            day_key = mixed(mixed(arrivals_key, net.stream_key[stream]), day)
            arriving = poisson_quantile(uniform(day_key, 0), rate[stream, day] * factor)
            tally.arrived[row, stream] += arriving
            for person in range(arriving):
                slot = count[FREE]
                if slot >= 0:
                    count[FREE] = after[slot]
                elif count[USED] < len(p_stream):
                    slot = count[USED]
                    count[USED] += 1
                else:
                    return False
                p_key[slot] = mixed(day_key, person + 1)
                p_stream[slot] = stream
                p_stage[slot] = -1
                p_node[slot] = -1
                p_step[slot] = 0
                p_since[slot] = day + uniform(p_key[slot], 0)
                p_end[slot] = p_since[slot]
                put_today(today, p_end, after, day, slot)

        hour = -1
        while True:
            if hour < 0:
                slot, time = MIDNIGHT, float(day)
                hour = 0
            else:
                while hour < PARTS_OF_DAY and today[hour] < 0:
                    hour += 1
                if hour == PARTS_OF_DAY:
                    break
                slot = today[hour]
                today[hour] = after[slot]
                time = p_end[slot]
            rest_of_day = day + 1 - time
            queue = vacated = again = -1
            if slot == MIDNIGHT:
                for node in range(num_nodes):
                    if waiting_at[node] > 0:
                        work[count[WORK]] = node
                        count[WORK] += 1
            elif p_stage[slot] == TURNING:
                node = p_node[slot]
                turning[node] -= 1
                free[node, 0] += 1.0
                work[count[WORK]] = node
                count[WORK] += 1
                after[slot] = count[FREE]
                count[FREE] = slot
            elif p_node[slot] < 0:
                # somebody becomes ready: a triage slot first, where that is needed
                stream = p_stream[slot]
                if p_stage[slot] < 0 and count[TRIAGE] >= 0 and not triaged[stream]:
                    if count[TRIAGE] == 0:
                        urgency = min(3, rank[stream])
                        after[slot] = -1
                        if triage_tail[urgency] >= 0:
                            after[triage_tail[urgency]] = slot
                        else:
                            triage_head[urgency] = slot
                        triage_tail[urgency] = slot
                        t_queue[group[stream], day] += rest_of_day
                        t_waited[stream] += rest_of_day
                        tally.triage_waited[row] += rest_of_day
                        continue
                    count[TRIAGE] -= 1
                queue = stream
            else:
                # a stay ends: leave, or move on; a bed is held until then, care at home is not
                stage, node = p_stage[slot], p_node[slot]
                following = -1
                share = (
                    uniform(p_key[slot], 8 * p_step[slot] + NEXT)
                    if then_at[stage] < then_at[stage + 1]
                    else 1.0
                )
                for at in range(then_at[stage], then_at[stage + 1]):
                    share -= then_chance[at]
                    if share < 0.0:
                        following = then_stage[at]
                        break
                p_step[slot] += 1
                if following < 0 or is_home[node]:
                    inside[node] -= 1
                    t_occupied[node, day] -= rest_of_day
                    p_node[slot] = -1
                    if not is_home[node]:
                        vacated = node
                if following < 0:
                    t_done[p_stream[slot]] += 1
                    after[slot] = count[FREE]
                    count[FREE] = slot
                else:
                    p_since[slot] = time
                    queue = num_streams + following

            if queue >= 0:
                # join the queue; where nobody stands before, the filling below starts care at once
                after[slot] = -1
                if tail[queue] >= 0:
                    after[tail[queue]] = slot
                else:
                    head[queue] = slot
                tail[queue] = slot
                length[queue] += 1
                t_waited[queue] += rest_of_day
                if queue < num_streams:
                    t_queue[group[queue], day] += rest_of_day
                for at in range(queue_node_at[queue], queue_node_at[queue + 1]):
                    waiting_at[queue_node[at]] += 1
                # nodes in order of preference: the last put down is the first looked at
                low = num_streams
                high = low + 1
                if queue < num_streams:
                    low, high = first_at[queue], first_at[queue + 1]
                for choice in range(high - 1, low - 1, -1):
                    stage = first_stage[choice] if queue < num_streams else queue - num_streams
                    for at in range(stage_node_at[stage + 1] - 1, stage_node_at[stage] - 1, -1):
                        node = stage_node[at]
                        if (is_home[node] or free[node, 0] > 0.0) and is_open[node]:
                            work[count[WORK]] = node
                            count[WORK] += 1

            # fill every node that may take somebody, until nothing moves
            while count[WORK] > 0 or vacated >= 0:
                if vacated >= 0:
                    # the bed is free at once, or when it has been turned round
                    if turn_round[vacated] > 0.0:
                        bed = count[FREE]
                        if bed >= 0:
                            count[FREE] = after[bed]
                        elif count[USED] < len(p_stream):
                            bed = count[USED]
                            count[USED] += 1
                        else:
                            return False
                        turning[vacated] += 1
                        p_node[bed] = vacated
                        p_stage[bed] = TURNING
                        p_end[bed] = time + turn_round[vacated]
                        last = int(min(p_end[bed], float(num_days)))
                        if last == day:
                            put_today(today, p_end, after, day, bed)
                        elif last < num_days:
                            after[bed] = ends_on[last]
                            ends_on[last] = bed
                    else:
                        free[vacated, 0] += 1.0
                        if waiting_at[vacated] > 0 and vacated != again:
                            work[count[WORK]] = vacated
                            count[WORK] += 1
                    if again >= 0:
                        work[count[WORK]] = again
                        count[WORK] += 1
                    vacated = again = -1
                    continue
                count[WORK] -= 1
                node = work[count[WORK]]
                home = is_home[node]
                while (
                    waiting_at[node] > 0
                    and (home or free[node, 0] > 1.0 - 1e-9)
                    and is_open[node]
                    and starts_left[node] != 0
                ):
                    best = -1
                    for at in range(node_queue_at[node], node_queue_at[node + 1]):
                        other = node_queue[at]
                        first = head[other]
                        if first < 0:
                            continue
                        ahead_of = best < 0
                        if not ahead_of:
                            since, other_since = p_since[first], p_since[head[best]]
                            if ageing > 0.0 and rank[other] > 0 and rank[best] > 0:
                                since += ageing * rank[other]
                                other_since += ageing * rank[best]
                                ahead_of = since < other_since
                            else:
                                ahead_of = rank[other] < rank[best] or (
                                    rank[other] == rank[best] and since < other_since
                                )
                        if ahead_of:
                            best = other
                    slot = head[best]
                    stage = best - num_streams
                    if best < num_streams:
                        stage = -1
                        for choice in range(first_at[best], first_at[best + 1]):
                            for at in range(
                                stage_node_at[first_stage[choice]],
                                stage_node_at[first_stage[choice] + 1],
                            ):
                                if stage < 0 and stage_node[at] == node:
                                    stage = first_stage[choice]
                    stay = (
                        drawn_stay(
                            stay_kind[stage],
                            stay_a[stage],
                            stay_b[stage],
                            stay_table[stage],
                            uniform(p_key[slot], 8 * p_step[slot] + STAY),
                        )
                        * stretch
                    )
                    if home:
                        whole = load_whole[stage]
                        draw_ends(
                            ends, loads[stage], whole, person_key(p_key[slot], p_step[slot], LOAD)
                        )
                        tapering = taper_of(taper[stage], 0.0, stay)
                        days = num_booked_days(stay)
                        refused[node] = refusing_part(
                            ends,
                            whole,
                            tapering,
                            free[node],
                            booked[node],
                            planned[node],
                            day,
                            min(days, look_ahead[stage]),
                        )
                        if refused[node] >= 0:
                            break
                        for part in range(num_parts):
                            if ends[part, 0] <= 0.0 and ends[part, 1] <= 0.0:
                                continue
                            free[node, part] -= care_on(ends, part, whole, tapering, 0.0)
                            for one in range(days):
                                booked[node, min(day + one, booked.shape[1] - 1), part] += care_on(
                                    ends, part, whole, tapering, float(one)
                                )
                    else:
                        free[node, 0] -= 1.0
                    # off the queue
                    head[best] = after[slot]
                    if head[best] < 0:
                        tail[best] = -1
                    length[best] -= 1
                    t_waited[best] -= rest_of_day
                    for at in range(queue_node_at[best], queue_node_at[best + 1]):
                        waiting_at[queue_node[at]] -= 1
                    wait = time - p_since[slot]
                    t_started[best] += 1
                    if wait <= standard:
                        t_in_standard[best] += 1
                    if best < num_streams:
                        t_queue[group[best], day] -= rest_of_day
                        t_past[group[best]] += max(0.0, time - max(0.0, p_since[slot] + standard))
                        t_waits[group[best], min(WAIT_BINS - 1, int(wait * BINS_PER_DAY))] += 1
                    t_starts[node] += 1
                    if starts_left[node] > 0:
                        starts_left[node] -= 1
                    # out of the bed held so far, into the new node
                    held = p_node[slot]
                    if held >= 0:
                        inside[held] -= 1
                        t_occupied[held, day] -= rest_of_day
                    inside[node] += 1
                    t_occupied[node, day] += rest_of_day
                    p_node[slot] = node
                    p_stage[slot] = stage
                    p_end[slot] = time + stay
                    t_stage_days[stage] += min(stay, num_days - time)
                    t_stage_starts[stage] += 1
                    last = int(time + stay) if time + stay < num_days else num_days
                    if last == day:
                        put_today(today, p_end, after, day, slot)
                    elif last < num_days:
                        after[slot] = ends_on[last]
                        ends_on[last] = slot
                    if held >= 0:
                        vacated, again = held, node
                        break

        # carry who is there over to tomorrow's averages
        for node in range(num_nodes):
            if is_home[node]:
                for part in range(num_parts):
                    tally.used_parts[row, node, part] += booked[node, day, part]
                    if part < num_bands:
                        t_used[node, day] += booked[node, day, part]
            else:
                t_used[node, day] = inside[node]
                tally.used_parts[row, node, 0] += inside[node]
            if is_open[node] and (
                waiting_at[node] > 0 or (not is_home[node] and free[node, 0] < 1.0)
            ):
                tally.full[row, node] += 1.0
            if waiting_at[node] > 0:
                part = refused[node] if is_home[node] else state.short[node]
                if part < 0 or starts_left[node] == 0 or not is_open[node]:
                    part = num_parts
                tally.blocked[row, node, part] += 1.0
            if day + 1 < num_days:
                t_occupied[node, day + 1] += inside[node]
        if day + 1 < num_days:
            for queue in range(num_queues):
                t_waited[queue] += length[queue]
                if queue < num_streams:
                    t_queue[group[queue], day + 1] += length[queue]

    for node in range(num_nodes):
        tally.present[row, 2] += inside[node]
    for queue in range(num_queues):
        slot = head[queue]
        while slot >= 0:
            if queue < num_streams:
                tally.present[row, 1] += 1
                over = num_days - max(0.0, p_since[slot] + standard)
                if over > 0.0:
                    t_past[group[queue]] += over
                    tally.past_at_end[row, queue] += 1
            elif p_node[slot] < 0:
                tally.present[row, 2] += 1
            slot = after[slot]
    for urgency in range(4):
        slot = triage_head[urgency]
        while slot >= 0:
            tally.present[row, 3] += 1
            over = num_days - max(0.0, p_since[slot] + standard)
            if over > 0.0:
                t_past[group[p_stream[slot]]] += over
                tally.past_at_end[row, p_stream[slot]] += 1
            slot = after[slot]
    return True
