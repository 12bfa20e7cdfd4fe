"""How does every person, day and replication get numbers of its own, whatever else is simulated?

Numbers are hashed from what they belong to (seed, replication, stream, day, person, purpose)
instead of being drawn one after another. Two scenarios therefore share them (common random
numbers), and a replication is the same in any batch and process. All variates are made by
inversion, one uniform each, so that a higher rate only adds people and a longer stay only
lengthens.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_TO_UNIT = 2.0**-53

F = TypeVar("F", bound=Callable[..., object])
OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
"""Compiled once and kept; other threads run meanwhile; no checks for division by zero; no counting
of references.
"""


def compiled(function: F) -> F:
    """A function as machine code."""
    return cast(F, numba.njit(**OPTIONS)(function))


@compiled
def mixed(key: np.uint64, salt: int) -> np.uint64:
    """A new key from a key and a whole number (the finaliser of SplitMix64: Steele, Lea and Flood
    2014).
    """
    value = key + _GOLDEN * np.uint64(salt + 1)
    value = (value ^ (value >> _S30)) * _MIX_1
    value = (value ^ (value >> _S27)) * _MIX_2
    return value ^ (value >> _S31)


@compiled
def uniform(key: np.uint64, salt: int) -> float:
    """A number strictly between 0 and 1."""
    return (float(mixed(key, salt) >> _S11) + 0.5) * _TO_UNIT


@compiled
def normal_quantile(share: float) -> float:
    """The standard normal's quantile, with a relative error of about 1e-9 (Acklam's rational
    form).
    """
    if share < 0.02425 or share > 0.97575:
        tail = share if share < 0.5 else 1.0 - share
        q = math.sqrt(-2.0 * math.log(tail))
        top = (
            ((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
            - 2.549732539343734
        ) * q
        top = (top + 4.374664141464968) * q + 2.938163982698783
        low = (
            (7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996
        ) * q + 3.754408661907416
        value = top / (low * q + 1.0)
        return -value if share > 0.5 else value
    q = share - 0.5
    r = q * q
    top = (
        ((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
        + 1.383577518672690e02
    ) * r
    top = ((top - 3.066479806614716e01) * r + 2.506628277459239) * q
    low = (
        ((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
        + 6.680131188771972e01
    ) * r
    return top / ((low - 1.328068155288572e01) * r + 1.0)


SUMMED_MEAN = 40.0
"""Expected counts below which the distribution is summed from nought up, which is shortest there
and cannot underflow.
"""
LARGEST_SUMMED = 4e6
"""Variances above which the normal with a term for skewness stands in; it is then off by at most
one in a million of the count.
"""


@compiled
def _expanded(share: float, mean: float, variance: float, skewness: float) -> int:
    """A count's quantile from the normal's with a term for skewness (Cornish and Fisher 1938)."""
    normal = normal_quantile(share)
    value = mean + math.sqrt(variance) * (normal + skewness * (normal * normal - 1.0) / 6.0)
    return max(0, math.ceil(value - 0.5))


@compiled
def poisson_quantile(share: float, mean: float) -> int:
    """The least whole number that a Poisson variate does not exceed with the given chance.

    Summed from nought for small means, around the mode for others; from a mean of four million on
    an expansion around the normal.
    """
    if mean <= 0.0:
        return 0
    if mean > LARGEST_SUMMED:
        return _expanded(share, mean, mean, 1.0 / math.sqrt(mean))
    if mean < SUMMED_MEAN:
        chance = math.exp(-mean)
        total = chance
        count = 0
        while total < share:
            count += 1
            chance *= mean / count
            total += chance
            if chance < 1e-18 and count > mean:
                break
        return count
    mode = int(mean)
    peak = math.exp(mode * math.log(mean) - mean - math.lgamma(mode + 1.0))
    lower, chance, count = peak, peak, mode
    while count > 0 and chance > 1e-18:
        chance *= count / mean
        lower += chance
        count -= 1
    upper, chance, count = 0.0, peak, mode
    while chance > 1e-18:
        count += 1
        chance *= mean / count
        upper += chance
    chance, count = peak, mode
    if lower >= share * (lower + upper):
        rest = lower - share * (lower + upper)
        while count > 0 and chance <= rest:
            rest -= chance
            chance *= count / mean
            count -= 1
        return count
    rest = upper - (1.0 - share) * (lower + upper)
    while rest > 0.0 and chance > 1e-18:
        count += 1
        chance *= mean / count
        rest -= chance
    return count


@compiled
def binomial_quantile(share: float, tries: int, chance: float) -> int:
    """The least number of successes that is not exceeded with the given chance.

    Summed from nought for small means, around the mode for others; from a variance of four million
    on an expansion around the normal.
    """
    if chance <= 0.0 or tries <= 0:
        return 0
    if chance >= 1.0:
        return tries
    odds = chance / (1.0 - chance)
    mean = tries * chance
    if mean * (1.0 - chance) > LARGEST_SUMMED:
        deviation = math.sqrt(mean * (1.0 - chance))
        found = _expanded(share, mean, deviation * deviation, (1.0 - 2.0 * chance) / deviation)
        return min(tries, found)
    if mean < SUMMED_MEAN and tries * math.log1p(-chance) > -600.0:
        term = math.exp(tries * math.log1p(-chance))
        total = term
        count = 0
        while total < share and count < tries:
            term *= odds * (tries - count) / (count + 1)
            count += 1
            total += term
            if term < 1e-18 and count > mean:
                break
        return count
    mode = min(tries, int((tries + 1) * chance))
    peak = math.exp(
        math.lgamma(tries + 1.0)
        - math.lgamma(mode + 1.0)
        - math.lgamma(tries - mode + 1.0)
        + mode * math.log(chance)
        + (tries - mode) * math.log1p(-chance)
    )
    lower, term, count = peak, peak, mode
    while count > 0 and term > 1e-18:
        term *= count / (odds * (tries - count + 1))
        lower += term
        count -= 1
    upper, term, count = 0.0, peak, mode
    while count < tries and term > 1e-18:
        term *= odds * (tries - count) / (count + 1)
        count += 1
        upper += term
    term, count = peak, mode
    if lower >= share * (lower + upper):
        rest = lower - share * (lower + upper)
        while count > 0 and term <= rest:
            rest -= term
            term *= count / (odds * (tries - count + 1))
            count -= 1
        return count
    rest = upper - (1.0 - share) * (lower + upper)
    while rest > 0.0 and count < tries and term > 1e-18:
        term *= odds * (tries - count) / (count + 1)
        count += 1
        rest -= term
    return count
