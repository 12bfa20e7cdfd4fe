"""How long does a stay last, and how much of it is left for somebody who is already there?

The residual-stay rule: a starter whose age in the stage is known gets a stay given that it lasted
so long; a starter whose age is not known gets the residual of a service in balance (a stay drawn in
proportion to its length, cut at a uniform moment), which keeps Little's law from the first day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
TABLE_POINTS = 1001
"""Quantiles kept of an empirical stay: steps of one per mille, the grain of survival curves."""
LOGNORMAL, TABLE, CONSTANT, EXPONENTIAL = 0, 1, 2, 3


@dataclass(frozen=True)
class Stay:
    """A distribution of days; make one with ``lognormal``, ``empirical``, ``constant``,
    ``exponential`` or ``poisson``.

    ``table`` and ``balanced`` hold quantiles at equal steps of probability: of a stay, and of a
    stay seen at a random moment.
    """

    code: int
    a: float
    b: float
    mean: float
    table: Floats
    balanced: Floats

    def share(self, days: float) -> float:
        """Chance that a stay is over after so many days."""
        if days <= 0:
            return 0.0
        if self.code == LOGNORMAL:
            return float(stats.norm.cdf((np.log(days) - self.a) / self.b))
        if self.code == EXPONENTIAL:
            return float(1 - np.exp(-days / self.a))
        if self.code == CONSTANT:
            return 0.0 if days < self.a else 1.0
        return float(np.searchsorted(self.table, days, side="right") / len(self.table))

    def longer(self, percent: float) -> "Stay":
        """The same distribution, every stay longer by a percentage."""
        factor = 1 + percent / 100
        a = self.a + np.log(factor) if self.code == LOGNORMAL else self.a * factor
        return Stay(
            self.code,
            float(a),
            self.b,
            self.mean * factor,
            self.table * factor,
            self.balanced * factor,
        )


def lognormal(mu: float, sigma: float) -> Stay:
    """Lognormal with the mean and standard deviation of its logarithm."""
    shares = _steps()
    table = np.exp(mu + sigma * stats.norm.ppf(shares))
    return Stay(
        LOGNORMAL,
        mu,
        sigma,
        float(np.exp(mu + sigma**2 / 2)),
        table,
        _balanced(np.exp(mu + sigma * stats.norm.ppf(_fine()))),
    )


def lognormal_of(mean: float, median: float) -> Stay:
    """Lognormal with a mean and a median in days.

    Raises
    ------
    ValueError
        When the mean is not above the median: no lognormal has them.
    """
    if not mean > median > 0:
        raise ValueError(f"a lognormal stay needs mean > median > 0, not {mean:g} and {median:g}")
    return lognormal(float(np.log(median)), float(np.sqrt(2 * np.log(mean / median))))


def constant(days: float) -> Stay:
    """Always the same."""
    table = np.full(TABLE_POINTS, float(days))
    return Stay(CONSTANT, float(days), 0.0, float(days), table, _balanced(table))


def exponential(mean: float) -> Stay:
    """Without memory."""
    table = -mean * np.log1p(-_steps())
    return Stay(
        EXPONENTIAL, float(mean), 0.0, float(mean), table, _balanced(-mean * np.log1p(-_fine()))
    )


def poisson(mean: float) -> Stay:
    """A whole number of days, at least 1."""
    table = np.maximum(1.0, stats.poisson.ppf(_steps(), mean))
    return Stay(TABLE, 0.0, 0.0, float(table.mean()), table, _balanced(table))


def empirical(days: Floats) -> Stay:
    """What was observed, one entry a stay."""
    table = np.quantile(np.asarray(days, dtype=np.float64), _steps())
    return Stay(TABLE, 0.0, 0.0, float(table.mean()), table, _balanced(table))


def surviving(curve: dict[int, int], longest: int | None = None) -> Stay:
    """A stay in whole days from a survival curve (day to per mille still there), cut at ``longest``
    days.
    """
    days = sorted(curve)
    last = days[-1] + 1 if longest is None else min(longest, days[-1] + 1)
    alive = np.array(
        [
            1000 if day not in curve and day < days[0] else curve[max(d for d in days if d <= day)]
            for day in range(last)
        ]
    )
    shares = 1 - alive / 1000  # chance of a stay of at most `day` days
    table = np.searchsorted(shares, _steps() - 1e-12, side="left").astype(np.float64)
    table = np.clip(table, 1, last)
    return Stay(TABLE, 0.0, 0.0, float(table.mean()), table, _balanced(table))


def _steps() -> Floats:
    return (np.arange(TABLE_POINTS) + 0.5) / TABLE_POINTS


def _fine() -> Floats:
    return (np.arange(100_000) + 0.5) / 100_000


def _balanced(stays: Floats) -> Floats:
    """Quantiles of a stay drawn in proportion to its length: what somebody seen at a random moment
    has.
    """
    ordered = np.sort(stays)
    weight = np.cumsum(ordered)
    where = np.searchsorted(weight, _steps() * weight[-1]).clip(0, len(ordered) - 1)
    return np.asarray(ordered[where], dtype=np.float64)
