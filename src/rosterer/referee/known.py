"""How far back does the case tell what a person worked, and what is supposed of the time before?"""

from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import OFF

QUIET_DAYS = 7
"""So many days without a duty may lie before the first one known and are known all the same: days
off between duties are not ignorance.
"""


def first_known_day(register: Register, person: Person) -> int:
    """The first day of which the case tells what the person did; never later than day 0.

    The first duty before the horizon, or ``history_from``; somebody without either is known from
    day 0. An absence that ends not longer than a week before is known too, and so are the days from
    the start of all history where they are not more than a week.
    """
    number = register.calendar.number
    worked = [day for day, _ in register.history.get(person.person, ())]
    fixed = [day for day in register.fixed.get(person.person, ()) if day < 0]
    known = min([0, *worked, *fixed])
    spans = [
        (number(row.first_day), number(row.last_day))
        for row in register.absences.get(person.person, ())
    ]
    for first, last in sorted(spans, reverse=True):
        if first < known and last >= known - 1 - QUIET_DAYS:
            known = first
    if worked and register.first_history_day >= known - QUIET_DAYS:
        known = min(known, register.first_history_day)
    if person.history_from is not None:
        known = min(known, number(person.history_from))
    return known


def supposed_hours(register: Register, person: Person) -> float:
    """Paid hours a week that somebody who makes a plan supposes of unknown weeks."""
    supposed = register.case.rules.unknown_weeks
    if supposed == "contract" or person.kind == "contract":
        return person.contract_hours
    if supposed == "nothing" or person.pattern not in register.patterns:
        return 0.0
    cycle = register.patterns[person.pattern].cycle
    paid = [
        register.shifts[entry].work for entry in cycle if entry != OFF and entry in register.shifts
    ]
    return sum(paid) / 60 / len(cycle) * 7
