"""What is best on one day, when all others stay as they are? An exact small programme over real
places and named people.

Who of those on duty is in which unit and who on a round, which float and bank duties are worked or
duties given back that day, and who serves which places: a mixed-integer programme of one day.
Working rules hold because each person's choices are checked against the rest of their roster.
"""

import time
from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.day import Cells, Demand, Posts, add_cells, add_posts, worth_of
from rosterer_models.formulation.decisions import ROUND
from rosterer_models.formulation.people import People
from rosterer_models.heuristics.choices import Choice, Choices
from rosterer_models.heuristics.dive import WHOLE, WORTHLESS
from rosterer_models.heuristics.geography import Reach, most_alone
from rosterer_models.heuristics.progress import LEAST_SECONDS
from rosterer_models.heuristics.recreate import Recreate
from rosterer_models.heuristics.rota import Rota
from rosterer_models.heuristics.units import Posted
from rosterer_models.matrix.model import Builder, Floats, Ints, Programme
from rosterer_models.rules.calendar import OFF

TRIES, SHORT_TRIES = 10, 100
"""Small tries before branch and bound, and instead of it."""
TRYING_PART = 0.3
"""Of the time of a day, what they may take where branch and bound follows."""
BRANCHING_RATIO = 25.0
"""Least time for branch and bound, in times of the relaxation: with less it ends before its first
good point.
"""


@dataclass(frozen=True)
class Opened:
    """What is chosen for a day: of those who had a choice, their (shift, source), and who is in
    which unit.
    """

    t: int
    work: dict[int, tuple[int, int]]
    units: dict[int, int]
    unsafe: float
    """Pounds of heads that units are short of."""
    short: float
    """Pounds of care that is short even if duties could be worked in part: what was asked for is
    more than can be served.
    """

    def enter(self, rota: Rota, posted: Posted) -> None:
        """Write it down."""
        for p, (shift, source) in self.work.items():
            rota.duty[p, self.t], rota.source[p, self.t] = shift, source
            posted.pop((p, self.t), None)
            if p in self.units:
                posted[p, self.t] = self.units[p]


def _solved(
    programme: Programme, groups: list[Ints], now: Ints, seconds: float, nodes: int, enough: float
) -> tuple[Floats, Floats] | None:
    """A good whole point, and the relaxation's: what is done now bettered by small tries, then
    branch and bound among what the relaxation uses, where there is time for its first good point.
    """
    begun = time.monotonic()
    solver = LinearSolver(programme)
    relaxed = solver.solve()
    if relaxed.x is None or relaxed.row_duals is None:
        return None
    if not groups:
        return relaxed.x, relaxed.x
    whole, current = np.concatenate(groups), np.zeros(programme.num_columns)
    current[now] = 1.0
    relaxing = time.monotonic() - begun
    is_short = seconds < BRANCHING_RATIO * relaxing

    def is_over(tries: int) -> bool:
        return time.monotonic() - begun > (1.0 if is_short else TRYING_PART) * seconds

    found = Recreate(solver, groups).bettered(
        SHORT_TRIES if is_short else TRIES, is_over, [current]
    )
    if found is None or found.x is None:
        return None
    best = found.x
    left = seconds - (time.monotonic() - begun)
    if is_short or left < LEAST_SECONDS:
        return best, relaxed.x
    reduced = programme.reduced_costs(relaxed.row_duals)
    unused = whole[(relaxed.x[whole] < WHOLE) & (reduced[whole] > WORTHLESS) & (best[whole] < 0.5)]
    options: dict[str, int | float | str] = {"mip_max_nodes": nodes, "presolve": "off"}
    outcome = solve_mixed(
        programme.with_bounds(unused, 0.0, 0.0),
        time_limit=left,
        start=best,
        gap=2e-3,
        absolute_gap=enough,
        options=options,
    )
    return best if outcome.x is None else outcome.x, relaxed.x


