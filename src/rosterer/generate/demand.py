"""Who asks for care, and how are the arrival rates chosen so that the load is met?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rosterer.generate.area import Area
from rosterer.generate.arrivals import ClassPlan, plan_classes, unit_use
from rosterer.generate.base_cover import base_cover
from rosterer.generate.flow import Series, path_of
from rosterer.generate.service import Service, bed_days
from rosterer.generate.sizes import COMMUNITY_PER_YEAR, START_LOAD, Sizes
from rosterer.generate.supply import BAND_IDS, Supply
from rosterer.generate.waiting import (
    HOME_MIX,
    Waiting,
    census_use,
    draw_bed_census,
    draw_home_census,
    draw_referrals,
    referral_use,
)
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.referral import Occupant
from rosterer_models.vocabulary.time import WEEKDAYS

LEAST_RATE, MOST_RATE = 0.25, 4.0
"""Arrivals of those who go straight home over the anchor's; beyond, base cover bends."""
LEAST_BEND = 0.001
"""A smaller change would be lost in whole minutes."""


@dataclass(frozen=True)
class Demand:
    """Everything that asks for care, with rates that meet the load."""

    waiting: Waiting
    cover: tuple[Cover, ...]
    plans: list[ClassPlan]
    rates: dict[str, float]
    """People who arrive on an average day, by kind."""
    care_load: float
    """Offered care over the capacity for care, mean of the horizon."""
    bed_load: dict[str, float]
    """Offered bed days over open bed days, by kind."""


def draw_demand(
    rng: np.random.Generator, service: Service, area: Area, supply: Supply, sizes: Sizes
) -> Demand:
    """Base cover, census and waiting list as drawn, then expected arrivals so that care and beds
    are loaded as targeted.
    """
    homes = _home_shares(area, supply)
    sectors = [place.place for place in area.sectors]
    cover = base_cover(supply, area, _package_bands(service), sizes)
    referrals, barriers = draw_referrals(rng, service, homes, sectors, sizes)
    waiting_care, waiting_beds = referral_use(service, referrals, sizes)
    in_beds = draw_bed_census(rng, service, homes, sectors, sizes)
    in_beds = _without_excess(in_beds, service, waiting_beds, sizes)
    at_home = START_LOAD[sizes.load] * supply.care - base_care(cover, sizes)
    census = in_beds + draw_home_census(rng, service, homes, sectors, at_home, sizes)
    care, beds = census_use(service, census, sizes)
    care = care + waiting_care
    plans = plan_classes(rng, service, area, homes, sizes)
    rates: dict[str, float] = {}
    bed_load: dict[str, float] = {}
    for kind in sorted({plan.kind for plan in plans} - {"home"}):
        unit_care, unit_beds = unit_use(service, plans, kind, sizes)
        known = float(beds.get(kind, np.zeros(1)).sum() + waiting_beds.get(kind, np.zeros(1)).sum())
        open_days = bed_days(service, kind, sizes)
        rates[kind] = max(0.0, (sizes.target * open_days - known) / float(unit_beds[kind].sum()))
        bed_load[kind] = (known + rates[kind] * float(unit_beds[kind].sum())) / open_days
        care = care + rates[kind] * unit_care
    unit_care, _ = unit_use(service, plans, "home", sizes)
    missing = sizes.days * (sizes.target * supply.care - base_care(cover, sizes)) - float(
        care.sum()
    )
    usual = COMMUNITY_PER_YEAR / 365 * sizes.scale
    rates["home"] = float(
        np.clip(missing / float(unit_care.sum()), LEAST_RATE * usual, MOST_RATE * usual)
    )
    over = missing - rates["home"] * float(unit_care.sum())
    cover = _bend(cover, 1 + over / (sizes.days * base_care(cover, sizes)))
    care = care + rates["home"] * unit_care
    care_load = (float(care.mean(axis=0).sum()) + base_care(cover, sizes)) / supply.care
    waiting = Waiting(tuple(census), tuple(referrals), tuple(barriers))
    return Demand(waiting, tuple(cover), plans, rates, care_load, bed_load)


def _without_excess(
    census: list[Occupant], service: Service, waiting: dict[str, Series], sizes: Sizes
) -> list[Occupant]:
    """The census less its last occupants of each kind of bed, where known people alone would exceed
    the load (small units).
    """
    kinds = {unit.unit: unit.kind for unit in service.units}
    kept = list(census)
    for kind in set(kinds.values()):
        room = sizes.target * bed_days(service, kind, sizes) - float(
            waiting.get(kind, np.zeros(1)).sum()
        )
        while [row for row in kept if kinds[row.unit or ""] == kind]:
            _, beds = census_use(
                service, [row for row in kept if kinds[row.unit or ""] == kind], sizes
            )
            if float(beds[kind].sum()) <= room:
                break
            kept.remove([row for row in kept if kinds[row.unit or ""] == kind][-1])
    return kept


def _home_shares(area: Area, supply: Supply) -> Series:
    """Where people with packages live: where people live, as far as the bank can come there."""
    weight = np.sqrt(area.postcodes * supply.by_place.sum(axis=1))
    return np.asarray(weight / weight.sum())


def _package_bands(service: Service) -> Series:
    """Share of each band in the care of the usual mix of packages."""
    care = sum(
        (
            share * path_of(service.stages_of(option), BAND_IDS, 60).care.sum(axis=0)
            for option, share in HOME_MIX
        ),
        np.zeros(len(BAND_IDS)),
    )
    return np.asarray(care / care.sum())


def base_care(cover: Sequence[Cover], sizes: Sizes) -> float:
    """Care minutes of base cover on an average day of the horizon."""
    first = sizes.first_day.weekday()
    counts = {
        name: sum((first + day) % 7 == number for day in range(sizes.days))
        for number, name in enumerate(WEEKDAYS)
    }
    return (
        sum(
            row.minutes * row.carers * sum(counts[name] for name in row.weekdays or WEEKDAYS)
            for row in cover
        )
        / sizes.days
    )


def _bend(cover: list[Cover], factor: float) -> list[Cover]:
    """Base cover with its minutes changed by a factor, where arrivals alone cannot meet the
    load.
    """
    if abs(factor - 1) < LEAST_BEND:
        return cover
    return [row.model_copy(update={"minutes": round(row.minutes * factor)}) for row in cover]
