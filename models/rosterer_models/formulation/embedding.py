"""At which point of the joint model does a plan stand?

Whatever the referee accepts is a point at which every row holds, and which costs what the ledger
says, label by label, but for what the model does not see. So a wrong row shows as one that a good
plan breaks, and a bound that lies above a good plan has a row to blame.

What the model does not see: who comes to a place in a week, that two carers must be two people,
minutes that are of no use (more than one person can give there, or where nothing is asked for), a
line that is equal to a cheaper one, and waits that end after the tail. It never costs less than
nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.decisions import ROUND, Decisions, Given
from rosterer_models.formulation.deployment import DeploymentClass
from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.people import PersonColumns
from rosterer_models.formulation.shapes import has_shape
from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.rules.calendar import OFF
from rosterer_models.rules.contracts import beyond_band


@dataclass(frozen=True)
class Embedded:
    """A point, and what of the plan is not in it."""

    x: Floats
    misfits: tuple[str, ...]
    """What no column stands for; nothing for a plan that the referee accepts."""
    idle: tuple[Given, ...]
    """Minutes that are of no use: travel that the model does not see."""


def point_of(joint: Joint, decisions: Decisions) -> Embedded:
    """The point of a model at which a plan stands; what follows from decisions is computed."""
    x, misfits = np.zeros(joint.programme.num_columns), list[str]()
    x[:] = np.where(joint.programme.lower > 0, joint.programme.lower, 0.0)  # constants
    for p, mine in enumerate(joint.people.persons):
        _set_person(joint, x, mine, int(decisions.line[p]), decisions.duty[p], misfits)
    care = joint.care
    columns, amounts = care.arc_amounts(decisions.starts)
    x[columns] = amounts
    for r in range(care.num_referrals):
        x[care.unserved[r]] = 1.0 - x[care.columns(r)[care.arcs[r].is_start]].sum()
    _set_early(joint, x)
    idle = _set_deployment(joint, x, decisions, misfits)
    agency = joint.deployment.agency
    x[agency[agency >= 0]] = decisions.agency[agency >= 0]
    started = sum(start.amount for start in decisions.starts)
    kept = sum(float(x[care.columns(g)[arcs.is_start]].sum()) for g, arcs in enumerate(care.arcs))
    if abs(started - kept) > 1e-6:
        misfits.append(f"{started - kept:g} starts that the case does not allow")
    return Embedded(joint.programme.settled(x), tuple(misfits), tuple(idle))


def _set_early(joint: Joint, x: Floats) -> None:
    """What is reserved before it is expected, where that is let pass."""
    care = joint.care
    for c, group in enumerate(care.waiting.classes):
        if (care.early[c] < 0).any():
            continue
        columns, reserved = care.columns(care.num_referrals + c), np.zeros(joint.case.days)
        is_start = group.arcs.is_start
        np.add.at(reserved, group.arcs.day[is_start], x[columns[is_start]])
        x[care.early[c]] = np.maximum(0.0, np.cumsum(reserved - group.arrivals))


def _set_person(
    joint: Joint, x: Floats, mine: PersonColumns, line: int, duty: Ints, misfits: list[str]
) -> None:
    staff, lines = mine.staff, mine.lines
    wanted: list[tuple[dict[tuple[int, int], int], int, int]] = []
    contested: list[tuple[int, int, int]] = []
    free = [t for t in range(len(duty)) if t not in staff.fixed]
    if lines is not None:
        x[mine.line[line]] = 1.0
    for t in free:
        works = int(duty[t])
        worked, besides = (
            (OFF, OFF)
            if lines is None
            else (int(lines.worked[line, t]), int(lines.besides[line, t]))
        )
        if works == worked:
            continue
        if worked != OFF and worked == besides:
            wanted.append((mine.back, t, worked))
        elif worked != OFF:
            contested.append((t, worked, -1))
        if works != OFF and works == besides != worked:
            contested.append((t, works, 1))
        elif works != OFF:
            wanted.append((mine.free if lines is None else mine.floats, t, works))
    found = [columns.get((t, s), -1) for columns, t, s in wanted]
    found += [mine.contested.get(key, -1) for key in contested]
    if -1 in found:
        misfits.append(f"{staff.person.person} has duties for which there are no columns")
    x[[column for column in found if column >= 0]] = 1.0
    on = duty != OFF
    days = np.flatnonzero(on)
    if mine.over >= 0:
        balance = staff.credit_hours + float(staff.hours[days, duty[on]].sum())
        if lines is not None:
            balance += float(lines.absence_hours[line])
        band = joint.case.limits.balance_band_hours
        x[mine.over], x[mine.under] = max(0.0, balance - band), max(0.0, -balance - band)
    if mine.periods:
        hours = np.zeros(len(duty))
        hours[days] = staff.hours[days, duty[on]]
        found_hours = beyond_band(
            staff.periods,
            hours,
            joint.case.limits.balance_band_hours,
            is_paid_out=staff.person.overtime,
        )
        for (_, over, under), beyond in zip(mine.periods, found_hours, strict=True):
            x[over], x[under] = beyond
    if len(mine.beyond):
        count = int(staff.unsocial[days, duty[days]].sum()) - (staff.person.unsocial_target or 0)
        x[mine.beyond[: max(0, count)]] = 1.0
    for shape, column in mine.shapes:
        x[column] = float(has_shape(shape, joint.people.calendar, duty))


def _set_deployment(
    joint: Joint, x: Floats, decisions: Decisions, misfits: list[str]
) -> list[Given]:
    """Heads, and minutes of use; what is of no use is given back."""
    given: dict[int, list[Given]] = {}
    idle: list[Given] = []
    for useful, useless in _of_use(joint, x, decisions.given):
        given.setdefault(useful.person, []).append(useful)
        if useless > 0:
            idle.append(useful._replace(minutes=useless))
    for g, group in enumerate(joint.deployment.classes):
        for p in group.people:
            _set_duties(joint, x, group, p, decisions, misfits)
        for (t, s), column in group.on_round.items():
            heads = [c for (day, shift, _), c in group.heads.items() if (day, shift) == (t, s)]
            x[column] = x[group.on[t, s]] - x[heads].sum()
        mine = [one for p in group.people for one in given.get(p, [])]
        flows = _flow_columns(group) if mine else {}
        serving = {(one.person, one.day, one.place) for one in mine if one.minutes > 0}
        for p, t, k in serving:
            y = joint.served.get((g, t, int(decisions.duty[p, t]), k))
            if y is not None:
                x[y] += 1.0
        for one in mine:
            flow = flows.get((one.day, one.band, one.place, one.skill), -1)
            if flow >= 0:
                x[flow] += one.minutes
            elif one.minutes > 0:
                idle.append(one)
    for slot, total in joint.deployment.totals.items():
        x[total] = sum(x[g.heads[slot]] for g in joint.deployment.classes if slot in g.heads)
    return idle


def _of_use(joint: Joint, x: Floats, given: Iterable[Given]) -> list[tuple[Given, float]]:
    """What each person gives in a cell that can be of use there, and the minutes that cannot.

    Nobody is of use for more than the need, less one carer's share of what two must do. The point
    has its placements already, and no supply yet.
    """
    care, programme = joint.care, joint.programme
    together: dict[tuple[int, int, int, int, int], float] = {}
    for one in given:
        key = one[:5]
        together[key] = together.get(key, 0.0) + one.minutes
    settled = programme.matrix @ programme.with_derived(x)
    found = []
    for (p, t, b, k, q), minutes in together.items():
        row = int(care.cell[k, t, b, q])
        most = 0.0
        if row >= 0:
            need = float(programme.row_lower[row] - settled[row])
            decided = care.pair.get((k, t, b, q), [])
            both = float(care.commitments.pair[k, t, b, q])
            both += sum(each * float(x[column]) for column, each in decided)
            most = need - both
        useful = min(minutes, max(0.0, most))
        found.append((Given(p, t, b, k, q, useful), minutes - useful))
    return found


def _set_duties(
    joint: Joint,
    x: Floats,
    group: DeploymentClass,
    p: int,
    decisions: Decisions,
    misfits: list[str],
) -> None:
    """Count the duties of a person among the heads of the class; heads of which a unit has no need
    stay on rounds.
    """
    staff = joint.people.persons[p].staff
    for t in np.flatnonzero(decisions.duty[p] != OFF).tolist():
        fixed = staff.fixed.get(t)
        if fixed is not None and (fixed.training or fixed.unit is not None):
            continue
        s, u = int(decisions.duty[p, t]), int(decisions.unit[p, t])
        if group.on[t, s] < 0:
            misfits.append(f"{staff.person.person} has a duty of which the class knows nothing")
            continue
        x[group.on[t, s]] += 1.0
        if u != ROUND and (t, s, u) in group.heads:
            x[group.heads[t, s, u]] += 1.0


def _flow_columns(group: DeploymentClass) -> dict[tuple[int, int, int, int], int]:
    """(day, band, place, skill) → column of the minutes that the class gives there."""
    return {
        (t, b, int(k), int(q)): int(column)
        for (t, b), (columns, places, skills, _) in group.flow.items()
        for column, k, q in zip(columns, places, skills, strict=True)
    }
