"""What is best for a few days and a few places, when the rest of the joint model's point stays as
it is?

Duties, heads and flows of the window's days, and every placement of those who live at its places,
are open; so, at times, is somebody's whole line. The columns that are open and the rows that they
touch are a programme of their own: a restriction, so every point of it is one of the whole, and so
small that branch and bound takes a second.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from rosterer_models.engines.highs import solve_mixed
from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.people import PersonColumns
from rosterer_models.matrix.model import Flags, Floats, Ints, Programme

NEAR = 2
"""Flows of each cell that are open on other days beside those in use: those that take least time.
"""
IN_USE = 1e-7
LINKS = 3
"""How often columns that follow from others are looked for: gathered starts, then shortages."""
NEAR_ENOUGH = 3e-3
"""Of what the open part costs, within which its best is near enough."""
LEAST_GAIN = 0.5
"""Pounds."""


@dataclass(frozen=True)
class Window:
    """What is opened."""

    days: Flags
    """D."""
    places: Flags
    """K."""
    people: tuple[int, ...] = ()
    """Whose lines are open."""


@dataclass(frozen=True)
class Flows:
    """F flows of the joint model."""

    column: Ints
    crew: Ints
    """F: number of the deployment class."""
    day: Ints
    place: Ints
    is_near: Flags
    """F: among the nearest of its cell."""


@dataclass(frozen=True)
class Bettered:
    """A point after a window."""

    x: Floats
    gain: float
    """Pounds."""
    num_columns: int
    """Open ones."""


@dataclass(frozen=True)
class Windows:
    """Windows of a joint model of a case with its own places."""

    joint: Joint

    @cached_property
    def flows(self) -> Flows:
        """All flows, the nearest of each cell marked."""
        parts = list[tuple[Ints, Ints, Ints, Ints, Ints]]()
        matrix, care = self.joint.programme.by_column(), self.joint.care
        for g, crew in enumerate(self.joint.deployment.classes):
            for (t, b), (columns, places, skills, _) in crew.flow.items():
                cells = care.cell[places, t, b, skills]
                here = np.full(len(columns), g), np.full(len(columns), t)
                parts.append((columns, *here, places, cells))
        if not parts:
            none = np.zeros(0, dtype=np.int64)
            return Flows(none, none, none, none, none.astype(bool))
        column, crew_of, day, place, cell = (
            np.concatenate([part[i] for part in parts]) for i in range(5)
        )
        weight = np.asarray(abs(matrix[:, column]).sum(axis=0)).ravel()
        order = np.lexsort((weight, cell))
        first = np.flatnonzero(np.diff(cell[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(first, np.diff([*first, len(order)]))
        is_near = np.zeros(len(order), dtype=bool)
        is_near[order[rank < NEAR]] = True
        return Flows(column, crew_of, day, place, is_near)

    @cached_property
    def _pattern(self) -> csr_matrix:
        pattern = self.joint.programme.matrix.copy()
        pattern.data = np.ones_like(pattern.data)
        return pattern

    def bettered(
        self, x: Floats, window: Window, *, seconds: float, nodes: int, seed: int = 0
    ) -> Bettered:
        """Open a window of a whole point.

        Parameters
        ----------
        x
            Allowed, and whole where it must be.
        seconds, nodes
            The most that branch and bound may take.

        Returns
        -------
        A point no dearer; the same one where nothing was found.
        """
        is_open = self.opened(x, window)
        columns = np.flatnonzero(is_open)
        part = part_of(self.joint.programme, x, is_open)
        outcome = solve_mixed(
            part,
            time_limit=seconds,
            start=x[columns],
            gap=NEAR_ENOUGH,
            options={"mip_heuristic_effort": 0.0, "mip_max_nodes": nodes, "random_seed": seed},
        )
        before = float(part.cost @ x[columns])
        if outcome.x is None or before - float(part.cost @ outcome.x) < LEAST_GAIN:
            return Bettered(x, 0.0, len(columns))
        found = np.where(part.integer, np.round(outcome.x), outcome.x)
        better = x.copy()
        better[columns] = np.clip(found, part.lower, part.upper)
        return Bettered(better, before - float(part.cost @ better[columns]), len(columns))

    def opened(self, x: Floats, window: Window) -> Flags:
        """Columns that a window opens, with all that follow from them."""
        programme, care = self.joint.programme, self.joint.care
        is_open = np.zeros(programme.num_columns, dtype=bool)
        crews = self.joint.deployment.classes
        inside = np.array([window.places[crew.key.home] for crew in crews], dtype=bool)
        persons = self.joint.people.persons
        for crew in (crew for crew, is_in in zip(crews, inside, strict=True) if is_in):
            _open_duties(is_open, crew.on[window.days])
            of_day = [c for (t, _), c in crew.on_round.items() if window.days[t]]
            is_open[of_day + [c for (t, _, _), c in crew.heads.items() if window.days[t]]] = True
            for p in crew.people:
                is_open[_personal(persons[p], window.days)] = True
        for p in window.people:
            crew = next(crew for crew in crews if p in crew.people)
            is_open[persons[p].line] = True
            is_open[_personal(persons[p], np.ones_like(window.days))] = True
            _open_duties(is_open, crew.on)
            is_open[list(crew.on_round.values())] = True
        of_people = [any(p in crew.people for p in window.people) for crew in crews]
        is_open[[c for (t, _, _), c in self.joint.deployment.totals.items() if window.days[t]]] = (
            True
        )
        self._open_flows(is_open, x, window, inside, np.array(of_people, dtype=bool))
        for cells in (care.short, self.joint.deployment.agency):
            _open_duties(is_open, cells[window.places])
        self._open_starts(is_open, x, window)
        return self._linked(is_open)

    def _open_flows(
        self, is_open: Flags, x: Floats, window: Window, inside: Flags, of_people: Flags
    ) -> None:
        flows = self.flows
        today, here = window.days[flows.day], window.places[flows.place]
        some = flows.is_near | (x[flows.column] > IN_USE)
        chosen = (here | inside[flows.crew]) & (today | (some & here))
        chosen |= of_people[flows.crew] & some
        is_open[flows.column[chosen]] = True

    def _open_starts(self, is_open: Flags, x: Floats, window: Window) -> None:
        care = self.joint.care
        for group, (home, arcs) in enumerate(zip(care.waiting.homes, care.arcs, strict=True)):
            if not window.places[home]:
                continue
            columns = care.columns(group)
            if group < care.num_referrals:
                is_open[columns] = True
                is_open[care.unserved[group]] = True
                continue
            starts = (
                arcs.is_start
                & np.append(window.days, np.zeros(1, dtype=bool))[
                    np.minimum(arcs.day, len(window.days))
                ]
            )
            is_open[columns[starts | ~arcs.is_start | (x[columns] > IN_USE)]] = True
            is_open[care.line[group - care.num_referrals]] = True

    def _linked(self, is_open: Flags) -> Flags:
        """With the columns that follow from open ones: gathered starts, shortages, overruns."""
        programme = self.joint.programme
        is_slack = np.zeros(programme.num_columns, dtype=bool)
        for columns in (programme.slack, programme.excess, programme.filled):
            is_slack[columns] = True
        for _ in range(LINKS):
            touched = self._pattern @ is_open.astype(float) > 0
            for columns, rows in programme.derived:
                is_open[columns[touched[rows]]] = True
            met = self._pattern.T @ touched.astype(float) > 0
            is_open |= is_slack & met
        return is_open


def _open_duties(is_open: Flags, columns: Ints) -> None:
    is_open[columns[columns >= 0]] = True


def _personal(mine: PersonColumns, days: Flags) -> list[int]:
    """Columns of a person's floats, duties given back and free duties on some days, and of what
    follows from them.
    """
    found = [
        column
        for part in (mine.floats, mine.back, mine.free, mine.contested)
        for slot, column in part.items()
        if days[slot[0]]
    ]
    found += [column for column in (mine.over, mine.under) if column >= 0]
    found += [column for one in mine.periods for column in (one.over, one.under)]
    found += [one.column for one in mine.shapes]
    return [*found, *mine.beyond.tolist()]


def part_of(programme: Programme, x: Floats, is_open: Flags) -> Programme:
    """The programme of open columns and the rows that they touch; what is closed stays as in x.

    Parameters
    ----------
    x
        Allowed; rows are no tighter than it has them, so that it stays allowed in spite of
        tolerances.
    """
    columns = np.flatnonzero(is_open)
    by_column = programme.by_column()[:, columns]
    rows = np.unique(by_column.indices)
    own = by_column.tocsr()[rows]
    whole = np.asarray(programme.matrix[rows] @ x).ravel()
    closed = whole - np.asarray(own @ x[columns]).ravel()
    lower = np.minimum(programme.row_lower[rows], whole) - closed
    upper = np.maximum(programme.row_upper[rows], whole) - closed
    return replace(
        programme,
        cost=programme.cost[columns],
        lower=np.minimum(programme.lower[columns], x[columns]),
        upper=np.maximum(programme.upper[columns], x[columns]),
        integer=programme.integer[columns],
        row_lower=lower,
        row_upper=upper,
        matrix=own,
        constant=0.0,
        charges=(),
        derived=(),
        filled=np.zeros(0, dtype=np.int64),
        slack=np.zeros(0, dtype=np.int64),
        excess=np.zeros(0, dtype=np.int64),
    )


def nearest(metres: Floats, centre: int, count: int) -> Flags:
    """K: the places nearest to one of them, itself among them."""
    chosen = np.zeros(len(metres), dtype=bool)
    chosen[np.argsort(metres[centre], kind="stable")[: max(1, count)]] = True
    return chosen


def in_turn(days: int, first: int, width: int) -> Flags:
    """D: so many days one after the other, going on at the beginning."""
    return np.asarray((np.arange(days) - first) % days < width)
