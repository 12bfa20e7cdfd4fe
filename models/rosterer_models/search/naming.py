"""Who exactly goes where? From a rota and the care of each day to units and to rounds that a person can drive."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.day import Demand
from rosterer_models.formulation.people import People
from rosterer_models.formulation.rounds import RoundDuty, UnitDuty
from rosterer_models.rules.calendar import OFF
from rosterer_models.search.day_rounds import rounds_of_day
from rosterer_models.search.geography import Reach
from rosterer_models.search.rota import Rota
from rosterer_models.search.units import Posted


@dataclass(frozen=True)
class Named:
    """Duties with their people."""

    rounds: list[RoundDuty]
    in_units: list[UnitDuty]
    idle: list[tuple[int, int]]
    """(person, day) of duties that serve nothing (training)."""


def name_rounds(care: Care, people: People, rota: Rota, posted: Posted, demand: Demand, seconds: Callable[[int], float]) -> Named:
    """Choose the pieces of every round.

    Parameters
    ----------
    care
        The care side of the case that is served.
    seconds
        Given the number of days to come (this one too), how long the programme of a day may take.
    """
    reach = Reach(care)
    named = Named([], [], [])
    for t in range(care.case.days):
        on_round = []
        for p in np.flatnonzero(rota.duty[:, t] != OFF).tolist():
            s = int(rota.duty[p, t])
            fixed = people.persons[p].staff.fixed.get(t)
            if fixed is not None and fixed.training:
                named.idle.append((p, t))
            elif (p, t) in posted:
                named.in_units.append(UnitDuty(p, t, s, posted[p, t], reach.skills[p]))
            else:
                on_round.append((p, s))
        rounds = rounds_of_day(care, reach, on_round, demand, t, seconds(care.case.days - t))
        for (p, s), pieces in zip(on_round, rounds, strict=True):
            named.rounds.append(RoundDuty(p, t, s, *reach.homes[p], tuple(sorted(reach.skills[p])), pieces))
    return named
