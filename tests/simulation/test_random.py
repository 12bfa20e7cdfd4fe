"""Are the kernel's numbers those of the distributions they stand for?"""

import numpy as np
import pytest
from scipy import stats

from rosterer_models.simulation.draws import care_on, draw_ends, num_booked_days, taper_of
from rosterer_models.simulation.random import (
    binomial_quantile,
    mixed,
    normal_quantile,
    poisson_quantile,
    uniform,
)

SHARES = (np.arange(2000) + 0.5) / 2000


def test_uniform_numbers_of_neighbouring_keys_are_uniform_and_unrelated() -> None:
    keys = [np.uint64(mixed(np.uint64(7), person)) for person in range(20_000)]
    values = np.array([uniform(key, 0) for key in keys])
    assert stats.kstest(values, "uniform").pvalue > 0.001
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 0.03
    others = np.array([uniform(key, 1) for key in keys])
    assert abs(np.corrcoef(values, others)[0, 1]) < 0.03


def test_normal_quantiles_agree_with_the_distribution() -> None:
    found = [normal_quantile(share) for share in (*SHARES, 1e-9, 1 - 1e-9)]
    assert found == pytest.approx(stats.norm.ppf([*SHARES, 1e-9, 1 - 1e-9]), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize(
    "mean", [0.03, 1.8, 23.0, 39.9, 40.0, 400.0, 700.0, 746.0, 2000.0, 1e5, 3e6]
)
def test_poisson_quantiles_agree_with_the_distribution(mean: float) -> None:
    found = [poisson_quantile(share, mean) for share in SHARES]
    assert found == stats.poisson.ppf(SHARES, mean).astype(int).tolist()


@pytest.mark.parametrize("tries", [1, 6, 53, 1000, 3000, 8000, 100_000, 3_000_000])
@pytest.mark.parametrize("chance", [0.0, 0.001, 0.06, 0.16, 0.25, 0.5, 0.9, 0.999, 1.0])
def test_binomial_quantiles_agree_with_the_distribution(tries: int, chance: float) -> None:
    shares = SHARES[:: max(1, tries // 2000)] if tries < 100_000 else SHARES[::100]
    expected = stats.binom.ppf(shares, tries, chance).astype(int).tolist()
    assert [binomial_quantile(share, tries, chance) for share in shares] == expected


def test_quantiles_of_counts_beyond_all_regions_are_off_by_at_most_one_in_a_million() -> None:
    shares = SHARES[::100]
    for mean in (5e6, 1e9):
        found = np.array([poisson_quantile(share, mean) for share in shares])
        assert np.abs(found - stats.poisson.ppf(shares, mean)).max() <= 1e-6 * mean
    found = np.array([binomial_quantile(share, 40_000_000, 0.25) for share in shares])
    assert np.abs(found - stats.binom.ppf(shares, 40_000_000, 0.25)).max() <= 10


def test_more_tries_never_leave_fewer_that_do_not_succeed() -> None:
    # so that one head more on duty never means less care
    for chance in (0.03, 0.16, 0.5):
        for share in SHARES[::40]:
            left = [tries - binomial_quantile(share, tries, chance) for tries in range(200)]
            assert (np.diff(left) >= 0).all()


def care(
    loads: tuple[float, float, float],
    whole: bool,
    taper: int,
    age: float,
    rest: float,
    key: int = 1,
) -> list[float]:
    """What somebody gets on the coming days."""
    ends = np.zeros((1, 2))
    draw_ends(ends, np.array([loads]), whole, np.uint64(mixed(np.uint64(3), key)))
    over = taper_of(taper, age, rest)
    return [care_on(ends, 0, whole, over, day + age) for day in range(num_booked_days(rest))]


def test_a_package_tapers_by_the_rule_of_the_reference() -> None:
    # m₀ + (m₁ − m₀) × min(d, taper) / taper with 120, 30 and 9 days
    assert care((120.0, 30.0, 0.0), False, 9, 0.0, 12.0) == pytest.approx(
        [120, 110, 100, 90, 80, 70, 60, 50, 40, 30, 30, 30]
    )
    assert care((120.0, 30.0, 0.0), False, 9, 4.0, 3.0) == pytest.approx([80, 70, 60])


def test_visits_are_whole_fall_over_the_stay_and_never_end_above_their_start() -> None:
    for person in range(200):
        visits = np.array(care((3.0, 1.0, 0.5), True, -1, 0.0, 13.0, person))
        assert (visits == np.round(visits)).all()
        assert visits.min() >= 1
        assert (np.diff(visits) <= 0).all()
