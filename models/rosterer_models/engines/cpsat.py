"""How does OR-Tools CP-SAT solve a programme? As a second engine that checks the first on small cases."""

import numpy as np
from ortools.linear_solver.python import model_builder

from rosterer_models.engines.outcome import Outcome, Status
from rosterer_models.matrix.model import Floats, Programme

LARGEST = 1e9
"""CP-SAT wants every column bounded; no column of these models comes near."""


def solve_mixed(programme: Programme, *, time_limit: float, seed: int = 1, start: Floats | None = None) -> Outcome:
    """Solve a programme with CP-SAT, which scales continuous columns to integers.

    Parameters
    ----------
    time_limit
        Seconds.
    start
        A point used as hint.
    """
    model = model_builder.Model()  # type: ignore[no-untyped-call]
    columns = [
        model.new_var(float(low), float(min(high, LARGEST)), bool(whole), f"x{i}")
        for i, (low, high, whole) in enumerate(zip(programme.lower, programme.upper, programme.integer, strict=True))
    ]
    matrix = programme.matrix
    for r in range(programme.num_rows):
        entries = slice(matrix.indptr[r], matrix.indptr[r + 1])
        terms = model_builder.LinearExpr.weighted_sum(
            [columns[c] for c in matrix.indices[entries]], [float(v) for v in matrix.data[entries]]
        )
        low, high = float(programme.row_lower[r]), float(programme.row_upper[r])
        model.add_linear_constraint(terms, max(low, -LARGEST * 1e3), min(high, LARGEST * 1e3))
    model.minimize(model_builder.LinearExpr.weighted_sum(columns, [float(c) for c in programme.cost]) + programme.constant)
    if start is not None:
        for column, value in zip(columns, start, strict=True):
            model.add_hint(column, float(value))
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(time_limit)
    solver.set_solver_specific_parameters(f"num_workers:2 random_seed:{seed} absolute_gap_limit:0.4 mip_max_bound:1e9")
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
