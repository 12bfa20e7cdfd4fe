"""What has everybody worked in the last seventeen weeks, and what does the present line give?"""

from collections.abc import Mapping
from datetime import date

import numpy as np

from rosterer_models.library.patterns import SHIFTS
from rosterer_models.vocabulary.person import Person, WorkedDuty
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import OFF, Pattern, Shift
from rosterer_models.vocabulary.time import date_of, elapsed_minutes, weekday_of

HISTORY_DAYS = 119
SHIFTS_BY_ID: Mapping[str, Shift] = {shift.shift: shift for shift in SHIFTS}
ZONE = "Europe/London"
RULES = Rules()
Roster = dict[int, str]
"""Shift by day number; negative days are the past."""


def may_follow(roster: Roster, day: int, shift: str, first_day: date) -> bool:
    """Whether a duty after all others of a roster keeps rest, weekly rest and the limits on days
    and nights in a row.
    """
    if day in roster:
        return False
    duty = SHIFTS_BY_ID[shift]
    starts = elapsed_minutes(first_day, ZONE, day, duty.start_minute)
    for before in (day - 1, day - 2):
        if before in roster:
            ends = elapsed_minutes(first_day, ZONE, before, SHIFTS_BY_ID[roster[before]].end_minute)
            if starts - ends < RULES.rest_minutes:
                return False
            break
    days_in_row = nights_in_row = 0
    while day - days_in_row - 1 in roster:
        days_in_row += 1
    if days_in_row + 1 > RULES.max_consecutive_days:
        return False
    while (
        duty.is_night
        and day - nights_in_row - 1 in roster
        and SHIFTS_BY_ID[roster[day - nights_in_row - 1]].is_night
    ):
        nights_in_row += 1
    if nights_in_row + 1 > RULES.max_consecutive_nights:
        return False
    # A night also spoils the next day, so the window that ends tomorrow is looked at too.
    for last in (day, day + 1) if duty.is_night else (day,):
        window = range(last - RULES.rest_window_days + 1, last + 1)
        worked = {**roster, day: shift}
        resting = sum(
            1
            for d in window
            if d not in worked and not (d - 1 in worked and SHIFTS_BY_ID[worked[d - 1]].is_night)
        )
        if resting < RULES.rest_days:
            return False
    return True


def line_roster(
    person: Person, pattern: Pattern, absent: set[int], days: int, first_day: date
) -> Roster:
    """The duties of the present line from the start of the history to the end of the horizon,
    without days of absence.
    """
    roster: Roster = {}
    length, phase = len(pattern.cycle), person.phase or 0
    for day in range(-HISTORY_DAYS, days):
        shift = pattern.cycle[(day + phase) % length]
        if shift != OFF and day not in absent and may_follow(roster, day, shift, first_day):
            roster[day] = shift
    return roster


def bank_roster(
    rng: np.random.Generator,
    person: Person,
    shifts: tuple[str, ...],
    absent: set[int],
    weekly_cap: float | None,
    first_day: date,
) -> Roster:
    """Duties of a bank person in the past: short runs of one shift with free days between, about as
    often as in the horizon.
    """
    roster: Roster = {}
    paid_by_week: dict[int, int] = {}
    day = -HISTORY_DAYS + int(rng.integers(4))
    while day < 0:
        shift = shifts[int(rng.integers(len(shifts)))]
        for _ in range(int(rng.integers(1, 3))):
            week = day - weekday_of(first_day, day)
            paid = paid_by_week.get(week, 0) + SHIFTS_BY_ID[shift].paid_minutes
            if (
                day < 0
                and day not in absent
                and paid <= 60 * (weekly_cap or 48)
                and may_follow(roster, day, shift, first_day)
            ):
                roster[day] = shift
                paid_by_week[week] = paid
            day += 1
        day += int(rng.integers(2, 6))
    return roster


def worked_duties(person: Person, roster: Roster, first_day: date) -> list[WorkedDuty]:
    """The past of a roster as rows of the table."""
    return [
        WorkedDuty(person=person.person, date=date_of(first_day, day), shift=shift)
        for day, shift in roster.items()
        if day < 0
    ]
