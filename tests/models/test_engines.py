"""Do both engines say the same of a programme, and does each say so when there is no answer?"""

import numpy as np
import pytest

from rosterer.generate import generate
from rosterer_models.engines import cpsat, highs
from rosterer_models.engines.outcome import Watch
from rosterer_models.formulation.joint import joint_model
from rosterer_models.matrix.model import Builder, Programme
from tests.cases import small_case


def _random_programme(seed: int) -> Programme:
    """Six whole and three continuous columns under four covering rows and a packing row; always
    feasible.
    """
    rng, builder = np.random.default_rng(seed), Builder()
    whole, part = builder.columns(6, upper=3, integer=True), builder.columns(3, upper=40)
    columns = np.concatenate([whole, part])
    rows = builder.rows(4, lower=rng.integers(2, 9, 4))
    builder.put(rows[:, None], columns[None, :], rng.integers(0, 4, (4, 9)))
    builder.put(rows, builder.columns(4), 1.0)
    builder.charge(("short", "service"), np.arange(9, 13), 30.0)
    builder.put(builder.rows(1, upper=9), whole)
    builder.charge(("work", "service"), columns, rng.integers(1, 12, 9).astype(float))
    builder.charge_constant(("given", "service"), 17.0)
    return builder.build()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_engines_find_the_same_optimum_of_a_random_programme(seed: int) -> None:
    programme = _random_programme(seed)
    one, other = (
        highs.solve_mixed(programme, time_limit=20, absolute_gap=0.01),
        cpsat.solve_mixed(programme, time_limit=20),
    )
    assert one.status == other.status == "optimal"
    assert one.value == pytest.approx(other.value, abs=0.5)
    for outcome in (one, other):
        assert outcome.x is not None
        assert programme.value(outcome.x) == pytest.approx(outcome.value, abs=0.01)
        assert np.abs(outcome.x - np.round(outcome.x))[programme.integer].max() < 1e-6
        activity = programme.matrix @ outcome.x
        assert (activity >= programme.row_lower - 1e-3).all()
        assert (activity <= programme.row_upper + 1e-3).all()
        assert outcome.bound <= outcome.value + 1e-6
    relaxed = highs.LinearSolver(programme).solve()
    assert relaxed.value <= one.value + 1e-6


@pytest.mark.slow
def test_neither_engine_denies_what_the_other_says_of_a_small_joint_model() -> None:
    programme = joint_model(small_case(days=2, expected=(), census=())).programme
    one, other = (
        highs.solve_mixed(programme, time_limit=30, absolute_gap=0.1),
        cpsat.solve_mixed(programme, time_limit=8),
    )
    assert one.status == "optimal"
    assert other.x is not None
    # The grid of CP-SAT and the room it gives are worth less than a pound here.
    assert one.bound <= other.value + 1.0
    assert other.bound <= one.value + 1.0
    if other.status == "optimal":
        assert other.value == pytest.approx(one.value, abs=1.5)


@pytest.mark.parametrize("looks", [1, 100], ids=["before-it-begins", "while-it-searches"])
def test_cpsat_ends_with_the_best_it_knows_once_told_to_stop(looks: int) -> None:
    programme, asked = joint_model(generate(20, 14, "tight", 1)).programme, [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] >= looks

    outcome = cpsat.solve_mixed(programme, time_limit=86_400.0, stop=stop)
    assert asked[0] == looks
    assert outcome.status in ("feasible", "nothing")
    assert outcome.x is None or programme.value(outcome.x) >= outcome.bound


def test_an_impossible_programme_is_called_infeasible() -> None:
    builder = Builder()
    builder.put(builder.rows(1, lower=3), builder.columns(2, upper=1, integer=True))
    programme = builder.build()
    assert highs.solve_mixed(programme, time_limit=5).status == "infeasible"
    assert highs.LinearSolver(programme).solve().status == "infeasible"
    assert cpsat.solve_mixed(programme, time_limit=5).status == "infeasible"


def test_a_loaded_programme_is_solved_again_with_other_bounds_and_costs() -> None:
    builder = Builder()
    columns = builder.columns(2, upper=4)
    builder.put(builder.rows(1, lower=5), columns)
    builder.charge(("work", "service"), columns, [1.0, 3.0])
    solver = highs.LinearSolver(builder.build())
    assert solver.solve().value == pytest.approx(4 * 1 + 1 * 3)
    solver.set_bounds(columns[:1], np.zeros(1), np.full(1, 2.0))
    assert solver.solve().value == pytest.approx(2 * 1 + 3 * 3)
    solver.set_costs(columns, np.array([5.0, 1.0]))
    assert solver.solve().value == pytest.approx(1 * 5 + 4 * 1)


def test_a_watched_solve_tells_of_points_and_bounds() -> None:
    points: list[float] = []
    watch = Watch(on_point=lambda value, x: points.append(value), on_bound=lambda bound: None)
    outcome = highs.solve_mixed(joint_model(small_case()).programme, time_limit=30, watch=watch)
    assert points
    assert min(points) >= outcome.value - 1e-6
