"""How much care and how many heads does a plan ask for on each day in the fine case?"""

from collections.abc import Mapping

import numpy as np

from rosterer_models.formulation.care import Care, Start, care_use
from rosterer_models.formulation.day import Demand
from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.stays import HOME
from rosterer_models.matrix.model import Floats

Amounts = list[Start]
"""Placements and reservations."""


def demand_of(care: Care, amounts: Amounts) -> Demand:
    """What is committed, and what placements and reservations ask for beside it."""
    case, sets, days = care.case, care.sets, care.case.days
    needs, pair = care.commitments.care.copy(), care.commitments.pair.copy()
    occupied = care.commitments.expected[:, :days].copy()
    uses: dict[int, tuple[Floats, Floats]] = {}
    for group, journey, t, amount in amounts:
        home = care.waiting.homes[group]
        if id(journey) not in uses:
            use = care_use(journey, sets, days + case.tail_days).transpose(1, 2, 0)[:days]
            two = np.zeros_like(use)
            for stage in journey.stages:
                if (
                    stage.stage.setting == HOME
                    and stage.stage.skill is not None
                    and stage.stage.carers == 2
                ):
                    two[:, :, sets.skill[stage.stage.skill]] += stage.care[:days]
            uses[id(journey)] = use, two
        use, two = uses[id(journey)]
        needs[home, t:] += amount * use[: days - t]
        pair[home, t:] += amount * two[: days - t]
        for stage in journey.stages:
            if stage.unit is not None:
                occupied[stage.unit, t:] += amount * stage.presence[: days - t]
    required = np.zeros((len(case.units), days, len(sets.band)))
    for u, unit in enumerate(case.units):
        for name, b in sets.band.items():
            ratio = unit.beds_per_staff.get(name)
            required[u, :, b] = np.maximum(
                care.commitments.min_staff[u, b], occupied[u] / ratio if ratio else 0.0
            )
    return Demand(needs, pair, required)


def amounts_of_point(care: Care, coarse: Joint, zone: Mapping[str, str], x: Floats) -> Amounts:
    """Placements and reservations of a point of the model of the case itself, or of the case with
    zones for places.

    A class of a zone stands for like classes of its places; its reservations are shared by what
    each expects.

    Parameters
    ----------
    care
        The care side of the case itself.
    zone
        Place of the case → place of the model.
    """
    found: Amounts = []
    members = _members(care, coarse, zone)
    for start in coarse.care.starts(x):
        if start.group < care.num_referrals:
            found.append(start)
            continue
        for group, share in members[start.group - care.num_referrals]:
            found.append(start._replace(group=group, amount=start.amount * share))
    return found


def _members(care: Care, coarse: Joint, zone: Mapping[str, str]) -> list[list[tuple[int, float]]]:
    """Coarse class → (number in ``Waiting.homes``, share of its arrivals) of the classes that it
    stands for.
    """
    heads = {row.arrival_class: row for row in coarse.case.expected}
    number = {}
    for i, group in enumerate(coarse.care.waiting.classes):
        row = heads[group.arrival_class]
        number[row.home, row.where, row.priority, row.options] = i
    found: list[list[tuple[int, float]]] = [[] for _ in coarse.care.waiting.classes]
    fine, first = (
        {row.arrival_class: row for row in care.case.expected},
        len(care.waiting.referrals),
    )
    if coarse.case.places == care.case.places:
        return [[(first + i, 1.0)] for i in range(len(found))]
    for i, group in enumerate(care.waiting.classes):
        row = fine[group.arrival_class]
        at = number[zone[row.home], row.where, row.priority, row.options]
        whole = float(coarse.care.waiting.classes[at].arrivals.sum())
        if whole > 0:
            found[at].append((first + i, float(group.arrivals.sum()) / whole))
    return found
