"""How does a plan that is there already become something to better?"""

import numpy as np

from rosterer_models.formulation.decisions import ROUND, Decisions
from rosterer_models.formulation.people import People
from rosterer_models.heuristics.neighbourhoods.exact_day import Rounds
from rosterer_models.heuristics.rota import (
    FROM_FIXED,
    FROM_FLOAT,
    FROM_LINE,
    Rota,
    free_source,
)
from rosterer_models.heuristics.units import Posted
from rosterer_models.rules.calendar import OFF


def rota_of_decisions(people: People, decided: Decisions) -> Rota:
    """Who works when, and by what: a duty that is not fixed and not the line's is a float, or the
    bank's, or the contract's.
    """
    duty = decided.duty.copy()
    source = np.zeros_like(duty)
    for p, mine in enumerate(people.persons):
        on = duty[p] != OFF
        if mine.lines is None:
            source[p, on] = free_source(mine.staff.person)
        else:
            own = mine.lines.worked[decided.line[p]]
            also = mine.lines.besides[decided.line[p]]
            is_own = (duty[p] == own) | (duty[p] == also)
            source[p, on] = np.where(is_own[on], FROM_LINE, FROM_FLOAT)
        source[p, list(mine.staff.fixed)] = FROM_FIXED
    return Rota(decided.line.copy(), duty, source)


def posted_of_decisions(decided: Decisions) -> Posted:
    """Who is in which unit."""
    return {(p, t): int(decided.unit[p, t]) for p, t in np.argwhere(decided.unit != ROUND).tolist()}


def rounds_of_decisions(decided: Decisions, days: int) -> list[Rounds]:
    """Who visits where on each day."""
    visits: list[dict[int, set[tuple[int, int]]]] = [{} for _ in range(days)]
    for one in decided.given:
        visits[one.day].setdefault(one.person, set()).add((one.band, one.place))
    return [{p: tuple(sorted(mine)) for p, mine in day.items()} for day in visits]
