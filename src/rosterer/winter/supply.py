"""How many people are on duty, in units and for care at home, on each day of a winter?

With a plan its duties are counted; without one the present lines of pattern staff (less absences)
and, of bank people, their ``max_duties`` spread over the horizon. Beyond the horizon the rota goes
on with the mean of each weekday. Staff flexes: units take the heads that full beds need, as far as
there are any, and the others give the contact time of their shift, less local travel, in the
locality of their home.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from rosterer.winter.places import Localities
from rosterer_models.simulation.network import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.shift import OFF
from rosterer_models.vocabulary.time import WEEKDAYS, day_number

USUAL_DUTIES_A_WEEK = 2.0
"""Duties a week of a bank person who has no ``max_duties``, without a plan: an assumption that the
report names.
"""


@dataclass(frozen=True)
class Supply:
    """Staff of each weekday (0 Monday … 6 Sunday) on average.

    ``unit_heads[unit]`` and ``home_minutes[locality]`` have shape ``(7, bands)``,
    ``home_heads[locality]`` shape ``(7,)``.
    """

    unit_heads: dict[str, Floats]
    home_minutes: dict[str, Floats]
    home_heads: dict[str, Floats]
    from_plan: bool


def supply_of(case: Case, localities: Localities, plan: Plan | None) -> Supply:
    """Count duties by weekday."""
    bands = {band.band: i for i, band in enumerate(case.bands)}
    shifts = {shift.shift: shift for shift in case.shifts}
    people = {person.person: person for person in case.people}
    unit_heads = {unit.unit: np.zeros((7, len(bands))) for unit in case.units}
    home_minutes = {name: np.zeros((7, len(bands))) for name in localities.names}
    home_heads = {name: np.zeros(7) for name in localities.names}
    days_of = np.bincount(
        [(case.first_day.weekday() + day) % 7 for day in range(case.days)], minlength=7
    ).clip(1)

    def add(person: str, weekday: int, shift: str, weight: float) -> None:
        where = localities.of.get(people[person].home, localities.names[0])
        for band, minutes in shifts[shift].contact.items():
            share = minutes / (1 + case.limits.local_travel)
            home_minutes[where][weekday, bands[band]] += weight * share / days_of[weekday]
        home_heads[where][weekday] += weight / days_of[weekday]

    if plan is not None:
        training = {(f.person, f.date) for f in case.fixed if f.training}
        seen: set[tuple[str, object]] = set()
        for piece in plan.duties:
            if (
                (piece.person, piece.date) in seen
                or (piece.person, piece.date) in training
                or piece.person not in people
            ):
                continue
            seen.add((piece.person, piece.date))
            add(piece.person, piece.date.weekday(), piece.shift, 1.0)
        return _staff_units_first(case, Supply(unit_heads, home_minutes, home_heads, True))

    cycles = {pattern.pattern: pattern.cycle for pattern in case.patterns}
    away = {
        (row.person, row.first_day + timedelta(days=k))
        for row in case.absences
        for k in range((row.last_day - row.first_day).days + 1)
    }
    for person in case.people:
        if person.pattern is not None and person.phase is not None:
            cycle = cycles[person.pattern]
            for day in range(case.days):
                shift = cycle[(day + person.phase) % len(cycle)]
                on = case.first_day + timedelta(days=day)
                if shift != OFF and (person.person, on) not in away:
                    add(person.person, on.weekday(), shift, 1.0)
        else:
            duties = (
                USUAL_DUTIES_A_WEEK * case.days / 7
                if person.max_duties is None
                else float(person.max_duties)
            )
            offered = next((a.shifts for a in case.availability if a.person == person.person), None)
            if offered is None:
                continue
            shift = offered[0] if offered else case.shifts[0].shift
            for weekday in range(7):
                add(person.person, weekday, shift, duties / case.days * days_of[weekday])
    return _staff_units_first(case, Supply(unit_heads, home_minutes, home_heads, False))


def _staff_units_first(case: Case, supply: Supply) -> Supply:
    """Units take the heads that full beds need, from all localities alike, as far as there are
    any.
    """
    for unit in case.units:
        if unit.skill is None:
            continue
        for b, band in enumerate(case.bands):
            need = float(unit.min_staff.get(band.band, 0))
            if band.band in unit.beds_per_staff:
                need = max(need, float(np.ceil(unit.beds / unit.beds_per_staff[band.band] - 1e-9)))
            contact = max((s.contact.get(band.band, 0) for s in case.shifts), default=0) / (
                1 + case.limits.local_travel
            )
            for weekday in range(7):
                there = sum(float(m[weekday, b]) for m in supply.home_minutes.values())
                taken = min(need, there / contact) if contact > 0 else 0.0
                supply.unit_heads[unit.unit][weekday, b] = taken
                if there > 0:
                    for minutes in supply.home_minutes.values():
                        minutes[weekday, b] *= max(0.0, 1 - taken * contact / there)
    return supply


def base_demand(case: Case, localities: Localities, days: int) -> dict[str, Floats]:
    """Minutes of base care promised in each locality, on each day and band; after the horizon its
    last week goes on.
    """
    bands = {band.band: i for i, band in enumerate(case.bands)}
    promised = {name: np.zeros((days, len(bands))) for name in localities.names}
    for row in case.cover:
        if row.place is None or row.place not in localities.of:
            continue
        for day in range(days):
            on = day_like(case, day)
            name = WEEKDAYS[(case.first_day.weekday() + on) % 7]
            first, last = (
                day_number(case.first_day, row.first_day),
                day_number(case.first_day, row.last_day),
            )
            if first <= on <= last and (not row.weekdays or name in row.weekdays):
                promised[localities.of[row.place]][day, bands[row.band]] += row.minutes * row.carers
    return promised


def day_like(case: Case, day: int) -> int:
    """The day of the horizon that a later day is like: the same weekday of its last week."""
    return (
        day
        if day < case.days
        else case.days - 7 + (day - case.days) % 7
        if case.days >= 7
        else day % case.days
    )
