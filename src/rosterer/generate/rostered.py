"""Who has what time: the bank together with its absences, wishes, history and present lines."""

from dataclasses import dataclass

import numpy as np

from rosterer.generate.past import SHIFTS_BY_ID, Roster, bank_roster, line_roster, worked_duties
from rosterer.generate.sizes import Sizes
from rosterer.generate.staff import Staff
from rosterer.generate.time_off import (
    absent_days,
    draw_absences,
    draw_availability,
    draw_offer,
    draw_requests,
    draw_training,
    student_cap,
)
from rosterer_models.library.patterns import SHIFTS
from rosterer_models.vocabulary.person import (
    Absence,
    Availability,
    Cap,
    FixedDuty,
    Person,
    Request,
    WorkedDuty,
)


@dataclass(frozen=True)
class Rostered:
    """The personal tables of a case, and what people would work if nothing were decided."""

    people: tuple[Person, ...]
    absences: tuple[Absence, ...]
    requests: tuple[Request, ...]
    fixed: tuple[FixedDuty, ...]
    caps: tuple[Cap, ...]
    history: tuple[WorkedDuty, ...]
    availability: tuple[Availability, ...]
    lines: dict[str, Roster]
    """Duties of present lines in the horizon that give cover, by person."""
    offers: dict[str, tuple[float, tuple[str, ...]]]
    """Bank and contract people: duties to be expected in the horizon, and the shifts they offer."""


def draw_time(rng: np.random.Generator, staff: Staff, sizes: Sizes) -> Rostered:
    """Everything personal but the terms of employment."""
    people: list[Person] = []
    absences: list[Absence] = []
    requests: list[Request] = []
    fixed: list[FixedDuty] = []
    caps: list[Cap] = []
    history: list[WorkedDuty] = []
    availability: list[Availability] = []
    lines: dict[str, Roster] = {}
    offers: dict[str, tuple[float, tuple[str, ...]]] = {}
    patterns = staff.patterns_by_id
    for member in staff.people:
        person = member
        away = draw_absences(rng, person, sizes)
        absent = absent_days(away, sizes.first_day)
        if person.kind == "pattern":
            roster = line_roster(
                person, patterns[person.pattern or ""], absent, sizes.days, sizes.first_day
            )
            training = draw_training(rng, person, roster, sizes)
            taught = {(duty.date - sizes.first_day).days for duty in training}
            fixed += training
            lines[person.person] = {
                day: shift for day, shift in roster.items() if day >= 0 and day not in taught
            }
        elif person.kind == "contract":
            shifts = tuple(shift.shift for shift in SHIFTS if person.nights or not shift.is_night)
            cap = person.contract_hours
            roster = bank_roster(rng, person, shifts, absent, cap, sizes.first_day)
            offers[person.person] = (_owed_duties(person, shifts, absent, sizes), shifts)
        else:
            offer = draw_offer(rng, person)
            if offer.student:
                person = person.model_copy(
                    update={"max_duties": min(person.max_duties or 0, max(1, 2 * sizes.days // 7))}
                )
                caps.append(student_cap(person, sizes))
            most = caps[-1].weekly_hours if offer.student else None
            roster = bank_roster(rng, person, offer.shifts, absent, most, sizes.first_day)
            rows = draw_availability(rng, person, offer, absent, sizes)
            availability += rows
            days = sum((row.last_day - row.first_day).days + 1 for row in rows)
            offers[person.person] = (float(min(person.max_duties or 0, days)), offer.shifts)
        requests += draw_requests(rng, person, absent, roster, sizes)
        absences += away
        history += worked_duties(person, roster, sizes.first_day)
        people.append(person)
    return Rostered(
        tuple(people),
        tuple(absences),
        tuple(requests),
        tuple(fixed),
        tuple(caps),
        tuple(history),
        tuple(availability),
        lines,
        offers,
    )


def _owed_duties(person: Person, shifts: tuple[str, ...], absent: set[int], sizes: Sizes) -> float:
    """Duties of the mean length in which the hours of a contract are worked."""
    paid = [SHIFTS_BY_ID[shift].paid_minutes / 60 for shift in shifts]
    present = sizes.days - sum(0 <= day < sizes.days for day in absent)
    return person.contract_hours * present / 7 / (sum(paid) / len(paid))
