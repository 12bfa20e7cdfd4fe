"""How does a fractional point become whole? Fix what is nearly decided, solve again, and go on,
kind by kind.

Lines come first: they are the hard integers. Then floats, duties given back, bank duties and heads
in units; placements last.
"""

from collections.abc import Callable, Sequence

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.engines.outcome import Outcome
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.joint import Joint
from rosterer_models.heuristics.progress import DAY
from rosterer_models.matrix.model import Floats, Ints, Programme

SURE = 0.9
"""A column at least so near to its next whole number is fixed there at once."""
BATCH = 0.1
"""Of the fractional columns of a kind, the part that is fixed in a round even if unsure."""
ALMOST_NOTHING = 1e-3
"""A column so thin goes down; more than that may be all that covers a cell, and dropping it costs a
shortage.
"""
WHOLE = 1e-5
WORTHLESS = 0.01
"""Reduced cost beyond which a whole column that a relaxation does not use is left out of a
restricted search.
"""
MOST_ROUNDS = 100
STUCK_PART, STUCK_NODES = 0.5, 500
"""Of the time left, and nodes, what branch and bound may take where a dive is stuck."""


def kinds_of(joint: Joint) -> list[Ints]:
    """Whole columns in the order in which a dive fixes them."""
    persons = joint.people.persons
    lines = [c for mine in persons for c in mine.line.tolist()]
    duties = [
        c for mine in persons for part in (mine.floats, mine.back, mine.free) for c in part.values()
    ]
    totals = list(joint.deployment.totals.values())
    heads = [c for group in joint.deployment.classes for c in group.heads.values()]
    return [
        *(np.array(part, dtype=np.int64) for part in (lines, totals, heads, duties)),
        *joint.care.whole_columns(),
    ]


def _batch(pressed: float) -> float:
    """Part of the fractional columns to fix in a round."""
    if pressed < 0.5:
        return BATCH
    return 0.35 if pressed < 0.85 else 0.7


def groups_of(joint: Joint) -> Ints:
    """Group of each column: a dive fixes at most one fractional column of a group upwards in a
    round.

    Columns of a person, and heads of a class on a day, share rows that two fixings together could
    break.
    """
    group = np.arange(joint.programme.num_columns)
    for mine in joint.people.persons:
        own = [*mine.line.tolist(), *mine.floats.values(), *mine.back.values(), *mine.free.values()]
        if own:
            group[own] = own[0]
    for crew in joint.deployment.classes:
        first: dict[int, int] = {}
        for (t, _, _), column in crew.heads.items():
            group[column] = first.setdefault(t, column)
    _group_starts(joint.care, group)
    return group


def _group_starts(care: Care, group: Ints) -> None:
    """What a referral starts with is a group, and what it goes on with is another."""
    for r in range(care.num_referrals):
        for own in (
            care.columns(r)[care.arcs[r].is_start],
            care.columns(r)[~care.arcs[r].is_start],
        ):
            group[own] = own[:1]


class _Packed:
    """Rows that only bound a sum of non-negative columns from above: what a fixing can break by
    itself.
    """

    def __init__(self, programme: Programme) -> None:
        matrix = programme.matrix
        negative = matrix.copy()
        negative.data = (negative.data < 0).astype(float)
        has_negative = np.asarray(negative.sum(axis=1)).ravel() > 0
        self.rows = np.isfinite(programme.row_upper) & ~has_negative
        self.limit = programme.row_upper
        self.matrix = matrix
        self.by_column = programme.by_column()

    def split(self, up: Ints, lower: Floats, x: Floats) -> tuple[Ints, Ints]:
        """Columns that can go up together, in order of preference, and those for which there is no
        room left.
        """
        used = self.matrix @ np.maximum(lower, 0)
        fits, over = [], []
        for column in up.tolist():
            span = slice(self.by_column.indptr[column], self.by_column.indptr[column + 1])
            rows, values = self.by_column.indices[span], self.by_column.data[span]
            more = (np.ceil(x[column] - WHOLE) - lower[column]) * values
            held = self.rows[rows]
            if (used[rows][held] + more[held] <= self.limit[rows][held] + 1e-6).all():
                used[rows] += more
                fits.append(column)
            elif abs(x[column] - np.round(x[column])) > WHOLE:
                over.append(column)
        return np.array(fits, dtype=np.int64), np.array(over, dtype=np.int64)


class _Bounds:
    """Bounds of a programme that stays loaded, and how they are changed."""

    def __init__(self, solver: LinearSolver, lower: Floats, upper: Floats) -> None:
        self.solver, self.lower, self.upper = solver, lower, upper

    def fixed(
        self,
        x: Floats,
        up: Ints,
        down: Ints,
        left: Callable[[], float] | None,
        *,
        is_kept: bool = False,
    ) -> Outcome:
        """Some columns at least at their next whole number and others at most at the one below; as
        before where that is impossible, unless it is to be kept.
        """
        before = self.lower[up], self.upper[down]
        self.lower[up] = np.ceil(x[up] - WHOLE)
        self.upper[down] = np.floor(x[down] + WHOLE)
        touched = np.concatenate([up, down])
        self._write(touched)
        outcome = self.solver.solve(time_limit=None if left is None else max(0.1, left()))
        if outcome.x is None and not is_kept:
            self.lower[up], self.upper[down] = before
            self._write(touched)
        return outcome

    def settle(self, columns: Ints, x: Floats) -> None:
        """Columns stay where they stand."""
        self.lower[columns] = self.upper[columns] = np.round(x[columns])
        self._write(columns)

    def _write(self, columns: Ints) -> None:
        self.solver.set_bounds(columns, self.lower[columns], self.upper[columns])


