"""How long does somebody stay, how much care do they need, and does it fit?"""

import math

import numpy as np

from rosterer_models.simulation.network import MAX_BOOKED_DAYS
from rosterer_models.simulation.random import compiled, mixed, normal_quantile, uniform
from rosterer_models.simulation.state import Floats

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
def num_booked_days(rest: float) -> int:
    """Days of care that are booked for somebody with so much left of a stay."""
    return min(MAX_BOOKED_DAYS, max(1, math.ceil(rest - 1e-9)))


@compiled
def taper_of(taper_days: int, age: float, rest: float) -> float:
    """Days over which care tapers; 0: it does not."""
    if taper_days >= 0:
        return float(taper_days)
    return max(1.0, math.ceil(age + rest) - 1.0)


@compiled
def draw_ends(ends: Floats, loads: Floats, whole: bool, key: np.uint64) -> None:
    """Write a person's care in each part into ``ends``: on the first day, and when tapered."""
    for part in range(len(loads)):
        first, last, spread = loads[part, 0], loads[part, 1], loads[part, 2]
        if first <= 0.0 and last <= 0.0:
            ends[part, 0] = 0.0
            ends[part, 1] = 0.0
            continue
        if spread > 0.0:
            first = max(0.0, first + spread * normal_quantile(uniform(key, 0)))
            last = min(first, max(0.0, last + spread * normal_quantile(uniform(key, 1))))
        if whole:
            first = max(1.0, math.floor(first + 0.5))
            last = min(first, max(1.0, math.floor(last + 0.5)))
        ends[part, 0] = first
        ends[part, 1] = last


@compiled
def care_on(ends: Floats, part: int, whole: bool, taper: float, age: float) -> float:
    """Care in a part after so many days of a stay."""
    share = 0.0 if taper == 0.0 else min(1.0, age / taper)
    load = ends[part, 0] + (ends[part, 1] - ends[part, 0]) * share
    return float(math.floor(load + 0.5)) if whole else float(load)


@compiled
def refusing_part(
    ends: Floats,
    whole: bool,
    taper: float,
    free: Floats,
    booked: Floats,
    planned: Floats,
    day: int,
    days: int,
) -> int:
    """The first part in which the care of the first days does not fit into what is free today, or
    by plan on the days after; −1 when it fits in all.
    """
    for part in range(len(ends)):
        if ends[part, 0] <= 0.0 and ends[part, 1] <= 0.0:
            continue
        if care_on(ends, part, whole, taper, 0.0) > max(0.0, free[part]) + 1e-9:
            return part
        for ahead in range(1, days):
            like = day + ahead
            while like >= len(planned):
                like -= 7
            if like < 0:
                like = len(planned) - 1
            care = care_on(ends, part, whole, taper, float(ahead))
            if care > max(0.0, planned[like, part] - booked[day + ahead, part]) + 1e-9:
                return part
    return -1


@compiled
def person_key(key: np.uint64, step: int, purpose: int) -> np.uint64:
    """The key of one purpose at one step of care."""
    return mixed(key, 8 * step + purpose)
