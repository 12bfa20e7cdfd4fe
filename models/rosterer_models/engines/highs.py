"""How does HiGHS solve a programme, once or again and again?

HiGHS keeps one pool of threads for the process, so every model asks for the same number; see
``THREADS``. What runs side by side are whole programmes: days in threads, the proof in a process
(``heuristics/beside.py``, ``relaxation/bound_process.py``).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import highspy
import numpy as np
from highspy import HighsModelStatus

from rosterer_models.engines.outcome import Outcome, Status, Watch
from rosterer_models.matrix.model import Floats, Ints, Programme

THREADS = 1
"""Two models with different numbers in one process fail without a word."""


def _loaded(programme: Programme, relaxed: bool) -> highspy.Highs:
    engine = highspy.Highs()  # type: ignore[no-untyped-call]
    engine.setOptionValue("output_flag", False)
    engine.setOptionValue("threads", THREADS)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = programme.num_columns, programme.num_rows
    model.col_cost_ = programme.cost
    model.offset_ = programme.constant
    model.col_lower_, model.col_upper_ = programme.lower, programme.upper
    model.row_lower_, model.row_upper_ = programme.row_lower, programme.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = programme.matrix.indptr
    model.a_matrix_.index_ = programme.matrix.indices
    model.a_matrix_.value_ = programme.matrix.data
    if not relaxed and programme.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(flag)] for flag in programme.integer]
    if engine.passModel(model) == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS refused the programme")
    return engine


def _status(engine: highspy.Highs) -> Status:
    model = engine.getModelStatus()
    if model == HighsModelStatus.kOptimal:
        return "optimal"
    if model == HighsModelStatus.kInfeasible:
        return "infeasible"
    if model in (HighsModelStatus.kUnbounded, HighsModelStatus.kUnboundedOrInfeasible):
        return "unbounded"
    return "feasible" if engine.getInfo().primal_solution_status == 2 else "nothing"


def _empty(programme: Programme) -> Outcome:
    """The only point of a programme without columns, which HiGHS calls empty, not optimal."""
    return Outcome("optimal", np.zeros(0), programme.constant, programme.constant)


class LinearSolver:
    """A linear programme that stays loaded, for many solves with other bounds or costs."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._engine = _loaded(programme, relaxed=True)
        self._engine.setOptionValue("solver", "choose")

    def solve(
        self, method: str = "simplex", *, time_limit: float | None = None, crossover: bool = True
    ) -> Outcome:
        """Solve from the last basis (``simplex``) or afresh (``ipm``, ``hipo``, ``pdlp``)."""
        if not self.programme.num_columns:
            return replace(_empty(self.programme), row_duals=np.zeros(self.programme.num_rows))
        engine = self._engine
        engine.setOptionValue("solver", method)
        engine.setOptionValue("run_crossover", "on" if crossover else "off")
        engine.setOptionValue(
            "time_limit", 1e30 if time_limit is None else engine.getRunTime() + time_limit
        )
        engine.run()
        status = _status(engine)
        solution, info = engine.getSolution(), engine.getInfo()
        if status not in ("optimal", "feasible"):
            return Outcome(status, None, float("inf"), -float("inf"))
        value = float(info.objective_function_value)
        bound = value if status == "optimal" else -float("inf")
        return Outcome(
            status, np.array(solution.col_value), value, bound, np.array(solution.row_dual)
        )

    def set_bounds(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of columns."""
        self._engine.changeColsBounds(
            len(columns), columns.astype(np.int32), lower.astype(float), upper.astype(float)
        )

    def set_sides(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """Change the sides of rows."""
        for row, low, high in zip(rows.tolist(), lower.tolist(), upper.tolist(), strict=True):
            self._engine.changeRowBounds(row, low, high)

    def set_costs(self, columns: Ints, cost: Floats) -> None:
        """Change costs of columns."""
        self._engine.changeColsCost(len(columns), columns.astype(np.int32), cost.astype(float))


def solve_mixed(
    programme: Programme,
    *,
    time_limit: float,
    start: Floats | None = None,
    gap: float = 1e-6,
    absolute_gap: float = 0.5,
    watch: Watch | None = None,
    options: Mapping[str, int | float | str] | None = None,
) -> Outcome:
    """Branch and bound.

    Parameters
    ----------
    time_limit
        Seconds.
    start
        A point to start from; columns that are not integer may be anything (they are completed).
    absolute_gap
        In units of the objective.
    """
    if not programme.num_columns:
        return _empty(programme)
    engine = _loaded(programme, relaxed=False)
    engine.setOptionValue("time_limit", max(0.05, time_limit))
    engine.setOptionValue("mip_rel_gap", gap)
    engine.setOptionValue("mip_abs_gap", absolute_gap)
    for name, value in (options or {}).items():
        engine.setOptionValue(name, value)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        solution.value_valid = True
        engine.setSolution(solution)
    if watch is not None:
        _subscribe(engine, watch)
    engine.run()
    status, info = _status(engine), engine.getInfo()
    bound = float(info.mip_dual_bound)
    if status == "infeasible":
        return Outcome(status, None, float("inf"), float("inf"))
    if info.primal_solution_status != 2:
        return Outcome("nothing", None, float("inf"), bound)
    return Outcome(
        status,
        np.array(engine.getSolution().col_value),
        float(info.objective_function_value),
        bound,
    )


def _subscribe(engine: highspy.Highs, watch: Watch) -> None:
    def halt_if_asked(event: object) -> None:
        if watch.on_bound is not None:
            watch.on_bound(float(event.data_out.mip_dual_bound))  # type: ignore[attr-defined]
        if watch.stop is not None and watch.stop():
            event.interrupt()  # type: ignore[attr-defined]

    engine.cbMipInterrupt += halt_if_asked
    if watch.stop is not None:

        def halt(event: object) -> None:
            if watch.stop is not None and watch.stop():
                event.interrupt()  # type: ignore[attr-defined]

        engine.cbSimplexInterrupt += halt
    if watch.on_point is not None:
        report: Callable[[float, Floats], None] = watch.on_point

        def improved(event: object) -> None:
            out = event.data_out  # type: ignore[attr-defined]
            report(float(out.objective_function_value), np.array(out.mip_solution))

        engine.cbMipImprovingSolution += improved
