"""Does the kernel agree with closed forms?"""

import math

import numpy as np
import pytest

from rosterer_models.simulation import stays
from rosterer_models.simulation.checks import littles_law, offered_load
from rosterer_models.simulation.run import simulate
from tests.simulation.queues import one_queue


def erlang_c_queue(load: float, beds: int) -> float:
    """Mean number waiting in M/M/c."""
    terms = [load**k / math.factorial(k) for k in range(beds + 1)]
    blocked = terms[-1] / sum(terms)
    wait = blocked / (1 - load / beds * (1 - blocked))
    return wait * load / (beds - load)


def within_error(values: np.ndarray, expected: float, times: float = 4.0) -> bool:
    return bool(
        abs(values.mean() - expected) <= times * values.std(ddof=1) / math.sqrt(len(values))
    )


def test_a_queue_without_memory_is_as_long_as_erlang_says() -> None:
    # 1.5 a day × 4 days = 6 offered to 8 beds
    tally = simulate(one_queue(days=1500, rate=1.5, beds=8), runs=60, seed=3).tally
    assert within_error(tally.queue[:, 0, 200:].mean(axis=1, dtype=float), erlang_c_queue(6.0, 8))
    assert within_error(tally.occupied[:, 0, 200:].mean(axis=1, dtype=float), 6.0)


@pytest.mark.parametrize(
    "stay",
    [stays.lognormal(3.14, 0.7), stays.exponential(10), stays.constant(10), stays.poisson(13)],
)
def test_with_room_for_everybody_occupancy_is_poisson_around_rate_times_stay(
    stay: stays.Stay,
) -> None:
    mean = 2.0 * stay.mean
    tally = simulate(
        one_queue(days=120, rate=2.0, beds=1e9, stay=stay, starters=round(mean)), runs=300, seed=5
    ).tally
    last = tally.used[:, 0, -1].astype(
        float
    )  # after 120 days hardly anybody of the start is left: M/G/∞ is Poisson
    assert abs(last.mean() - mean) <= 4 * math.sqrt(mean / 300) + 0.01 * mean
    assert last.var(ddof=1) / mean == pytest.approx(1.0, abs=0.35)


def test_waits_agree_with_littles_law() -> None:
    tally = simulate(one_queue(days=1500, rate=1.8), runs=40, seed=2).tally
    waited_per_day = tally.waited[:, 0].sum() / (40 * 1500)
    assert tally.queue.mean(dtype=float) == pytest.approx(waited_per_day, rel=1e-3)
    mean_wait = tally.waited[:, 0].sum() / tally.started[:, 0].sum()
    assert mean_wait * 1.8 == pytest.approx(waited_per_day, rel=0.02)


def test_littles_law_check_passes_on_a_sound_network() -> None:
    assert littles_law(one_queue(stay=stays.lognormal(3.0, 0.8))).passed


def test_an_overloaded_queue_is_told_from_one_that_has_room_and_grows_as_it_must() -> None:
    # 2.5 a day × 4 days = 10 offered to 8 beds: 2.5 × 7 × (1 − 8/10) = 3.5 a week
    network = one_queue(days=200, rate=2.5)
    outcome = simulate(network, runs=50, seed=1)
    (check,) = offered_load(network, outcome)
    assert not check.passed
    assert "offered 10.0 against 8.0 a day (125%)" in check.sentence
    growth = outcome.tally.queue[:, 0, -1].mean(dtype=float) - outcome.tally.queue[:, 0, 99].mean(
        dtype=float
    )
    assert growth / 100 * 7 == pytest.approx(3.5, rel=0.2)


def test_a_lognormal_from_mean_and_median_has_them() -> None:
    stay = stays.lognormal_of(18.07, 9)
    assert stay.mean == pytest.approx(18.07)
    assert np.median(stay.table) == pytest.approx(9)
    with pytest.raises(ValueError, match="mean > median"):
        stays.lognormal_of(9, 9)


def test_a_survival_curve_gives_whole_days_with_its_mean() -> None:
    # S = 1, 0.6, 0.2 on days 0, 1, 2 and 0 after: mean = 1 + 0.6 + 0.2
    stay = stays.surviving({0: 1000, 1: 600, 2: 200})
    assert stay.mean == pytest.approx(1.8, abs=0.01)
    assert set(np.unique(stay.table)) == {1.0, 2.0, 3.0}
    assert stays.surviving({0: 1000, 1: 600, 2: 200}, longest=2).mean == pytest.approx(
        1.6, abs=0.01
    )


def test_people_there_at_the_start_leave_as_a_service_in_balance_does() -> None:
    # mean residual of a constant stay of 10 days is 5
    network = one_queue(days=12, rate=0.0, beds=100, stay=stays.constant(10), starters=80)
    occupied = simulate(network, runs=50, seed=1).tally.occupied[:, 0].sum(axis=1, dtype=float) / 80
    assert occupied.mean() == pytest.approx(5.0, rel=0.03)
