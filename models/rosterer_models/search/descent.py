"""How does a whole rota get better? Small moves along the prices of its own relaxation, each tried by a warm linear programme.

With every whole column fixed, the programme's reduced costs say what each could gain at most by moving one step: a promise that the
next solve keeps or not. Promising moves that do not meet are tried together, fewer when they fail, more when they succeed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.joint import Joint
from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.search.dive import kinds_of

LEAST_GAIN = 2.0
"""Pounds that a move must promise to be tried."""
MOST_TOGETHER = 24
MOST_BELIEVED = 1500.0
"""Pounds; promises beyond are artefacts of degenerate prices, so among them chance decides."""
PATIENCE = 400
"""Failed tries in a row after which the descent ends."""
FORBIDDEN_TRIES = 60
"""Tries for which a move that failed alone is left out."""


@dataclass(frozen=True)
class Move:
    """Columns that change together, by how much, what that promises, and whom and when it touches."""

    columns: tuple[int, ...]
    steps: tuple[float, ...]
    promise: float
    touches: frozenset[tuple[str, int]]


class Descent:
    """Improvement of one whole point of a joint model."""

    def __init__(self, joint: Joint, solver: LinearSolver, x: Floats, rng: np.random.Generator) -> None:
        self.joint, self.solver, self.rng = joint, solver, rng
        self.steps = 0
        lines, totals, heads, duties, _ = kinds_of(joint)
        self.fixed = np.concatenate([lines, heads, duties])
        programme = joint.programme
        self.by_column = programme.by_column()
        self.value = np.zeros(programme.num_columns)
        self.value[self.fixed] = np.round(x[self.fixed])
        solver.set_bounds(totals, programme.lower[totals], programme.upper[totals])
        solver.set_bounds(self.fixed, self.value[self.fixed], self.value[self.fixed])
        is_fixed = np.zeros(programme.num_columns, dtype=bool)
        is_fixed[self.fixed] = True
        entries = programme.matrix.copy()
        entries.data = np.abs(entries.data)
        self.hard = ~((entries @ (~is_fixed).astype(float)) > 0)
        self.activity = programme.matrix @ self.value
        self._index()

    def _index(self) -> None:
        """Who and when each column touches."""
        self.touch: dict[int, frozenset[tuple[str, int]]] = {}
        self.person: dict[int, int] = {}
        for p, mine in enumerate(self.joint.people.persons):
            for column in mine.line:
                self.touch[int(column)] = frozenset({("person", p)})
                self.person[int(column)] = p
            for part in (mine.floats, mine.back, mine.bank):
                for (t, _), column in part.items():
                    self.touch[column] = frozenset({("person", p), ("day", t)})
                    self.person[column] = p
        self.slots: dict[tuple[int, int, int], list[int]] = {}
        for g, crew in enumerate(self.joint.deployment.classes):
            for (t, s, u), column in crew.heads.items():
                self.touch[column] = frozenset({("class", g), ("day", t)})
                self.slots.setdefault((t, s, u), []).append(column)
        self.crew_slot: dict[int, tuple[int, int, int, float]] = {}
        """Column → (class, day, shift) and what a step adds to heads free for units: +1 a duty, −1 a head or a duty given back."""
        self.line_slots: dict[int, list[tuple[int, int, int]]] = {}
        self.free: dict[tuple[int, int, int], float] = {}
        class_of = {p: g for g, crew in enumerate(self.joint.deployment.classes) for p in crew.people}
        for g, crew in enumerate(self.joint.deployment.classes):
            for (t, s, _), column in crew.heads.items():
                self.crew_slot[column] = (g, t, s, -1.0)
        for p, t, s in self.joint.deployment.fixed_round:
            self.free[class_of[p], t, s] = self.free.get((class_of[p], t, s), 0.0) + 1.0
        for p, mine in enumerate(self.joint.people.persons):
            for part, sign in ((mine.floats, 1.0), (mine.bank, 1.0), (mine.back, -1.0)):
                for (t, s), column in part.items():
                    self.crew_slot[column] = (class_of[p], t, s, sign)
            if mine.lines is not None:
                for j, column in enumerate(mine.line.tolist()):
                    worked = mine.lines.worked[j]
                    self.line_slots[column] = [(class_of[p], int(t), int(worked[t])) for t in np.flatnonzero(worked >= 0)]
        for column in self.fixed.tolist():
            if self.value[column]:
                self._count(column, float(self.value[column]), self.free)
        self.duty_class: dict[int, list[tuple[int, int]]] = {}
        """Duty column → (head column, class) in which the new head could work."""
        for g, crew in enumerate(self.joint.deployment.classes):
            by_slot: dict[tuple[int, int], list[int]] = {}
            for (t, s, _), column in crew.heads.items():
                by_slot.setdefault((t, s), []).append(column)
            for p in crew.people:
                mine = self.joint.people.persons[p]
                for part in (mine.floats, mine.bank):
                    for slot, column in part.items():
                        self.duty_class[column] = [(h, g) for h in by_slot.get(slot, [])]

    def _count(self, column: int, step: float, free: dict[tuple[int, int, int], float]) -> None:
        if column in self.crew_slot:
            g, t, s, sign = self.crew_slot[column]
            free[g, t, s] = free.get((g, t, s), 0.0) + sign * step
        for slot in self.line_slots.get(column, ()):
            free[slot] = free.get(slot, 0.0) + step

    def run(self, halt: Callable[[], bool], most: int | None = None) -> Floats:
        """Improve until told to halt, until nothing promises anything, or for so many tries.

        Returns
        -------
        The best point; its fixed columns are whole, the others are the optimum beside them.
        """
        outcome = self.solver.solve()
        if outcome.x is None:
            raise RuntimeError("the whole point has no completion")
        best, x, duals = outcome.value, outcome.x, outcome.row_duals
        together, failed = MOST_TOGETHER // 2, 0
        forbidden: dict[tuple[int, ...], int] = {}
        while failed < PATIENCE and not halt() and (most is None or self.steps < most):
            assert duals is not None
            moves = self._choose(self._moves(duals), together, forbidden)
            if not moves:
                break
            self.steps += 1
            columns = np.array([c for m in moves for c in m.columns], dtype=np.int64)
            change = np.array([s for m in moves for s in m.steps])
            self.value[columns] += change
            self.solver.set_bounds(columns, self.value[columns], self.value[columns])
            tried = self.solver.solve()
            if tried.x is not None and tried.value < best - 0.01:
                best, x, duals = tried.value, tried.x, tried.row_duals
                self._add_activity(columns, change)
                together, failed = min(MOST_TOGETHER, together + 1 + together // 2), 0
                continue
            self.value[columns] -= change
            self.solver.set_bounds(columns, self.value[columns], self.value[columns])
            failed += 1
            if len(moves) == 1:
                forbidden[moves[0].columns] = self.steps + FORBIDDEN_TRIES
            together = max(1, together // 2)
        return x

    def _add_activity(self, columns: Ints, change: Floats) -> None:
        for column, step in zip(columns, change, strict=True):
            rows, values = self._entries(int(column))
            self.activity[rows] += step * values
            self._count(int(column), float(step), self.free)

    def _entries(self, column: int) -> tuple[Ints, Floats]:
        span = slice(self.by_column.indptr[column], self.by_column.indptr[column + 1])
        return self.by_column.indices[span], self.by_column.data[span]

    def _is_allowed(self, columns: tuple[int, ...], steps: tuple[float, ...]) -> bool:
        """Rows of whole columns alone stay kept."""
        programme = self.joint.programme
        change: dict[int, float] = {}
        free: dict[tuple[int, int, int], float] = {}
        for column, step in zip(columns, steps, strict=True):
            if not programme.lower[column] <= self.value[column] + step <= programme.upper[column]:
                return False
            self._count(column, step, free)
            rows, values = self._entries(column)
            for row, value in zip(rows.tolist(), values.tolist(), strict=True):
                if self.hard[row]:
                    change[row] = change.get(row, 0.0) + step * value
        if any(self.free.get(slot, 0.0) + more < -0.5 for slot, more in free.items() if more < 0):
            return False
        return all(
            programme.row_lower[r] - 1e-6 <= self.activity[r] + d <= programme.row_upper[r] + 1e-6 for r, d in change.items() if d
        )

    def _move(self, columns: tuple[int, ...], steps: tuple[float, ...], promise: float) -> Move:
        return Move(columns, steps, promise, frozenset().union(*(self.touch[c] for c in columns)))

    def _moves(self, duals: Floats) -> list[Move]:
        programme = self.joint.programme
        reduced = programme.cost - programme.matrix.T @ duals
        found: list[Move] = []
        for mine in self.joint.people.persons:
            own = [c for part in (mine.floats, mine.bank) for c in part.values()]
            on = [c for c in own if self.value[c] > 0.5]
            for column in own:
                if self.value[column] > 0.5:
                    found.append(self._move((column,), (-1.0,), float(reduced[column])))
                    continue
                gain = -float(reduced[column])
                ways: list[tuple[tuple[int, ...], float]] = [((column,), gain)]
                ways += [((column, h), gain - float(reduced[h])) for h, _ in self.duty_class.get(column, ())]
                for columns, promise in ways:
                    if promise > LEAST_GAIN:
                        found.append(self._move(columns, (1.0,) * len(columns), promise))
                    for other in on:
                        better = promise + float(reduced[other])
                        if better > LEAST_GAIN:
                            found.append(self._move((*columns, other), (*(1.0,) * len(columns), -1.0), better))
            for column in mine.back.values():
                step = 1.0 if self.value[column] < 0.5 else -1.0
                found.append(self._move((column,), (step,), -step * float(reduced[column])))
            if len(mine.line) > 1:
                now = int(mine.line[int(np.argmax(self.value[mine.line]))])
                extras = [c for c in (*on, *mine.back.values()) if self.value[c] > 0.5]
                loss = sum(float(reduced[c]) for c in extras)
                for column in mine.line.tolist():
                    if column != now:
                        promise = float(reduced[now] - reduced[column])
                        found.append(self._move((column, now), (1.0, -1.0), promise))
                        if extras:
                            found.append(self._move((column, now, *extras), (1.0, -1.0, *(-1.0,) * len(extras)), promise + loss))
        for heads in self.slots.values():
            used = [c for c in heads if self.value[c] > 0.5]
            for column in heads:
                found.append(self._move((column,), (1.0,), -float(reduced[column])))
                if column in used:
                    found.append(self._move((column,), (-1.0,), float(reduced[column])))
                for other in used:
                    if other != column:
                        found.append(self._move((column, other), (1.0, -1.0), float(reduced[other] - reduced[column])))
        return [m for m in found if m.promise > LEAST_GAIN]

    def _choose(self, moves: list[Move], together: int, forbidden: dict[tuple[int, ...], int]) -> list[Move]:
        """The best promises that do not meet and that the rules of whole columns allow."""
        chosen: list[Move] = []
        touched: set[tuple[str, int]] = set()
        noise = 1 + 0.3 * self.rng.random(len(moves))
        order = np.argsort([-min(m.promise, MOST_BELIEVED) * n for m, n in zip(moves, noise, strict=True)], kind="stable")
        for i in order:
            move = moves[i]
            if forbidden.get(move.columns, -1) >= self.steps or touched & move.touches:
                continue
            if not self._is_allowed(move.columns, move.steps):
                continue
            chosen.append(move)
            touched |= move.touches
            if len(chosen) >= together:
                break
        return chosen
