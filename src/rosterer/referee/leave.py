"""How many hours is each absence worth towards the contract?"""

from collections import defaultdict
from collections.abc import Mapping

from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import NOT_EMPLOYED, Absence, AbsenceKind, Person
from rosterer_models.vocabulary.shift import Line


def credited_hours(
    register: Register, person: Person, line: Line | None, days: range | None = None
) -> float:
    """Hours that absence is worth to somebody with this line, on some days or on all of the
    horizon.
    """
    return sum(credited_by_kind(register, person, line, days).values())


def credited_by_kind(
    register: Register, person: Person, line: Line | None, days: range | None = None
) -> Mapping[AbsenceKind, float]:
    """The same by kind of absence; a day that two rows name counts with the first."""
    found: dict[AbsenceKind, float] = defaultdict(float)
    seen: set[int] = set()
    days = range(register.calendar.days) if days is None else days
    for absence in register.absences.get(person.person, ()):
        first = register.calendar.number(absence.first_day)
        last = register.calendar.number(absence.last_day)
        for day in range(max(days.start, first), min(days.stop, last + 1)):
            if day not in seen:
                seen.add(day)
                found[absence.kind] += _hours_of_day(register, person, line, absence, day)
    return found


def days_employed(register: Register, person: Person) -> int:
    """Days of the horizon between the begin and the end of somebody's contract."""
    number, days = register.calendar.number, register.calendar.days
    rows = [row for row in register.absences.get(person.person, ()) if row.kind == NOT_EMPLOYED]
    return sum(
        not any(number(row.first_day) <= day <= number(row.last_day) for row in rows)
        for day in range(days)
    )


def _hours_of_day(
    register: Register, person: Person, line: Line | None, absence: Absence, day: int
) -> float:
    if absence.kind == NOT_EMPLOYED:
        return person.contract_hours / 7
    if absence.hours is not None:
        return absence.hours / ((absence.last_day - absence.first_day).days + 1)
    if line is None or register.case.rules.absence_hours == "sevenths":
        return person.contract_hours / 7
    cycle = register.patterns[line.pattern].cycle
    shift = register.shifts.get(cycle[(day + line.phase) % len(cycle)])
    if shift is None or (shift.is_night and not person.nights):
        return 0.0
    fixed = register.fixed.get(person.person, {}).get(day)
    hours = register.pay_of(person, day, shift).hours
    if fixed is not None:
        hours -= register.pay_of(person, day, register.shifts[fixed.shift]).hours
    return max(0.0, hours)
