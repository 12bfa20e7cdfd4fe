"""Over which days are a person's hours averaged, and how many may they be?"""

import math
from typing import NamedTuple

from rosterer.referee.known import first_known_day, supposed_hours
from rosterer.referee.register import Register
from rosterer_models.vocabulary.person import Person

LEAST_KNOWN_DAYS = 28
"""Fewer than four weeks are no average."""
LEAST_PRESENT_DAYS = 14
"""Nor are they when so little remains beside absence that one duty more or less decides."""


class Period(NamedTuple):
    """A reference period of the averages, with the paid minutes that it allows."""

    first: int
    last: int
    present: int
    """Days that are not absence."""
    elsewhere: float
    """Minutes worked for others."""
    average_minutes: float
    """Infinite for who has opted out."""
    night_average_minutes: float
    """For a night worker."""
    is_judged: bool
    """All of it is known; the others are kept by those who make a plan, and judged by nobody."""


def periods_of(register: Register, person: Person) -> list[Period]:
    """Reference periods that end on day 6, 13, 20, … and on the last day of the horizon; and, where
    none of them is known, what is known, as one period.
    """
    days, span = register.calendar.days, 7 * register.case.rules.average_weeks
    known = first_known_day(register, person)
    periods = [
        _period(register, person, last - span + 1, last, known)
        for last in sorted({*range(6, days, 7), days - 1})
    ]
    if is_averaged_short(register, person, known):
        periods.append(_period(register, person, known, days - 1, known))
    return periods


def is_averaged_short(register: Register, person: Person, known: int) -> bool:
    """Less than a reference period is known, and enough to average it by itself."""
    days, span = register.calendar.days, 7 * register.case.rules.average_weeks
    return LEAST_KNOWN_DAYS <= days - known < span and (
        present_days(register, person, known) >= LEAST_PRESENT_DAYS
    )


def present_days(register: Register, person: Person, first: int) -> int:
    """Days from one to the end of the horizon that are not absence."""
    absent = register.absent.get(person.person, frozenset())
    return register.calendar.days - first - sum(day >= first for day in absent)


def _period(register: Register, person: Person, first: int, last: int, known: int) -> Period:
    rules = register.case.rules
    absent = {day for day in register.absent.get(person.person, ()) if first <= day <= last}
    length = last - first + 1
    present = length - len(absent)
    unknown = max(0, known - first) - sum(day < known for day in absent)
    elsewhere = 60 * person.other_hours * length / 7
    weekly, nightly = (
        60 * hours * present / 7 - elsewhere - _supposed(register, person, hours) * unknown
        for hours in (rules.average_hours, 6 * rules.night_average_hours)
    )
    return Period(
        first=first,
        last=last,
        present=present,
        elsewhere=elsewhere,
        average_minutes=math.inf if person.opt_out else weekly,
        night_average_minutes=nightly,
        is_judged=first >= known,
    )


def _supposed(register: Register, person: Person, most_hours: float) -> float:
    """Minutes a day; nobody is supposed to have worked more than the rule allows."""
    allowed = max(0.0, most_hours - person.other_hours)
    return 60 * min(supposed_hours(register, person), allowed) / 7
