"""Which smaller case can never cost more? One place, no travel: everybody reaches everything, so its model is a relaxation.

Any plan of the case is a plan of this one with the same duties and placements, no more shortage (cells are sums of cells, travel
takes no less than the local share) and no mileage. So a bound of this case is a bound of the fine one, and it is found fast.
"""

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.referral import ArrivalClass

EVERYWHERE = "everywhere"
FEW_SECTORS = 16
"""Up to so many sectors branch and bound gets somewhere on the case itself in seconds."""
FAST = 10**6
"""Metres a minute: travel that takes no time."""


def has_few_sectors(case: Case) -> bool:
    """Whether the case is small enough for branch and bound on its own model."""
    return sum(place.kind == "sector" for place in case.places) <= FEW_SECTORS


def relaxed_case(case: Case) -> Case:
    """The case with all its sectors in one place."""
    if not case.places:
        return case
    names = {place.place: EVERYWHERE for place in case.places}
    prices = case.prices.model_copy(update={"mile": 0.0})
    limits = case.limits.model_copy(
        update={
            "drive_metres_per_minute": FAST,
            "walk_metres_per_minute": FAST,
            "nearest_places": 1,
            "commute_minutes": 10**6,
            "reach_minutes": 10**6,
        }
    )
    first = case.places[0]
    return case.model_copy(
        update={
            "places": (Place(place=EVERYWHERE, kind="sector", easting=first.easting, northing=first.northing),),
            "people": tuple(p.model_copy(update={"home": EVERYWHERE, "mobile": True}) for p in case.people),
            "cover": tuple(c if c.place is None else c.model_copy(update={"place": EVERYWHERE}) for c in case.cover),
            "units": tuple(u.model_copy(update={"place": EVERYWHERE}) for u in case.units),
            "referrals": tuple(r.model_copy(update={"home": EVERYWHERE}) for r in case.referrals),
            "census": tuple(o if o.home is None else o.model_copy(update={"home": EVERYWHERE}) for o in case.census),
            "expected": merged_classes(case, names),
            "prices": prices,
            "limits": limits,
        }
    )


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
