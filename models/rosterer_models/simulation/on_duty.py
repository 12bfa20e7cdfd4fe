"""Who is on duty today, and which beds and how much care do they allow?

Each crew loses a binomial number of heads to sickness. Posts take heads in order, of all their
crews alike and in each band for itself; who is left cares at home. So more heads on any shift never
mean fewer beds or less care anywhere.
"""

import math

import numpy as np

from rosterer_models.simulation.network import Arrays
from rosterer_models.simulation.random import binomial_quantile, compiled, uniform
from rosterer_models.simulation.state import State


@compiled
def put_on_duty(net: Arrays, state: State, day: int, share: float, key: np.uint64) -> None:
    """Write what there is today into ``state.supply``, and into ``state.short`` the band whose
    staff limits a unit's beds (−1: its beds do).

    Parameters
    ----------
    share
        Expected share of heads off sick.
    key
        The day's; each crew has a number of its own from it.
    """
    supply, left, short = state.supply, state.left, state.short
    num_bands = left.shape[1]
    for node in range(len(supply)):
        short[node] = -1
        for part in range(supply.shape[1]):
            supply[node, part] = net.capacity[node, day, part]
    for crew in range(len(left)):
        heads = net.crew_heads[crew, day]
        whole = math.floor(heads + 1e-9)
        there = (heads - whole) * (1.0 - share)
        if whole > 0:
            there += whole - binomial_quantile(uniform(key, net.crew_key[crew]), int(whole), share)
        for band in range(num_bands):
            left[crew, band] = there if net.crew_on[crew, band] > 0.0 else 0.0
    for post in range(len(net.post_node)):
        node = net.post_node[post]
        first, last = net.post_crew_at[post], net.post_crew_at[post + 1]
        for band in range(num_bands):
            there = 0.0
            for at in range(first, last):
                there += left[net.post_crew[at], band]
            taken = min(net.post_need[post, day, band], there)
            if there > 0.0:
                rest = 1.0 - taken / there
                for at in range(first, last):
                    left[net.post_crew[at], band] *= rest
            if node >= 0:
                ratio = net.post_ratio[post, band]
                if ratio < math.inf:
                    beds = math.floor(taken * ratio + 1e-6)
                    if beds < supply[node, 0]:
                        supply[node, 0] = beds
                        short[node] = band
    for crew in range(len(left)):
        node = net.crew_node[crew]
        if node >= 0:
            for part in range(supply.shape[1]):
                minutes = net.crew_minutes[crew, part]
                if minutes > 0.0:
                    supply[node, part] += minutes * left[crew, net.part_band[part]]
