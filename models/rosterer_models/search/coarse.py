"""How is a case seen from further away? Sectors that lie together become one zone; people, patients and units stay.

The coarse case is a case like any other, so the same model serves; its rota is a good rota of the fine case because people drive
to their neighbours. It is a guide only: bounds are always taken from the fine case.
"""

import numpy as np

from rosterer_models.formulation.sets import Geography
from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.referral import ArrivalClass


def coarse_case(case: Case, num_zones: int) -> tuple[Case, dict[str, str]]:
    """The case with its sectors merged into zones, and sector → zone; the case itself when it has no more sectors than that."""
    sectors = [k for k, p in enumerate(case.places) if p.kind == "sector"]
    if len(sectors) <= num_zones:
        return case, {}
    zone = _zones(case, sectors, num_zones)
    names = {case.places[k].place: f"zone-{zone[i]}" for i, k in enumerate(sectors)}
    places = [p for p in case.places if p.kind != "sector"]
    for z in range(num_zones):
        members = [k for i, k in enumerate(sectors) if zone[i] == z]
        if members:
            east = round(float(np.mean([case.places[k].easting for k in members])))
            north = round(float(np.mean([case.places[k].northing for k in members])))
            places.append(Place(place=f"zone-{z}", kind="sector", easting=east, northing=north))

    def moved(place: str | None) -> str | None:
        return None if place is None else names.get(place, place)

    moved_case = case.model_copy(
        update={
            "places": tuple(places),
            "people": tuple(p.model_copy(update={"home": moved(p.home)}) for p in case.people),
            "cover": tuple(c.model_copy(update={"place": moved(c.place)}) for c in case.cover),
            "referrals": tuple(r.model_copy(update={"home": moved(r.home)}) for r in case.referrals),
            "census": tuple(o.model_copy(update={"home": moved(o.home)}) for o in case.census),
            "expected": merged_classes(case, names),
            "limits": case.limits.model_copy(
                update={"nearest_places": 4, "local_travel": min(1.0, _inner_travel(case, sectors, zone)), "piece_minutes": 0}
            ),
        }
    )
    return moved_case, names


def _zones(case: Case, sectors: list[int], num_zones: int) -> Ints:
    """Zone of each sector: k-means from spread-out starts (farthest point first), deterministic."""
    at = np.array([[case.places[k].easting, case.places[k].northing] for k in sectors], dtype=float)
    centres = [at.mean(axis=0)]
    while len(centres) < num_zones:
        far = np.min([((at - c) ** 2).sum(axis=1) for c in centres], axis=0)
        centres.append(at[int(np.argmax(far))])
    middle = np.array(centres)
    zone = np.zeros(len(sectors), dtype=np.int64)
    for _ in range(25):
        zone = np.argmin(((at[:, None, :] - middle[None]) ** 2).sum(axis=2), axis=1)
        for z in range(num_zones):
            if (zone == z).any():
                middle[z] = at[zone == z].mean(axis=0)
    return zone


def _inner_travel(case: Case, sectors: list[int], zone: Ints) -> float:
    """Share of travel to expect within a zone: the local share, and half the way across."""
    geography = Geography(case)
    across: Floats = np.array(
        [
            geography.metres[k, other]
            for i, k in enumerate(sectors)
            for j, other in enumerate(sectors)
            if zone[i] == zone[j] and i != j
        ]
    )
    mean = float(across.mean()) if len(across) else 0.0
    return case.limits.local_travel + 0.5 * mean / case.limits.drive_metres_per_minute / case.limits.round_minutes


def merged_classes(case: Case, names: dict[str, str]) -> tuple[ArrivalClass, ...]:
    """Arrival rows with the classes of a zone that share where, priority and options made one."""
    amounts: dict[tuple[object, ...], float] = {}
    for row in case.expected:
        zone = names.get(row.home, row.home)
        key = (zone, row.where, row.priority, row.options, row.first_day, row.last_day, row.weekdays)
        amounts[key] = amounts.get(key, 0.0) + row.amount
    found = []
    number: dict[tuple[object, ...], str] = {}
    for (home, where, priority, options, first, last, weekdays), amount in amounts.items():
        label = number.setdefault((home, where, priority, options), f"class-{len(number)}")
        found.append(
            ArrivalClass.model_validate(
                {
                    "arrival_class": label,
                    "home": home,
                    "where": where,
                    "priority": priority,
                    "options": options,
                    "first_day": first,
                    "last_day": last,
                    "weekdays": weekdays,
                    "amount": amount,
                }
            )
        )
    return tuple(found)
