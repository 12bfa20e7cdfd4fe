"""How long does somebody stay, how much care do they need, and does it fit?"""

import math

import numpy as np

from rosterer_models.simulation.network import MAX_BOOKED_DAYS
from rosterer_models.simulation.random import compiled, mixed, normal_quantile, uniform
from rosterer_models.simulation.state import Counts, Floats

STAY, NEXT, LOAD, PATIENCE, AGE = 1, 2, 3, 4, 5
"""Purposes of a person's random numbers; each step of care has eight."""


@compiled
def drawn_stay(kind: int, a: float, b: float, table: Floats, share: float) -> float:
    """Days of a stay at a quantile."""
    if kind == 0:
        return math.exp(a + b * normal_quantile(share))
    if kind == 2:
        return a
    if kind == 3:
        return -a * math.log(1.0 - share)
    return float(table[min(len(table) - 1, int(share * len(table)))])


@compiled
def draw_loads(
    profile: Floats,
    loads: Floats,
    whole: bool,
    taper_days: int,
    key: np.uint64,
    age: float,
    rest: float,
) -> int:
    """Write the care of each coming day into ``profile``; its number of days."""
    days = min(MAX_BOOKED_DAYS, max(1, math.ceil(rest - 1e-9)))
    first, last, spread = loads[0], loads[1], loads[2]
    if spread > 0.0:
        first = max(0.0, first + spread * normal_quantile(uniform(key, 0)))
        last = min(first, max(0.0, last + spread * normal_quantile(uniform(key, 1))))
    if whole:
        first = max(1.0, math.floor(first + 0.5))
        last = min(first, max(1.0, math.floor(last + 0.5)))
    taper = float(taper_days)
    if taper < 0.0:
        taper = max(1.0, math.ceil(age + rest) - 1.0)
    for day in range(days):
        share = 0.0 if taper == 0.0 else min(1.0, (day + age) / taper)
        load = first + (last - first) * share
        profile[day] = math.floor(load + 0.5) if whole else load
    return days


@compiled
def fits(
    profile: Floats,
    booked: Floats,
    capacity: Floats,
    heads: Counts,
    per_head: float,
    free: float,
    day: int,
    days: int,
) -> bool:
    """Whether the care of the first days is free today, and free by plan on the days after (of one
    node).
    """
    if profile[0] > free + 1e-9:
        return False
    for ahead in range(1, days):
        like = day + ahead
        while like >= len(capacity):
            like -= 7
        if like < 0:
            like = len(capacity) - 1
        planned = capacity[like]
        if heads[like] >= 0:
            planned = min(planned, heads[like] * per_head)
        if booked[day + ahead] + profile[ahead] > planned + 1e-9:
            return False
    return True


@compiled
def person_key(key: np.uint64, step: int, purpose: int) -> np.uint64:
    """The key of one purpose at one step of care."""
    return mixed(key, 8 * step + purpose)
