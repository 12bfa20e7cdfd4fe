"""Does a window of the joint model's point stay within it, and better it?"""

import numpy as np
import pytest

import rosterer_models.heuristics.climb as climbing
from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer_models.formulation.sets import Geography
from rosterer_models.heuristics.climb import Climb
from rosterer_models.heuristics.neighbourhoods.window import (
    Window,
    Windows,
    in_turn,
    nearest,
    part_of,
)
from rosterer_models.vocabulary.case import Case
from tests.models.embedded import Embedding, embedded


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(8, 7, "tight", 3)


@pytest.fixture(scope="module")
def begun(case: Case) -> Embedding:
    """The careful manager's plan as a point."""
    return embedded(case, baseline_plan(case))


def _excess(begun: Embedding, x: np.ndarray) -> float:
    programme = begun.joint.programme
    activity = programme.matrix @ x
    rows = np.maximum(programme.row_lower - activity, activity - programme.row_upper)
    columns = np.maximum(programme.lower - x, x - programme.upper)
    return float(max(rows.max(), columns.max()))


@pytest.mark.parametrize(("first", "width"), [(0, 3), (6, 3), (3, 5), (0, 7)])
def test_a_bettered_point_is_allowed_whole_and_as_much_cheaper_as_said(
    case: Case, begun: Embedding, first: int, width: int
) -> None:
    windows, programme = Windows(begun.joint), begun.joint.programme
    places = nearest(Geography(case).metres, 1, 3)
    window = Window(in_turn(case.days, first, width), places)
    found = windows.bettered(begun.x, window, seconds=60.0, nodes=2)
    assert found.gain >= 0
    assert programme.value(begun.x) - programme.value(found.x) == pytest.approx(found.gain)
    assert _excess(begun, found.x) <= max(1e-4, _excess(begun, begun.x) + 1e-6)
    whole = found.x[programme.integer]
    assert np.abs(whole - np.round(whole)).max() < 1e-6


def test_what_is_closed_stays(case: Case, begun: Embedding) -> None:
    windows = Windows(begun.joint)
    window = Window(in_turn(case.days, 2, 3), nearest(Geography(case).metres, 0, 2), (0,))
    is_open = windows.opened(begun.x, window)
    found = windows.bettered(begun.x, window, seconds=60.0, nodes=2)
    assert 0 < is_open.sum() < len(is_open)
    assert (found.x[~is_open] == begun.x[~is_open]).all()


def test_the_part_that_is_open_costs_what_it_costs_in_the_whole(
    case: Case, begun: Embedding
) -> None:
    programme = begun.joint.programme
    is_open = Windows(begun.joint).opened(
        begun.x, Window(in_turn(case.days, 0, 4), np.ones(len(case.places), dtype=bool))
    )
    part = part_of(programme, begun.x, is_open)
    inside = part.matrix @ begun.x[is_open]
    assert (inside >= part.row_lower - 1e-9).all()
    assert (inside <= part.row_upper + 1e-9).all()
    rest = float(programme.cost[~is_open] @ begun.x[~is_open]) + programme.constant
    assert part.value(begun.x[is_open]) + rest == pytest.approx(programme.value(begun.x))


def test_a_climb_never_goes_down_and_equal_seeds_climb_alike(
    begun: Embedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(climbing, "WINDOW_NODES", 1)
    ends = []
    for _ in range(2):
        climb, values, count = Climb(begun.joint, begun.x, 1), [], [0.0]

        def effort(count: list[float] = count) -> float:
            count[0] += 1
            return count[0]

        for _ in range(2):
            climb.step(600.0, effort)
            values.append(climb.value)
        assert values == sorted(values, reverse=True)
        assert values[-1] < begun.joint.programme.value(begun.x) - 100
        ends.append(climb.value)
    assert ends[0] == pytest.approx(ends[1])


def test_a_window_of_no_days_and_no_places_changes_nothing(case: Case, begun: Embedding) -> None:
    none = Window(np.zeros(case.days, dtype=bool), np.zeros(len(case.places), dtype=bool))
    found = Windows(begun.joint).bettered(begun.x, none, seconds=10.0, nodes=1)
    assert found.gain == 0
    assert (found.x == begun.x).all()
