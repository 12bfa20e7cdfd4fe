"""Whose is the night limit?

A night worker does nights as a normal course (Working Time Regulations 1998, regulation 2(1)). A
column of the case says so, or else the duties themselves: one week in three is a regular feature
(R v Attorney General for Northern Ireland, ex parte Burns, 1999), and one duty in four is taken
here, on the safe side of it.
"""

from collections.abc import Iterable

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import OFF, Line

LEAST_NIGHTS = 3
"""Fewer nights are no habit."""
ONE_IN = 4
"""Duties of which one is a night, at least."""


def is_regularly_at_night(duties: Iterable[ShiftHours]) -> bool:
    """Nights are enough, and enough of the duties, to be a normal course."""
    nights = [duty.is_night for duty in duties]
    return sum(nights) >= LEAST_NIGHTS and ONE_IN * sum(nights) >= len(nights)


def is_line_by_night(register: Register, person: Person, line: Line) -> bool:
    """The line brings nights as a normal course, however few of them are in the horizon."""
    if not person.nights or line.pattern not in register.patterns:
        return False
    cycle = register.patterns[line.pattern].cycle
    entries = [entry for entry in cycle if entry != OFF and entry in register.shifts]
    nights = sum(register.shifts[entry].is_night for entry in entries)
    return nights > 0 and ONE_IN * nights >= len(entries)


def may_become_night_worker(register: Register, person: Person) -> bool:
    """Some plan could make the night limit theirs, so that whoever makes one keeps it."""
    if person.night_worker is not None:
        return person.night_worker
    shifts = register.shifts
    if any(shift.is_night for _, shift in register.history.get(person.person, ())):
        return True
    fixed = register.fixed.get(person.person, {}).values()
    if any(row.shift in shifts and shifts[row.shift].is_night for row in fixed):
        return True
    return person.nights and _may_be_given_nights(register, person)


def _may_be_given_nights(register: Register, person: Person) -> bool:
    nights = {name for name, shift in register.shifts.items() if shift.is_night}
    if person.kind != "pattern":
        offers = register.availability.get(person.person, ())
        if not offers and person.kind == "contract":
            return bool(nights)
        return any(not row.shifts or nights.intersection(row.shifts) for row in offers)
    patterns = [person.pattern, *(() if person.line_rule == "kept" else person.patterns)]
    cycles = [register.patterns[name].cycle for name in patterns if name in register.patterns]
    return person.floats_owed >= LEAST_NIGHTS or any(nights.intersection(one) for one in cycles)
