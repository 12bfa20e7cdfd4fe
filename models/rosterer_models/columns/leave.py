"""What is absence worth towards the contract, for each line that a person may have?"""

from collections.abc import Mapping, Sequence

import numpy as np

from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.rules.calendar import OFF, Calendar
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import NOT_EMPLOYED, Absence, Person
from rosterer_models.vocabulary.time import day_number


def stated_hours(case: Case, person: Person, absences: Sequence[Absence]) -> Floats:
    """D: hours of a day of absence that do not depend on the line; NaN where they do, and 0 where
    there is no absence. Of rows that name the same day the first counts. A day before a contract
    begins or after it ends takes off what the contract would owe of it.
    """
    hours = np.zeros(case.days)
    for row in reversed(absences):
        first, last = (day_number(case.first_day, day) for day in (row.first_day, row.last_day))
        each = np.nan if row.hours is None else row.hours / (last - first + 1)
        if row.kind == NOT_EMPLOYED:
            each = person.contract_hours / 7
        hours[max(0, first) : max(0, last + 1)] = each
    return hours


def employed_days(case: Case, absences: Sequence[Absence]) -> int:
    """Days of the horizon on which there is a contract."""
    without = {
        day
        for row in absences
        if row.kind == NOT_EMPLOYED
        for day in range(
            max(0, day_number(case.first_day, row.first_day)),
            min(case.days, day_number(case.first_day, row.last_day) + 1),
        )
    }
    return case.days - len(without)


def line_hours(
    case: Case,
    calendar: Calendar,
    person: Person,
    stated: Floats,
    hours: Floats,
    given: Ints,
    fixed: Mapping[int, int],
) -> float:
    """Hours that absence is worth to somebody whose line gives these shifts.

    Parameters
    ----------
    hours
        D × S: paid hours of a duty.
    given
        D shift numbers of the line, whatever becomes of them, or OFF.
    fixed
        Day → shift number of fixed duties: of a duty that is replaced in part only the rest is
        credited.
    """
    if case.rules.absence_hours == "sevenths":
        return hours_without_line(person, stated)
    replaced = 0.0
    for t in np.flatnonzero(np.isnan(stated)).tolist():
        s = int(given[t])
        if s != OFF and (person.nights or not calendar.night[s]):
            worked = float(hours[t, fixed[t]]) if t in fixed else 0.0
            replaced += max(0.0, float(hours[t, s]) - worked)
    return float(np.nansum(stated)) + replaced


def hours_without_line(person: Person, stated: Floats) -> float:
    """The same where no line says which duties are replaced: a seventh of the week a day."""
    return float(np.nansum(stated)) + int(np.isnan(stated).sum()) * person.contract_hours / 7
