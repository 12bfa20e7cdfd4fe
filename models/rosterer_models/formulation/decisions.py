"""What does a plan decide, as arrays?

Rows of a plan are read as the reference page says: blank minutes are the contact time shared out,
a blank band is every band of the shift, a blank place is home. What has no meaning in the case is
left out; a plan that the referee accepts has nothing of it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rosterer_models.formulation.care import Care, Start
from rosterer_models.formulation.people import People, PersonColumns
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.rules.calendar import OFF
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import DutyPiece, Placement, Plan
from rosterer_models.vocabulary.shift import Line
from rosterer_models.vocabulary.time import day_number

ROUND = -1
"""Unit of somebody who is in none."""


class Given(NamedTuple):
    """Minutes of a person's round at a place in a band with a skill."""

    person: int
    day: int
    band: int
    place: int
    skill: int
    minutes: float


@dataclass(frozen=True)
class Decisions:
    """P people × D days, K places × D × B bands × Q skills."""

    line: Ints
    """P: number of each person's line; −1 for who has none."""
    duty: Ints
    """P × D: shift number or OFF, fixed duties included."""
    unit: Ints
    """P × D: unit of a duty, or ROUND."""
    given: tuple[Given, ...]
    agency: Floats
    """K × D × B × Q minutes."""
    starts: tuple[Start, ...]
    """Placements and reservations."""


def decisions_of(case: Case, people: People, care: Care, plan: Plan) -> Decisions:
    """Read a plan.

    Parameters
    ----------
    plan
        One without reservations reserves nothing: give it those of the referee's verdict.
    """
    sets, geography = care.sets, Geography(case)
    number = {person.person: p for p, person in enumerate(case.people)}
    rows: dict[tuple[int, int], list[DutyPiece]] = {}
    for row in plan.duties:
        t = day_number(case.first_day, row.date)
        if row.person in number and 0 <= t < case.days and row.shift in sets.shift:
            rows.setdefault((number[row.person], t), []).append(row)
    duty = np.full((len(case.people), case.days), OFF, dtype=np.int64)
    unit, given = np.full_like(duty, ROUND), list[Given]()
    for p, mine in enumerate(people.persons):
        for t, s in mine.staff.fixed_entries.items():
            duty[p, t] = s
    for (p, t), mine_rows in rows.items():
        duty[p, t] = sets.shift[mine_rows[0].shift]
        fixed = people.persons[p].staff.fixed.get(t)
        if fixed is not None and fixed.training:
            continue
        if mine_rows[0].place in sets.unit:
            unit[p, t] = sets.unit[mine_rows[0].place]
        else:
            given += _pieces(case, sets, geography, p, t, mine_rows)
    lines = {row.person: Line(pattern=row.pattern, phase=row.phase) for row in plan.lines}
    return Decisions(
        np.array([_line(case, mine, lines) for mine in people.persons], dtype=np.int64),
        duty,
        unit,
        tuple(given),
        _agency(case, sets, plan),
        (*_placed(case, care, plan.placements), *_reserved(case, care, plan)),
    )


def _line(case: Case, mine: PersonColumns, lines: dict[str, Line]) -> int:
    if mine.lines is None:
        return -1
    chosen = lines.get(mine.staff.person.person)
    cycles = {row.pattern: len(row.cycle) for row in case.patterns}
    if chosen is None or chosen.pattern not in cycles:
        return 0  # the present line
    whole = Line(pattern=chosen.pattern, phase=chosen.phase % cycles[chosen.pattern])
    return mine.lines.number.get(whole, 0)


def _pieces(
    case: Case, sets: Sets, geography: Geography, p: int, t: int, rows: list[DutyPiece]
) -> list[Given]:
    person, home = case.people[p], sets.place[case.people[p].home]
    contact = sets.contact[sets.shift[rows[0].shift]]
    share = geography.share(home, person.mobile)
    is_base = case.places[home].kind != "sector"
    spelled: list[tuple[int, int, int, float | None]] = []
    for row in rows:
        skill = person.skills[0] if row.skill is None else row.skill
        if row.place in sets.unit or row.shift != rows[0].shift or skill not in sets.skill:
            continue
        if is_base and not row.minutes and (row.place is None or row.minutes == 0):
            continue  # left at the base, serving nobody
        place = home if row.place is None else sets.place.get(row.place, -1)
        bands = np.flatnonzero(sets.on_band[sets.shift[row.shift]]).tolist()
        if row.band is not None:
            bands = [sets.band[row.band]] if row.band in sets.band else []
        if place >= 0:
            spelled += [(b, place, sets.skill[skill], row.minutes) for b in bands]
    blank = Counter(b for b, _, _, minutes in spelled if minutes is None)
    return [
        Given(p, t, b, k, q, contact[b] / blank[b] / (1 + share[k]) if minutes is None else minutes)
        for b, k, q, minutes in spelled
        if minutes is None or minutes > 0
    ]


def _agency(case: Case, sets: Sets, plan: Plan) -> Floats:
    shape = len(sets.place), case.days, len(sets.band), len(sets.skill)
    bought = np.zeros(shape)
    for row in plan.agency:
        t = day_number(case.first_day, row.date)
        if 0 <= t < case.days:
            at = sets.place[row.place], t, sets.band[row.band], sets.skill[row.skill]
            bought[at] += row.minutes
    return bought


def _placed(case: Case, care: Care, rows: Iterable[Placement]) -> list[Start]:
    """Placements as starts; waits are what later stages start after the one before ends."""
    group = {wait.referral.referral: n for n, wait in enumerate(care.waiting.referrals)}
    by_referral: dict[str, list[Placement]] = {}
    for row in rows:
        if row.option is not None and row.referral in group:
            by_referral.setdefault(row.referral, []).append(row)
    found = []
    for referral, stages in by_referral.items():
        stages.sort(key=lambda row: row.stage)
        first = stages[0].start
        if first is None:
            continue
        units = tuple(None if row.unit is None else care.sets.unit[row.unit] for row in stages)
        waits = [0] * len(stages)
        t = day_number(case.first_day, first)
        for i, row in enumerate(stages[1:], 1):
            journey = care.journeys.of(str(row.option), units, tuple(waits))
            usual = journey.stages[i].certain_start
            if usual is not None and row.start is not None:
                waits[i - 1] = max(0, day_number(case.first_day, row.start) - t - usual)
        journey = care.journeys.of(str(stages[0].option), units, tuple(waits))
        found.append(Start(group[referral], journey, t, 1.0))
    return found


def _reserved(case: Case, care: Care, plan: Plan) -> list[Start]:
    group = {one.arrival_class: n for n, one in enumerate(care.waiting.classes, care.num_referrals)}
    found = []
    for row in plan.reservations or ():
        given = iter(row.units)
        settings = care.journeys.settings(row.option)
        units = tuple(
            None if setting == "home" else care.sets.unit[next(given)] for setting in settings
        )
        journey = care.journeys.of(row.option, units, (0,) * len(units))
        t = day_number(case.first_day, row.date)
        found.append(Start(group[row.arrival_class], journey, t, row.amount))
    return found
