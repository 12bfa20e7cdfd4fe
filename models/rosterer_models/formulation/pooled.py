"""What could those on duty serve if people alike shared their minutes freely? All duties settled,
placements and minutes open.

Variables: v (minutes that people alike in home, mobility and skills give at a place in a band with
a skill), and the care side of the joint model. Rounds are not cut to pieces: with all contact time
counted on, no plan with the same duties is cheaper.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.deployment import add_agency
from rosterer_models.formulation.rounds import UnitDuty, add_unit_duties
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.matrix.model import Builder, Floats, Ints, Programme
from rosterer_models.vocabulary.case import Case

Alike = tuple[int, bool, frozenset[int]]
"""Home, mobility and skills."""


@dataclass(frozen=True)
class Pooled:
    """The model with settled duties."""

    care: Care
    programme: Programme


def pooled_model(
    case: Case,
    on_round: Mapping[tuple[Alike, int, int], float],
    in_units: list[UnitDuty],
    margin: float,
) -> Pooled:
    """Build the model in which only minutes of people alike and placements are open.

    Parameters
    ----------
    on_round
        (people alike, day, shift) → how many of them are on a round.
    margin
        Part of contact time that is counted on.
    """
    sets = Sets(case)
    builder = Builder()
    care = add_care(builder, case, sets)
    add_agency(builder, care)
    add_unit_duties(builder, care, in_units)
    minutes: dict[Alike, Floats] = {}
    for (alike, t, s), count in on_round.items():
        mine = minutes.setdefault(alike, np.zeros((case.days, len(sets.band))))
        mine[t] += margin * count * np.asarray(sets.contact[s])
    geography = Geography(case)
    for (home, mobile, skills), mine in minutes.items():
        places = np.array(geography.round_places(home, mobile), dtype=np.int64)
        weight, miles = 1 + geography.share(home, mobile), geography.pounds_per_minute(home, mobile)
        has = np.array(sorted(skills), dtype=np.int64)
        day, band = np.nonzero(mine)
        cells: Ints = np.asarray(care.cell[places[:, None, None], day, band, has[:, None]])
        at, _, slot = np.nonzero(cells >= 0)
        if not len(at):
            continue
        columns = builder.columns(len(at), upper=mine[day, band][slot])
        builder.put(cells[cells >= 0], columns)
        rows = builder.rows(len(day), upper=mine[day, band])
        builder.put(rows[slot], columns, weight[places[at]])
        builder.charge(("travel", case.payers.service), columns, miles[places[at]])
    return Pooled(care, builder.build())
