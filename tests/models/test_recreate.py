"""Small tries find better choices than the first ones."""

import numpy as np
import pytest

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.heuristics.dive import dive
from rosterer_models.heuristics.recreate import Recreate
from rosterer_models.matrix.model import Builder, Floats, Ints, Programme


def posts(people: int, wanted: int) -> tuple[Programme, list[Ints]]:
    """People who stay at home for nothing or come for £10; each missing one costs £100."""
    builder = Builder()
    row, groups = builder.rows(1, lower=wanted), list[Ints]()
    for _ in range(people):
        columns = builder.columns(2, upper=1, integer=True)
        builder.put(builder.rows(1, lower=1, upper=1), columns)
        builder.put(row, columns[1:])
        builder.charge(("own",), columns, [0.0, 10.0])
        groups.append(columns)
    missing = builder.columns(1, upper=wanted)
    builder.put(row, missing)
    builder.charge(("short",), missing, 100.0)
    return builder.build(), groups


def never(tries: int) -> bool:
    return False


def test_tries_make_exactly_one_choice_each_and_the_cheapest() -> None:
    programme, groups = posts(6, 4)
    found = Recreate(LinearSolver(programme), groups).bettered(5, never, [])
    assert found is not None
    assert found.x is not None
    assert found.value == pytest.approx(40.0)
    for columns in groups:
        assert sorted(np.round(found.x[columns], 9)) == [0.0, 1.0]


def test_tries_lead_away_from_a_bad_start_and_never_to_a_worse_point() -> None:
    programme, groups = posts(6, 6)
    at_home: Floats = np.zeros(programme.num_columns)
    at_home[[columns[0] for columns in groups]] = 1.0
    found = Recreate(LinearSolver(programme), groups).bettered(5, never, [at_home])
    assert found is not None
    assert found.value == pytest.approx(60.0)


def test_a_single_person_without_another_choice_is_no_trouble() -> None:
    programme, groups = posts(1, 1)
    only = [groups[0][1:]]
    fixed = programme.with_bounds(groups[0][:1], 0.0, 0.0)
    found = Recreate(LinearSolver(fixed), only).bettered(3, never, [])
    assert found is not None
    assert found.value == pytest.approx(10.0)


def test_nothing_is_tried_when_time_is_up() -> None:
    programme, groups = posts(3, 3)
    asked: list[int] = []

    def over(tries: int) -> bool:
        asked.append(tries)
        return True

    assert Recreate(LinearSolver(programme), groups).bettered(9, over, []) is not None
    assert asked == [0]


def test_a_dive_that_is_stuck_lets_the_rest_be_made_whole() -> None:
    builder = Builder()
    columns = builder.columns(2, upper=1, integer=True)
    builder.put(builder.rows(1, lower=1.0, upper=1.0), columns, [2.0, 2.0])
    programme = builder.build()
    solver = LinearSolver(programme)
    x = solver.solve().x
    assert x is not None
    asked: list[Programme] = []

    def stuck(rest: Programme) -> Floats | None:
        asked.append(rest)
        return np.ones(2)

    args = [columns], np.arange(2), programme.lower, programme.upper, x
    assert dive(solver, *args) is None
    made = dive(LinearSolver(programme), *args, stuck=stuck)
    assert made is not None
    assert made.tolist() == [1.0, 1.0]
    assert asked[0].upper.tolist() == [1.0, 1.0]
