"""Which days are like which: trend, weekday, season, holidays?

A log-linear model of the daily mean, fitted by penalised quasi-likelihood (variance in proportion
to the mean): level, trend (damped after the last day), weekday, two yearly waves where there is
more than a year, bank holidays, Christmas (24 December to 1 January) and special days. Each family
of effects has a prior around nought whose width is learnt from the series (empirical Bayes), so
that a thin series keeps its level and little else. Recent days weigh more.
"""

from dataclasses import dataclass
from datetime import date

import holidays
import numpy as np
import pandas as pd

from rosterer_models.simulation.network import Floats

HALF_LIFE_DAYS = 730.0
"""A day two years ago weighs half: two winters back still count. The level has a drift of its own.
"""
SEASON_FROM_DAYS = 400
"""Less than this and a yearly wave cannot be told from a trend."""
TREND_FROM_DAYS = 120
DAMPING_DAYS = 60.0
"""After this distance a trend has mostly run out."""
FAMILIES = (
    (slice(1, 2), 0.05),
    (slice(2, 8), 0.1),
    (slice(8, 12), 0.1),
    (slice(12, 14), 0.1),
    (slice(14, 15), 0.3),
)
"""Columns and usual size (of a logarithm) of trend, weekdays, waves, holidays and special days; the
usual size counts as much as one effect seen.
"""
MOST_STEPS = 40
CLOSE = 1e-5
BOUND = 20.0
"""Of the logarithm of a mean."""


@dataclass(frozen=True)
class Shape:
    """The fitted effects, and from where to where they were seen."""

    first: pd.Timestamp
    last: pd.Timestamp
    weights: Floats
    special: tuple[date, ...]
    subdivision: str

    @property
    def has_season(self) -> bool:
        """Whether a year was seen."""
        return (self.last - self.first).days + 1 >= SEASON_FROM_DAYS

    def mean_of(self, days: pd.DatetimeIndex) -> Floats:
        """Expected values, the level's drift left out."""
        return _mean(self._design(days), self.weights)

    def _design(self, days: pd.DatetimeIndex) -> Floats:
        return _design(days, self.first, self.last, self.special, self.subdivision)


def fit_shape(
    known: "pd.Series[float]", special: tuple[date, ...] = (), subdivision: str = "ENG"
) -> Shape:
    """Fit a series without gaps in its values (days may be left out)."""
    days = pd.DatetimeIndex(known.index)
    first, last = pd.Timestamp(days[0]), pd.Timestamp(days[-1])
    matrix = _design(days, first, last, special, subdivision)
    observed = np.asarray(known.to_numpy(), dtype=np.float64)
    recent = 0.5 ** (np.asarray((last - days).days, dtype=np.float64) / HALF_LIFE_DAYS)
    level = max(float(observed.mean()), 1e-3)
    weights = np.zeros(matrix.shape[1])
    weights[0] = np.log(level)
    spread = max(1.0, float(observed.var() / level))
    penalty = np.zeros(len(weights))
    for columns, usual in FAMILIES:
        penalty[columns] = usual**-2
    for _ in range(MOST_STEPS):
        mean = _mean(matrix, weights)
        curve = (matrix.T * (recent * mean)) @ matrix / spread + np.diag(penalty + 1e-9)
        slope = matrix.T @ (recent * (observed - mean)) / spread - penalty * weights
        step = np.clip(np.linalg.solve(curve, slope), -1.0, 1.0)
        weights = weights + step
        mean = _mean(matrix, weights)
        spread = max(1.0, float(((observed - mean) ** 2 / mean).mean()))
        unsure = np.diag(np.linalg.inv(curve))
        for columns, usual in FAMILIES:
            size = (weights[columns] ** 2 + unsure[columns]).sum() + usual**2
            penalty[columns] = (columns.stop - columns.start + 1) / size
        if np.abs(step).max() < CLOSE:
            break
    return Shape(first, last, weights, special, subdivision)


def _mean(matrix: Floats, weights: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(matrix @ weights, -BOUND, BOUND)), dtype=np.float64)


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
