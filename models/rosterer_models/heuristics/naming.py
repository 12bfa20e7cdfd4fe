"""Who exactly goes where? From a rota and the care of each day to units and to rounds that a person
can drive.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.day import Demand
from rosterer_models.formulation.people import People
from rosterer_models.formulation.rounds import RoundDuty, UnitDuty
from rosterer_models.heuristics.continuity import Visits
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.neighbourhoods.rounds import rounds_of_day
from rosterer_models.heuristics.rota import Rota
from rosterer_models.heuristics.units import Posted
from rosterer_models.rules.calendar import OFF


@dataclass
class Named:
    """Duties with their people."""

    rounds: list[RoundDuty] = field(default_factory=list)
    in_units: list[UnitDuty] = field(default_factory=list)
    idle: list[tuple[int, int]] = field(default_factory=list)
    """(person, day) of duties that serve nothing (training)."""
    pounds: float = 0.0
    """Of care short or bought in, and of mileage."""


def name_day(
    care: Care,
    people: People,
    reach: Reach,
    rota: Rota,
    posted: Posted,
    demand: Demand,
    t: int,
    seconds: float,
    known: Visits = frozenset(),
) -> Named:
    """Name everybody on duty on a day, and choose the pieces of their rounds.

    Parameters
    ----------
    care
        The care side of the case that is served.
    seconds
        How long the programme of the day may take.
    known
        Who comes where on other days of the week.
    """
    named, on_round = Named(), []
    for p in np.flatnonzero(rota.duty[:, t] != OFF).tolist():
        s = int(rota.duty[p, t])
        fixed = people.persons[p].staff.fixed.get(t)
        if fixed is not None and fixed.training:
            named.idle.append((p, t))
        elif (p, t) in posted:
            named.in_units.append(UnitDuty(p, t, s, posted[p, t], reach.skills[p]))
        else:
            on_round.append((p, s))
    rounds, named.pounds = rounds_of_day(care, reach, on_round, demand, t, seconds, known)
    for (p, s), pieces in zip(on_round, rounds, strict=True):
        named.rounds.append(
            RoundDuty(p, t, s, *reach.homes[p], tuple(sorted(reach.skills[p])), pieces)
        )
    return named


def joined(days: Iterable[Named]) -> Named:
    """All days in one."""
    whole = Named()
    for day in days:
        whole.rounds += day.rounds
        whole.in_units += day.in_units
        whole.idle += day.idle
    return whole
