"""Which smaller model can never cost more? Zones for sectors, with all that anybody in them could
reach.

A zone asks for what its sectors ask for together, and a person may serve it who may serve any of
its sectors, with the least travel that this takes; units are reached as they are. Any plan of the
case is one of this model with the same duties and placements, no more shortage (cells are sums of
cells) and no more mileage. So a bound of it is a bound of the case, and it is found fast.

With the usual travel instead of the least it is no bound, but nearer to what people can really do:
a guide for the search.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.formulation.leeway import JUDGED, NONE
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.formulation.useful import ZonedUseful, useful_of_case
from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.relaxation.zones import zones_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.referral import ArrivalClass

FEW_SECTORS = 16
"""Up to so many sectors branch and bound gets somewhere on the case itself in seconds."""
WIDE_SECTORS = 80
"""From so many sectors on an area is wide: what lies far apart counts for more than what whole
duties cost.
"""
NEXT_TO_NOTHING = 1e-6
"""Minutes of care that a place without any counts for, so that the mean over places without cover
is one of all of them.
"""


def has_few_sectors(case: Case) -> bool:
    """Whether the case is small enough for branch and bound on its own model."""
    return num_sectors(case) <= FEW_SECTORS


def is_wide(case: Case) -> bool:
    """Whether zones tell more than one place."""
    return num_sectors(case) >= WIDE_SECTORS


def num_sectors(case: Case) -> int:
    """Places that rounds serve."""
    return sum(place.kind == "sector" for place in case.places)


@dataclass(frozen=True)
class Group:
    """People from anywhere in a zone who reach the same zones and units."""

    zone: int
    zones: tuple[int, ...]
    units: tuple[int, ...]


@dataclass(frozen=True)
class ZonedGeography(Geography):
    """Who reaches which zones; homes are groups of homes that are alike in it, numbered after the
    zones.
    """

    groups: list[Group]
    shares: list[dict[int, float]]
    """Group → zone → travel per contact minute."""
    pounds: list[dict[int, float]]
    """Group → zone → mileage of a minute of care."""

    def round_places(self, home: int, mobile: bool) -> list[int]:
        """Zones that a round may serve."""
        return list(self._group(home).zones)

    def share(self, home: int, mobile: bool) -> Floats:
        """K: travel per contact minute."""
        return self._table(home, self.shares)

    def units_in_reach(self, home: int) -> list[int]:
        """Units to which somebody can commute."""
        return list(self._group(home).units)

    def pounds_per_minute(self, home: int, mobile: bool) -> Floats:
        """K: mileage of a minute of care."""
        return self._table(home, self.pounds)

    def _number(self, home: int) -> int:
        return home - (len(self.case.places) - len(self.groups))

    def _group(self, home: int) -> Group:
        return self.groups[self._number(home)]

    def _table(self, home: int, amounts: list[dict[int, float]]) -> Floats:
        found = np.zeros(len(self.case.places))
        for zone, amount in amounts[self._number(home)].items():
            found[zone] = amount
        return found


Travel = Literal["least", "usual"]
"""How far people of a zone travel in the model: as little as anybody there to any sector of the
other zone, which bounds the case; or as on average to the sectors that they may serve, each as
often as care is asked for there.
"""


@dataclass(frozen=True)
class Relaxed:
    """A model with zones for places; with the least travel it never costs more than the case."""

    joint: Joint
    zone: Mapping[str, str]
    """Place of the case → place of the model."""


def relaxed_model(
    case: Case,
    zones: int = 1,
    *,
    travel: Travel = "least",
    as_judged: bool = False,
    by_duty: bool = False,
    stop: Callable[[], bool] | None = None,
) -> Relaxed:
    """The joint model of a case with so many zones, or one for each place where those are fewer.

    Parameters
    ----------
    zones
        1: the whole area is one place.
    travel
        See ``Travel``; only with the least does it bound the case.
    as_judged
        See ``add_people``; only so does it bound every plan.
    by_duty, stop
        See ``joint_model``.
    """
    zone = zones_of(case, zones)
    names = {place.place: f"zone-{z}" for place, z in zip(case.places, zone.tolist(), strict=True)}
    geography, number = Geography(case), {place.place: k for k, place in enumerate(case.places)}
    groups: dict[Group, int] = {}
    members: list[list[tuple[int, bool]]] = []
    homes: dict[tuple[str, bool], int] = {}
    for key in dict.fromkeys((person.home, person.mobile) for person in case.people):
        home, mobile = number[key[0]], key[1]
        places = geography.round_places(home, mobile)
        group = Group(
            int(zone[home]),
            tuple(sorted({int(zone[k]) for k in places})),
            tuple(geography.units_in_reach(home)),
        )
        homes[key] = at = groups.setdefault(group, len(groups))
        if at == len(members):
            members.append([])
        members[at].append((home, mobile))
    weight = None if travel == "least" else _care_asked(case)
    shares = [_by_zone(geography, mine, zone, geography.share, weight) for mine in members]
    pounds = [
        _by_zone(geography, mine, zone, geography.pounds_per_minute, weight) for mine in members
    ]
    leeway = JUDGED if as_judged else NONE
    alike = Counter(
        (names[row.home], row.where, row.priority, row.options)
        for row in {row.arrival_class: row for row in case.expected}.values()
    )
    gathered = leeway.gathered(int(np.bincount(zone).max()), max(alike.values(), default=1))
    coarse = case.model_copy(
        update={
            "places": (
                *(
                    _somewhere(name, "sector")
                    for name in dict.fromkeys(f"zone-{z}" for z in sorted(set(zone.tolist())))
                ),
                *(_somewhere(f"home-{at}", "hub") for at in range(len(groups))),
            ),
            "people": tuple(
                p.model_copy(update={"home": f"home-{homes[p.home, p.mobile]}", "mobile": True})
                for p in case.people
            ),
            "cover": tuple(
                c if c.place is None else c.model_copy(update={"place": names[c.place]})
                for c in case.cover
            ),
            "units": tuple(u.model_copy(update={"place": names[u.place]}) for u in case.units),
            "referrals": tuple(
                r.model_copy(update={"home": names[r.home]}) for r in case.referrals
            ),
            "census": tuple(
                o if o.home is None else o.model_copy(update={"home": names[o.home]})
                for o in case.census
            ),
            "expected": merged_classes(case, names),
        }
    )
    return Relaxed(
        joint_model(
            coarse,
            ZonedGeography(coarse, list(groups), shares, pounds),
            ZonedUseful(useful_of_case(case, leeway).cell, _served(geography, members, zone)),
            as_judged=as_judged,
            leeway=gathered,
            by_duty=by_duty,
            stop=stop,
        ),
        names,
    )


def _served(
    geography: Geography, members: list[list[tuple[int, bool]]], zone: Ints
) -> dict[int, dict[int, Ints]]:
    """Home of the model with zones → zone → places there that one of its people may serve."""
    first, found = len(set(zone.tolist())), dict[int, dict[int, Ints]]()
    for at, homes in enumerate(members):
        places = sorted({k for home in homes for k in geography.round_places(*home)})
        served = np.array(places, dtype=np.int64)
        own = {int(z): served[zone[served] == z] for z in np.unique(zone[served])}
        found[first + at] = own
    return found


def _care_asked(case: Case) -> Floats:
    """K: minutes of base cover, and next to nothing where there is none."""
    sets, asked = Sets(case), np.full(len(case.places), NEXT_TO_NOTHING)
    for row in case.cover:
        if row.place is not None:
            asked[sets.place[row.place]] += row.minutes * row.carers * len(sets.days_of(row))
    return asked


def _by_zone(
    geography: Geography,
    homes: list[tuple[int, bool]],
    zone: Ints,
    amounts: Callable[[int, bool], Floats],
    weight: Floats | None,
) -> dict[int, float]:
    """Zone → the least of the amounts of its places in reach of the homes; or their mean, with
    weights of places.
    """
    found: dict[int, list[tuple[float, float]]] = {}
    for home, mobile in homes:
        mine = amounts(home, mobile)
        for k in geography.round_places(home, mobile):
            found.setdefault(int(zone[k]), []).append(
                (float(mine[k]), 1.0 if weight is None else float(weight[k]))
            )
    if weight is None:
        return {z: min(amount for amount, _ in parts) for z, parts in found.items()}
    return {
        z: sum(amount * part for amount, part in parts) / sum(part for _, part in parts)
        for z, parts in found.items()
    }


def _somewhere(name: str, kind: Literal["sector", "hub"]) -> Place:
    """Where it lies plays no part: who reaches what is in the geography."""
    return Place(place=name, kind=kind, easting=0, northing=0)


def merged_classes(case: Case, names: dict[str, str]) -> tuple[ArrivalClass, ...]:
    """Arrival rows with the classes of a zone that share where, priority and options made one."""
    amounts: dict[tuple[object, ...], float] = {}
    for row in case.expected:
        zone = names.get(row.home, row.home)
        key = (
            zone,
            row.where,
            row.priority,
            row.options,
            row.first_day,
            row.last_day,
            row.weekdays,
        )
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
