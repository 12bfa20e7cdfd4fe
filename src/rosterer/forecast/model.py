"""How does one series go on: level, trend, weekday, season, holidays?

A log-linear model of the daily mean, fitted by penalised quasi-likelihood (variance in proportion
to the mean): level, trend (damped after the last day), weekday, two yearly waves where there is
more than a year, bank holidays, Christmas (24 December to 1 January) and special days. Recent days
weigh more. The band comes from the spread of what the model did not explain and from how far levels
wandered from week to week, so it widens with the distance; a short history adds to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import holidays
import numpy as np
import pandas as pd
from scipy import stats

from rosterer.referee.words import counted
from rosterer_models.simulation.network import Floats

HALF_LIFE_DAYS = 365.0
"""A day a year ago weighs half: one winter back still counts, an old level does not."""
SEASON_FROM_DAYS = 400
"""Less than this and a yearly wave cannot be told from a trend."""
TREND_FROM_DAYS = 120
DAMPING_DAYS = 60.0
"""After this distance a trend has mostly run out."""
SHORT_DAYS = 56
"""Under eight weeks the bands widen and a warning is given."""
RIDGE = 2.0


@dataclass(frozen=True)
class Prediction:
    """Mean and quantiles of each coming day; ``quantiles`` has shape ``(len(levels), days)``."""

    days: pd.DatetimeIndex
    mean: Floats
    levels: tuple[float, ...]
    quantiles: Floats


@dataclass(frozen=True)
class Fitted:
    """A fitted series."""

    first: pd.Timestamp
    last: pd.Timestamp
    weights: Floats
    dispersion: float
    wander: float
    special: tuple[date, ...]
    subdivision: str
    num_days: int
    """Days with values."""
    is_count: bool = False
    """People, not minutes."""

    @property
    def is_short(self) -> bool:
        """Whether the history is too short to trust the shape of the year or the trend."""
        return self.num_days < SHORT_DAYS

    def mean_of(self, days: pd.DatetimeIndex) -> Floats:
        """Expected values."""
        matrix = _design(days, self.first, self.last, self.special, self.subdivision)
        return np.asarray(np.exp(np.clip(matrix @ self.weights, -20.0, 20.0)), dtype=np.float64)

    def predict(
        self, days: pd.DatetimeIndex, levels: Sequence[float] = (0.1, 0.5, 0.9), scale: float = 1.0
    ) -> Prediction:
        """Mean and quantiles.

        Parameters
        ----------
        scale
            Factor on the spread, from a back-test.
        """
        mean = self.mean_of(days)
        ahead = np.maximum(1.0, np.asarray((days - self.last).days, dtype=np.float64))
        return Prediction(days, mean, tuple(levels), self._quantiles(mean, ahead, levels, scale))

    def sum_quantiles(
        self, days: pd.DatetimeIndex, levels: Sequence[float], scale: float = 1.0
    ) -> Floats:
        """Quantiles of the sum over some days: daily noise adds up, a level that has wandered moves
        all of them together.
        """
        mean = np.array([float(self.mean_of(days).sum())])
        ahead = np.array([max(1.0, float((days - self.last).days.to_numpy().mean()))])
        return self._quantiles(mean, ahead, levels, scale)[:, 0]

    def share_inside(
        self, days: pd.DatetimeIndex, value: float, low: float, high: float, scale: float = 1.0
    ) -> float:
        """How much of a sum's place in its distribution lies between two quantile levels: 0 or 1,
        of a count the part of its step.

        A count sits on a step of its distribution function; taking the part of the step makes 80 %
        mean 80 % for small counts too.
        """
        mean = np.array([float(self.mean_of(days).sum())])
        ahead = np.array([max(1.0, float((days - self.last).days.to_numpy().mean()))])
        variance = self._variance(mean, ahead, scale)
        if not self.is_count:
            place = float(
                stats.gamma.cdf(value, mean[0] ** 2 / variance[0], scale=variance[0] / mean[0])
            )
            return float(low <= place <= high)
        law = _counts(mean, variance)
        bottom, top = float(law.cdf(value - 1)[0]), float(law.cdf(value)[0])
        return max(0.0, min(top, high) - max(bottom, low)) / max(top - bottom, 1e-12)

    def _variance(self, mean: Floats, ahead: Floats, scale: float) -> Floats:
        short = 1.0 + max(0.0, SHORT_DAYS - self.num_days) / SHORT_DAYS
        variance = self.dispersion * mean + (self.wander**2) * (ahead / 7) * mean**2
        return np.asarray(np.maximum(variance * (short * scale) ** 2, 1e-9), dtype=np.float64)

    def _quantiles(
        self, mean: Floats, ahead: Floats, levels: Sequence[float], scale: float
    ) -> Floats:
        variance = self._variance(mean, ahead, scale)
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
    if len(known) < 14:
        raise ValueError(
            f"a history of {counted(len(known), 'day')} is too short; "
            "at least 14 days with values are needed"
        )
    first, last = pd.Timestamp(known.index[0]), pd.Timestamp(known.index[-1])
    days = pd.DatetimeIndex(known.index)
    matrix = _design(days, first, last, tuple(special), subdivision)
    observed = np.asarray(known.to_numpy(), dtype=np.float64)
    age = np.asarray((last - days).days, dtype=np.float64)
    recent = 0.5 ** (age / HALF_LIFE_DAYS)
    level = max(float(observed.mean()), 1e-3)
    weights = np.zeros(matrix.shape[1])
    weights[0] = np.log(level)
    # all but the level are held near 0, so that a holiday seen once is not believed in full
    penalty = np.full(matrix.shape[1], RIDGE)
    penalty[0] = 1e-6
    spread = max(1.0, float(observed.var() / level))
    for _ in range(40):
        mean = np.exp(np.clip(matrix @ weights, -20.0, 20.0))
        slope = matrix.T @ (recent * (observed - mean)) / spread - penalty * np.where(
            np.arange(len(weights)) == 0, 0.0, weights
        )
        curve = (matrix.T * (recent * mean)) @ matrix / spread + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-8:
            break
    mean = np.exp(np.clip(matrix @ weights, -20.0, 20.0))
    lost = min(len(known) - 1, matrix.shape[1])
    dispersion = float(
        ((observed - mean) ** 2 / np.maximum(mean, 1e-9)).sum() / (len(known) - lost)
    )
    if is_count:
        dispersion = max(1.0, dispersion)
    wander = _wander(days, observed, mean, dispersion)
    return Fitted(
        first, last, weights, dispersion, wander, tuple(special), subdivision, len(known), is_count
    )


def _counts(mean: Floats, variance: Floats) -> "stats.distributions.rv_frozen":
    """Negative binomial with a mean and a variance (at least a little over the mean)."""
    mean = np.maximum(mean, 1e-9)
    size = mean**2 / np.maximum(variance - mean, 1e-6 * mean)
    return stats.nbinom(size, size / (size + mean))


def _wander(days: pd.DatetimeIndex, observed: Floats, mean: Floats, dispersion: float) -> float:
    """Standard deviation of the change of the level from week to week beyond what daily noise
    explains.
    """
    week = np.asarray((days - days[0]).days // 7)
    sums = pd.DataFrame({"week": week, "observed": observed, "mean": mean}).groupby("week").sum()
    if len(sums) < 6:
        return 0.05
    share = sums["observed"] / sums["mean"].clip(lower=1e-9)
    noise = 2 * float((dispersion / sums["mean"].clip(lower=1e-9)).mean())
    change = float(share.diff().dropna().var())
    return float(np.sqrt(max(1e-6, change - noise) / len(sums) ** 0.5))


def _design(
    days: pd.DatetimeIndex,
    first: pd.Timestamp,
    last: pd.Timestamp,
    special: tuple[date, ...],
    subdivision: str,
) -> Floats:
    """Columns: level, trend, six weekdays, two yearly waves, bank holiday, Christmas, special
    days.
    """
    length = float((last - first).days + 1)
    ahead = np.asarray((days - last).days, dtype=np.float64)
    # damped: after the last day the trend runs on by at most DAMPING_DAYS
    run = np.where(
        ahead > 0, DAMPING_DAYS * (1 - np.exp(-np.maximum(ahead, 0.0) / DAMPING_DAYS)), ahead
    )
    trend = run / 365.25 if length >= TREND_FROM_DAYS else np.zeros(len(days))
    weekday = np.asarray(days.day_of_week)
    columns = [np.ones(len(days)), trend]
    columns += [(weekday == d).astype(float) - (weekday == 6).astype(float) for d in range(6)]
    angle = 2 * np.pi * np.asarray(days.day_of_year, dtype=np.float64) / 365.25
    season = length >= SEASON_FROM_DAYS
    for wave in (1, 2):
        columns += [np.cos(wave * angle) * season, np.sin(wave * angle) * season]
    dates = [day.date() for day in days]
    years = range(min(d.year for d in dates), max(d.year for d in dates) + 1) if dates else range(0)
    bank = holidays.country_holidays("GB", subdiv=subdivision, years=years)
    christmas = [(d.month, d.day) >= (12, 24) or (d.month, d.day) == (1, 1) for d in dates]
    columns.append(
        np.array([d in bank and not c for d, c in zip(dates, christmas, strict=True)], dtype=float)
    )
    columns.append(np.array(christmas, dtype=float))
    columns.append(np.array([d in special for d in dates], dtype=float))
    return np.asarray(np.stack(columns, axis=1), dtype=np.float64)
