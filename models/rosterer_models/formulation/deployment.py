"""Who works where? Heads of a deployment class go to units or stay on rounds; the rounds' time
flows to places.

Variables: n (heads of class g on duty on day t in shift s), h (of those, heads in unit u), v (care
minutes that the class gives at place k in band b with skill q), agency minutes. A class is people
alike in home place, mobility and what they can do.
"""

from dataclasses import dataclass, field

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.people import People
from rosterer_models.formulation.sets import Geography
from rosterer_models.formulation.useful import Useful
from rosterer_models.matrix.model import Builder, Floats, Ints
from rosterer_models.vocabulary.case import Case


@dataclass(frozen=True)
class ClassKey:
    """What people of a deployment class have in common."""

    home: int
    mobile: bool
    skills: frozenset[int]


@dataclass
class DeploymentClass:
    """One class: its people and columns; −1 where there is none."""

    key: ClassKey
    people: list[int]
    on: Ints
    """D × S: n."""
    heads: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """(day, shift, unit) → h."""
    on_round: dict[tuple[int, int], int] = field(default_factory=dict)
    """(day, shift) → heads that stay on rounds, where some could go to a unit."""
    flow: dict[tuple[int, int], tuple[Ints, Ints, Ints, Ints]] = field(default_factory=dict)
    """(day, band) → columns, places, skills, and the contact row (one number)."""
    few_places: dict[tuple[int, int], int] = field(default_factory=dict)
    """(day, band) → the row by which a duty serves few places."""


@dataclass
class Deployment:
    """Columns of the deployment side."""

    classes: list[DeploymentClass]
    fixed_heads: list[tuple[int, int, int, int]]
    """(person, day, shift, unit) of fixed duties in a named unit."""
    fixed_round: list[tuple[int, int, int]]
    """(person, day, shift) of fixed duties that are not training and name no unit."""
    agency: Ints
    """K × D × B × Q."""
    totals: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """(day, shift, unit) → N: heads of all classes in the unit, whole because each is."""


def unit_work(care: Care, skills: frozenset[int]) -> dict[int, list[int]]:
    """Units in which somebody with these skills can work → skills of named heads that they count
    for.
    """
    found: dict[int, list[int]] = {}
    named = np.asarray(care.commitments.heads.any(axis=(1, 2)))
    for u, unit in enumerate(care.case.units):
        leads = [q for q in np.flatnonzero(named[u]) if q in skills]
        can_staff = unit.skill is not None and care.sets.skill[unit.skill] in skills
        if unit.skill is not None and (can_staff or leads):
            found[u] = [int(q) for q in leads]
    return found


def add_agency(builder: Builder, care: Care) -> Ints:
    """Care bought in, within its daily limit."""
    case = care.case
    agency = np.full_like(care.cell, -1)
    if case.limits.agency_hours_per_day <= 0:
        return agency
    wanted = care.cell >= 0
    agency[wanted] = columns = builder.columns(
        int(wanted.sum()),
        upper=60 * case.limits.agency_hours_per_day + care.commitments.leeway.minutes,
    )
    builder.charge(("agency", case.payers.service), columns, case.prices.agency_hour / 60)
    most = 60 * case.limits.agency_hours_per_day + care.commitments.leeway.minutes
    builder.put(care.cell[wanted], columns)
    for t in range(case.days):
        mine = agency[:, t][wanted[:, t]]
        if len(mine):
            builder.put(builder.rows(1, upper=most), mine)
    return agency


def add_head_supply(
    builder: Builder, care: Care, key_skills: frozenset[int], u: int, t: int, s: int, column: int
) -> None:
    """Let one head in a unit count in the rows of its staff and named skills."""
    unit = care.case.units[u]
    can_staff = unit.skill is not None and care.sets.skill[unit.skill] in key_skills
    for b in np.flatnonzero(care.sets.on_band[s]):
        rows = (
            [care.staff[u, t, b], care.staff_ratio[u, t, b], care.staff_hull[u, t, b]]
            if can_staff
            else []
        )
        rows += [care.lead[u, t, b, q] for q in key_skills]
        rows = [r for r in rows if r >= 0]
        if rows:
            builder.put(rows, column)