class Days:
    """Re-opens days of a rota."""

    def __init__(self, care: Care, people: People, reach: Reach) -> None:
        self.care, self.people, self.reach = care, people, reach
        self._choices = Choices(care.case, people, reach)

    def reopened(
        self,
        rota: Rota,
        posted: Posted,
        demand: Demand,
        t: int,
        *,
        margin: float,
        seconds: float,
        nodes: int,
        enough: float,
    ) -> Opened | None:
        """Choose anew what everybody does on a day; None when no point was found.

        Parameters
        ----------
        margin
            Part of contact time that is counted on: rounds lose a little when they are cut to what
            a person can drive.
        seconds, nodes
            The most that branch and bound may take; relaxation and dive come before it whatever
            they take.
        enough
            Pounds within which of the best a choice is good enough.
        """
        builder = Builder()
        cells = add_cells(builder, self.care, demand, t)
        posts = add_posts(builder, self.care, demand.required[:, t], t)
        alone = most_alone(demand.needs[:, t], demand.pair[:, t])
        worth = worth_of(
            demand.needs[:, t], demand.pair[:, t], float(self.care.case.limits.piece_minutes)
        )
        chosen: list[tuple[int, list[Choice], Ints]] = []
        for p in range(len(self.people.persons)):
            choices = self._choices.of(rota, posted, p, t)
            if len(choices) == 1 and choices[0].shift == OFF:
                continue
            columns = builder.columns(len(choices), upper=1, integer=True)
            builder.put(builder.rows(1, lower=1, upper=1), columns)
            builder.charge(("own",), columns, [c.pounds for c in choices])
            chosen.append((p, choices, columns))
            if not self._choices.is_idle(p, t):
                self._add_heads(builder, p, choices, columns, posts)
                self._add_rounds(builder, p, choices, columns, cells, alone, worth, margin)
        now = np.array([columns[0] for _, _, columns in chosen], dtype=np.int64)
        groups = [columns for _, _, columns in chosen]
        programme = builder.build()
        points = _solved(programme, groups, now, seconds, nodes, enough)
        if points is None:
            return None
        x, relaxed = points
        work, units = dict[int, tuple[int, int]](), dict[int, int]()
        for p, choices, columns in chosen:
            choice = choices[int(np.argmax(x[columns]))]
            work[p] = choice.shift, choice.source
            if choice.unit != ROUND:
                units[p] = choice.unit
        unsafe, short = (
            programme.by_label(x).get(("unsafe",), 0.0),
            programme.by_label(relaxed).get(("short",), 0.0),
        )
        return Opened(t, work, units, unsafe, short)

    def is_possible(self, opened: Opened, rota: Rota, posted: Posted) -> bool:
        """Whether what was chosen for a day still is allowed, after other days were chosen beside
        it.
        """
        return all(
            self._choices.is_possible(rota, posted, p, opened.t, work, opened.units.get(p, ROUND))
            for p, work in opened.work.items()
        )

    def _add_heads(
        self, builder: Builder, p: int, choices: list[Choice], columns: Ints, posts: Posts
    ) -> None:
        sets, has = self.care.sets, self.reach.skills[p]
        for choice, column in zip(choices, columns.tolist(), strict=True):
            if choice.unit == ROUND or choice.shift == OFF:
                continue
            skill = self.care.case.units[choice.unit].skill
            for b in np.flatnonzero(sets.on_band[choice.shift]).tolist():
                if (
                    skill is not None
                    and sets.skill[skill] in has
                    and (choice.unit, b) in posts.staff
                ):
                    builder.put(posts.staff[choice.unit, b], column)
                for q in has:
                    if (choice.unit, b, q) in posts.lead:
                        builder.put(posts.lead[choice.unit, b, q], column)

    def _add_rounds(
        self,
        builder: Builder,
        p: int,
        choices: list[Choice],
        columns: Ints,
        cells: Cells,
        alone: Floats,
        worth: Floats,
        margin: float,
    ) -> None:
        sets, home = self.care.sets, self.reach.homes[p]
        for b in range(len(sets.band)):
            giving = [
                (column, float(sets.contact[choice.shift, b]))
                for choice, column in zip(choices, columns.tolist(), strict=True)
                if choice.unit == ROUND
                and choice.shift != OFF
                and sets.contact[choice.shift, b] > 0
            ]
            at = [
                (k, b, q)
                for k in self.reach.places[home]
                for q in self.reach.skills[p]
                if (k, b, q) in cells.row
            ]
            if not giving or not at:
                continue
            places = [k for k, _, _ in at]
            useful = worth[places, b]
            flow = builder.columns(len(at), upper=np.array([alone[key] for key in at]) / useful)
            row = builder.rows(1, upper=0)
            builder.put(row, flow, self.reach.weight[home][places])
            builder.put(row, [c for c, _ in giving], [-m * margin for _, m in giving])
            builder.put([cells.row[key] for key in at], flow, useful)
            builder.charge(("travel",), flow, self.reach.miles[home][places])
