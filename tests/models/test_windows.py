"""Is a point that is bettered a few days at a time still whole, allowed and no dearer?"""

import numpy as np
import pytest

from rosterer.generate import generate
from rosterer_models.engines.highs import LinearSolver
from rosterer_models.heuristics.dive import dive, groups_of, kinds_of
from rosterer_models.heuristics.guide_windows import bettered
from rosterer_models.relaxation.aggregation import relaxed_model


@pytest.mark.parametrize("load", ["normal", "tight"])
def test_a_bettered_point_is_cheaper_whole_and_allowed_and_keeps_its_lines(load: str) -> None:
    joint = relaxed_model(generate(16, 14, load, 3)).joint  # type: ignore[arg-type]
    programme = joint.programme
    solver = LinearSolver(programme)
    relaxed = solver.solve("ipx")
    assert relaxed.x is not None
    before = dive(
        solver, kinds_of(joint), groups_of(joint), programme.lower, programme.upper, relaxed.x
    )
    assert before is not None
    looks = iter(range(12))
    after = bettered(
        joint, before, 0.2, lambda: 5.0 if next(looks, None) is not None else 0.0, lambda: False
    )
    assert relaxed.value - 0.01 <= programme.value(after) < programme.value(before) - 1.0
    whole = np.flatnonzero(programme.integer)
    assert np.abs(after[whole] - np.round(after[whole])).max() < 1e-4
    activity = programme.matrix @ after
    assert (activity >= programme.row_lower - 1e-4).all()
    assert (activity <= programme.row_upper + 1e-4).all()
    for mine in joint.people.persons:
        assert np.round(after[mine.line]).tolist() == np.round(before[mine.line]).tolist()


def test_without_time_the_point_stays() -> None:
    joint = relaxed_model(generate(16, 7, "easy", 3)).joint
    x = np.zeros(joint.programme.num_columns)
    assert bettered(joint, x, 0.2, lambda: 0.0, lambda: False) is x
    assert bettered(joint, x, 0.2, lambda: 9.0, lambda: True) is x
