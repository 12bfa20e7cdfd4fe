"""Does a dive end at whole numbers where it first fixes more than is possible?"""

import numpy as np
import pytest

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.heuristics.dive import dive
from rosterer_models.matrix.model import Builder, Ints, Programme


def wishes(count: int, left: float) -> tuple[Programme, Ints]:
    """Wishes nine tenths of which are free; the last tenth of each takes 0.1 of what is left for
    all of them.
    """
    builder = Builder()
    granted = builder.columns(count, upper=1, integer=True)
    taken, spent = builder.columns(count), builder.columns(1, upper=left)
    builder.charge(("wishes",), granted, -1.0)
    builder.charge(("taken",), taken, 20.0)
    rows = builder.rows(count, upper=0.9)
    builder.put(rows, granted)
    builder.put(rows, taken, -1.0)
    total = builder.rows(1, upper=0)
    builder.put(total, taken)
    builder.put(total, spent, -1.0)
    return builder.build(), granted


@pytest.mark.parametrize(
    ("count", "left", "most"), [(4, 0.25, 2), (9, 0.5, 5), (7, 0.0, 0), (6, 1.0, 6)]
)
def test_as_many_as_there_is_room_for_are_granted(count: int, left: float, most: int) -> None:
    programme, granted = wishes(count, left)
    solver = LinearSolver(programme)
    relaxed = solver.solve().x
    assert relaxed is not None
    assert relaxed[granted] == pytest.approx(0.9)
    x = dive(
        solver,
        [granted],
        np.arange(programme.num_columns),
        programme.lower,
        programme.upper,
        relaxed,
    )
    assert x is not None
    assert x[granted] == pytest.approx(np.round(x[granted]))
    assert x[granted].sum() == pytest.approx(most)
    assert (programme.matrix @ x <= programme.row_upper + 1e-6).all()