def dive(
    solver: LinearSolver,
    kinds: Sequence[Ints],
    groups: Ints,
    lower: Floats,
    upper: Floats,
    x: Floats,
    *,
    haste: Callable[[], float] | None = None,
    left: Callable[[], float] | None = None,
    batch: float = BATCH,
    first_batch: float | None = None,
    stuck: Callable[[Programme], Floats | None] = lambda rest: None,
) -> Floats | None:
    """Fix columns kind by kind; the solver must stand at the point ``x``.

    Parameters
    ----------
    kinds, groups
        See ``kinds_of`` and ``groups_of``.
    haste
        Part of the time that is gone: the less is left, the more columns are fixed in a round.
    left
        Seconds that a single solve may take; a dive whose time is gone returns where it stands.
    batch, first_batch
        Part of the fractional columns that is fixed in a round even if unsure, and of those of the
        first kind; None for the same.
    stuck
        Where a fixing cannot be undone, makes whole what is left: the programme with the kinds
        before this one where they stand.

    Returns
    -------
    The last point: whole in every kind given unless time ran out; None when a fixing could not be
    undone and what is left was not made whole.
    """
    bounds = _Bounds(solver, lower.copy(), upper.copy())
    packed = _Packed(solver.programme)
    for number, kind in enumerate(kinds):
        before = bounds.lower.copy(), bounds.upper.copy()
        careful = batch if number or first_batch is None else first_batch
        most = len(kind)
        for _ in range(MOST_ROUNDS):
            loose = kind[np.abs(x[kind] - np.round(x[kind])) > WHOLE]
            if not len(loose):
                break
            if left is not None and left() < 0.1:
                return x
            pressed = 0.0 if haste is None else haste()
            part = x[loose] - np.floor(x[loose])
            rank = np.argsort(-part, kind="stable")
            count = max(
                1, int(np.ceil((careful if pressed < 0.5 else _batch(pressed)) * len(loose)))
            )
            order = np.arange(len(loose))
            up = loose[rank][(order < count) | (part[rank] >= SURE)]
            up = up[np.sort(np.unique(groups[up], return_index=True)[1])]
            # What stands at a whole number above zero stays there, so that a round never undoes the
            # one before.
            stays = kind[
                (np.abs(x[kind] - np.round(x[kind])) <= WHOLE)
                & (np.round(x[kind]) > bounds.lower[kind])
            ]
            thin = loose[part <= ALMOST_NOTHING]
            while True:
                up = up[:most]
                fits, over = packed.split(np.concatenate([stays, up]), bounds.lower, x)
                down = np.setdiff1d(np.concatenate([thin, over]), fits)
                outcome = bounds.fixed(x, fits, down, left)
                if outcome.x is not None:
                    most *= 2
                    break
                if left is not None and left() < 0.1:
                    return x
                if len(up) <= 1:
                    first = (up if len(up) else fits)[:1]
                    outcome = _alone(bounds, x, first, is_tried=len(fits) == 1 and not len(down))
                    break
                # Too much at once: the surer half, and from then on no more than twice what went
                # well.
                most = len(up) // 2
            if outcome.x is None:
                whole = np.arange(solver.programme.num_columns)
                return stuck(solver.programme.with_bounds(whole, *before))
            x = outcome.x
        bounds.settle(kind[np.abs(x[kind] - np.round(x[kind])) <= WHOLE], x)
    return x


def _alone(bounds: _Bounds, x: Floats, first: Ints, *, is_tried: bool) -> Outcome:
    """A single column fixed; ruled out where even that is, or was, impossible."""
    nothing = np.zeros(0, dtype=np.int64)
    if not is_tried:
        outcome = bounds.fixed(x, first, nothing, None)
        if outcome.x is not None:
            return outcome
    return bounds.fixed(x, nothing, first, None, is_kept=True)


def dive_starts(
    solver: LinearSolver, care: Care, x: Floats, left: Callable[[], float] | None
) -> Floats | None:
    """Make placements whole where they are all that is not; parameters as for ``dive``."""
    programme = solver.programme
    group = np.arange(programme.num_columns)
    _group_starts(care, group)

    def branched(rest: Programme) -> Floats | None:
        return branched_rest(rest, DAY if left is None else STUCK_PART * left())

    return dive(
        solver,
        care.whole_columns(),
        group,
        programme.lower,
        programme.upper,
        x,
        left=left,
        stuck=branched,
    )


def branched_rest(rest: Programme, seconds: float) -> Floats | None:
    """What a dive could not make whole, by branch and bound until it is good enough."""
    return solve_mixed(rest, time_limit=seconds, gap=1e-3, options={"mip_max_nodes": STUCK_NODES}).x


def starts_of(care: Care) -> Ints:
    """Columns of placements."""
    return np.concatenate(care.whole_columns())