def add_deployment(
    builder: Builder,
    case: Case,
    care: Care,
    people: People,
    geography: Geography,
    useful: Useful,
    *,
    integer_heads: bool = True,
) -> Deployment:
    """Add deployment by classes.

    Parameters
    ----------
    useful
        The most minutes of use of one duty at each place.
    """
    sets = care.sets
    members: dict[ClassKey, list[int]] = {}
    for p, mine in enumerate(people.persons):
        person = mine.staff.person
        key = ClassKey(sets.place[person.home], person.mobile, sets.can_do(person))
        members.setdefault(key, []).append(p)
    builder.section("agency")
    deployment = Deployment([], [], [], add_agency(builder, care))
    fixed: dict[tuple[int, int, int], float] = {}
    for g, (key, crew) in enumerate(members.items()):
        for p in crew:
            staff = people.persons[p].staff
            for t, s in staff.fixed_entries.items():
                duty = staff.fixed[t]
                if duty.training:
                    continue
                if duty.unit is not None:
                    u = sets.unit[duty.unit]
                    deployment.fixed_heads.append((p, t, s, u))
                    constant = builder.columns(1, lower=1, upper=1)
                    add_head_supply(builder, care, key.skills, u, t, s, int(constant[0]))
                else:
                    deployment.fixed_round.append((p, t, s))
                    fixed[g, t, s] = fixed.get((g, t, s), 0.0) + 1.0
    for g, (key, crew) in enumerate(members.items()):
        builder.section(f"duties of class {g}")
        given = {(t, s): count for (h, t, s), count in fixed.items() if h == g}
        deployment.classes.append(
            _add_class(builder, care, people, geography, useful, key, crew, given, integer_heads)
        )
    builder.section("heads")
    _add_totals(builder, deployment, integer_heads)
    return deployment


def _add_totals(builder: Builder, deployment: Deployment, integer: bool) -> None:
    members: dict[tuple[int, int, int], list[int]] = {}
    for group in deployment.classes:
        for slot, column in group.heads.items():
            members.setdefault(slot, []).append(column)
    most = [sum(len(g.people) for g in deployment.classes if slot in g.heads) for slot in members]
    totals = builder.columns(len(members), upper=most, integer=integer)
    rows = builder.rows(len(members), lower=0, upper=0)
    builder.put(rows, totals, -1.0)
    for slot, total, row in zip(members, totals, rows, strict=True):
        builder.put(row, members[slot])
        deployment.totals[slot] = int(total)


def _add_class(
    builder: Builder,
    care: Care,
    people: People,
    geography: Geography,
    useful: Useful,
    key: ClassKey,
    crew: list[int],
    fixed: dict[tuple[int, int], float],
    integer_heads: bool,
) -> DeploymentClass:
    sets, case = care.sets, care.case
    terms = [term for p in crew for term in people.persons[p].terms]
    on = np.full((case.days, len(sets.shift)), -1, dtype=np.int64)
    for t, s in {(t, s) for t, s, _, _ in terms} | set(fixed):
        on[t, s] = 0
    slots = np.argwhere(on == 0)
    on[on == 0] = columns = builder.columns(len(slots), upper=len(crew))
    rows = np.full_like(on, -1)
    rows[on >= 0] = builder.rows(
        len(slots),
        lower=[fixed.get((int(t), int(s)), 0.0) for t, s in slots],
        upper=[fixed.get((int(t), int(s)), 0.0) for t, s in slots],
    )
    builder.put(rows[on >= 0], columns)
    if terms:
        t_, s_, column, sign = (np.array(x) for x in zip(*terms, strict=True))
        builder.put(rows[t_, s_], column, -sign)
    mine = DeploymentClass(key, crew, on)
    reach = set(geography.units_in_reach(key.home))
    work = {u: leads for u, leads in unit_work(care, key.skills).items() if u in reach}
    _add_heads(builder, care, mine, list(work), integer_heads)
    _add_flows(builder, care, geography, useful, mine)
    return mine


