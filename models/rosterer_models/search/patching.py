"""Which further duties close the gaps that geography leaves in a rota? One day at a time, by the prices of its own programme.

The rota was chosen as if travel took no time. Here each day's rounds are settled over real places; where care is still short, the
bank or float duty that the prices promise most for is added, as long as it pays and keeps every working rule.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.people import People
from rosterer_models.formulation.sets import Geography
from rosterer_models.matrix.model import Builder, Floats
from rosterer_models.rules.calendar import OFF
from rosterer_models.search.rota import FROM_BANK, FROM_FLOAT, FROM_LINE, Rota

MOST_ADDED = 12
"""Duties added on one day."""
PLACED_SHARE = 0.15
"""Price of a minute short of care that is only planned, as a part of the price of one short of what is committed."""


@dataclass(frozen=True)
class _Worker:
    """Where and what a person can give."""

    home: int
    mobile: bool
    skills: frozenset[int]
    places: tuple[int, ...]
    share: Floats


def patch_rota(
    care: Care, people: People, rota: Rota, units: dict[tuple[int, int], int], needs: Floats, halt: Callable[[], bool]
) -> int:
    """Add duties to ``rota`` in place.

    Parameters
    ----------
    units
        (person, day) → unit; those people are not on rounds.
    needs
        K × D × B × Q minutes wanted.

    Returns
    -------
    How many duties were added.
    """
    case, sets, geography = care.case, care.sets, Geography(care.case)
    workers = [_worker(geography, sets.place[p.home], p.mobile, sets.can_do(p)) for p in case.people]
    added = 0
    for t in range(case.days):
        for _ in range(MOST_ADDED):
            if halt():
                return added
            value = _values(care, rota, units, needs, workers, t)
            if value is None:
                break
            best = max(_offers(care, people, rota, workers, value, t), key=lambda offer: offer[0], default=None)
            if best is None or best[0] <= 0:
                break
            _, p, s = best
            rota.duty[p, t] = s
            rota.source[p, t] = FROM_BANK if case.people[p].kind == "bank" else FROM_FLOAT
            added += 1
    return added


def _worker(geography: Geography, home: int, mobile: bool, skills: frozenset[int]) -> _Worker:
    return _Worker(home, mobile, skills, tuple(geography.round_places(home, mobile)), geography.share(home, mobile))


def _values(
    care: Care, rota: Rota, units: dict[tuple[int, int], int], needs: Floats, workers: list[_Worker], t: int
) -> dict[tuple[int, int, int], float] | None:
    """Pounds of one more minute in each short cell (place, band, skill) of a day; None where nothing is short."""
    case, sets = care.case, care.sets
    per_minute = case.prices.short_hour / 60
    builder = Builder()
    cell: dict[tuple[int, int, int], int] = {}
    slack = []
    wanted = needs[:, t]
    agency = builder.rows(1, upper=60 * case.limits.agency_hours_per_day)
    for k, b, q in zip(*np.nonzero(wanted > 1e-6), strict=True):
        committed = min(float(care.commitments.care[k, t, b, q]), float(wanted[k, b, q]))
        row = builder.rows(1, lower=wanted[k, b, q])
        short, late, bought = builder.columns(1, upper=committed), builder.columns(1), builder.columns(1)
        for column, price in ((short, per_minute), (late, PLACED_SHARE * per_minute), (bought, case.prices.agency_hour / 60)):
            builder.put(row, column)
            builder.charge(("short",), column, price)
        builder.put(agency, bought)
        slack += [int(short[0]), int(late[0])]
        cell[int(k), int(b), int(q)] = int(row[0])
    for p in np.flatnonzero(rota.duty[:, t] != OFF).tolist():
        if (p, t) in units:
            continue
        worker, s = workers[p], int(rota.duty[p, t])
        for b in np.flatnonzero(sets.contact[s] > 0).tolist():
            at = [(k, q) for k in worker.places for q in worker.skills if (k, b, q) in cell]
            if at:
                columns = builder.columns(len(at))
                builder.put(builder.rows(1, upper=sets.contact[s, b]), columns, [1 + worker.share[k] for k, _ in at])
                builder.put([cell[k, b, q] for k, q in at], columns)
    if not slack:
        return None
    outcome = LinearSolver(builder.build()).solve()
    if outcome.x is None or outcome.row_duals is None or outcome.x[slack].sum() < 1.0:
        return None
    return {at: float(outcome.row_duals[row]) for at, row in cell.items()}


def _offers(
    care: Care, people: People, rota: Rota, workers: list[_Worker], value: dict[tuple[int, int, int], float], t: int
) -> list[tuple[float, int, int]]:
    """(net promise in pounds, person, shift) of duties that could be added on a day."""
    sets, found = care.sets, []
    for p, mine in enumerate(people.persons):
        staff = mine.staff
        if rota.duty[p, t] != OFF or not staff.offered[t].any():
            continue
        if mine.lines is not None and (not staff.person.floats_owed or mine.lines.worked[rota.line[p], t] >= 0):
            continue
        for s in np.flatnonzero(staff.offered[t]).tolist():
            gain = 0.0
            for b in np.flatnonzero(sets.contact[s] > 0).tolist():
                worth = [
                    value.get((k, b, q), 0.0) / (1 + workers[p].share[k]) for k in workers[p].places for q in workers[p].skills
                ]
                gain += float(sets.contact[s, b]) * HOPE * max(worth, default=0.0)
            cost = float(staff.pay[t, s] + staff.premium[t, s] + staff.wish_cost[t, s]) / 100
            if gain > cost and _may_work(care, people, rota, p, t, s):
                found.append((gain - cost, p, s))
    return found


HOPE = 0.35
"""Part of a duty's time that is taken to be worth the best price it finds; prices fall as gaps close."""


def _may_work(care: Care, people: People, rota: Rota, p: int, t: int, s: int) -> bool:
    mine = people.persons[p]
    staff, h = mine.staff, people.calendar.history
    roster = staff.base.copy()
    roster[h:] = rota.duty[p]
    if not staff.fits(roster, t, s, people.calendar, people.runs):
        return False
    if mine.lines is None:
        most = staff.person.max_duties
        return most is None or int((rota.duty[p] != OFF).sum()) < most
    floats = np.flatnonzero(rota.source[p] == FROM_FLOAT)
    spacing = care.case.limits.float_spacing_days
    if len(floats) >= staff.person.floats_owed or (np.abs(floats - t) < spacing).any():
        return False
    # A float must fit the whole worked line, what is given back included.
    return bool(mine.lines.float_fits[rota.line[p], t, s]) and rota.source[p, t] != FROM_LINE
