"""Do the bands of days and of weeks both hold what they say?"""

import numpy as np
import pandas as pd
import pytest

from rosterer.forecast.backtest import back_test
from rosterer.forecast.model import Spread, fit
from tests.forecast.test_level import drifting


def summed(tests: list[tuple[float, int]]) -> float:
    return sum(share * number for share, number in tests) / sum(number for _, number in tests)


@pytest.mark.parametrize(
    ("mean", "slow", "excess"), [(200.0, 0.02, 3.0), (200.0, 0.1, 1.2), (7.0, 0.1, 1.1)]
)
def test_bands_of_days_and_of_weeks_cover_four_in_five(
    mean: float, slow: float, excess: float
) -> None:
    tests = [back_test(drifting(seed, mean, slow, excess), is_count=True) for seed in range(4)]
    days = summed([(t.day_coverage, t.held_out_days) for t in tests])
    weeks = summed([(t.coverage, t.held_out_weeks) for t in tests])
    assert 0.75 <= days <= 0.85
    # 320 weeks of which those of one origin go together: a standard deviation of about 4 %
    assert 0.72 <= weeks <= 0.88


def test_a_factor_on_drift_moves_weeks_more_than_days() -> None:
    fitted = fit(drifting(1, 200.0, 0.2, 1.5), is_count=True)
    days = pd.date_range("2026-11-02", periods=28)

    def widths(spread: Spread) -> tuple[float, float]:
        low, high = fitted.predict(days[-1:], (0.1, 0.9), spread).quantiles[:, 0]
        below, above = fitted.sum_quantiles(days, (0.1, 0.9), spread)
        return float(high - low), float(above - below)

    usual, drifted, noisy = widths(Spread()), widths(Spread(drift=4.0)), widths(Spread(noise=4.0))
    assert drifted[1] / usual[1] > 1.5 > drifted[0] / usual[0]
    assert noisy[0] / usual[0] > 1.5 > noisy[1] / usual[1]


def test_a_band_of_one_day_is_that_of_a_sum_over_it() -> None:
    fitted = fit(drifting(1, 200.0, 0.2, 1.5), is_count=True)
    day = pd.date_range("2026-11-20", periods=1)
    assert fitted.predict(day, (0.1, 0.9)).quantiles[:, 0] == pytest.approx(
        fitted.sum_quantiles(day, (0.1, 0.9))
    )


def test_gaps_are_neither_days_nor_weeks_held_out() -> None:
    values = drifting(2, 50.0, 0.1, 1.5)
    whole = back_test(values, is_count=True, most=3)
    values.iloc[-10:-3] = np.nan
    gappy = back_test(values, is_count=True, most=3)
    assert (whole.held_out_days, whole.held_out_weeks) == (84, 12)
    assert (gappy.held_out_days, gappy.held_out_weeks) == (77, 12)
    values.iloc[-7:] = np.nan
    assert back_test(values, is_count=True, most=3).held_out_weeks == 11


def test_a_thin_series_keeps_its_level_and_little_else() -> None:
    index = pd.date_range(end="2026-11-01", periods=730)
    flat = pd.Series(np.random.default_rng(5).poisson(2.0, 730).astype(float), index=index)
    week = fit(flat, is_count=True).mean_of(pd.date_range("2026-11-02", periods=7))
    assert week.max() / week.min() < 1.15
    flat[pd.DatetimeIndex(index).day_of_week >= 5] = 0.0
    week = fit(flat, is_count=True).mean_of(pd.date_range("2026-11-02", periods=7))
    assert week[5:].max() < 0.05 * week[:5].min()