def _add_heads(
    builder: Builder, care: Care, mine: DeploymentClass, units: list[int], integer: bool
) -> None:
    sets = care.sets
    for t, s in np.argwhere(mine.on >= 0):
        bands = np.flatnonzero(sets.on_band[s])
        wanted = [
            u
            for u in units
            if (care.staff[u, t, bands] >= 0).any()
            or any((care.lead[u, t, bands, q] >= 0).any() for q in mine.key.skills)
        ]
        if not wanted:
            continue
        columns = builder.columns(len(wanted), upper=len(mine.people), integer=integer)
        staying = builder.columns(1, upper=len(mine.people))
        row = builder.rows(1, lower=0, upper=0)
        builder.put(row, columns)
        builder.put(row, staying)
        builder.put(row, mine.on[t, s], -1.0)
        mine.on_round[int(t), int(s)] = int(staying[0])
        for u, column in zip(wanted, columns, strict=True):
            mine.heads[int(t), int(s), u] = int(column)
            add_head_supply(builder, care, mine.key.skills, u, int(t), int(s), int(column))


def contact_of(care: Care) -> Floats:
    """S × B: minutes that a duty can give, with what is let pass; without a least piece that can be
    given in a band in which it has no contact too.
    """
    leeway, contact = care.commitments.leeway.minutes, care.sets.contact
    is_given = (contact > 0) | (care.case.limits.piece_minutes <= 2 * leeway)
    return np.asarray(np.where(is_given, contact + leeway, 0.0))


def _add_flows(
    builder: Builder, care: Care, geography: Geography, useful: Useful, mine: DeploymentClass
) -> None:
    """Minutes v at places, within the contact time of the heads on rounds, and within what so many
    duties can do:

    Σ_k (1 + share_k) · max(1, piece / M_k) · v_k ≤ contact of those on rounds: a duty stays for a
    piece at least, and of that M_k minutes at the most are of use;

    Σ_k v_k / M_k ≤ P · heads on rounds: each serves P places at the most, and gives M_k at the most
    at each of them.
    """
    sets, case, key = care.sets, care.case, mine.key
    places = np.array(geography.round_places(key.home, key.mobile), dtype=np.int64)
    if not len(places):
        return
    skills = np.array(sorted(key.skills), dtype=np.int64)
    share = geography.share(key.home, key.mobile)
    mileage = geography.pounds_per_minute(key.home, key.mobile)
    piece, given = case.limits.piece_minutes - care.commitments.leeway.minutes, contact_of(care)
    most_useful = useful.most(key.home, places, skills.tolist())
    stands_for = useful.num_places(key.home, places)
    used, pounds = [], []
    for t in range(case.days):
        shifts = np.flatnonzero(mine.on[t] >= 0)
        for b in range(len(sets.band)):
            giving = [int(s) for s in shifts if given[s, b] > 0]
            if not giving:
                continue
            cells = care.cell[places[:, None], t, b, skills[None, :]]
            at, q = np.nonzero(cells >= 0)
            if not len(at):
                continue
            contact = max(given[s, b] for s in giving)
            weight, most = 1 + share[places[at]], most_useful[at, t, b]
            columns = builder.columns(len(at), upper=len(mine.people) * contact)
            row = builder.rows(1, upper=0)
            builder.put(row, columns, weight * np.maximum(1.0, piece / most))
            heads = [mine.on_round.get((t, s), mine.on[t, s]) for s in giving]
            for s, head in zip(giving, heads, strict=True):
                builder.put(row, head, -given[s, b])
            num_places = min(case.limits.places_per_duty, int(stands_for[np.unique(at)].sum()))
            few = builder.rows(1, upper=0)
            builder.put(few, columns, 1 / np.minimum(most, contact / weight))
            builder.put(few, heads, -float(num_places))
            mine.few_places[t, b] = int(few[0])
            builder.put(cells[at, q], columns)
            mine.flow[t, b] = (columns, places[at], skills[q], row)
            used.append(columns)
            pounds.append(mileage[places[at]])
    if used:
        builder.charge(
            ("travel", case.payers.service), np.concatenate(used), np.concatenate(pounds)
        )
