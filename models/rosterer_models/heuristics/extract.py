"""How is a finished point written down as a plan? Lines, duties, agency hours, placements and
reservations, with ids and dates.
"""

import numpy as np

from rosterer_models.formulation.people import People
from rosterer_models.formulation.rounds import Named as NamedModel
from rosterer_models.formulation.sets import Geography
from rosterer_models.formulation.stays import StageUse, known_length
from rosterer_models.heuristics.naming import Named
from rosterer_models.heuristics.rota import SOURCES, Rota
from rosterer_models.matrix.model import Floats
from rosterer_models.rules.idle import where_idle, where_in_training
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import (
    AgencyHours,
    ChosenLine,
    DutyPiece,
    Placement,
    Plan,
    Reservation,
)
from rosterer_models.vocabulary.time import date_of, day_number


def plan_of_point(
    case: Case, people: People, rota: Rota, named: Named, model: NamedModel, x: Floats
) -> Plan:
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

    fixed = {(row.person, day_number(case.first_day, row.date)): row for row in case.fixed}
    shares = _shares(case, {(duty.home, duty.mobile) for duty in named.rounds})
    found = [piece(d.person, d.day, place=case.units[d.unit].unit) for d in named.in_units]
    found += [piece(p, t, **where_in_training(fixed[people[p], t])) for p, t in named.idle]
    served: set[int] = set()
    for i, b, k, q, column in model.pieces:
        if x[column] > 0.004:
            served.add(i)
            duty = named.rounds[i]
            where = {
                "place": case.places[k].place,
                "band": case.bands[b].band,
                "skill": case.skills[q].skill,
            }
            found.append(piece(duty.person, duty.day, **where, minutes=round(float(x[column]), 2)))
    for i, duty in enumerate(named.rounds):
        if i not in served:
            found.append(piece(duty.person, duty.day, **where_idle(shares[duty.home, duty.mobile])))
    order = {p: i for i, p in enumerate(people)}
    return sorted(found, key=lambda d: (order[d.person], d.date))


def _shares(case: Case, homes: set[tuple[int, bool]]) -> dict[tuple[int, bool], dict[str, float]]:
    """Travel per contact minute by place that a round from each home may serve."""
    geography = Geography(case)
    return {
        home: {
            case.places[k].place: float(geography.share(*home)[k])
            for k in geography.round_places(*home)
        }
        for home in homes
    }


def _placements(case: Case, model: NamedModel, x: Floats) -> list[Placement]:
    found, starts = [], {start.group: start for start in model.care.starts(x, least=0.5)}
    for number, wait in enumerate(model.care.waiting.referrals):
        ready = day_number(case.first_day, wait.referral.ready)
        chosen = starts.get(number)
        if chosen is None:
            found.append(
                Placement(referral=wait.referral.referral, delay_days=max(0, case.days - ready))
            )
            continue
        journey, t = chosen.journey, chosen.day
        for i, use in enumerate(journey.stages):
            start = use.certain_start
            end = _known_end(case, use, journey.waits[i])
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


def _known_end(case: Case, use: StageUse, wait: int) -> int | None:
    """First day after a stage, from the start of its option; None where that is left to chance."""
    if use.certain_start is None or use.stage.days is None:
        return None
    longest = None if use.unit is None else case.units[use.unit].longest_stay
    return use.certain_start + known_length(use.stage, longest) + wait


def _reservations(case: Case, model: NamedModel, x: Floats) -> list[Reservation]:
    amounts: dict[tuple[str, int, str, tuple[int, ...]], float] = {}
    for group, journey, t, amount in model.care.starts(x):
        if group >= model.care.num_referrals:
            name = model.care.waiting.classes[group - model.care.num_referrals].arrival_class
            key = (name, t, journey.option, journey.units)
            amounts[key] = amounts.get(key, 0.0) + amount
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
