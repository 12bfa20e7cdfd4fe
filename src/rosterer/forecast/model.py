"""How does one series go on, and how surely?

Its shape (weekdays, season, holidays) and its level (a drift of two parts, beside the noise of each
day). The band of a day is mostly noise; that of a week or a month is mostly drift, since noise adds
up as a square root and drift in full; so the two have variances and factors of their own. It widens
with the distance; a short history adds to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from rosterer.forecast.level import Level, fit_level
from rosterer.forecast.shape import Shape, fit_shape
from rosterer.referee.words import counted
from rosterer_models.simulation.network import Floats

SHORT_DAYS = 56
"""Under eight weeks the bands widen and a warning is given."""
LEAST_DAYS = 14
LEAST_COUNT = 10.0
"""People a day below whom a count is a matter of steps."""
LEAST_OF_USUAL = 0.02
"""A day that is expected to be emptier than this says nothing of the level."""


@dataclass(frozen=True)
class Prediction:
    """Mean and quantiles of each coming day; ``quantiles`` has shape ``(len(levels), days)``."""

    days: pd.DatetimeIndex
    mean: Floats
    levels: tuple[float, ...]
    quantiles: Floats


@dataclass(frozen=True)
class Spread:
    """Factors on the variance of noise and of drift, from a back-test."""

    noise: float = 1.0
    drift: float = 1.0


AS_FITTED = Spread()


@dataclass(frozen=True)
class Fitted:
    """A fitted series."""

    shape: Shape
    level: Level
    num_days: int
    """Days with values."""
    is_count: bool = False
    """People, not minutes."""

    @property
    def last(self) -> pd.Timestamp:
        """The last day with a value."""
        return self.shape.last

    @property
    def is_short(self) -> bool:
        """Whether the history is too short to trust the shape of the year or the trend."""
        return self.num_days < SHORT_DAYS

    def mean_of(self, days: pd.DatetimeIndex) -> Floats:
        """Expected values."""
        share = self.level.share(self._ahead(days))
        return np.asarray(self.shape.mean_of(days) * share, dtype=np.float64)

    def parts(self, days: pd.DatetimeIndex) -> tuple[Floats, Floats, Floats]:
        """Expected values, their variances by noise, and their covariances by drift."""
        mean = self.mean_of(days)
        drift = self.level.covariance(self._ahead(days)) * np.multiply.outer(mean, mean)
        return mean, self.level.noise * mean, np.asarray(drift, dtype=np.float64)

    def predict(
        self,
        days: pd.DatetimeIndex,
        levels: Sequence[float] = (0.1, 0.5, 0.9),
        spread: Spread = AS_FITTED,
    ) -> Prediction:
        """Mean and quantiles of each day."""
        mean, noise, drift = self.parts(days)
        variance = self.variance(noise, np.diagonal(drift), spread)
        return Prediction(days, mean, tuple(levels), self._quantiles(mean, variance, levels))

    def sum_quantiles(
        self, days: pd.DatetimeIndex, levels: Sequence[float], spread: Spread = AS_FITTED
    ) -> Floats:
        """Quantiles of the sum over some days: daily noise adds up, a level that has wandered moves
        all of them together.
        """
        mean, noise, drift = (np.array([part.sum()]) for part in self.parts(days))
        return self._quantiles(mean, self.variance(noise, drift, spread), levels)[:, 0]

    def variance(self, noise: Floats, drift: Floats, spread: Spread = AS_FITTED) -> Floats:
        """Variances of days or sums, of a short history more."""
        short = 1.0 + max(0.0, SHORT_DAYS - self.num_days) / SHORT_DAYS
        variance = (spread.noise * noise + spread.drift * drift) * short**2
        return np.asarray(np.maximum(variance, 1e-9), dtype=np.float64)

    def shares_inside(
        self, values: Floats, mean: Floats, variance: Floats, low: float, high: float
    ) -> Floats:
        """How much of the place of days or sums in their distributions lies between two quantile
        levels: 0 or 1, of a count the part of its step.

        A count sits on a step of its distribution function; taking the part of the step makes 80 %
        mean 80 % for small counts too.
        """
        if not self.is_count:
            mean = np.maximum(mean, 1e-9)
            place = stats.gamma.cdf(values, mean**2 / variance, scale=variance / mean)
            return np.asarray((low <= place) & (place <= high), dtype=np.float64)
        law = _counts(mean, variance)
        bottom, top = law.cdf(values - 1), law.cdf(values)
        inside = np.minimum(top, high) - np.maximum(bottom, low)
        return np.asarray(np.maximum(0.0, inside) / np.maximum(top - bottom, 1e-12))

    def _ahead(self, days: pd.DatetimeIndex) -> Floats:
        return np.maximum(1.0, np.asarray((days - self.last).days, dtype=np.float64))

    def _quantiles(self, mean: Floats, variance: Floats, levels: Sequence[float]) -> Floats:
        if self.is_count:
            return np.asarray(
                [_counts(mean, variance).ppf(level) for level in levels], dtype=np.float64
            )
        shape = np.maximum(mean, 1e-9) ** 2 / variance
        found = [
            stats.gamma.ppf(level, shape, scale=variance / np.maximum(mean, 1e-9))
            for level in levels
        ]
        return np.asarray(found, dtype=np.float64)


def fit(
    values: "pd.Series[float]",
    special: Sequence[date] = (),
    subdivision: str = "ENG",
    is_count: bool = False,
) -> Fitted:
    """Fit a daily series; NaN are gaps. A count varies at least as a Poisson count does.

    Raises
    ------
    ValueError
        When fewer than 14 days have values.
    """
    known = values.dropna()
    if len(known) < LEAST_DAYS:
        raise ValueError(
            f"a history of {counted(len(known), 'day')} is too short; "
            f"at least {LEAST_DAYS} days with values are needed"
        )
    shape = fit_shape(known, tuple(special), subdivision)
    days = pd.date_range(shape.first, shape.last)
    observed = np.asarray(known.reindex(days).to_numpy(), dtype=np.float64)
    expected = shape.mean_of(days)
    expected = np.maximum(expected, LEAST_OF_USUAL * float(expected.mean()))
    is_coarse = is_count and float(known.mean()) < LEAST_COUNT
    level = fit_level(observed, expected, shape.has_season, is_coarse)
    if is_count:
        level = level.at_least(noise=1.0)
    return Fitted(shape, level, len(known), is_count)


def _counts(mean: Floats, variance: Floats) -> "stats.distributions.rv_frozen":
    """Negative binomial with a mean and a variance (at least a little over the mean)."""
    mean = np.maximum(mean, 1e-9)
    size = mean**2 / np.maximum(variance - mean, 1e-6 * mean)
    return stats.nbinom(size, size / (size + mean))
