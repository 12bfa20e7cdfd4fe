"""How is a hole in a day filled best by those who may do something about it?

The search's neighbourhood of a day (``neighbourhoods/hole.py``) with the people who work that day
or may, and its answer as rows of a plan. Everybody else, and every other day, stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

import numpy as np

from rosterer.referee.reading import Reading
from rosterer.referee.units import required_heads, staffed_bands
from rosterer.replan.now import Now, price_of_change
from rosterer.replan.openings import Opened, Width
from rosterer.replan.standing import Left
from rosterer_models.formulation.care import add_care
from rosterer_models.formulation.day import Demand
from rosterer_models.formulation.decisions import ROUND, decisions_of
from rosterer_models.formulation.people import add_people
from rosterer_models.formulation.sets import Sets
from rosterer_models.heuristics.choices import Choice, Choices
from rosterer_models.heuristics.construct import (
    posted_of_decisions,
    rota_of_decisions,
    rounds_of_decisions,
)
from rosterer_models.heuristics.continuity import Visits, elsewhere_in_week
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.neighbourhoods.hole import Filled, Holes, Opening
from rosterer_models.heuristics.rota import SOURCES
from rosterer_models.matrix.model import Builder
from rosterer_models.rules.calendar import OFF
from rosterer_models.rules.idle import where_idle
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.plan import AgencyHours, DutyPiece, Plan
from rosterer_models.vocabulary.shift import Shift

SAME_MINUTES = 0.05
"""Minutes by which a visit may differ and is told as it was."""


class DayRepair:
    """A day of a plan, opened around its hole."""

    def __init__(self, plan: Plan, reading: Reading, left: Left, opened: Opened, now: Now) -> None:
        register = reading.register
        self.plan, self.opened, self.now, self.left = plan, opened, now, left
        self.t, self.date = opened.day, register.calendar.date(opened.day)
        self.case = _case_of_day(register.case, plan, reading, opened)
        self.number = {one.person: p for p, one in enumerate(self.case.people)}
        sets = Sets(self.case)
        care, people = add_care(Builder(), self.case, sets), add_people(Builder(), self.case)
        rows = tuple(row for row in plan.duties if row.person in self.number)
        served = {"duties": rows, "placements": (), "reservations": (), "agency": ()}
        decided = decisions_of(self.case, people, care, plan.model_copy(update=served))
        self.sets, self.care, self.people = sets, care, people
        self.rota = rota_of_decisions(people, decided)
        self.posted = posted_of_decisions(decided)
        self.given = [one for one in decided.given if one.day == self.t]
        self.demand = _demand(self.case, sets, reading, self.t)
        self.known: Visits = frozenset()
        if self.case.prices.carer_at_place:
            days = rounds_of_decisions(decided, self.case.days)
            visits = [frozenset((p, k) for p, own in day.items() for _, k in own) for day in days]
            self.known = elsewhere_in_week(visits, self.t)
        self.reach = Reach(care)
        self._choices = Choices(self.case, people, self.reach)

    def filled(
        self, width: Width, seconds: float, *, is_asked: bool, barred: frozenset[str]
    ) -> Filled | None:
        """The best that may be done.

        Parameters
        ----------
        is_asked
            Whether anybody's duty may change, or only where rounds go.
        barred
            Whose duty stays in any case.
        """
        who = (self.opened.asked | self.opened.moved) - barred if is_asked else frozenset()
        choices = {self.number[name]: self._offered(name) for name in sorted(who)}
        opening = Opening(
            {p: mine for p, mine in choices.items() if len(mine) > 1},
            frozenset(
                self.number[name] for name in self.opened.visitors | (self.opened.moved & who)
            ),
            frozenset(self.sets.place[name] for name in self.opened.places),
            self.case.change_prices.other_visit,
        )
        return Holes(self.care, self.people, self.reach).filled(
            self.rota,
            self.posted,
            self.demand,
            self.t,
            self.given,
            opening,
            known=self.known,
            seconds=seconds,
            nodes=width.nodes,
            most_stops=width.stops,
        )

    def _offered(self, name: str) -> list[Choice]:
        """What somebody may do, with the price of the change; as now comes first."""
        p, t = self.number[name], self.t
        units = {self.sets.unit[unit] for unit in self.left.units.get(t, ())}
        found = list[Choice]()
        for choice in self._choices.of(self.rota, self.posted, p, t):
            if not found:
                found.append(choice)
                continue
            now = found[0]
            is_near = choice.unit in (ROUND, now.unit) or choice.unit in units
            if is_near and not self._has_begun(choice.shift):
                pounds = choice.pounds + self._price(name, now, choice)
                found.append(Choice(choice.shift, choice.source, choice.unit, pounds))
        return found

    def _shift(self, s: int) -> Shift:
        return self.case.shifts[s]

    def _has_begun(self, s: int) -> bool:
        return s != OFF and self.now.has_begun(self.t, self._shift(s))

    def _price(self, name: str, now: Choice, then: Choice) -> float:
        if (name, self.t) in self.left.gone:
            return 0.0
        minutes = min(
            self.now.minutes_to(self.t, self._shift(one.shift))
            for one in (now, then)
            if one.shift != OFF
        )
        return price_of_change(self.case.change_prices, minutes)

    def asked(self, filled: Filled) -> frozenset[str]:
        """Whose duty is another one than before."""
        names = [one.person for one in self.case.people]
        return frozenset(
            names[p]
            for p, work in filled.work.items()
            if (work.shift, work.unit)
            != (int(self.rota.duty[p, self.t]), self.posted.get((p, self.t), ROUND))
        )

    def plan_of(self, filled: Filled) -> Plan:
        """The plan with the day as it was filled."""
        names = [one.person for one in self.case.people]
        changed: dict[str, list[DutyPiece]] = {}
        for p in sorted({*filled.work, *filled.given}):
            rows = self._rows(p, filled)
            old = [
                row for row in self.plan.duties if row.person == names[p] and row.date == self.date
            ]
            if not _is_same(old, rows):
                changed[names[p]] = rows
        agency = [row for row in self.plan.agency if not self._is_open(row)]
        agency += self._bought(filled)
        duties = _with_rows(self.plan.duties, changed, self.date, self.now.case)
        claims = {"delays": (), "ledger": (), "certificate": None, "origin": None}
        tables = {"duties": duties, "agency": tuple(agency)}
        return self.plan.model_copy(update={**tables, **claims})

    def _is_open(self, row: AgencyHours) -> bool:
        return row.date == self.date and row.place in self.opened.places

    def _bought(self, filled: Filled) -> Iterable[AgencyHours]:
        for (k, b, q), minutes in sorted(filled.bought.items()):
            if round(minutes, 2) > 0:
                yield AgencyHours(
                    date=self.date,
                    place=self.case.places[k].place,
                    band=self.case.bands[b].band,
                    skill=self.case.skills[q].skill,
                    minutes=round(minutes, 2),
                )

    def _rows(self, p: int, filled: Filled) -> list[DutyPiece]:
        """Rows of what somebody does on the day."""
        here = self.posted.get((p, self.t), ROUND)
        now = Choice(int(self.rota.duty[p, self.t]), int(self.rota.source[p, self.t]), here, 0.0)
        work = filled.work.get(p, now)
        if work.shift == OFF:
            return []
        person, shift = self.case.people[p], self._shift(work.shift)
        row = DutyPiece.model_validate(
            {
                "person": person.person,
                "date": self.date,
                "shift": shift.shift,
                "source": SOURCES[work.source],
            }
        )
        if work.unit != ROUND:
            return [row.model_copy(update={"place": self.case.units[work.unit].unit})]
        pieces: list[dict[str, str | float | None]] = [
            {
                "place": self.case.places[k].place,
                "band": self.case.bands[b].band,
                "skill": self.case.skills[q].skill,
                "minutes": round(minutes, 2),
            }
            for b, k, q, minutes in sorted(filled.given.get(p, ()), key=lambda one: one[:3])
            if round(minutes, 2) > 0
        ]
        shares = self.reach.weight[self.reach.homes[p]]
        idle = {
            self.case.places[k].place: float(shares[k])
            for k in self.reach.places[self.reach.homes[p]]
        }
        return [row.model_copy(update=piece) for piece in pieces or [where_idle(idle)]]


def _case_of_day(case: Case, plan: Plan, reading: Reading, opened: Opened) -> Case:
    """The case with those who work on the day or may, nobody who waits, and of agencies what is
    not bought elsewhere that day.
    """
    t = opened.day
    names = opened.people | {duty.person.person for duty in reading.duties if duty.day == t}
    today = reading.register.calendar.date(t)
    elsewhere = sum(
        row.minutes for row in plan.agency if row.date == today and row.place not in opened.places
    )
    hours = max(0.0, case.limits.agency_hours_per_day - elsewhere / 60)
    tables: dict[str, object] = {
        "people": tuple(one for one in case.people if one.person in names),
        "limits": case.limits.model_copy(update={"agency_hours_per_day": hours}),
        "referrals": (),
        "barriers": (),
        "expected": (),
        "realised": (),
    }
    return with_tables(case, tables)


def _demand(case: Case, sets: Sets, reading: Reading, t: int) -> Demand:
    """What the day asks for, as the referee counts it."""
    shape = len(sets.place), case.days, len(sets.band), len(sets.skill)
    needs, pair = np.zeros(shape), np.zeros(shape)
    load = reading.load
    for cell in {*load.settled, *load.placed}:
        place, day, band, skill = cell
        if day == t:
            at = sets.place[place], t, sets.band[band], sets.skill[skill]
            needs[at] = load.need(cell)
            pair[at] = load.pairs.get(cell, 0.0) / 2
    required = np.zeros((len(case.units), case.days, len(sets.band)))
    for u, unit in enumerate(case.units):
        for band in staffed_bands(unit):
            if band in sets.band:
                heads = required_heads(unit, band, load.occupancy(unit.unit, t))
                required[u, t, sets.band[band]] = heads
    return Demand(needs, pair, required)


def _is_same(old: list[DutyPiece], new: list[DutyPiece]) -> bool:
    """Whether rows say the same, but for a few seconds of a visit."""

    def pieces(rows: list[DutyPiece]) -> Mapping[tuple[object, ...], float]:
        found: dict[tuple[object, ...], float] = defaultdict(float)
        for row in rows:
            where = (row.place, row.band, row.skill) if row.minutes else (row.place, None, None)
            found[row.shift, *where] += row.minutes or 0.0
        return found

    before, after = pieces(old), pieces(new)
    is_fewer = all(minutes <= before.get(key, 0.0) + SAME_MINUTES for key, minutes in after.items())
    if new and is_fewer and {key[0] for key in before} == {key[0] for key in after}:
        return all(key in before for key in after)  # who gives no more need not be told of less
    if before.keys() != after.keys():
        idle = all(not one for one in (*before.values(), *after.values()))
        same = {key[0] for key in before} == {key[0] for key in after}
        return (
            idle
            and same
            and not any(row.place is not None and row.minutes is None for row in (*old, *new))
        )
    return all(abs(before[key] - after[key]) <= SAME_MINUTES for key in before)


def _with_rows(
    duties: Iterable[DutyPiece], changed: Mapping[str, list[DutyPiece]], day: date, case: Case
) -> tuple[DutyPiece, ...]:
    """Duties with other rows of some people on a day; all others stay where they stand."""
    order = {person.person: i for i, person in enumerate(case.people)}

    def place(row: DutyPiece) -> tuple[int, date]:
        return order.get(row.person, len(order)), row.date

    rows, left = list[DutyPiece](), dict(changed)
    for row in duties:
        if row.person in changed and row.date == day:
            rows += left.pop(row.person, ())
        else:
            rows.append(row)
    places = [place(row) for row in rows]
    is_sorted = all(one <= two for one, two in pairwise(places))
    rows += [row for own in left.values() for row in own]
    return tuple(sorted(rows, key=place) if is_sorted else rows)
