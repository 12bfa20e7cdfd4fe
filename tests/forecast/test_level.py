"""Are noise and drift told apart, and does the level follow what it should?"""

import numpy as np
import pandas as pd
import pytest

from rosterer.forecast.level import fit_level
from rosterer.forecast.model import fit

DAYS = 900


def drifting(seed: int, mean: float, slow_a_year: float, excess: float) -> "pd.Series[float]":
    """Counts around a level that walks at random; ``excess`` is variance over mean of a day."""
    draw = np.random.default_rng(seed)
    index = pd.date_range(end="2026-11-01", periods=DAYS)
    level = mean * np.exp(np.cumsum(draw.normal(0, slow_a_year / np.sqrt(365.25), DAYS)))
    counts = draw.negative_binomial(level / (excess - 1), 1 / excess)
    return pd.Series(counts.astype(float), index=index)


@pytest.mark.parametrize(("slow", "excess"), [(0.02, 3.0), (0.4, 1.2), (0.4, 3.0)])
def test_noise_and_drift_are_each_found_whatever_the_other_is(slow: float, excess: float) -> None:
    found = []
    for seed in range(5):
        values = drifting(seed, 200.0, slow, excess).to_numpy(dtype=np.float64)
        found.append(fit_level(values, np.full(DAYS, values.mean()), has_season=True))
    assert np.mean([level.noise for level in found]) == pytest.approx(excess, rel=0.15)
    month = np.array([28.0])
    drift = np.mean([np.sqrt(level.covariance(month)[0, 0]) for level in found])
    # what is unsure today adds to what is walked in a month
    assert 0.6 * slow * np.sqrt(28 / 365) < drift < 1.6 * slow * np.sqrt(28 / 365) + 0.03


def test_a_level_that_has_stepped_up_stays_up() -> None:
    values = drifting(1, 200.0, 0.02, 1.2)
    values.iloc[-90:] = np.round(values.iloc[-90:] * 1.2)
    coming = pd.date_range("2026-11-02", periods=28)
    lately = values.iloc[-56:].mean()
    assert fit(values, is_count=True).mean_of(coming).mean() == pytest.approx(lately, rel=0.02)


def test_an_outbreak_dies_away() -> None:
    draw = np.random.default_rng(2)
    swell = np.zeros(DAYS)
    for day in range(1, DAYS):
        swell[day] = 0.85 * swell[day - 1] + draw.normal(0, 0.05)
    swell[-3:] = 0.3
    index = pd.date_range(end="2026-11-01", periods=DAYS)
    values = pd.Series(draw.poisson(200 * np.exp(swell)).astype(float), index=index)
    mean = fit(values, is_count=True).mean_of(pd.date_range("2026-11-02", periods=28))
    assert mean[0] > 215
    assert mean[-7:].mean() == pytest.approx(200, rel=0.05)


def test_a_gap_adds_to_doubt_and_to_nothing_else() -> None:
    values = drifting(3, 200.0, 0.1, 1.5).to_numpy(dtype=np.float64)
    gappy = values.copy()
    gappy[-60:] = np.nan
    expected = np.full(DAYS, values.mean())
    cut = fit_level(values[:-60], expected[:-60], has_season=True)
    leapt = fit_level(gappy, expected, has_season=True)
    assert leapt.noise == pytest.approx(cut.noise, rel=0.05)
    assert leapt.slow == pytest.approx(cut.slow, abs=0.01)
    assert leapt.unsure[0] > cut.unsure[0]


def test_a_few_wild_days_do_not_widen_the_band_of_all_days() -> None:
    values = drifting(4, 200.0, 0.02, 1.2).to_numpy(dtype=np.float64)
    wild = values.copy()
    wild[50::90] *= 0.5
    expected = np.full(DAYS, values.mean())
    usual = fit_level(values, expected, has_season=True)
    assert fit_level(wild, expected, has_season=True).noise < 1.15 * usual.noise


@pytest.mark.parametrize("value", [0.0, 1.0, 1000.0])
@pytest.mark.parametrize("days", [14, 400])
def test_a_series_that_never_changes_goes_on(value: float, days: int) -> None:
    values = pd.Series(value, index=pd.date_range(end="2026-11-01", periods=days))
    coming = pd.date_range("2026-11-02", periods=182)
    for is_count in (True, False):
        fitted = fit(values, is_count=is_count)
        assert fitted.mean_of(coming) == pytest.approx(np.full(182, value), rel=0.02, abs=0.1)
        low, middle, high = fitted.predict(coming).quantiles
        assert (low <= middle).all()
        assert (middle <= high).all()
