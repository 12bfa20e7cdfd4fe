"""How good would the forecast have been, and how wide must its band be?

From a rolling origin the model sees only the days before and forecasts the next weeks. Its weighted
absolute error (Σ|error| / Σ value) is set beside that of the seasonal-naive forecast (the same
weekday of the last week seen). The factor on the spread comes from the origins before; the coverage
reported is of weeks that took no part in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from rosterer.forecast.model import fit
from rosterer_models.simulation.network import Floats

AHEAD_DAYS = 28
LEAST_SEEN_DAYS = 56
MOST_ORIGINS = 20
BAND = 0.8
LEVELS = ((1 - BAND) / 2, 0.5, (1 + BAND) / 2)
LEAST_FOR_SCALE = 12
"""Weeks of earlier origins from which on they decide the factor."""
LEAST_COUNT = 10.0
"""People a week below which the steps of a count, not its spread, decide whether a band covers it.
"""


@dataclass(frozen=True)
class BackTest:
    """Errors as shares, coverage of the 80 % band on held-out weeks, origins, and the factor on the
    next forecast's spread.
    """

    error: float
    naive_error: float
    coverage: float
    origins: int
    held_out_weeks: int
    scale: float

    @property
    def sentence(self) -> str:
        """In words."""
        if not self.origins:
            return "The history is too short for a back-test; the band is wider and not confirmed."
        return (
            f"Weighted absolute error {self.error:.1%}, seasonal-naive {self.naive_error:.1%}; "
            f"the 80 % band covered {self.coverage:.0%} of {self.held_out_weeks} held-out "
            f"weeks ({self.origins} origins)."
        )


def back_test(
    values: "pd.Series[float]",
    special: Sequence[date] = (),
    subdivision: str = "ENG",
    is_count: bool = False,
    ahead: int = AHEAD_DAYS,
) -> BackTest:
    """Test a series; NaN are gaps and not counted."""
    length = len(values)
    starts = list(range(length - ahead, LEAST_SEEN_DAYS - 1, -ahead))[:MOST_ORIGINS][::-1]
    errors = naive_errors = total = 0.0
    inside: list[float] = []
    scores: list[Floats] = []
    used = 0
    for start in starts:
        seen, coming = values.iloc[:start], values.iloc[start : start + ahead]
        if int(seen.notna().sum()) < LEAST_SEEN_DAYS or not bool(coming.notna().any()):
            continue
        used += 1
        fitted = fit(seen, special, subdivision, is_count)
        days = pd.DatetimeIndex(coming.index)
        observed = np.asarray(coming.to_numpy(), dtype=np.float64)
        known = ~np.isnan(observed)
        mean = fitted.mean_of(days)
        naive = _naive(seen, len(coming))
        errors += float(np.abs(observed - mean)[known].sum())
        naive_errors += float(np.abs(observed - naive)[known].sum())
        total += float(observed[known].sum())
        scale = _scale(scores)
        here: list[float] = []
        for week in range(0, len(days), 7):
            in_week = [i for i in range(week, min(week + 7, len(days))) if known[i]]
            if not in_week:
                continue
            total_seen = float(observed[in_week].sum())
            inside.append(
                fitted.share_inside(days[in_week], total_seen, LEVELS[0], LEVELS[2], scale)
            )
            if is_count and total_seen + float(mean[in_week].sum()) < 2 * LEAST_COUNT:
                continue
            plain_low, middle, plain_high = fitted.sum_quantiles(days[in_week], LEVELS)
            half = plain_high - middle if total_seen >= middle else middle - plain_low
            here.append(abs(total_seen - float(middle)) / max(float(half), 1e-9))
        scores.append(np.array(here))
    if not used or total <= 0:
        return BackTest(float("nan"), float("nan"), float("nan"), 0, 0, 1.5)
    return BackTest(
        errors / total,
        naive_errors / total,
        float(np.mean(inside)),
        used,
        len(inside),
        _scale(scores),
    )


def _scale(scores: list[Floats]) -> float:
    """The factor with which the band would have covered 80 % of the origins so far."""
    if sum(len(s) for s in scores) < LEAST_FOR_SCALE:
        return 1.0
    return float(np.clip(np.quantile(np.concatenate(scores), BAND), 0.5, 3.0))


def _naive(seen: "pd.Series[float]", ahead: int) -> Floats:
    """The same weekday of the last week seen; a gap takes the week before it."""
    values = np.asarray(seen.to_numpy(), dtype=np.float64)
    week = []
    for back in range(7, 0, -1):
        choices = [v for v in values[len(values) - back :: -7] if not np.isnan(v)]
        week.append(choices[0] if choices else float(np.nanmean(values)))
    return np.array([week[i % 7] for i in range(ahead)], dtype=np.float64)
