"""What could those on duty serve, and what does it cost, when everybody's duties are kept and
minutes and placements may be in parts? A linear programme that stays loaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.pooled import Alike, pooled_model
from rosterer_models.formulation.rounds import UnitDuty
from rosterer_models.heuristics.making import Making
from rosterer_models.heuristics.stage_waits import without_waits
from rosterer_models.matrix.model import Floats, Ints, Programme
from rosterer_models.rules.calendar import OFF
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

OnRound = Mapping[tuple[Alike, int, int], float]
"""(people alike, day, shift) → how many of them are on a round."""


@dataclass(frozen=True)
class Duties:
    """Everybody's duties."""

    on_round: OnRound
    in_units: Sequence[UnitDuty]
    in_thought: Sequence[UnitDuty] = ()
    """Of whom there could be one more in a unit; they count for nothing yet."""


def duties_of(case: Case, plan: Plan) -> Duties:
    """The duties of a plan."""
    making = Making.of_plan(case, plan)
    in_units: list[UnitDuty] = []
    on_round: dict[tuple[Alike, int, int], float] = {}
    for p, t in np.argwhere(making.rota.duty != OFF).tolist():
        s, fixed = int(making.rota.duty[p, t]), making.people.persons[p].staff.fixed.get(t)
        if fixed is not None and fixed.training:
            continue
        skills = making.reach.skills[p]
        if (p, t) in making.posted:
            in_units.append(UnitDuty(p, t, s, making.posted[p, t], skills))
        else:
            key = (*making.reach.homes[p], skills), t, s
            on_round[key] = on_round.get(key, 0) + 1
    return Duties(on_round, in_units)


class Built(NamedTuple):
    """The model of what duties could serve."""

    care: Care
    programme: Programme
    posts: Ints
    """Columns of those who are in units in thought."""


def built(case: Case, duties: Duties) -> Built:
    """The model, with nobody there who is in thought."""
    everybody = [*duties.in_units, *duties.in_thought]
    model = pooled_model(without_waits(case), duties.on_round, everybody, 1.0)
    programme = model.programme
    # whoever is in a unit has a column that is 1 whatever happens, and nothing else has
    present = np.flatnonzero((programme.lower == 1) & (programme.upper == 1))
    posts = present[len(duties.in_units) :]
    return Built(model.care, programme.with_bounds(posts, 0.0, 0.0), posts)


@dataclass(frozen=True)
class Shift:
    """How sides of rows and bounds of columns move when there is one more of something."""

    rows: Ints
    row_lower: Floats
    row_upper: Floats
    columns: Ints
    lower: Floats
    upper: Floats


def opened(columns: Ints) -> Shift:
    """Columns held at nothing that may be, or are, one."""
    none, ones = np.zeros(0), np.ones(len(columns))
    return Shift(np.zeros(0, dtype=np.int64), none, none, columns, ones, ones)


def shift_between(one: Programme, other: Programme) -> Shift | None:
    """What another programme of the same shape moves; None where the shape differs."""
    if (one.num_rows, one.num_columns) != (other.num_rows, other.num_columns):
        return None
    rows = _moved(one.row_lower, other.row_lower) | _moved(one.row_upper, other.row_upper)
    columns = _moved(one.lower, other.lower) | _moved(one.upper, other.upper)
    r, c = np.flatnonzero(rows), np.flatnonzero(columns)
    return Shift(
        r,
        _less(other.row_lower[r], one.row_lower[r]),
        _less(other.row_upper[r], one.row_upper[r]),
        c,
        _less(other.lower[c], one.lower[c]),
        _less(other.upper[c], one.upper[c]),
    )


def _moved(one: Floats, other: Floats) -> np.ndarray:
    return np.asarray(one != other)


def _less(one: Floats, other: Floats) -> Floats:
    """A difference, nothing where both are infinite."""
    found = np.zeros(len(one))
    np.subtract(one, other, out=found, where=np.isfinite(one) & np.isfinite(other))
    return found


@dataclass(frozen=True)
class Point:
    """What the relaxation comes to."""

    x: Floats
    value: float


class KeptRota:
    """The relaxation with everybody's duties kept, solved again and again."""

    def __init__(self, model: Built) -> None:
        self.care, self.programme, self.posts = model
        self._solver = LinearSolver(model.programme)
        outcome = self._solver.solve()
        if outcome.x is None or outcome.row_duals is None:
            raise RuntimeError("nobody placed and no minutes given is always a point")
        self.first = Point(outcome.x, outcome.value)
        self.prices = outcome.row_duals

    def price(self, shift: Shift) -> float:
        """What a shift saves by the dual prices."""
        y = self.prices[shift.rows]
        moved = np.where(y > 0, shift.row_lower, shift.row_upper)
        reduced = self.programme.reduced_costs(self.prices)[shift.columns]
        bounds = np.where(reduced > 0, shift.lower, shift.upper)
        return -float((y * moved).sum() + (reduced * bounds).sum())

    def with_shift(self, shift: Shift, times: int) -> Point:
        """Solved with so many more, from where it stood."""
        one, r, c = self.programme, shift.rows, shift.columns
        self._solver.set_sides(
            r,
            one.row_lower[r] + times * shift.row_lower,
            one.row_upper[r] + times * shift.row_upper,
        )
        self._solver.set_bounds(
            c, one.lower[c] + times * shift.lower, one.upper[c] + times * shift.upper
        )
        outcome = self._solver.solve()
        self._solver.set_sides(r, one.row_lower[r], one.row_upper[r])
        self._solver.set_bounds(c, one.lower[c], one.upper[c])
        if outcome.x is None:
            raise RuntimeError("one more of something never leaves no point")
        return Point(outcome.x, outcome.value)

    def delay_days(self, x: Floats) -> float:
        """Midnights that people wait within the horizon, those expected too."""
        care, case = self.care, self.care.case
        started: dict[int, list[tuple[int, float]]] = {}
        for start in care.starts(x):
            started.setdefault(start.group, []).append((start.day, start.amount))
        total = float(x[care.line[care.line >= 0]].sum())
        for group, referral in enumerate(case.referrals):
            ready = (referral.ready - case.first_day).days
            waits = [(day, amount) for day, amount in started.get(group, ()) if day < case.days]
            left = 1.0 - sum(amount for _, amount in waits)
            total += sum(amount * max(0, day - ready) for day, amount in waits)
            total += max(0.0, left) * max(0, case.days - ready)
        return total

    def short_hours(self, x: Floats) -> float:
        """Hours of care that nobody gives."""
        short = self.care.short
        return float(x[short[short >= 0]].sum()) / 60
