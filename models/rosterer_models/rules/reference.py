"""Over which days are a person's hours averaged, and how many may they be?

A plan that is made here keeps the averages over every reference period that ends in the horizon,
and counts weeks before all history as worked. Where no whole reference period is known it keeps
them over what is known, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rosterer_models.matrix.model import Flags
from rosterer_models.rules.spells import working_minutes
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Availability, FixedDuty, Person, WorkedDuty
from rosterer_models.vocabulary.shift import Pattern
from rosterer_models.vocabulary.time import day_number

QUIET_DAYS = 7
"""Days without a duty that may lie before the first one known and still be known."""
LEAST_DAYS = 28
"""Fewer known days are not averaged by themselves."""
LEAST_PRESENT = 14
"""Nor are they when all but so few are absence."""
LEAST_NIGHTS = 3
"""Fewer nights make nobody a night worker."""


@dataclass(frozen=True)
class Reference:
    """Days first … last, with the paid minutes that the rules allow in them; infinite without a
    limit.
    """

    first: int
    last: int
    weekly_minutes: float
    night_minutes: float
    is_judged: bool
    """All of it is known: no plan may have more, whoever made it."""
    is_night_judged: bool
    """So are the nights, whatever a plan gives: being a night worker is said of the person."""


@dataclass(frozen=True)
class Past:
    """A person's rows in the tables of the case."""

    absences: Sequence[Absence]
    fixed: Sequence[FixedDuty]
    history: Sequence[WorkedDuty]
    availability: Sequence[Availability]


def known_from(case: Case, person: Person, past: Past, case_from: int) -> int:
    """The first day of which the case tells what a person did; at most 0, for the horizon is
    known. ``case_from`` is the first day of all history.
    """
    first_day = case.first_day
    worked = [row.date for row in past.history] + [row.date for row in past.fixed]
    known = min((0, *(day_number(first_day, day) for day in worked)))
    for absence in sorted(past.absences, key=lambda row: row.first_day, reverse=True):
        first, last = (day_number(first_day, day) for day in (absence.first_day, absence.last_day))
        if first < known <= last + 1 + QUIET_DAYS:
            known = first
    if past.history and known - case_from <= QUIET_DAYS:
        known = min(known, case_from)
    if person.history_from is not None:
        known = min(known, day_number(first_day, person.history_from))
    return known


def supposed_hours(case: Case, person: Person) -> float:
    """Hours a week that unknown weeks count for, in making a plan."""
    if case.rules.unknown_weeks == "nothing":
        return 0.0
    if case.rules.unknown_weeks == "contract" or person.kind == "contract":
        return person.contract_hours
    cycle = next((row.cycle for row in case.patterns if row.pattern == person.pattern), ())
    work = {shift.shift: working_minutes(shift, case.rules) for shift in case.shifts}
    return sum(work.get(entry, 0) for entry in cycle) * 7 / 60 / max(1, len(cycle))


def may_be_night_worker(case: Case, person: Person, past: Past) -> bool:
    """Some plan could make the night average theirs."""
    if person.night_worker is not None:
        return person.night_worker
    nights = {shift.shift for shift in case.shifts if shift.is_night}
    worked = {row.shift for row in past.history} | {row.shift for row in past.fixed}
    if nights & worked:
        return True
    if not person.nights:
        return False
    if person.kind == "contract" and not past.availability:
        return bool(nights)
    if person.kind != "pattern":
        return any(not row.shifts or nights & set(row.shifts) for row in past.availability)
    return person.floats_owed >= LEAST_NIGHTS or any(
        nights & set(pattern.cycle) for pattern in _patterns(case, person)
    )


def is_kept_from_nights(case: Case, person: Person, past: Past, case_from: int) -> bool:
    """History and fixed duties are more than a night worker may work in a period that is judged,
    and it is up to the plan whether the person is one: then a plan made here gives no night.
    """
    if person.night_worker is not None or "night-average" in case.rules.off:
        return False
    if not may_be_night_worker(case, person, past) or _is_line_by_night(case, person):
        return False
    shifts = {shift.shift: shift for shift in case.shifts}
    given = [(row.date, row.shift) for row in past.history]
    given += [(row.date, row.shift) for row in past.fixed]
    settled = [(day_number(case.first_day, on), shifts[name]) for on, name in given]
    is_over = any(
        row.is_judged
        and row.night_minutes
        < sum(
            working_minutes(shift, case.rules)
            for day, shift in settled
            if row.first <= day <= row.last
        )
        for row in references_of(case, person, past, case_from)
    )
    recent = [shift for day, shift in settled if day >= case.days - 7 * case.rules.average_weeks]
    nights = sum(shift.is_night for shift in recent)
    is_one_whatever_comes = nights >= LEAST_NIGHTS and 4 * nights >= len(recent) + case.days
    return is_over and not is_one_whatever_comes


def _is_line_by_night(case: Case, person: Person) -> bool:
    """The line that they keep makes them a night worker: one duty of it in four is a night."""
    if person.line_rule != "kept" or not person.nights:
        return False
    return any(
        is_by_night(case, row.cycle) for row in case.patterns if row.pattern == person.pattern
    )


def is_by_night(case: Case, cycle: Iterable[str]) -> bool:
    """A line with this cycle makes a night worker: one duty of it in four is a night."""
    nights = {shift.shift: shift.is_night for shift in case.shifts}
    worked = [nights[entry] for entry in cycle if entry in nights]
    return any(worked) and 4 * sum(worked) >= len(worked)


def _patterns(case: Case, person: Person) -> Iterable[Pattern]:
    further = () if person.line_rule == "kept" else person.patterns
    return (row for row in case.patterns if row.pattern in (person.pattern, *further))


def references_of(case: Case, person: Person, past: Past, case_from: int) -> list[Reference]:
    """Every reference period that a plan made here keeps."""
    span = 7 * case.rules.average_weeks
    known = known_from(case, person, past, case_from)
    is_night_worker = may_be_night_worker(case, person, past)
    start = min(known, -span)
    absent = _absent(case, past.absences, start)
    supposed = supposed_hours(case, person)

    def reference(first: int, last: int) -> Reference:
        away = absent[first - start : last + 1 - start]
        present = (away.size - int(away.sum())) / 7
        unknown = max(0, min(last + 1, known) - first)
        weeks = (unknown - int(away[:unknown].sum())) / 7
        elsewhere = person.other_hours * away.size / 7

        def most(hours: float) -> float:
            """Nobody is supposed to have worked more than is allowed."""
            worked = min(supposed, max(0.0, hours - person.other_hours))
            return 60 * (hours * present - elsewhere - worked * weeks)

        return Reference(
            first,
            last,
            np.inf if person.opt_out else most(case.rules.average_hours),
            most(6 * case.rules.night_average_hours) if is_night_worker else np.inf,
            first >= known,
            first >= known and person.night_worker is True,
        )

    ends = sorted({*range(6, case.days, 7), case.days - 1})
    found = [reference(end - span + 1, end) for end in ends]
    days = case.days - known
    if LEAST_DAYS <= days < span:
        present = days - int(absent[known - start :].sum())
        if present >= LEAST_PRESENT:
            found.append(reference(known, case.days - 1))
    return found


def _absent(case: Case, absences: Iterable[Absence], start: int) -> Flags:
    absent = np.zeros(case.days - start, dtype=bool)
    for absence in absences:
        first, last = (
            day_number(case.first_day, day) - start for day in (absence.first_day, absence.last_day)
        )
        absent[max(0, first) : max(0, last + 1)] = True
    return absent
