"""How many referrals are expected from where, and what then really arrives?"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np

from rosterer.generate.area import Area
from rosterer.generate.flow import Series, path_of
from rosterer.generate.quota import quota
from rosterer.generate.service import Service
from rosterer.generate.sizes import Sizes
from rosterer.generate.supply import BAND_IDS
from rosterer.generate.waiting import HOME_MIX, add_path, allowed_options
from rosterer_models.vocabulary.referral import ArrivalClass, Realised
from rosterer_models.vocabulary.time import WEEKDAYS, Weekday, date_of

WEEKDAY_SHAPE: dict[str, float] = {
    "mon": 0.90,
    "tue": 1.34,
    "wed": 1.34,
    "thu": 1.34,
    "fri": 1.34,
    "sat": 0.48,
    "sun": 0.27,
}
"""Arrivals over the mean day (BNSSG 2022, pathway 1; labels moved by a day so that the trough is at
the weekend; Tuesday to Friday averaged).
"""
SHAPE_ROWS: tuple[tuple[Weekday, ...], ...] = (
    ("mon",),
    ("tue", "wed", "thu", "fri"),
    ("sat",),
    ("sun",),
)
FIRST_EXPECTED_DAY = 2
"""Referrals of the days before are known by name."""
URGENT_SHARE = 0.2
GROUP_SECTORS = 4
PEOPLE_FOR_GROUPS = 250
"""From this size on the expected arrivals of neighbouring sectors of a district are pooled."""


@dataclass(frozen=True)
class ClassPlan:
    """An arrival class before its rate is known."""

    name: str
    group: tuple[int, ...]
    kind: str
    """What its rate is calibrated on: ``home`` or the kind of its bed."""
    options: tuple[str, ...]
    priority: Literal[1, 2, 3]
    where: Literal["acute", "community", "home"]
    weight: float
    """Share of the arrivals of its kind."""


def sector_groups(area: Area, sizes: Sizes) -> list[tuple[int, ...]]:
    """Sectors whose arrivals are expected together; the first has the most postcodes and stands for
    them.
    """
    size = 1 if sizes.people < PEOPLE_FOR_GROUPS else GROUP_SECTORS
    districts: dict[str, list[int]] = {}
    for number, place in enumerate(area.sectors):
        districts.setdefault(place.district, []).append(number)
    groups = []
    for members in districts.values():
        left = list(members)
        while left:
            seed = left[0]
            near = sorted(left, key=lambda k: (area.metres[seed, k], k))[:size]
            left = [k for k in left if k not in near]
            groups.append(tuple(sorted(near, key=lambda k: (-area.postcodes[k], k))))
    return groups


def plan_classes(
    rng: np.random.Generator, service: Service, area: Area, homes: Series, sizes: Sizes
) -> list[ClassPlan]:
    """Two classes for those who go straight home and one for beds per group; rarer kinds for some
    groups.
    """
    groups = [group for group in sector_groups(area, sizes) if homes[list(group)].sum() > 0]
    share = {group: float(homes[list(group)].sum()) for group in groups}
    plans: list[ClassPlan] = []

    def add(
        group: tuple[int, ...],
        label: str,
        kind: str,
        first: str,
        priority: Literal[1, 2, 3],
        weight: float,
    ) -> None:
        name = f"{area.sectors[group[0]].place}.{label}"
        where: Literal["acute", "community"] = "community" if rng.random() < 0.15 else "acute"
        plans.append(
            ClassPlan(
                name, group, kind, allowed_options(rng, first, service), priority, where, weight
            )
        )

    routine, urgent = quota(rng, HOME_MIX, len(groups)), quota(rng, HOME_MIX, len(groups))
    routine_priority = quota(rng, (("2", 0.75), ("3", 0.25)), len(groups))
    beds = _cycled(
        rng,
        [kind for kind in ("hub", "hub", "hub", "community") if service.beds(kind)],
        len(groups),
    )
    rare = _cycled(
        rng,
        [kind if service.beds(kind) else "" for kind in ("care-home", "respite", "", "", "", "")],
        len(groups),
    )
    for number, group in enumerate(groups):
        add(
            group,
            "home",
            "home",
            routine[number],
            2 if routine_priority[number] == "2" else 3,
            share[group] * (1 - URGENT_SHARE),
        )
        add(group, "urgent", "home", urgent[number], 1, share[group] * URGENT_SHARE)
        if beds:
            add(group, "bed", beds[number], f"{beds[number]}-home", 2, share[group])
        if rare[number] == "care-home":
            add(group, "care-home", "care-home", "care-home", 3, share[group])
        if rare[number] == "respite":
            add(group, "respite", "respite", "respite-home", 2, share[group])
    totals = {
        kind: sum(plan.weight for plan in plans if plan.kind == kind)
        for kind in {plan.kind for plan in plans}
    }
    return [
        ClassPlan(**(vars(plan) | {"weight": plan.weight / totals[plan.kind]})) for plan in plans
    ]


def _cycled(rng: np.random.Generator, kinds: list[str], count: int) -> list[str]:
    """Kinds in turn, so that each is there however few groups there are, from a random start on."""
    return [kinds[k % len(kinds)] for k in range(count)] if kinds else []


def unit_use(
    service: Service, plans: list[ClassPlan], kind: str, sizes: Sizes
) -> tuple[Series, dict[str, Series]]:
    """Care and beds taken in the horizon by the arrivals of a kind at one person an average day."""
    care, beds = np.zeros((sizes.days, len(BAND_IDS))), dict[str, Series]()
    for plan in (plan for plan in plans if plan.kind == kind):
        path = path_of(service.stages_of(plan.options[0]), BAND_IDS, sizes.days)
        for day in expected_days(sizes):
            add_path(path, day, care, beds, plan.weight * WEEKDAY_SHAPE[weekday(sizes, day)])
    return care, beds


def expected_days(sizes: Sizes) -> range:
    """Days of the horizon whose arrivals are not known by name."""
    return range(min(FIRST_EXPECTED_DAY, sizes.days - 1), sizes.days)


def weekday(sizes: Sizes, day: int) -> str:
    """Name of a day's weekday."""
    return WEEKDAYS[(sizes.first_day.weekday() + day) % 7]


