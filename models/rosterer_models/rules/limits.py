"""What may each person's roster add up to? The right-hand sides of the summing rules, person by
person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from rosterer_models.matrix.model import INFINITY, Floats, Ints
from rosterer_models.rules.calendar import Calendar
from rosterer_models.rules.contracts import ContractPeriod
from rosterer_models.rules.reference import Past, references_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Cap, Person
from rosterer_models.vocabulary.time import date_of, day_number, weekday_of


@dataclass(frozen=True)
class Window:
    """Paid minutes of duties that start in entries first … last (inclusive) must not exceed
    ``most``.
    """

    first: int
    last: int
    most: float
    rule: str
    is_judged: bool = True
    """Whoever makes a plan must keep it; else only who makes one here does."""


@dataclass(frozen=True)
class RunRules:
    """Settings of the counting rules; a rule that is off has a setting that never binds."""

    max_days: int
    max_nights: int
    rest_window: int
    rest_days: int


def run_rules_of(case: Case) -> RunRules:
    """Counting rules of a case."""
    rules, never = case.rules, 10**6
    return RunRules(
        max_days=never if "consecutive-days" in rules.off else rules.max_consecutive_days,
        max_nights=never if "consecutive-nights" in rules.off else rules.max_consecutive_nights,
        rest_window=rules.rest_window_days,
        rest_days=0 if "weekly-rest" in rules.off else rules.rest_days,
    )


def windows_of(
    case: Case,
    calendar: Calendar,
    person: Person,
    past: Past,
    caps: Iterable[Cap],
    case_from: int,
    periods: Iterable[ContractPeriod] = (),
) -> list[Window]:
    """Every window of paid minutes that binds a person: 48-hour and night averages, weekly caps,
    dated or of the contract, and the hours of the contract. ``case_from`` is the first day of all
    history.
    """
    h = calendar.history
    found = [
        Window(h + reference.first, h + reference.last, most, rule, is_judged)
        for reference in references_of(case, person, past, case_from)
        for rule, most, is_judged in (
            ("weekly-average", reference.weekly_minutes, reference.is_judged),
            ("night-average", reference.night_minutes, reference.is_night_judged),
        )
        if most < INFINITY and rule not in case.rules.off
    ]
    for cap in (*caps, *_always(case, person)):
        first_day, last_day = (day_number(case.first_day, d) for d in (cap.first_day, cap.last_day))
        # Weeks that end before the horizon are settled.
        first_day = max(first_day, 0)
        monday = first_day - weekday_of(case.first_day, first_day)
        for start in range(monday, min(last_day, case.days - 1) + 1, 7):
            last = min(h + start + 6, calendar.length - 1)
            found.append(Window(h + start, last, 60 * cap.weekly_hours, "weekly-cap"))
    for period in periods:
        if not person.overtime:
            most = 60 * (period.owed + case.limits.balance_band_hours)
            found.append(Window(h, h + period.last, most, "contract-hours"))
        if person.max_period_hours is not None:
            most = 60 * person.max_period_hours
            found.append(Window(h + period.first, h + period.last, most, "period-hours"))
    return found


def _always(case: Case, person: Person) -> Iterator[Cap]:
    """The weekly cap that a person has in every week of the horizon."""
    if person.max_week_hours is not None:
        last = date_of(case.first_day, case.days - 1)
        yield Cap(
            person=person.person,
            first_day=case.first_day,
            last_day=last,
            weekly_hours=person.max_week_hours,
        )


def window_arrays(windows: list[Window]) -> tuple[Ints, Ints, Floats]:
    """First entries, last entries and limits of windows, for the kernel."""
    return (
        np.array([w.first for w in windows], dtype=np.int64),
        np.array([w.last for w in windows], dtype=np.int64),
        np.array([w.most for w in windows], dtype=float),
    )
