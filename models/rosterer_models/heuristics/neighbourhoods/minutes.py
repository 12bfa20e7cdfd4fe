"""How does a named rota become a finished plan? Minutes and placements settled together, rounded,
and accounted for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.account import personal_pounds
from rosterer_models.formulation.care import Start
from rosterer_models.formulation.people import People
from rosterer_models.formulation.rounds import Named as NamedModel
from rosterer_models.formulation.rounds import RoundDuty, named_model
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.formulation.ways import START
from rosterer_models.heuristics.continuity import carers_pounds
from rosterer_models.heuristics.extract import plan_of_point
from rosterer_models.heuristics.naming import Named
from rosterer_models.heuristics.progress import LEAST_SECONDS, Budget
from rosterer_models.heuristics.rota import Rota
from rosterer_models.heuristics.starts import settled_starts
from rosterer_models.heuristics.targets import Amounts
from rosterer_models.matrix.model import Floats, Ints, Label, Programme
from rosterer_models.relaxation.aggregation import has_few_sectors
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

LEAST_FINISH = 2.0
"""Seconds that settling placements may take even when time is up: without it nobody would be
placed.
"""
PART = 0.9
"""Of the time left, what a relaxation may take."""
NEAR = 1
"""Days around what was asked for in which starts are looked at; 1 loses 0.05 % and halves the time
against all. Cases with few sectors have the time for all, which under tight load saves up to 4 % of
what is avoidable.
"""
NOBODY: Mapping[int, Start | None] = {}


@dataclass(frozen=True)
class Finished:
    """A plan, what it costs by label, and the point it stands for."""

    plan: Plan
    pounds: dict[Label, float]
    cost: float
    amounts: Amounts
    """Its placements and reservations."""


def finish(
    case: Case,
    people: People,
    rota: Rota,
    named: Named,
    asked: Amounts | None,
    budget: Budget,
    *,
    others: bool = True,
    held: Mapping[int, Start | None] = NOBODY,
) -> Finished:
    """Settle minutes and placements for named duties, and write the plan.

    First with no more than was asked for, so that there is a plan whatever happens; then among
    starts near it and, where there are few sectors or work is counted, among all. The relaxation is
    nearly whole; a dive makes it so, and what is still fractional is not placed.

    Parameters
    ----------
    asked
        Placements and reservations for which the duties were named; None where they were named for
        something else.
    others
        Whether to look at starts that were not asked for.
    held
        Referrals (by number) that start so, or not at all, whatever else would be better.
    """
    sets = Sets(case)
    model = named_model(
        case, sets, [_feasible(case, sets, duty) for duty in named.rounds], named.in_units
    )
    programme = _holding(model, held)
    first = (
        None
        if asked is None
        else _whole(model, _at_most(model, programme, asked), budget, LEAST_FINISH)
    )
    found = [first]
    if first is None or (others and not budget.is_over):
        near = programme
        if asked is not None and budget.work is None and not has_few_sectors(case):
            near = near.with_bounds(_far(model, asked), 0.0, 0.0)
        found.append(_whole(model, near, budget, LEAST_FINISH if first is None else LEAST_SECONDS))
    # Nobody placed, no minutes given and nothing reserved is always allowed.
    nothing = np.clip(
        np.zeros(model.programme.num_columns), model.programme.lower, model.programme.upper
    )
    points = [rounded_point(model, x) for x in found if x is not None] or [
        rounded_point(model, nothing)
    ]
    settled = [model.programme.settled(x) for x in points]
    carers = [carers_pounds(case, named.rounds, model, x) for x in settled]
    best = min(range(len(settled)), key=lambda n: model.programme.value(settled[n]) + carers[n])
    x = settled[best]
    pounds = personal_pounds(case, people.calendar, people.persons, rota.line, rota.duty)
    for label, amount in model.programme.by_label(x).items():
        pounds[label] = pounds.get(label, 0.0) + amount
    pounds["carers-at-places", case.payers.service] = carers[best]
    return Finished(
        plan_of_point(case, people, rota, named, model, x),
        pounds,
        sum(pounds.values()),
        model.care.starts(x),
    )


def _holding(model: NamedModel, held: Mapping[int, Start | None]) -> Programme:
    """The programme in which some referrals start so and not otherwise."""
    if not held:
        return model.programme
    care, groups = model.care, list(held)
    columns, amounts = care.arc_amounts(start for start in held.values() if start is not None)
    theirs = np.isin(columns, np.concatenate([care.columns(group) for group in groups]))
    programme = model.programme.with_bounds(columns[theirs], amounts[theirs], amounts[theirs])
    unserved = np.array([float(held[group] is None) for group in groups])
    return programme.with_bounds(care.unserved[groups], unserved, unserved)


def _at_most(model: NamedModel, programme: Programme, asked: Amounts) -> Programme:
    """The programme that places and reserves what was asked for and nothing else; less where hours
    or heads are not there.
    """
    columns, most = model.care.arc_amounts(asked)
    return programme.with_bounds(
        columns, programme.lower[columns], np.minimum(most, programme.upper[columns])
    )


def _whole(model: NamedModel, programme: Programme, budget: Budget, least: float) -> Floats | None:
    """A point whole in its placements within most of the time left, or so many seconds; None when
    even the relaxation was not there.
    """
    solver = LinearSolver(programme)
    relaxed = solver.solve(
        time_limit=None if budget.work is not None else max(least, PART * budget.left)
    )
    if relaxed.x is None:
        return None
    whole = settled_starts(
        solver, model.care, relaxed.x, None if budget.work is not None else lambda: budget.left
    )
    return relaxed.x if whole is None else whole


def _far(model: NamedModel, asked: Amounts) -> Ints:
    """Starts more than ``NEAR`` days from all that was asked for of their option and first unit at
    their place.
    """
    care, found = model.care, [np.zeros(0, dtype=np.int64)]
    home = care.waiting.homes
    near = {
        (home[start.group], start.journey.option, start.journey.stages[0].unit, start.day + days)
        for start in asked
        for days in range(-NEAR, NEAR + 1)
    }
    for group, arcs in enumerate(care.arcs):
        columns = care.columns(group)
        for segment, day, at in arcs.blocks:
            if segment.leaves == START:
                where = home[group], segment.option, segment.units[0]
                found.append(columns[at][[(*where, t) not in near for t in day.tolist()]])
    return np.concatenate(found)


def _feasible(case: Case, sets: Sets, duty: RoundDuty) -> RoundDuty:
    """The duty with as many pieces in each band as its contact time has room for."""
    share = Geography(case).share(duty.home, duty.mobile)
    left = sets.contact[duty.shift].copy()
    kept = []
    for b, k in duty.pieces:
        needed = case.limits.piece_minutes * (1 + share[k])
        if needed <= left[b]:
            left[b] -= needed
            kept.append((b, k))
    return RoundDuty(
        duty.person, duty.day, duty.shift, duty.home, duty.mobile, duty.skills, tuple(kept)
    )


def rounded_point(model: NamedModel, x: Floats) -> Floats:
    """Whole placements, reservations to a millionth of a person, minutes up to a hundredth, for
    which the model leaves room.
    """
    x = x.copy()
    care = model.care
    whole, x[care.unserved] = list[Start](), 1.0
    for start in care.starts(x, least=5e-7):
        if start.group < care.num_referrals:
            amount = float(np.floor(start.amount + 1e-4))
            x[care.unserved[start.group]] -= amount
        else:
            amount = float(np.floor(start.amount * 1e6 + 1e-3) / 1e6)
        whole.append(start._replace(amount=amount))
    columns, amounts = care.arc_amounts(whole)
    x[columns] = amounts
    for piece in model.split:
        if (
            x[piece].sum() <= care.case.limits.piece_minutes + 1e-6
        ):  # a band can be full of such, so together they stay as long
            x[piece] = np.diff(np.ceil(np.cumsum(x[piece]) * 100 - 1e-3) / 100, prepend=0.0)
    pieces = np.array([c for *_, c in model.pieces], dtype=np.int64)
    x[pieces] = np.ceil(np.maximum(0, x[pieces]) * 100 - 1e-3) / 100
    for day in range(care.case.days):
        agency = model.agency[:, day][model.agency[:, day] >= 0]
        x[agency] = hundredths(x[agency], 60 * care.case.limits.agency_hours_per_day)
    return x


def hundredths(minutes: Floats, most: float) -> Floats:
    """Minutes rounded up to hundredths, but for those that gain most by it where all together would
    be more than ``most``.
    """
    wanted = 100 * np.maximum(0, minutes)
    rounded = np.ceil(wanted - 0.1)
    excess = int(rounded.sum() - np.floor(100 * most + 1e-6))
    if excess > 0:
        gain = np.where(rounded > 0, rounded - wanted, -np.inf)
        rounded[np.argsort(-gain, kind="stable")[:excess]] -= 1
    return np.maximum(0, rounded) / 100
