"""What does a solver make of the model that one would write first: a Boolean for each person, day
and place?

What is personal (lines, floats, bank duties, pay, wishes, fairness) and the placements with beds,
cells and prices are the columns and rows of the product's own model, so that the objective is the
same to the penny. Only deployment is written plainly, person by person instead of flows of classes,
with on(p,t,s) for the duty of person p on day t in shift s:

* w(p,t,s,k): the person visits place k; at most ``places_per_duty`` of them;
* h(p,t,s,u): the duty is spent in unit u instead;
* x(p,t,s,b,k,q): minutes of care there in band b with skill q. Who visits a place is there for
  ``piece_minutes`` at least in each band of the shift that can need it, so that the point can be
  written as a plan; this narrows the model a little, and its bound proves nothing of plans that
  visit a place in one band alone.

The solver is given the whole time, modelling not counted, and neither start nor search of ours:
HiGHS on one thread, as it runs in the product, CP-SAT with two workers.
"""

import time

import numpy as np

from benchmarks.peers import PeerPlan
from rosterer_models.engines.cpsat import solve_mixed as solve_with_cp_sat
from rosterer_models.engines.highs import solve_mixed
from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.deployment import (
    Deployment,
    add_agency,
    add_head_supply,
    unit_work,
)
from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.people import People, PersonColumns, add_people
from rosterer_models.formulation.rounds import Named as NamedModel
from rosterer_models.formulation.rounds import RoundDuty, UnitDuty
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.heuristics.extract import plan_of_point
from rosterer_models.heuristics.naming import Named
from rosterer_models.heuristics.neighbourhoods.minutes import rounded_point
from rosterer_models.heuristics.rota import rota_of
from rosterer_models.matrix.model import Builder, Flags, Floats, Ints
from rosterer_models.rules.calendar import OFF
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

Slot = tuple[int, int, int]
"""Person, day, shift."""

ROUNDING = 0.1
"""Minutes of a band left free, so that pieces can be rounded up to a hundredth."""


class PlainDeployment:
    """Adds who is where, person by person."""

    def __init__(self, builder: Builder, care: Care, people: People) -> None:
        self.builder, self.care, self.people = builder, care, people
        self.geography = Geography(care.case)
        self.agency = add_agency(builder, care)
        self.in_unit: dict[tuple[Slot, int], int] = {}
        """(slot, unit) → column of h."""
        self.minutes: list[tuple[Slot, int, int, int, int]] = []
        """(slot, band, place, skill, column of x)."""
        for p, mine in enumerate(people.persons):
            self._add_person(p, mine)
        self._add_pairs()

    def _add_person(self, p: int, mine: PersonColumns) -> None:
        care, sets, person = self.care, self.care.sets, mine.staff.person
        skills = sets.can_do(person)
        home = sets.place[person.home]
        reach = set(self.geography.units_in_reach(home))
        units = [u for u in unit_work(care, skills) if u in reach]
        places = np.array(self.geography.round_places(home, person.mobile), dtype=np.int64)
        share, mileage = (
            self.geography.share(home, person.mobile),
            self.geography.pounds_per_minute(home, person.mobile),
        )
        terms: dict[tuple[int, int], list[tuple[int, float]]] = {}
        for t, s, column, sign in mine.terms:
            terms.setdefault((t, s), []).append((column, sign))
        for t, s in mine.staff.fixed_entries.items():
            fixed = mine.staff.fixed[t]
            if fixed.unit is not None and not fixed.training:
                there = self.builder.columns(1, lower=1, upper=1)
                add_head_supply(
                    self.builder, care, skills, sets.unit[fixed.unit], t, s, int(there[0])
                )
            elif not fixed.training:
                terms[t, s] = []
        for (t, s), duty in terms.items():
            given = float(not duty)
            on = self.builder.columns(1, upper=1)
            row = self.builder.rows(1, lower=given, upper=given)
            self.builder.put(row, on)
            for column, sign in duty:
                self.builder.put(row, column, -sign)
            heads = self._add_heads((p, t, s), skills, units, on)
            self._add_round((p, t, s), skills, places, share, mileage, on, heads)

    def _add_heads(self, slot: Slot, skills: frozenset[int], units: list[int], on: Ints) -> Ints:
        if not units:
            return np.zeros(0, dtype=np.int64)
        heads = self.builder.columns(len(units), upper=1, integer=True)
        row = self.builder.rows(1, upper=0)
        self.builder.put(row, heads)
        self.builder.put(row, on, -1.0)
        for u, column in zip(units, heads.tolist(), strict=True):
            add_head_supply(self.builder, self.care, skills, u, slot[1], slot[2], column)
            self.in_unit[slot, u] = column
        return heads

    def _add_round(
        self,
        slot: Slot,
        skills: frozenset[int],
        places: Ints,
        share: Floats,
        mileage: Floats,
        on: Ints,
        heads: Ints,
    ) -> None:
        builder, (_, t, s), limits = self.builder, slot, self.care.case.limits
        contact = np.maximum(0.0, self.care.sets.contact[s] - ROUNDING)
        bands, own = np.flatnonzero(contact > 0), np.array(sorted(skills), dtype=np.int64)
        cells: Ints = self.care.cell[:, t][np.ix_(places, bands, own)]
        open_pieces: Flags = np.any(cells >= 0, axis=2)  # places × bands
        visited = np.flatnonzero(open_pieces.any(axis=1))
        if not len(visited):
            return
        visit = builder.columns(len(visited), upper=1, integer=True)
        builder.put(builder.rows(1, upper=limits.places_per_duty), visit)
        only_on_rounds = builder.rows(len(visited), upper=0)
        builder.put(only_on_rounds, visit)
        builder.put(only_on_rounds, on, -1.0)
        builder.put(only_on_rounds[:, None], heads[None, :])
        time_left = builder.rows(len(bands), upper=0)
        builder.put(time_left, on, -contact[bands])
        builder.put(time_left[:, None], heads[None, :], contact[bands][:, None])
        for i, k in enumerate(visited):
            for b in np.flatnonzero(open_pieces[k]):
                open_skills = np.flatnonzero(cells[k, b] >= 0)
                minutes = builder.columns(len(open_skills))
                most, least = builder.rows(1, upper=0), builder.rows(1, lower=0)
                builder.put(most, minutes)
                builder.put(most, visit[i], -contact[bands[b]])
                builder.put(least, minutes)
                builder.put(least, visit[i], -float(limits.piece_minutes))
                builder.put(time_left[b], minutes, 1 + share[places[k]])
                builder.put(cells[k, b, open_skills], minutes)
                builder.charge(
                    ("travel", self.care.case.payers.service), minutes, mileage[places[k]]
                )
                for q, column in zip(own[open_skills].tolist(), minutes.tolist(), strict=True):
                    self.minutes.append((slot, int(bands[b]), int(places[k]), q, column))

    def _add_pairs(self) -> None:
        """Rows  Σ min(x, D) + agency + shortage ≥ 2 D  for cells with visits by two."""
        builder, care = self.builder, self.care
        given_at: dict[tuple[int, int, int, int], list[int]] = {}
        for (_, t, _), b, k, q, column in self.minutes:
            if (k, t, b, q) in care.pair:
                given_at.setdefault((k, t, b, q), []).append(column)
        for cell, decided in care.pair.items():
            if care.cell[cell] < 0:
                continue
            both, minutes = (
                care.commitments.pair[cell],
                np.array(given_at.get(cell, []), dtype=np.int64),
            )
            row = builder.rows(1, lower=2 * both)
            builder.put(row, care.short[cell])
            if self.agency[cell] >= 0:
                builder.put(row, self.agency[cell])
            paired = builder.columns(len(minutes))
            builder.put(row, paired)
            within_own, within_both = (
                builder.rows(len(minutes), upper=0),
                builder.rows(len(minutes), upper=both),
            )
            builder.put(within_own, paired)
            builder.put(within_own, minutes, -1.0)
            builder.put(within_both, paired)
            for column, each in decided:
                builder.put(row, column, -2 * each)
                builder.put(within_both, column, -each)


