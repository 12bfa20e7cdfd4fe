"""Does the forecast find a truth that is known?"""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from rosterer.forecast.backtest import back_test
from rosterer.forecast.model import fit
from rosterer.forecast.synthetic import true_mean

START = date(2026, 11, 2)


def drawn(days: int, level: float, seed: int) -> "pd.Series[float]":
    index = pd.date_range(end="2026-11-01", periods=days)
    counts = np.random.default_rng(seed).poisson(true_mean(index, level, START))
    return pd.Series(counts.astype(float), index=index)


def test_level_weekday_season_and_christmas_are_found() -> None:
    days = pd.date_range(START, periods=70)
    truth = true_mean(days, 50.0, START)
    found = fit(drawn(1095, 50.0, 1), is_count=True).mean_of(days)
    assert np.abs(found - truth).mean() < 0.06 * truth.mean()
    christmas = np.array([(d.month, d.day) >= (12, 24) or (d.month, d.day) == (1, 1) for d in days])
    assert found[christmas].sum() == pytest.approx(truth[christmas].sum(), rel=0.12)


@pytest.mark.parametrize("level", [0.5, 5.0, 20.0])
def test_the_eighty_per_cent_band_covers_eighty_per_cent_of_held_out_weeks(level: float) -> None:
    tests = [back_test(drawn(730, level, seed), is_count=True) for seed in range(3)]
    covered = sum(t.coverage * t.held_out_weeks for t in tests) / sum(
        t.held_out_weeks for t in tests
    )
    assert 0.70 <= covered <= 0.90


def test_the_forecast_errs_less_than_seasonal_naive() -> None:
    test = back_test(drawn(730, 20.0, 7), is_count=True)
    assert test.origins == 20
    assert test.error < 0.9 * test.naive_error


def test_gaps_are_not_taken_for_days_without_people() -> None:
    whole = drawn(400, 20.0, 2)
    gappy = whole.copy()
    gappy.iloc[100:160] = np.nan
    days = pd.date_range(START, periods=28)
    assert fit(gappy).mean_of(days).sum() == pytest.approx(fit(whole).mean_of(days).sum(), rel=0.08)
    assert fit(gappy.fillna(0.0)).mean_of(days).sum() < 0.95 * fit(whole).mean_of(days).sum()


def test_a_short_history_has_a_wider_band() -> None:
    days = pd.date_range(START, periods=14)

    def width(history: "pd.Series[float]") -> float:
        low, _, high = fit(history, is_count=True).predict(days).quantiles
        return float((high - low).sum())

    assert width(drawn(28, 20.0, 4)) > 1.2 * width(drawn(730, 20.0, 4))
    assert fit(drawn(28, 20.0, 4)).is_short


def test_bands_widen_with_the_distance() -> None:
    days = pd.date_range(START, periods=98)
    fitted = fit(drawn(365, 50.0, 5), is_count=True)
    low, _, high = fitted.predict(days).quantiles
    share = (high - low) / fitted.mean_of(days)
    # from one Monday to the last, at the distance of thirteen weeks
    assert share[91] > share[0]


def test_a_special_day_is_learnt_and_foreseen() -> None:
    history = drawn(730, 50.0, 6)
    strikes = tuple(d.date() for d in history.index[100:700:30])
    history[[pd.Timestamp(d) for d in strikes]] *= 0.3
    coming = date(2026, 11, 4)
    fitted = fit(history, (*strikes, coming))
    usual = fit(history, strikes)
    day = pd.DatetimeIndex([pd.Timestamp(coming)])
    assert fitted.mean_of(day)[0] < 0.5 * usual.mean_of(day)[0]


def test_less_than_a_fortnight_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 14"):
        fit(drawn(10, 20.0, 1))
