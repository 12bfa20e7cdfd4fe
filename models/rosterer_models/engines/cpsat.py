"""How does OR-Tools CP-SAT solve a programme? As a second engine that checks the first on small
cases.

CP-SAT knows whole numbers alone and puts continuous columns on a grid of its own, which is too
coarse for parts of people: here the units are chosen so that a grid of whole units is fine enough,
and equalities over such columns are given a grid's room.

It runs in a process of its own (``engines/channel.py``): OR-Tools and highspy
each carry a shared library of the name ``libhighs.so.1``, of different versions, and whichever is
imported second finds the other's and fails. The end of its standard input, wanted or because who
asked is gone, has it answer with the best it knows.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import BinaryIO

import numpy as np
from scipy.sparse import diags_array

from rosterer_models.engines.channel import answering
from rosterer_models.engines.outcome import Outcome, Status
from rosterer_models.matrix.model import Floats, Programme

LARGEST = 1e9
"""CP-SAT wants every column bounded; no column of these models comes near."""
FAR = 1e5
"""Stands in for no upper bound: minutes, heads and days short or over, none near this in a plan
worth having.
"""
SMALL_RANGE = 1000.0
"""Columns up to this are people, parts of people and hours; beyond, minutes."""
FINE, COARSE = 1e5, 1e2
"""Units to one: a hundred-thousandth of a person, a hundredth of a minute."""
ROOM = 3e-5
"""An equality over continuous columns may be off by so much."""
BETWEEN_LOOKS = 0.1
"""Seconds between two questions whether to stop."""


def solve_mixed(
    programme: Programme,
    *,
    time_limit: float,
    seed: int = 1,
    start: Floats | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Solve a programme with CP-SAT in a child process.

    Parameters
    ----------
    time_limit
        Seconds.
    start
        A point used as hint.
    stop
        Asked often; once it says True the best so far is the outcome.

    Raises
    ------
    subprocess.CalledProcessError
        When the child fails.
    """
    scaled, units = on_a_grid(programme)
    request = pickle.dumps((scaled, time_limit, seed, None if start is None else start * units))
    outcome: Outcome = pickle.loads(_answer(request, stop or (lambda: False)))
    return outcome if outcome.x is None else replace(outcome, x=outcome.x / units)


def _answer(request: bytes, stop: Callable[[], bool]) -> bytes:
    """What a child says, in a session of its own: Ctrl-C in a terminal is for who asked."""
    command = answering(__name__)
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child, ThreadPoolExecutor(1) as reader:
        answer = reader.submit(child.stdout.read)
        with suppress(OSError):  # what went wrong is in its return code
            child.stdin.write(request)
            child.stdin.flush()
        while not answer.done():
            with suppress(TimeoutError):
                answer.result(BETWEEN_LOOKS)
            if stop():
                break
        with suppress(OSError):
            child.stdin.close()
        said = answer.result()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return said


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


def solve_here(
    programme: Programme,
    *,
    time_limit: float,
    seed: int = 1,
    start: Floats | None = None,
    until: Callable[[], object] | None = None,
) -> Outcome:
    """Solve a programme as it is, in this process, which must never import highspy.

    Parameters
    ----------
    until
        Called in a thread; once it returns the search ends.
    """
    from ortools.linear_solver.python import model_builder

    model = model_builder.Model()  # type: ignore[no-untyped-call]
    columns = [
        model.new_var(float(low), float(min(high, LARGEST)), bool(whole), f"x{i}")
        for i, (low, high, whole) in enumerate(
            zip(programme.lower, programme.upper, programme.integer, strict=True)
        )
    ]
    matrix = programme.matrix
    for r in range(programme.num_rows):
        entries = slice(matrix.indptr[r], matrix.indptr[r + 1])
        terms = model_builder.LinearExpr.weighted_sum(
            [columns[c] for c in matrix.indices[entries]], [float(v) for v in matrix.data[entries]]
        )
        low, high = float(programme.row_lower[r]), float(programme.row_upper[r])
        model.add_linear_constraint(terms, max(low, -LARGEST * 1e3), min(high, LARGEST * 1e3))
    model.minimize(
        model_builder.LinearExpr.weighted_sum(columns, [float(c) for c in programme.cost])
        + programme.constant
    )
    if start is not None:
        for column, value in zip(columns, start, strict=True):
            model.add_hint(column, float(value))
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(time_limit)
    solver.set_solver_specific_parameters(
        f"num_workers:2 random_seed:{seed} absolute_gap_limit:0.4 mip_max_bound:1e9"
    )
    if until is not None:
        Thread(target=lambda: (until(), solver.stop_search()), daemon=True).start()  # type: ignore[no-untyped-call]
    status = solver.solve(model)
    names: dict[object, Status] = {
        model_builder.SolveStatus.OPTIMAL: "optimal",
        model_builder.SolveStatus.FEASIBLE: "feasible",
        model_builder.SolveStatus.INFEASIBLE: "infeasible",
        model_builder.SolveStatus.UNBOUNDED: "unbounded",
    }
    said = names.get(status, "nothing")
    if said not in ("optimal", "feasible"):
        return Outcome(said, None, float("inf"), -float("inf"))
    x = np.array([solver.value(column) for column in columns])
    return Outcome(said, x, float(solver.objective_value), float(solver.best_objective_bound))


def answer(channel: BinaryIO) -> None:
    """Read a pickled programme, seconds, seed and hint; write the pickled outcome, at the latest
    when the input ends.
    """
    programme, seconds, seed, start = pickle.load(sys.stdin.buffer)
    ends = (
        sys.stdin.fileno()
    )  # read without its buffer, whose lock a thread at the end of a process may not hold
    outcome = solve_here(
        programme, time_limit=seconds, seed=seed, start=start, until=lambda: os.read(ends, 1)
    )
    channel.write(pickle.dumps(outcome))