def plain_model(case: Case) -> tuple[Joint, PlainDeployment]:
    """The plain model of a case."""
    sets, builder = Sets(case), Builder()
    people = add_people(builder, case)
    care = add_care(builder, case, sets)
    plain = PlainDeployment(builder, care, people)
    deployment = Deployment([], [], [], plain.agency)
    return Joint(case, sets, people, care, deployment, builder.build(), people.unavoidable), plain


def plain_plan(case: Case, engine: str, seconds: float, seed: int) -> PeerPlan:
    """Solve the plain model with ``cp-sat`` or ``highs`` and write the point as a plan."""
    begun = time.monotonic()
    joint, plain = plain_model(case)
    programme = joint.programme
    if engine == "cp-sat":
        outcome = solve_with_cp_sat(programme, time_limit=seconds, seed=seed)
    else:
        outcome = solve_mixed(programme, time_limit=seconds, options={"random_seed": seed})
    found = outcome.x is not None
    return PeerPlan(
        plan=None if outcome.x is None else _written(joint, plain, outcome.x),
        status=outcome.status,
        seconds=time.monotonic() - begun,
        own_objective=round(outcome.value, 2) if found else None,
        own_bound=round(outcome.bound, 2) if np.isfinite(outcome.bound) else None,
        own_size={
            "columns": programme.num_columns,
            "integers": int(programme.integer.sum()),
            "rows": programme.num_rows,
        },
    )


def _written(joint: Joint, plain: PlainDeployment, x: Floats) -> Plan:
    case, sets = joint.case, joint.sets
    rota = rota_of(joint, x)
    in_unit = {slot: u for (slot, u), column in plain.in_unit.items() if x[column] > 0.5}
    named, number = Named([], [], []), dict[Slot, int]()
    for p, t in np.argwhere(rota.duty != OFF).tolist():
        s, person = int(rota.duty[p, t]), case.people[p]
        fixed = joint.people.persons[p].staff.fixed.get(t)
        skills = sets.can_do(person)
        unit = (
            sets.unit[fixed.unit]
            if fixed is not None and fixed.unit is not None
            else in_unit.get((p, t, s))
        )
        if fixed is not None and fixed.training:
            named.idle.append((p, t))
        elif unit is not None:
            named.in_units.append(UnitDuty(p, t, s, unit, skills))
        else:
            number[p, t, s] = len(named.rounds)
            named.rounds.append(
                RoundDuty(
                    p, t, s, sets.place[person.home], person.mobile, tuple(sorted(skills)), ()
                )
            )
    pieces = [
        (number[slot], b, k, q, column) for slot, b, k, q, column in plain.minutes if slot in number
    ]
    model = NamedModel(joint.care, joint.programme, pieces, [], plain.agency)
    return plan_of_point(case, joint.people, rota, named, model, rounded_point(model, x))