def expected_table(
    plans: list[ClassPlan], rates: dict[str, float], area: Area, sizes: Sizes
) -> tuple[ArrivalClass, ...]:
    """Arrival classes with a row for each group of weekdays."""
    first = sizes.first_day + timedelta(days=expected_days(sizes).start)
    last = sizes.first_day + timedelta(days=sizes.days - 1)
    return tuple(
        ArrivalClass(
            arrival_class=plan.name,
            home=area.sectors[plan.group[0]].place,
            where=plan.where,
            priority=plan.priority,
            options=plan.options,
            first_day=first,
            last_day=last,
            weekdays=days,
            amount=round(rates[plan.kind] * plan.weight * WEEKDAY_SHAPE[days[0]], 5),
        )
        for plan in plans
        for days in SHAPE_ROWS
    )


def draw_realised(
    rng: np.random.Generator,
    plans: list[ClassPlan],
    rates: dict[str, float],
    area: Area,
    sizes: Sizes,
) -> tuple[Realised, ...]:
    """What really arrives: Poisson around what is expected."""
    rows: list[Realised] = []
    for day in expected_days(sizes):
        for plan in plans:
            amount = rates[plan.kind] * plan.weight * WEEKDAY_SHAPE[weekday(sizes, day)]
            for _ in range(int(rng.poisson(amount))):
                group = list(plan.group)
                weights = area.postcodes[group] / area.postcodes[group].sum()
                rows.append(
                    Realised(
                        referral=f"a{len(rows) + 1:05d}",
                        home=area.sectors[group[int(rng.choice(len(group), p=weights))]].place,
                        where=plan.where,
                        referred=date_of(sizes.first_day, day),
                        ready=date_of(sizes.first_day, day),
                        priority=plan.priority,
                        options=plan.options,
                    )
                )
    return tuple(rows)
