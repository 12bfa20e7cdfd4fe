"""How is a whole case put together, and its load met?"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from rosterer.generate.area import Area, area_around_centre
from rosterer.generate.arrivals import ClassPlan, draw_realised, expected_table, plan_classes, unit_use
from rosterer.generate.base_cover import base_cover
from rosterer.generate.flow import Series, path_of
from rosterer.generate.rostered import draw_time
from rosterer.generate.service import Service, bed_days, build_service
from rosterer.generate.sizes import COMMUNITY_PER_YEAR, LEAST_PEOPLE, START_LOAD, Load, Sizes
from rosterer.generate.staff import EMPLOYERS, SKILLS, draw_staff
from rosterer.generate.stays import stay_points
from rosterer.generate.supply import BAND_IDS, Supply, supply_of
from rosterer.generate.waiting import (
    HOME_MIX,
    Waiting,
    census_use,
    draw_bed_census,
    draw_home_census,
    draw_referrals,
    referral_use,
)
from rosterer_models.library.holidays import bank_holidays
from rosterer_models.library.patterns import BANDS, SHIFTS
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.settings import Limits, Tail

FIRST_DAY = date(2026, 11, 2)
AGENCY_SHARE = 0.02
"""Agency hours a day over the capacity for care."""
TAIL_SHARE = 0.7
"""Of the hours that base cover leaves free, for packages started in the horizon; later arrivals need the rest."""
SLOTS_OVER_ARRIVALS = {"weekday": 1.35, "weekend": 0.6}
LEAST_RATE, MOST_RATE = 0.25, 4.0
"""Home arrivals over those of the anchor; beyond, base cover bends."""


@dataclass(frozen=True)
class Demand:
    """Everything that asks for care, with rates that meet the load."""

    waiting: Waiting
    cover: tuple[Cover, ...]
    plans: list[ClassPlan]
    rates: dict[str, float]


def generate(people: int = 131, days: int = 28, load: Load = "normal", seed: int = 7, first_day: date = FIRST_DAY) -> Case:
    """A synthetic case, calibrated on published figures.

    Parameters
    ----------
    people
        Size of the staff bank, 8 or more; sectors, beds and arrivals follow from it.
    days
        Length of the horizon, 7 to 84 days.
    load
        Offered load over capacity, for care hours and for beds: easy 0.80, normal 0.95, tight 1.10.
    seed
        The same arguments give the same case. Staff and places do not depend on the load.
    first_day
        First day of the horizon.

    Returns
    -------
    Case
        Named ``derby`` with the default arguments (the shipped case), else after its arguments.

    Raises
    ------
    ValueError
        When people or days are out of range, or the load has another name.
    """
    if people < LEAST_PEOPLE:
        raise ValueError(f"a case needs at least {LEAST_PEOPLE} people, not {people}")
    if not 7 <= days <= 84:
        raise ValueError(f"the horizon is 7 to 84 days, not {days}")
    if load not in START_LOAD:
        raise ValueError(f"load is easy, normal or tight, not {load!r}")
    sizes = Sizes(people, days, load, first_day)
    who, when, what, later = (np.random.default_rng(child) for child in np.random.SeedSequence([seed, people, days]).spawn(4))
    area = area_around_centre(sizes.sectors, Limits())
    staff = draw_staff(who, sizes, area)
    service = build_service(sizes, area)
    rostered = draw_time(when, staff, sizes)
    supply = supply_of(rostered, area, service.units, sizes)
    demand = _draw_demand(what, service, area, supply, sizes)
    base_day = _base_care(demand.cover, sizes)
    return Case(
        name=_name(sizes, seed),
        note="Synthetic: made by the generator from published figures; no real person's data.",
        first_day=first_day,
        days=days,
        holidays=bank_holidays(first_day, days),
        limits=Limits(agency_hours_per_day=round(AGENCY_SHARE * supply.care / 60 * 2) / 2),
        tail=Tail(hours_per_week=round(7 * TAIL_SHARE * (supply.care - base_day) / 60)),
        employers=EMPLOYERS,
        teams=staff.teams,
        skills=SKILLS,
        people=rostered.people,
        caps=rostered.caps,
        absences=rostered.absences,
        requests=rostered.requests,
        fixed=rostered.fixed,
        history=rostered.history,
        availability=rostered.availability,
        bands=BANDS,
        shifts=SHIFTS,
        patterns=staff.patterns,
        places=(*area.sectors, *service.sites),
        cover=(*service.cover, *demand.cover),
        units=service.units,
        closures=service.closures,
        triage=_triage_slots(sum(demand.rates.values()), sizes),
        options=service.stages,
        stays=stay_points(service.stages),
        referrals=demand.waiting.referrals,
        barriers=demand.waiting.barriers,
        expected=expected_table(demand.plans, demand.rates, area, sizes),
        realised=draw_realised(later, demand.plans, demand.rates, area, sizes),
        census=demand.waiting.census,
    )


def _name(sizes: Sizes, seed: int) -> str:
    if (sizes.people, sizes.days, sizes.load, seed, sizes.first_day) == (131, 28, "normal", 7, FIRST_DAY):
        return "derby"
    return f"{sizes.people}-people-{sizes.days}-days-{sizes.load}-{seed}"


def _draw_demand(rng: np.random.Generator, service: Service, area: Area, supply: Supply, sizes: Sizes) -> Demand:
    homes = _home_shares(area, supply)
    sectors = [place.place for place in area.sectors]
    cover = base_cover(rng, supply, area, _package_bands(service), sizes)
    census = draw_bed_census(rng, service, homes, sectors, sizes)
    census += draw_home_census(
        rng, service, homes, sectors, START_LOAD[sizes.load] * supply.care - _base_care(tuple(cover), sizes), sizes
    )
    referrals, barriers = draw_referrals(rng, service, homes, sectors, sizes)
    care, beds = census_use(service, census, sizes)
    more_care, more_beds = referral_use(service, referrals, sizes)
    care = care + more_care
    for kind, presence in more_beds.items():
        beds[kind] = beds.get(kind, np.zeros(sizes.days)) + presence
    plans = plan_classes(rng, service, area, homes, sizes)
    rates: dict[str, float] = {}
    for kind in sorted({plan.kind for plan in plans} - {"home"}):
        unit_care, unit_beds = unit_use(service, plans, kind, sizes)
        missing = sizes.target * bed_days(service, kind, sizes) - float(beds[kind].sum())
        rates[kind] = max(0.0, missing / float(unit_beds[kind].sum()))
        care = care + rates[kind] * unit_care
    unit_care, _ = unit_use(service, plans, "home", sizes)
    missing = sizes.days * (sizes.target * supply.care - _base_care(tuple(cover), sizes)) - float(care.sum())
    usual = COMMUNITY_PER_YEAR / 365 * sizes.scale
    rates["home"] = float(np.clip(missing / float(unit_care.sum()), LEAST_RATE * usual, MOST_RATE * usual))
    over = missing - rates["home"] * float(unit_care.sum())
    if abs(over) > 1:
        cover = _bend(cover, 1 + over / (sizes.days * _base_care(tuple(cover), sizes)))
    return Demand(Waiting(tuple(census), tuple(referrals), tuple(barriers), care, beds), tuple(cover), plans, rates)


def _home_shares(area: Area, supply: Supply) -> Series:
    """Where people with packages live: where people live, as far as the bank can come there."""
    weight = np.sqrt(area.postcodes * supply.by_place.sum(axis=1))
    return np.asarray(weight / weight.sum())


def _package_bands(service: Service) -> Series:
    """Share of each band in the care of the usual mix of packages."""
    care = sum(
        (share * path_of(service.stages_of(option), BAND_IDS, 60).care.sum(axis=0) for option, share in HOME_MIX),
        np.zeros(len(BAND_IDS)),
    )
    return np.asarray(care / care.sum())


def _base_care(cover: tuple[Cover, ...], sizes: Sizes) -> float:
    """Care minutes of base cover on an average day of the horizon."""
    weekdays = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    first = sizes.first_day.weekday()
    counts = {name: sum((first + day) % 7 == number for day in range(sizes.days)) for number, name in enumerate(weekdays)}
    return sum(row.minutes * row.carers * sum(counts[name] for name in row.weekdays or weekdays) for row in cover) / sizes.days


def _bend(cover: list[Cover], factor: float) -> list[Cover]:
    return [row.model_copy(update={"minutes": round(row.minutes * factor)}) for row in cover]


def _triage_slots(arrivals_per_day: float, sizes: Sizes) -> tuple[TriageSlots, ...]:
    """More than arrive on weekdays, fewer at the weekend."""
    last = date.fromordinal(sizes.first_day.toordinal() + sizes.days - 1)
    weekday = max(1, round(SLOTS_OVER_ARRIVALS["weekday"] * arrivals_per_day + 0.5))
    weekend = max(1, round(SLOTS_OVER_ARRIVALS["weekend"] * arrivals_per_day))
    return (
        TriageSlots(first_day=sizes.first_day, last_day=last, weekdays=("mon", "tue", "wed", "thu", "fri"), slots=weekday),
        TriageSlots(first_day=sizes.first_day, last_day=last, weekdays=("sat", "sun"), slots=weekend),
    )
