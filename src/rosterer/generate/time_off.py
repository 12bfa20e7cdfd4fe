"""When is everybody away, what do they wish, what is already fixed, and when can bank people
work?
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import numpy as np

from rosterer.generate.past import HISTORY_DAYS, Roster
from rosterer.generate.sizes import Sizes
from rosterer_models.library.patterns import SHIFTS
from rosterer_models.vocabulary.person import Absence, Availability, Cap, FixedDuty, Person, Request
from rosterer_models.vocabulary.time import date_of, day_number

LEAVE_SHARE = 0.115
"""Six weeks a year; the least that the law allows, 5.6 weeks, is 0.107 of all days."""
OTHER_SHARE = 0.035
"""Sickness and other absence (assumed)."""
LONGEST_LEAVE = 14
STUDENT_SHARE, STUDENT_HOURS = 0.2, 20.0
"""Of bank people; hours a week in term (assumed)."""
TRAINED_SHARE = 0.08
SHIFT_MIXES: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("D",), False),
    (("E", "L"), False),
    (("D", "E", "L"), False),
    (("L",), False),
    (("D", "N"), True),
    (("N",), True),
    (("D", "E", "L", "N"), True),
)
"""Shifts that a bank person offers, and whether that needs nights."""


@dataclass(frozen=True)
class BankOffer:
    """What a bank person offers on every day of the week."""

    shifts: tuple[str, ...]
    student: bool


def draw_absences(rng: np.random.Generator, person: Person, sizes: Sizes) -> list[Absence]:
    """Leave and other absence from the start of the history to the end of the horizon, apart from
    each other.
    """
    rows: list[Absence] = []
    total = HISTORY_DAYS + sizes.days
    taken: set[int] = set()
    for kind, share, longest in (
        ("leave", LEAVE_SHARE, LONGEST_LEAVE),
        ("unavailable", OTHER_SHARE, 4),
    ):
        left = round(
            total * share * (0.5 if person.kind == "bank" else 1.0) * float(rng.uniform(0.75, 1.25))
        )
        tries = 0
        while left > 0 and tries < 30:
            tries += 1
            length = min(left, int(rng.integers(1 if kind == "unavailable" else 3, longest + 1)))
            start = int(rng.integers(-HISTORY_DAYS, sizes.days - length + 1))
            # A day between absences keeps the rows apart, as a manager would enter them.
            if any(day in taken for day in range(start - 1, start + length + 1)):
                continue
            taken.update(range(start, start + length))
            left -= length
            rows.append(
                Absence.model_validate(
                    {
                        "person": person.person,
                        "first_day": date_of(sizes.first_day, start),
                        "last_day": date_of(sizes.first_day, start + length - 1),
                        "kind": kind,
                    }
                )
            )
    return sorted(rows, key=lambda row: row.first_day)


def absent_days(rows: list[Absence], first_day: date) -> set[int]:
    """Day numbers of absences."""
    return {
        day
        for row in rows
        for day in range(
            day_number(first_day, row.first_day), day_number(first_day, row.last_day) + 1
        )
    }


def draw_requests(
    rng: np.random.Generator, person: Person, absent: set[int], roster: Roster, sizes: Sizes
) -> list[Request]:
    """One to three wishes a person and four weeks, most of them for a day off on a day of the
    line.
    """
    free = [day for day in range(sizes.days) if day not in absent]
    count = min(len(free), max(1, round(int(rng.integers(1, 4)) * sizes.days / 28)))
    rows = []
    for day in (
        sorted(int(day) for day in rng.choice(free, size=count, replace=False)) if count else []
    ):
        wish = "off" if day in roster or rng.random() < 0.5 else "on"
        if rng.random() < 0.15 and day in roster:
            wish = "E" if roster[day] == "L" else "L" if roster[day] == "E" else "D"
        rows.append(Request(person=person.person, date=date_of(sizes.first_day, day), wish=wish))
    return rows


def draw_training(
    rng: np.random.Generator, person: Person, roster: Roster, sizes: Sizes
) -> list[FixedDuty]:
    """For a few people a training day in the place of a day duty of their line."""
    nights = {shift.shift for shift in SHIFTS if shift.is_night}
    choices = [day for day in range(sizes.days) if day in roster and roster[day] not in nights]
    if rng.random() >= TRAINED_SHARE * sizes.days / 28 or not choices:
        return []
    day = int(rng.choice(choices))
    return [
        FixedDuty(
            person=person.person,
            date=date_of(sizes.first_day, day),
            shift=roster[day],
            training=True,
        )
    ]


def draw_offer(rng: np.random.Generator, person: Person) -> BankOffer:
    """The mix of shifts that a bank person offers; students offer the short ones."""
    student = bool(rng.random() < STUDENT_SHARE)
    mixes = [shifts for shifts, needs_nights in SHIFT_MIXES if person.nights or not needs_nights]
    shifts = ("E", "L") if student else mixes[int(rng.integers(len(mixes)))]
    return BankOffer(shifts, student)


def student_cap(person: Person, sizes: Sizes) -> Cap:
    """Hours a week that a student may work."""
    last_day = sizes.first_day + timedelta(days=sizes.days - 1)
    return Cap(
        person=person.person,
        first_day=sizes.first_day,
        last_day=last_day,
        weekly_hours=STUDENT_HOURS,
    )


def draw_availability(
    rng: np.random.Generator, person: Person, offer: BankOffer, absent: set[int], sizes: Sizes
) -> list[Availability]:
    """Runs of days on which a bank person can be rostered: half to seven tenths of all days, most
    weeks alike.
    """
    usual = set(rng.permutation(7)[: int(rng.integers(4, 6))].tolist())
    days = []
    for day in range(sizes.days):
        weekday = (sizes.first_day.weekday() + day) % 7
        if day not in absent and (weekday in usual) == bool(rng.random() < 0.9):
            days.append(day)
    rows = []
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        span = [day for _, day in run]
        first, last = date_of(sizes.first_day, span[0]), date_of(sizes.first_day, span[-1])
        rows.append(
            Availability(person=person.person, first_day=first, last_day=last, shifts=offer.shifts)
        )
    return rows
