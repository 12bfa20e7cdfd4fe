"""Where can somebody be cared for: in which units' beds, in which localities, bought in?"""

import numpy as np

from rosterer.winter.abilities import Abilities
from rosterer.winter.calendar import daily
from rosterer.winter.conditions import Conditions
from rosterer.winter.places import Localities
from rosterer.winter.staff import bands_of, open_beds
from rosterer.winter.winters import BOUGHT_IN, NodeFact
from rosterer_models.simulation.network import Floats, Node
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Spot
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.time import WEEKDAYS, day_number

UNLIMITED = 1e9


def nodes_of(
    case: Case, conditions: Conditions, places: Localities, abilities: Abilities, days: int
) -> tuple[list[Node], list[NodeFact]]:
    """Units, localities, what is bought in, and surge beds.

    A unit of no beds is full, not bought in; a post that no option asks for is no node.
    """
    asked = {stage.setting for stage in case.options}
    nodes, facts = [], []
    for unit in case.units:
        if unit.beds > 0 or unit.kind in asked:
            nodes.append(_unit(case, unit, conditions, days))
            facts.append(NodeFact(unit.unit, "unit"))
    bands = bands_of(case)
    nothing = np.zeros((days, len(abilities.sets) * len(bands)))
    for name in places.names:
        promised = _promised(case, places, abilities, bands, name, days)
        nodes.append(Node(f"home {name}", "home", nothing.copy(), base=promised))
        facts.append(NodeFact(f"home {name}", "home"))
    nodes.append(Node(BOUGHT_IN, "beds", np.full(days, UNLIMITED)))
    facts.append(NodeFact(BOUGHT_IN, "bought"))
    for spot in conditions.spots:
        nodes.append(_spot(spot, days))
        payer = spot.payer or case.payers.service
        facts.append(NodeFact(nodes[-1].name, "spot", spot.pounds_per_day, payer))
    return nodes, facts


def _spot(spot: Spot, days: int) -> Node:
    beds = np.full(days, float(spot.beds))
    return Node(f"spot {spot.unit_kind}", "beds", beds, opens_at=spot.opens_at)


def _unit(case: Case, unit: Unit, conditions: Conditions, days: int) -> Node:
    weekdays = [WEEKDAYS[(case.first_day.weekday() + day) % 7] for day in range(days)]
    limits = [unit.admissions.get(on, unit.admissions.get("all", -1)) for on in weekdays]
    starts = np.array(limits, dtype=np.int64)
    for closure in case.closures:
        if closure.unit == unit.unit and not closure.admissions:
            first = max(0, day_number(case.first_day, closure.first_day))
            last = day_number(case.first_day, closure.last_day) + 1
            starts[first : max(first, last)] = 0
    return Node(
        unit.unit,
        "beds",
        open_beds(case, unit, days),
        starts=starts,
        turn_round=conditions.turn_round_of(unit.unit),
    )


def _promised(
    case: Case,
    places: Localities,
    abilities: Abilities,
    bands: list[str],
    locality: str,
    days: int,
) -> Floats:
    """Minutes of base care in each part on each day."""
    found = np.zeros((days, len(abilities.sets) * len(bands)))
    for row in case.cover:
        if row.place is not None and places.of.get(row.place) == locality:
            minutes = daily([row], case.first_day, days, "minutes") * row.carers
            for number, skills in enumerate(abilities.sets):
                if row.skill in skills:
                    found[:, number * len(bands) + bands.index(row.band)] += minutes
    return found
