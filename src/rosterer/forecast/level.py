"""How far is the level from what the calendar expects, and how will it wander?

The share observed / expected of a day is 1 + slow + fast + noise: a slow part that walks at random
(it keeps what it has gained), a fast part that dies away in days or weeks (an outbreak, a hot
spell), and noise in inverse proportion to the expected value. The three variances and how fast the
fast part dies are found by maximum likelihood through a Kalman filter, which leaps over gaps;
priors keep a short or thin series from believing in a level as steady, or as wild, as it happens to
look. Noise and drift are thus told apart: noise is of a day alone, drift moves a whole week.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, log

import numpy as np
from numba import njit
from scipy import optimize, stats

from rosterer_models.simulation.network import Floats

USUAL_SLOW_A_YEAR = 0.08
"""Standard deviation of the slow part's change in a year, as a share of the level."""
USUAL_SLOW_UNSEASONED = 0.12
"""The same where no year was seen: the season is part of it."""
USUAL_FAST = 0.02
"""Standard deviation of the fast part."""
USUAL_KEPT = 2.5
"""Logit of the part of the fast part kept from day to day: 0.92."""
SURE_SLOW, SURE_FAST, SURE_KEPT = 0.7, 1.0, 0.6
"""Standard deviations of the priors, of logarithms and a logit: a factor of two or three."""
START = 0.1
"""Standard deviation of the slow part at first."""
STARTS = np.array([[0.0, 0.0, 0.0], [1.5, -1.0, -1.5]])
"""From the centre of the priors, and from a level of which almost all that moves is slow: each can
be taken for the other, and a search from one side does not always find the better.
"""
LEARNING_DAYS = 28
"""Errors of the first days are those of the start."""
BAND = 0.8
LEAST_SHARE = 0.05
"""A level can fall, not to nothing."""


@dataclass(frozen=True)
class Level:
    """Parts of the level after the last day, with their variances, and how they go on."""

    noise: float
    """Variance of a day / its expected value."""
    slow: float
    fast: float
    slow_a_day: float
    fast_a_day: float
    kept: float
    unsure: tuple[float, float, float]
    """Variance of slow, covariance, variance of fast."""

    def share(self, ahead: Floats) -> Floats:
        """Expected share so many days ahead."""
        return np.maximum(LEAST_SHARE, 1.0 + self.slow + self.fast * self.kept**ahead)

    def at_least(self, noise: float) -> "Level":
        """The same with no less noise."""
        return replace(self, noise=max(noise, self.noise))

    def covariance(self, ahead: Floats) -> Floats:
        """Of the shares of days, noise left out."""
        kept, (slow, both, fast) = self.kept, self.unsure
        nearer = np.minimum.outer(ahead, ahead)
        apart = np.abs(np.subtract.outer(ahead, ahead))
        walked = slow + self.slow_a_day * nearer
        carried = both * np.add.outer(kept**ahead, kept**ahead) + fast * np.multiply.outer(
            kept**ahead, kept**ahead
        )
        added = self.fast_a_day * kept**apart * (1 - kept ** (2 * nearer)) / (1 - kept**2)
        return np.asarray(walked + carried + added, dtype=np.float64)


