"""How does CP-SAT solve a programme with continuous columns, beside a process that uses HiGHS?

CP-SAT knows whole numbers alone and puts continuous columns on a grid of its own, which is too coarse for parts of people: here
the units are chosen so that a grid of whole units is fine enough, and equalities over such columns are given a grid's room.

It runs in a process of its own: OR-Tools and highspy each carry a shared library of the name ``libhighs.so.1``, of different
versions, and whichever is imported second finds the other's and fails.
"""

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import diags_array

from rosterer_models.engines.outcome import Outcome
from rosterer_models.matrix.model import Floats, Programme

FAR = 1e5
"""Stands in for no upper bound: minutes, heads and days short or over, none near this in a plan worth having."""
SMALL_RANGE = 1000.0
"""Columns up to this are people, parts of people and hours; beyond, minutes."""
FINE, COARSE = 1e5, 1e2
"""Units to one: a hundred-thousandth of a person, a hundredth of a minute."""
ROOM = 3e-5
"""An equality over continuous columns may be off by so much."""


def on_a_grid(programme: Programme) -> tuple[Programme, Floats]:
    """The programme in finer units, and units to one of each column."""
    upper = np.minimum(programme.upper, FAR)
    units = np.where(programme.integer, 1.0, np.where(upper <= SMALL_RANGE, FINE, COARSE))
    matrix = (programme.matrix @ diags_array(1 / units)).tocsr()
    is_equal = programme.row_lower == programme.row_upper
    is_fine = np.asarray(abs(programme.matrix) @ (~programme.integer).astype(float)).ravel() > 0
    room = np.where(is_equal & is_fine, ROOM, 0.0)
    scaled = replace(
        programme,
        cost=programme.cost / units,
        lower=programme.lower * units,
        upper=upper * units,
        row_lower=programme.row_lower - room,
        row_upper=programme.row_upper + room,
        matrix=matrix,
    )
    return scaled, units


def solve_apart(programme: Programme, seconds: float, seed: int) -> Outcome:
    """Solve with CP-SAT in a child process."""
    scaled, units = on_a_grid(programme)
    command = [sys.executable, "-m", "benchmarks.peers.cp_sat"]
    request = pickle.dumps((scaled, seconds, seed))
    done = subprocess.run(command, input=request, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], check=True)
    outcome: Outcome = pickle.loads(done.stdout)
    return outcome if outcome.x is None else replace(outcome, x=outcome.x / units)


def main() -> None:
    """Read a pickled programme, seconds and seed; write the pickled outcome."""
    from rosterer_models.engines.cpsat import solve_here

    programme, seconds, seed = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(solve_here(programme, time_limit=seconds, seed=seed)))


if __name__ == "__main__":
    main()
