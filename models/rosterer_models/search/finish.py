"""How does a named rota become a finished plan? Minutes and placements settled together, rounded, and accounted for."""

from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.account import personal_pounds
from rosterer_models.formulation.people import People
from rosterer_models.formulation.rounds import Named as NamedModel
from rosterer_models.formulation.rounds import RoundDuty, named_model
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.matrix.model import Floats, Label
from rosterer_models.search.dive import dive
from rosterer_models.search.naming import Named
from rosterer_models.search.progress import Budget
from rosterer_models.search.rota import SOURCES, Rota
from rosterer_models.search.targets import Amounts
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import AgencyHours, ChosenLine, DutyPiece, Placement, Plan, Reservation
from rosterer_models.vocabulary.referral import Stage
from rosterer_models.vocabulary.time import date_of, day_number


@dataclass(frozen=True)
class Finished:
    """A plan, what it costs by label, and the point it stands for."""

    plan: Plan
    pounds: dict[Label, float]
    cost: float
    amounts: Amounts
    """Its placements and reservations."""


def finish(case: Case, people: People, rota: Rota, named: Named, budget: Budget) -> Finished:
    """Settle minutes and placements for named duties, and write the plan.

    The relaxation of the last programme is nearly whole; a dive makes it so. Whatever time is left, the outcome keeps every rule: a
    placement that is still fractional at the end is not made.
    """
    sets = Sets(case)
    model = named_model(case, sets, [_feasible(case, sets, duty) for duty in named.rounds], named.in_units)
    x = model.programme.settled(rounded_point(model, _whole_starts(model, budget)))
    pounds = personal_pounds(case, people.calendar, people.persons, rota.line, rota.duty)
    for label, amount in model.programme.by_label(x).items():
        pounds[label] = pounds.get(label, 0.0) + amount
    return Finished(plan_of_point(case, people, rota, named, model, x), pounds, sum(pounds.values()), _amounts(model, x))


def _whole_starts(model: NamedModel, budget: Budget) -> Floats:
    programme = model.programme
    solver = LinearSolver(programme)
    limit = None if budget.work is not None else max(1.0, 0.9 * budget.left)
    relaxed = solver.solve(time_limit=limit)
    if relaxed.x is None:
        # Without a point in time nobody is placed and nothing reserved, which is always allowed.
        return np.zeros(programme.num_columns)
    begun = budget.spent
    group = np.arange(programme.num_columns)
    for starts in model.care.starts:
        if starts:
            group[[c for *_, c in starts]] = starts[0][2]

    def haste() -> float:
        if budget.work is not None:
            return 0.0
        return 1.0 if budget.is_stopped else (budget.spent - begun) / max(1e-3, 0.8 * (budget.left + budget.spent - begun))

    kind = np.array([c for starts in model.care.starts for *_, c in starts], dtype=np.int64)
    whole = dive(
        solver,
        [kind],
        group,
        programme.lower,
        programme.upper,
        relaxed.x,
        haste=haste,
        left=None if budget.work is not None else lambda: budget.left,
    )
    return relaxed.x if whole is None else whole


def _amounts(model: NamedModel, x: Floats) -> Amounts:
    care = model.care
    groups = [(w.home, starts) for w, starts in zip(care.waiting.referrals, care.starts, strict=True)]
    groups += [(c.home, starts) for c, starts in zip(care.waiting.classes, care.reserved, strict=True)]
    return [(home, journey, t, float(x[c])) for home, starts in groups for journey, t, c in starts if x[c] > 1e-6]


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
    return RoundDuty(duty.person, duty.day, duty.shift, duty.home, duty.mobile, duty.skills, tuple(kept))


def rounded_point(model: NamedModel, x: Floats) -> Floats:
    """Whole placements, reservations to a millionth of a person, minutes to a hundredth."""
    x = x.copy()
    care = model.care
    for r, starts in enumerate(care.starts):
        columns = [c for _, _, c in starts]
        x[columns] = np.floor(x[columns] + 1e-4)
        x[care.unserved[r]] = 1.0 - x[columns].sum()
    for starts in care.reserved:
        columns = [c for _, _, c in starts]
        x[columns] = np.floor(np.maximum(0, x[columns]) * 1e6 + 1e-3) / 1e6
    pieces = [c for *_, c in model.pieces]
    x[pieces] = np.round(np.maximum(0, x[pieces]), 2)
    agency = model.agency[model.agency >= 0]
    x[agency] = np.round(np.maximum(0, x[agency]), 2)
    return x