def fit_level(
    observed: Floats, expected: Floats, has_season: bool, is_coarse: bool = False
) -> Level:
    """Fit the drift of days in a row; NaN are gaps.

    The noise is that of the middle of the errors (few days of their own kind, which no calendar
    knows, would widen the band of all days), unless values are coarse: of small counts the middle
    is a step.
    """
    share, weight = observed / expected, 1.0 / expected
    known = ~np.isnan(share)
    rough = max(float(((share[known] - 1.0) ** 2 * expected[known]).mean()), 1e-9)
    usual = USUAL_SLOW_A_YEAR if has_season else USUAL_SLOW_UNSEASONED
    centre = np.array([log(usual), USUAL_KEPT, log(USUAL_FAST)])
    start = START**2 / rough
    sure = np.array([SURE_SLOW, SURE_KEPT, SURE_FAST])

    def unlikely(at: Floats) -> float:
        _, noise, logs, _ = _filtered(share, weight, *_variances(at, rough), start)
        return float(
            (known.sum() * log(noise) + logs) / 2 + (((at - centre) / sure) ** 2).sum() / 2
        )

    best = min((_least(unlikely, start_at) for start_at in centre + STARTS), key=unlikely)
    slow_a_day, kept, fast_a_day = _variances(best, rough)
    state, noise, _, errors = _filtered(share, weight, slow_a_day, kept, fast_a_day, start)
    settled = errors[LEARNING_DAYS:]
    middle = np.abs(settled[~np.isnan(settled)])
    usual_noise = noise
    if len(middle) >= LEARNING_DAYS and not is_coarse:
        typical = float(np.quantile(middle, BAND)) / float(stats.norm.ppf((1 + BAND) / 2))
        usual_noise = max(typical**2, 1e-12)
    return Level(
        noise=usual_noise,
        slow=float(state[0]),
        fast=float(state[1]),
        slow_a_day=slow_a_day * noise,
        fast_a_day=fast_a_day * noise,
        kept=kept,
        unsure=(float(state[2] * noise), float(state[3] * noise), float(state[4] * noise)),
    )


def _least(unlikely: Callable[[Floats], float], start: Floats) -> Floats:
    found = optimize.minimize(
        unlikely,
        start,
        method="Nelder-Mead",
        options={
            "xatol": 0.05,
            "fatol": 0.02,
            "initial_simplex": np.vstack([start, start + np.eye(3)]),
        },
    )
    return np.asarray(found.x, dtype=np.float64)


def _variances(at: Floats, noise: float) -> tuple[float, float, float]:
    """Slow a day, kept, fast a day; the variances over that of noise."""
    kept = 1.0 / (1.0 + exp(-float(at[1])))
    fast = exp(2.0 * float(at[2])) * (1.0 - kept**2)
    return exp(2.0 * float(at[0])) / 365.25 / noise, kept, fast / noise


def _filtered(
    share: Floats, weight: Floats, slow_a_day: float, kept: float, fast_a_day: float, start: float
) -> tuple[Floats, float, float, Floats]:
    """Last state, noise, sum of logarithms, and errors over the spread that unit noise gives."""
    state, total, logs, errors = _filter(share, weight, slow_a_day, kept, fast_a_day, start)
    noise = max(total / max(1, int((~np.isnan(share)).sum())), 1e-12)
    return state, noise, logs, errors


@njit(cache=True)
def _filter(
    share: Floats,
    weight: Floats,
    slow_a_day: float,
    kept: float,
    fast_a_day: float,
    start: float,
) -> tuple[Floats, float, float, Floats]:
    slow, fast = 0.0, 0.0
    var_slow, both, var_fast = start, 0.0, fast_a_day / (1.0 - kept * kept)
    total, logs = 0.0, 0.0
    errors = np.full(len(share), np.nan)
    for day in range(len(share)):
        var_slow += slow_a_day
        fast *= kept
        both *= kept
        var_fast = kept * kept * var_fast + fast_a_day
        if np.isnan(share[day]):
            continue
        error = share[day] - 1.0 - slow - fast
        variance = var_slow + 2.0 * both + var_fast + weight[day]
        errors[day] = error / np.sqrt(variance)
        total += error * error / variance
        logs += np.log(variance)
        gain_slow, gain_fast = (var_slow + both) / variance, (both + var_fast) / variance
        slow += gain_slow * error
        fast += gain_fast * error
        seen_slow, seen_fast = var_slow + both, both + var_fast
        var_slow -= gain_slow * seen_slow
        both -= gain_slow * seen_fast
        var_fast -= gain_fast * seen_fast
    return np.array([slow, fast, var_slow, both, var_fast]), total, logs, errors
