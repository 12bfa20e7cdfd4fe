"""How good would the forecast have been, and how wide must its bands be?

From a rolling origin the model sees only the days before and forecasts the next weeks. Its weighted
absolute error (Σ|error| / Σ value) is set beside that of the seasonal-naive forecast (the same
weekday of the last week seen). The factors on the variance of noise and of drift come from the
origins before; the coverage reported, of days and of weeks, is of weeks that took no part in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from rosterer.forecast.model import AS_FITTED, Fitted, Spread, fit
from rosterer_models.simulation.network import Floats

Flags = NDArray[np.bool_]

AHEAD_DAYS = 28
LEAST_SEEN_DAYS = 56
MOST_ORIGINS = 20
BAND = 0.8
LEVELS = ((1 - BAND) / 2, 0.5, (1 + BAND) / 2)
HALF_BAND = float(stats.norm.ppf(LEVELS[2]))
"""Standard deviations."""
LEAST_FOR_FACTOR = 12
"""Weeks of earlier origins from which on they decide the factors."""
PRIOR_WEEKS = 8
"""The fitted variances weigh as much as so many weeks of earlier origins."""
NOISE_FACTORS, DRIFT_FACTORS = (0.5, 2.0), (0.25, 4.0)
"""Least and most; of a few weeks the factor is no more than a guess."""
LEAST_FINE = 4.0
"""People a day from which on the size of an error is more than a step of the count."""
ROUNDS = 3
"""The two factors depend on each other; the third round changes them by a few per cent."""
UNTESTED = Spread(2.25, 2.25)
"""Where a history is too short to test."""


@dataclass(frozen=True)
class BackTest:
    """Errors as shares, coverage of the 80 % band on held-out weeks and days, origins, and the
    factors on the next forecast's variances.
    """

    error: float
    naive_error: float
    coverage: float
    day_coverage: float
    origins: int
    held_out_weeks: int
    held_out_days: int
    spread: Spread

    @property
    def sentence(self) -> str:
        """In words."""
        if not self.origins:
            return "The history is too short for a back-test; the band is wider and not confirmed."
        return (
            f"Weighted absolute error {self.error:.1%}, seasonal-naive {self.naive_error:.1%}; "
            f"the 80 % band covered {self.coverage:.0%} of {self.held_out_weeks} held-out "
            f"weeks and {self.day_coverage:.0%} of their days ({self.origins} origins)."
        )


@dataclass
class _HeldOut:
    """Days, or weeks, that were forecast: how much of each lay inside the band, and of those of at
    least ``least`` people the squared error in half bands, with the variance by noise and by drift.
    """

    least: float = 0.0
    inside: list[np.float64] = field(default_factory=list)
    scores: list[Floats] = field(default_factory=list)

    def add(self, fitted: Fitted, sums: Floats, coming: "pd.Series[float]", spread: Spread) -> None:
        """Look at sums of the coming days; a row of ``sums`` says which."""
        mean, noise, drift = fitted.parts(pd.DatetimeIndex(coming.index))
        value, level, by_noise = sums @ coming.fillna(0.0).to_numpy(), sums @ mean, sums @ noise
        by_drift = np.einsum("ij,jk,ik->i", sums, drift, sums)
        variance = fitted.variance(by_noise, by_drift, spread)
        self.inside += list(fitted.shares_inside(value, level, variance, LEVELS[0], LEVELS[2]))
        apart = ((value - level) / HALF_BAND) ** 2
        self.scores += list(np.stack([apart, by_noise, by_drift], axis=1)[level >= self.least])


def _spread_of(held_weeks: _HeldOut, held_days: _HeldOut) -> Spread:
    """The factors with which bands would have covered 80 % of the weeks and days so far."""
    if len(held_weeks.scores) < LEAST_FOR_FACTOR:
        return AS_FITTED
    trust = len(held_weeks.scores) / (len(held_weeks.scores) + PRIOR_WEEKS)
    weeks, days = np.array(held_weeks.scores), np.array(held_days.scores).reshape(-1, 3)
    noise = drift = 1.0
    for _ in range(ROUNDS):
        if len(days) >= LEAST_FOR_FACTOR:
            noise = _factor(days[:, 0] - drift * days[:, 2], days[:, 1], NOISE_FACTORS, trust)
        drift = _factor(weeks[:, 0] - noise * weeks[:, 1], weeks[:, 2], DRIFT_FACTORS, trust)
    return Spread(noise, drift)


def _factor(needed: Floats, given: Floats, limits: tuple[float, float], trust: float) -> float:
    """What the given variance is short of in four of five cases, drawn towards 1."""
    found = float(np.quantile(needed / np.maximum(given, 1e-12), BAND))
    return float(np.clip(found, *limits) ** trust)


def origins_of(
    values: "pd.Series[float]", ahead: int = AHEAD_DAYS, most: int = MOST_ORIGINS
) -> Iterator[tuple["pd.Series[float]", "pd.Series[float]"]]:
    """What was seen, and what was coming, from the earliest origin to the latest."""
    length = len(values)
    for start in list(range(length - ahead, LEAST_SEEN_DAYS - 1, -ahead))[:most][::-1]:
        seen, coming = values.iloc[:start], values.iloc[start : start + ahead]
        if int(seen.notna().sum()) >= LEAST_SEEN_DAYS and bool(coming.notna().any()):
            yield seen, coming


def back_test(
    values: "pd.Series[float]",
    special: Sequence[date] = (),
    subdivision: str = "ENG",
    is_count: bool = False,
    ahead: int = AHEAD_DAYS,
    most: int = MOST_ORIGINS,
) -> BackTest:
    """Test a series; NaN are gaps and not counted."""
    errors = naive_errors = total = 0.0
    weeks, days = _HeldOut(), _HeldOut(LEAST_FINE if is_count else 0.0)
    used = 0
    for seen, coming in origins_of(values, ahead, most):
        used += 1
        fitted = fit(seen, special, subdivision, is_count)
        observed = np.asarray(coming.to_numpy(), dtype=np.float64)
        known = ~np.isnan(observed)
        apart = np.abs(observed - fitted.mean_of(pd.DatetimeIndex(coming.index)))
        errors += float(apart[known].sum())
        naive_errors += float(np.abs(observed - naive(seen, len(coming)))[known].sum())
        total += float(observed[known].sum())
        spread = _spread_of(weeks, days)
        weeks.add(fitted, _weeks_of(known), coming, spread)
        days.add(fitted, np.eye(len(known))[known], coming, spread)
    if not used or total <= 0:
        nothing = float("nan")
        return BackTest(nothing, nothing, nothing, nothing, 0, 0, 0, UNTESTED)
    return BackTest(
        errors / total,
        naive_errors / total,
        float(np.mean(weeks.inside)),
        float(np.mean(days.inside)),
        used,
        len(weeks.inside),
        len(days.inside),
        _spread_of(weeks, days),
    )


def _weeks_of(known: Flags) -> Floats:
    """Which of the coming days make which week, gaps left out."""
    week = np.arange(len(known)) // 7
    rows = (week == np.arange(week[-1] + 1)[:, None]) & known
    return np.asarray(rows[rows.any(axis=1)], dtype=np.float64)


def naive(seen: "pd.Series[float]", ahead: int) -> Floats:
    """The same weekday of the last week seen; a gap takes the week before it."""
    values = np.asarray(seen.to_numpy(), dtype=np.float64)
    week = []
    for back in range(7, 0, -1):
        choices = [v for v in values[len(values) - back :: -7] if not np.isnan(v)]
        week.append(choices[0] if choices else float(np.nanmean(values)))
    return np.array([week[i % 7] for i in range(ahead)], dtype=np.float64)