def plan_of_point(case: Case, people: People, rota: Rota, named: Named, model: NamedModel, x: Floats) -> Plan:
    """Write down a whole point of a model with named duties."""
    return Plan(
        lines=tuple(
            ChosenLine(person=mine.staff.person.person, pattern=chosen.pattern, phase=chosen.phase)
            for p, mine in enumerate(people.persons)
            if mine.lines is not None and (chosen := mine.lines.lines[rota.line[p]])
        ),
        duties=tuple(_duties(case, rota, named, model, x)),
        agency=tuple(
            AgencyHours(
                date=date_of(case.first_day, int(t)),
                place=case.places[k].place,
                band=case.bands[b].band,
                skill=case.skills[q].skill,
                minutes=round(float(x[model.agency[k, t, b, q]]), 2),
            )
            for k, t, b, q in np.argwhere(model.agency >= 0)
            if x[model.agency[k, t, b, q]] > 0.004
        ),
        placements=tuple(_placements(case, model, x)),
        reservations=tuple(_reservations(case, model, x)),
    )


def _duties(case: Case, rota: Rota, named: Named, model: NamedModel, x: Floats) -> list[DutyPiece]:
    people = [p.person for p in case.people]

    def piece(p: int, t: int, **where: object) -> DutyPiece:
        return DutyPiece.model_validate(
            {
                "person": people[p],
                "date": date_of(case.first_day, t),
                "shift": case.shifts[rota.duty[p, t]].shift,
                "source": SOURCES[int(rota.source[p, t])],
                **where,
            }
        )

    found = [piece(d.person, d.day, place=case.units[d.unit].unit) for d in named.in_units]
    found += [piece(p, t) for p, t in named.idle]
    served: set[int] = set()
    for i, b, k, q, column in model.pieces:
        if x[column] > 0.004:
            served.add(i)
            duty = named.rounds[i]
            where = {"place": case.places[k].place, "band": case.bands[b].band, "skill": case.skills[q].skill}
            found.append(piece(duty.person, duty.day, **where, minutes=round(float(x[column]), 2)))
    for i, duty in enumerate(named.rounds):
        if i not in served:
            found.append(piece(duty.person, duty.day, place=case.places[duty.home].place, minutes=0.0))
    order = {p: i for i, p in enumerate(people)}
    return sorted(found, key=lambda d: (order[d.person], d.date))


def _placements(case: Case, model: NamedModel, x: Floats) -> list[Placement]:
    found = []
    for wait, starts in zip(model.care.waiting.referrals, model.care.starts, strict=True):
        ready = day_number(case.first_day, wait.referral.ready)
        chosen = next(((j, t) for j, t, c in starts if x[c] > 0.5), None)
        if chosen is None:
            found.append(Placement(referral=wait.referral.referral, delay_days=max(0, case.days - ready)))
            continue
        journey, t = chosen
        for i, use in enumerate(journey.stages):
            start = use.certain_start
            following = journey.stages[i + 1].certain_start if i + 1 < len(journey.stages) else None
            end = following if following is not None else _known_end(use.stage, start, journey.waits[i])
            found.append(
                Placement(
                    referral=wait.referral.referral,
                    option=journey.option,
                    stage=use.stage.stage,
                    unit=None if use.unit is None else case.units[use.unit].unit,
                    start=None if start is None else date_of(case.first_day, t + start),
                    end=None if end is None else date_of(case.first_day, t + end),
                    delay_days=max(0, t - ready) if i == 0 else journey.waits[i - 1],
                )
            )
    return found


def _known_end(stage: Stage, start: int | None, wait: int) -> int | None:
    return None if start is None or stage.days is None else start + stage.days + wait


def _reservations(case: Case, model: NamedModel, x: Floats) -> list[Reservation]:
    amounts: dict[tuple[str, int, str, tuple[int, ...]], float] = {}
    for group, starts in zip(model.care.waiting.classes, model.care.reserved, strict=True):
        for journey, t, column in starts:
            if x[column] > 0:
                key = (group.arrival_class, t, journey.option, journey.units)
                amounts[key] = amounts.get(key, 0.0) + float(x[column])
    return [
        Reservation(
            arrival_class=name,
            date=date_of(case.first_day, t),
            option=option,
            units=tuple(case.units[u].unit for u in units),
            amount=round(amount, 6),
        )
        for (name, t, option, units), amount in amounts.items()
    ]
