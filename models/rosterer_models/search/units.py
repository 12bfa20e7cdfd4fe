"""Who works in which unit? From heads of classes to people, and no unit left short while somebody who can help is on a round."""

import numpy as np

from rosterer_models.formulation.deployment import unit_work
from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.sets import Geography
from rosterer_models.matrix.model import Floats
from rosterer_models.rules.calendar import OFF
from rosterer_models.search.rota import FROM_FIXED, Rota

Chosen = dict[tuple[int, int], int]
"""(person, day) → unit."""
ENOUGH = 0.05
"""A unit short by less than this part of a head takes nobody off a round."""


def name_units(joint: Joint, x: Floats, rota: Rota) -> dict[tuple[int, int], int]:
    """(person, day) → unit, from whole heads of classes."""
    chosen = {(p, t): u for p, t, _, u in joint.deployment.fixed_heads}
    for group in joint.deployment.classes:
        recent: dict[int, int] = {}
        wanted: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for (t, s, u), column in group.heads.items():
            if (count := round(x[column])) > 0:
                wanted.setdefault((t, s), []).append((u, count))
        for t, s in sorted(wanted):
            free = [p for p in group.people if rota.duty[p, t] == s and t not in joint.people.persons[p].staff.fixed]
            free += [
                p
                for p in group.people
                if rota.duty[p, t] == s
                and rota.source[p, t] == FROM_FIXED
                and not joint.people.persons[p].staff.fixed[t].training
                and joint.people.persons[p].staff.fixed[t].unit is None
            ]
            for u, count in wanted[t, s]:
                free.sort(key=lambda p: (recent.get(p) != u, p))
                for p in free[:count]:
                    chosen[p, t] = u
                    recent[p] = u
                free = free[count:]
    return chosen


def fill_units(joint: Joint, x: Floats, rota: Rota, chosen: Chosen) -> None:
    """Add to ``chosen`` people from rounds, the nearest first, while a unit has fewer heads than it needs."""
    sets, care, case = joint.sets, joint.care, joint.case
    geography = Geography(case)
    skills = [sets.can_do(person) for person in case.people]
    work = {q: unit_work(care, q) for q in set(skills)}
    homes = [sets.place[person.home] for person in case.people]
    reach = {home: set(geography.units_in_reach(home)) for home in set(homes)}
    occupied = _occupied(joint, x)
    for u, unit in enumerate(case.units):
        site = sets.place[unit.place]
        for t in range(case.days):
            wants: list[tuple[int, float, int | None]] = []
            for name, b in sets.band.items():
                ratio = unit.beds_per_staff.get(name)
                required = max(care.commitments.min_staff[u, b], occupied[u, t] / ratio if ratio else 0.0)
                if unit.skill is not None and required > 0:
                    wants.append((b, float(required), sets.skill[unit.skill]))
                wants += [(b, float(h), q) for q, h in enumerate(care.commitments.heads[u, t, b]) if h > 0]
            for b, required, q in wants:
                there = [p for p in range(len(skills)) if chosen.get((p, t)) == u and _helps(joint, rota, skills, p, t, b, q)]
                free = [
                    p
                    for p in np.flatnonzero(rota.duty[:, t] != OFF).tolist()
                    if (p, t) not in chosen
                    and rota.source[p, t] != FROM_FIXED
                    and u in work[skills[p]]
                    and u in reach[homes[p]]
                    and _helps(joint, rota, skills, p, t, b, q)
                ]
                free.sort(key=lambda p: (geography.metres[homes[p], site], p))
                while required - len(there) > ENOUGH and free:
                    p = free.pop(0)
                    chosen[p, t] = u
                    there.append(p)


def _helps(joint: Joint, rota: Rota, skills: list[frozenset[int]], p: int, t: int, b: int, q: int | None) -> bool:
    return (q is None or q in skills[p]) and bool(joint.sets.on_band[rota.duty[p, t], b])


def _occupied(joint: Joint, x: Floats) -> Floats:
    """U × D expected occupants at the point."""
    care, days = joint.care, joint.case.days
    occupied = care.commitments.expected[:, :days].copy()
    for starts in (*care.starts, *care.reserved):
        for journey, t, column in starts:
            if x[column] > 1e-6:
                for use in journey.stages:
                    if use.unit is not None:
                        occupied[use.unit, t:] += x[column] * use.presence[: days - t]
    return occupied
