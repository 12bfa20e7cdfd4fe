"""Does the array model hold what was put in, and can its points be completed, priced and
bounded?
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.joint import joint_model
from rosterer_models.matrix.model import INFINITY, Builder, BuildingStoppedError
from rosterer_models.relaxation.bound import safe_bound
from tests.cases import small_case


def test_coefficients_broadcast_and_repeated_ones_add_up() -> None:
    builder = Builder()
    columns, rows = builder.columns(3), builder.rows(2, upper=1)
    builder.put(rows[:, None], columns[None, :], 2.0)
    builder.put(rows[0], columns[1], 0.5)
    builder.put(rows[1], columns[2], -2.0)
    assert builder.build().matrix.toarray().tolist() == [[2.0, 2.5, 2.0], [2.0, 2.0, 0.0]]


def test_bounds_and_wholeness_are_kept_in_order() -> None:
    builder = Builder()
    builder.columns(2, upper=[1.0, 4.0], integer=True)
    builder.columns(1, lower=-1.0)
    builder.rows(1, lower=2)
    programme = builder.build()
    assert programme.lower.tolist() == [0, 0, -1]
    assert programme.upper.tolist() == [1, 4, INFINITY]
    assert programme.integer.tolist() == [True, True, False]
    assert (programme.row_lower.tolist(), programme.row_upper.tolist()) == ([2], [INFINITY])


def test_labels_add_up_to_the_objective() -> None:
    builder = Builder()
    columns = builder.columns(2)
    builder.charge(("pay", "council"), columns, [3.0, 4.0])
    builder.charge(("pay", "council"), columns[:1], 1.0)
    builder.charge(("delay", "hospital"), columns[1:], 10.0)
    builder.charge_constant(("delay", "hospital"), 7.0)
    programme, x = builder.build(), np.array([2.0, 0.5])
    # (3 + 1) × 2 + 4 × 0.5, and 10 × 0.5 + 7.
    assert programme.by_label(x) == {("pay", "council"): 10.0, ("delay", "hospital"): 12.0}
    assert programme.value(x) == pytest.approx(22.0)


def test_an_empty_programme_costs_its_constants() -> None:
    builder = Builder()
    builder.charge(("pay", "council"), np.zeros(0, dtype=np.int64), 1.0)
    builder.charge_constant(("delay", "hospital"), 7.0)
    assert builder.build().value(np.zeros(0)) == 7.0


def test_a_settled_point_keeps_decisions_and_recomputes_what_follows_from_them() -> None:
    builder = Builder()
    decided = builder.columns(2, upper=5)
    # total = a + b; fill ≤ total and ≤ 4; slack ≥ 10 − fill − b.
    total, fill, slack = builder.columns(1), builder.columns(1), builder.columns(1)
    equal = builder.rows(1, lower=0, upper=0)
    builder.put(equal, total)
    builder.put(equal, decided, -1.0)
    builder.derive(total, equal)
    below = builder.rows(2, upper=[0.0, 4.0])
    builder.put(below, fill)
    builder.put(below[0], total, -1.0)
    builder.fill(fill)
    needed = builder.rows(1, lower=10)
    builder.put(needed, fill)
    builder.put(needed, slack)
    builder.put(needed, decided[1], 1.0)
    builder.ease(slack)
    programme = builder.build()
    assert programme.settled(np.array([1.0, 2.0, 99.0, 99.0, 99.0])).tolist() == [
        1.0,
        2.0,
        3.0,
        3.0,
        5.0,
    ]
    assert programme.settled(np.array([3.0, 5.0, 0.0, 0.0, 0.0])).tolist() == [
        3.0,
        5.0,
        8.0,
        4.0,
        1.0,
    ]


def test_other_bounds_leave_the_first_programme_as_it_was() -> None:
    builder = Builder()
    columns = builder.columns(2, upper=1, integer=True)
    programme = builder.build()
    other = programme.with_bounds(columns[:1], 1.0, 1.0)
    assert (programme.lower.tolist(), other.lower.tolist()) == ([0, 0], [1, 0])
    assert not other.relaxed().integer.any()
    assert other.integer.all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.floats(-50, 50), min_size=4, max_size=4))
def test_the_bound_of_any_row_prices_is_safe_and_that_of_the_best_is_tight(
    seed: int, prices: list[float]
) -> None:
    rng, builder = np.random.default_rng(seed), Builder()
    columns = builder.columns(5, upper=rng.integers(1, 9, 5))
    rows = np.concatenate(
        [builder.rows(2, lower=rng.integers(0, 9, 2)), builder.rows(2, upper=rng.integers(0, 9, 2))]
    )
    builder.put(rows[:, None], columns[None, :], rng.integers(0, 3, (4, 5)))
    short = builder.columns(2)
    builder.put(rows[:2], short)
    builder.charge(("work", "service"), columns, rng.integers(-5, 9, 5).astype(float))
    builder.charge(("short", "service"), short, 20.0)
    programme = builder.build()
    outcome = LinearSolver(programme).solve()
    assert outcome.row_duals is not None
    assert safe_bound(programme, np.array(prices)) <= outcome.value + 1e-6
    assert safe_bound(programme, outcome.row_duals) == pytest.approx(outcome.value, abs=1e-5)


def test_building_stops_when_told_to_at_the_next_block() -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    builder = Builder(stop)
    builder.columns(1)
    builder.rows(1)
    with pytest.raises(BuildingStoppedError):
        builder.columns(1)


def test_the_joint_model_of_a_case_can_be_stopped_anywhere() -> None:
    case, asked = small_case(), [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] > limit

    limit = 10**9
    joint_model(case, stop=stop)
    whole = asked[0]
    assert whole > 100  # it is asked between all blocks
    for limit in (0, whole // 3, 2 * whole // 3, whole - 1):
        asked[0] = 0
        with pytest.raises(BuildingStoppedError):
            joint_model(case, stop=stop)
        assert asked[0] == limit + 1
