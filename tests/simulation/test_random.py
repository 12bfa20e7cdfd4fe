"""Are the kernel's numbers those of the distributions they stand for?"""

import numpy as np
import pytest
from scipy import stats

from rosterer_models.simulation.draws import draw_loads
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


@pytest.mark.parametrize("mean", [0.03, 1.8, 23.0, 400.0])
def test_poisson_quantiles_agree_with_the_distribution(mean: float) -> None:
    assert [poisson_quantile(share, mean) for share in SHARES] == stats.poisson.ppf(
        SHARES, mean
    ).astype(int).tolist()


def test_binomial_quantiles_agree_with_the_distribution() -> None:
    for tries, chance in ((6, 0.06), (53, 0.16), (5, 0.0), (5, 1.0)):
        expected = stats.binom.ppf(SHARES, tries, chance).astype(int).tolist()
        assert [binomial_quantile(share, tries, chance) for share in SHARES] == expected


def test_a_package_tapers_by_the_rule_of_the_reference() -> None:
    # m₀ + (m₁ − m₀) × min(d, taper) / taper with 120, 30 and 9 days
    profile = np.zeros(401)
    days = draw_loads(
        profile, np.array([120.0, 30.0, 0.0]), False, 9, mixed(np.uint64(1), 1), 0.0, 12.0
    )
    assert days == 12
    assert profile[:12].tolist() == pytest.approx(
        [120, 110, 100, 90, 80, 70, 60, 50, 40, 30, 30, 30]
    )
    draw_loads(profile, np.array([120.0, 30.0, 0.0]), False, 9, mixed(np.uint64(1), 1), 4.0, 3.0)
    assert profile[:3].tolist() == pytest.approx([80, 70, 60])


def test_visits_are_whole_fall_over_the_stay_and_never_end_above_their_start() -> None:
    profile = np.zeros(401)
    for person in range(200):
        days = draw_loads(
            profile,
            np.array([3.0, 1.0, 0.5]),
            True,
            -1,
            np.uint64(mixed(np.uint64(3), person)),
            0.0,
            13.0,
        )
        visits = profile[:days]
        assert (visits == np.round(visits)).all()
        assert visits.min() >= 1
        assert (np.diff(visits) <= 0).all()
