"""Who works in which unit at first? From heads of classes to people; days re-opened later choose by
where people live.
"""

from rosterer_models.formulation.joint import Joint
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.rota import FROM_FIXED, Rota
from rosterer_models.matrix.model import Floats
from rosterer_models.rules.calendar import OFF

Posted = dict[tuple[int, int], int]
"""(person, day) → unit."""


def name_units(joint: Joint, x: Floats, rota: Rota, reach: Reach) -> Posted:
    """Share the whole heads of classes out to people who reach the unit, those first who were there
    last.
    """
    chosen = {(p, t): u for p, t, _, u in joint.deployment.fixed_heads}
    for group in joint.deployment.classes:
        recent: dict[int, int] = {}
        wanted: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for (t, s, u), column in group.heads.items():
            if (count := round(x[column])) > 0:
                wanted.setdefault((t, s), []).append((u, count))
        for t, s in sorted(wanted):
            free = [
                p
                for p in group.people
                if rota.duty[p, t] == s and (p, t) not in chosen and _is_movable(joint, rota, p, t)
            ]
            for u, count in wanted[t, s]:
                near = sorted(
                    (p for p in free if u in reach.units[p]), key=lambda p: (recent.get(p) != u, p)
                )[:count]
                for p in near:
                    chosen[p, t] = u
                    recent[p] = u
                free = [p for p in free if p not in near]
    return chosen


def _is_movable(joint: Joint, rota: Rota, p: int, t: int) -> bool:
    if rota.duty[p, t] == OFF or rota.source[p, t] != FROM_FIXED:
        return True
    fixed = joint.people.persons[p].staff.fixed[t]
    return not fixed.training and fixed.unit is None
