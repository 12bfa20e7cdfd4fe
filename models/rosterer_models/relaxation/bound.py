"""How cheap can no plan be cheaper than? A lower bound in a process of its own, so that proof and
search run side by side.

It runs by ``engines/channel.py``, reads a pickled case on standard input and writes one JSON line
for each better bound. Lines ``rest`` and ``work`` on standard input let it rest and go on; it ends
with its input.
"""

import json
import os
import pickle
import sys
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import BinaryIO

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.engines.outcome import Outcome, Watch
from rosterer_models.formulation.joint import joint_model
from rosterer_models.matrix.model import Floats, Programme
from rosterer_models.relaxation.aggregation import (
    has_few_sectors,
    is_wide,
    num_sectors,
    relaxed_model,
)
from rosterer_models.vocabulary.case import Case

REST, WORK = b"rest", b"work"
FINE_RATIO = 60.0
"""Branch and cut on a large case itself is begun only with so many times of the relaxation of one
place to go: its root takes twenty to forty times as long even by interior point, and what else runs
on the machine suffers from its use of memory.
"""
ZONES_RATIO, ZONE_SECTORS, SOON = 10.0, 5, 2
"""In a wide area the relaxation with zones of so many sectors bounds more than branch and cut on
one place. One with zones twice as large comes first; it takes about five times as long as that of
one place, and is begun with twice that to go.
"""
BY_INTERIOR_POINT: dict[str, int | float | str] = {
    "mip_lp_solver": "ipx",
    "mip_heuristic_effort": 0.0,
}
MOST_MENDED = 200
LEAST_LOSS = 1.0
"""Pounds."""
FAR = 1e5
"""Stands in for an upper bound that a column has only through its rows. Such columns are shortages
and overruns, in minutes, heads and days; none is near this in an optimum, and their reduced costs
are negative by tolerance alone.
"""


def safe_bound(programme: Programme, row_duals: Floats) -> float:
    """The Lagrangian bound of any row prices: valid whatever their accuracy, given bounds on the
    columns.

    Parameters
    ----------
    row_duals
        m prices; a price of the wrong sign for a one-sided row is taken as zero.
    """
    y = np.where((row_duals > 0) & ~np.isfinite(programme.row_lower), 0.0, row_duals)
    y = np.where((y < 0) & ~np.isfinite(programme.row_upper), 0.0, y)
    side = np.where(y > 0, programme.row_lower, programme.row_upper)
    rows = float((y[y != 0] * side[y != 0]).sum())
    reduced = programme.reduced_costs(y)
    upper = np.where(np.isfinite(programme.upper), programme.upper, FAR)
    columns = float(np.where(reduced > 0, reduced * programme.lower, reduced * upper).sum())
    return programme.constant + rows + columns


def polished_bound(programme: Programme, row_duals: Floats, x: Floats) -> float:
    """The safe bound after mending prices that an interior point without crossover sometimes leaves
    wrong on a row or two.

    Where a column loses most against complementary slackness, the row that weighs most on it gets
    the price at which the column's reduced cost is nothing; what does not help is undone. Any
    prices give a valid bound, so mending cannot make it wrong.
    """
    y, by_column = row_duals.copy(), programme.by_column()
    best = safe_bound(programme, y)
    failed: set[int] = set()
    for _ in range(MOST_MENDED if programme.num_columns else 0):
        reduced = programme.reduced_costs(y)
        loss = reduced * x - np.where(
            reduced > 0, reduced * programme.lower, reduced * np.minimum(programme.upper, FAR)
        )
        loss[list(failed)] = 0.0
        worst = int(np.argmax(loss))
        if loss[worst] < LEAST_LOSS:
            break
        span = slice(by_column.indptr[worst], by_column.indptr[worst + 1])
        rows, values = by_column.indices[span], by_column.data[span]
        heaviest = int(np.argmax(np.abs(y[rows] * values)))
        row, before = rows[heaviest], y[rows[heaviest]]
        y[row] = before + reduced[worst] / values[heaviest]
        tried = safe_bound(programme, y)
        if tried > best:
            best = tried
        else:
            y[row] = before
            failed.add(worst)
    return best


def relaxation(programme: Programme, *, time_limit: float | None = None) -> Outcome:
    """The linear relaxation by interior point without crossover: prices near enough, and no basis.

    Parameters
    ----------
    time_limit
        Seconds; None for as long as it takes.
    """
    return LinearSolver(programme).solve("ipx", time_limit=time_limit, crossover=False)


def proof_zones(case: Case, times: int = 1) -> int:
    """Zones with which a wide area is bounded, each of so many times the usual sectors."""
    return max(1, num_sectors(case) // (times * ZONE_SECTORS))


def _relax(programme: Programme, report: Callable[[float], None]) -> None:
    """Report the bound of a relaxation."""
    outcome = relaxation(programme)
    if outcome.row_duals is not None and outcome.x is not None:
        report(polished_bound(programme, outcome.row_duals, outcome.x))


def prove(
    case: Case,
    seconds: float,
    nodes: int | None,
    tell: Callable[[float], None],
    rest: Callable[[], object],
) -> None:
    """Bound a case.

    Parameters
    ----------
    nodes
        Branch-and-bound nodes where work is counted; else None.
    tell
        Told each better bound, in pounds.
    rest
        Called often during branch and cut; it may take its time.
    """
    best = -float("inf")

    def report(bound: float) -> None:
        nonlocal best
        if bound > best:
            best = bound
            tell(bound)

    # One place and no travel first: a bound within seconds. Then branch and cut: on the case itself
    # where it is small or there is
    # ample time; with zones where the area is wide and there is time; else on one place.
    model = relaxed_model(case, as_judged=True).joint
    begun = time.monotonic()
    _relax(model.programme, report)
    options: dict[str, int | float | str] = {} if nodes is None else {"mip_max_nodes": nodes}
    if has_few_sectors(case):
        model = joint_model(case, as_judged=True)
    elif nodes is not None:
        _relax(joint_model(case, as_judged=True).programme, report)
    elif seconds > FINE_RATIO * (time.monotonic() - begun):
        model = joint_model(case, as_judged=True)
        options |= BY_INTERIOR_POINT
    elif is_wide(case) and seconds > ZONES_RATIO * (time.monotonic() - begun):
        # An interior point cannot rest, so while the search makes its guide a model is relaxed that
        # will be done by then.
        _relax(relaxed_model(case, proof_zones(case, SOON), as_judged=True).joint.programme, report)
        rest()
        model = relaxed_model(case, proof_zones(case), as_judged=True).joint
        options |= BY_INTERIOR_POINT

    def never() -> bool:
        rest()
        return False

    watch = Watch(stop=never, on_bound=lambda bound: report(bound) if np.isfinite(bound) else None)
    final = solve_mixed(
        model.programme, time_limit=seconds, watch=watch, absolute_gap=0.1, options=options
    )
    report(final.bound)


def answer(channel: BinaryIO) -> None:
    """Bound until told to end, or until whoever asked is gone."""
    request = pickle.load(sys.stdin.buffer)
    may_work = Event()
    may_work.set()

    def listen() -> None:
        for line in sys.stdin.buffer:
            (may_work.clear if line.strip() == REST else may_work.set)()
        os._exit(0)

    def tell(bound: float) -> None:
        channel.write(json.dumps({"bound": bound}).encode() + b"\n")
        channel.flush()

    Thread(target=listen, daemon=True).start()
    prove(request["case"], float(request["seconds"]), request["nodes"], tell, may_work.wait)
    os._exit(
        0
    )  # the thread that listens holds standard input, for which an orderly end would wait in vain
