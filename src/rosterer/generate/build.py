"""How is a whole case put together, and its load met?"""

from datetime import date

import numpy as np

from rosterer.generate.area import area_around_centre
from rosterer.generate.arrivals import draw_realised, expected_table
from rosterer.generate.contracts import BAND_HOURS, with_contracts
from rosterer.generate.demand import base_care, draw_demand
from rosterer.generate.interim import Interim
from rosterer.generate.report import GeneratorReport, Measure, report_on
from rosterer.generate.rostered import draw_time
from rosterer.generate.service import build_service
from rosterer.generate.shire import generate_shire
from rosterer.generate.sizes import LEAST_PEOPLE, START_LOAD, Family, Load, Sizes, StaffMix
from rosterer.generate.staff import draw_staff
from rosterer.generate.stays import stay_points
from rosterer.generate.supply import supply_of
from rosterer.generate.terms import EMPLOYERS, SKILLS
from rosterer.generate.ward import generate_ward
from rosterer_models.library.holidays import bank_holidays
from rosterer_models.library.patterns import BANDS, SHIFTS
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import TriageSlots
from rosterer_models.vocabulary.settings import Limits, Tail

FIRST_DAY = date(2026, 11, 2)
AGENCY_SHARE = 0.02
"""Agency hours a day over the capacity for care."""
TAIL_SHARE = 0.9
"""Of the hours that base cover leaves free, for packages started in the horizon; later arrivals
need the rest.
"""
SLOTS_OVER_ARRIVALS = {"weekday": 1.35, "weekend": 0.6}


def generate(
    people: int = 131,
    days: int = 28,
    load: Load = "normal",
    seed: int = 7,
    first_day: date = FIRST_DAY,
    interim_beds: int = 0,
    family: Family = "city",
    staff: StaffMix = "lines",
) -> Case:
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
    interim_beds
        Beds beside the others that bridge the time until somebody can go home: step-down beds and,
        from four on, respite flats. They are in no offered load; all else is the same with and
        without them but what triage offers besides. Only the city has them.
    family
        ``city`` is calibrated on published figures; ``shire`` is unlike it in all that a method
        could lean on, and made up.
    staff
        ``lines``: three in four on lines, the rest the bank; ``mixed``: contracts without a line
        beside both; ``ward``: nurses on contracts in one unit, and no geography (45 people unless
        said otherwise suit it). Only the city has the last two.

    Returns
    -------
    Case
        Named ``derby`` with the default arguments (the shipped case), else after its arguments.

    Raises
    ------
    ValueError
        When people, days or interim beds are out of range, or the load has another name.
    """
    if staff != "lines" and family != "city":
        raise ValueError(f"{staff} staff is the city's; leave it out, or take the city")
    if staff == "ward":
        sizes = _checked_sizes(people, days, load, first_day, interim_beds)
        if interim_beds:
            raise ValueError("a ward has no interim beds; leave them out, or take other staff")
        return generate_ward(sizes.people, sizes.days, sizes.load, seed, first_day)
    if family == "shire":
        sizes = _checked_sizes(people, days, load, first_day, interim_beds)
        if interim_beds:
            raise ValueError("the shire has no interim beds; leave them out, or take the city")
        return generate_shire(sizes.people, sizes.days, sizes.load, seed, first_day)
    return generate_with_report(
        people,
        days,
        load,
        seed,
        first_day,
        interim_beds=interim_beds,
        is_mixed=staff == "mixed",
    )[0]


def generate_with_report(
    people: int = 131,
    days: int = 28,
    load: Load = "normal",
    seed: int = 7,
    first_day: date = FIRST_DAY,
    measure: Measure | None = None,
    interim_beds: int = 0,
    is_mixed: bool = False,
) -> tuple[Case, GeneratorReport]:
    """A synthetic case and a report on how hard it is; arguments and errors as for
    :func:`generate`.

    Parameters
    ----------
    measure
        Solves and judges a case and gives its cost and unavoidable cost, in pounds; without it the
        report has no share of avoidable cost.
    is_mixed
        Some of those on lines have contract hours and no line instead.
    """
    sizes = _checked_sizes(people, days, load, first_day, interim_beds)
    streams = np.random.SeedSequence([seed, people, days]).spawn(6)
    who, when, what, later, besides, on_terms = (np.random.default_rng(child) for child in streams)
    area = area_around_centre(sizes.sectors, Limits())
    staff = draw_staff(who, sizes, area)
    if is_mixed:
        staff = with_contracts(on_terms, staff)
    service = build_service(sizes, area)
    rostered = draw_time(when, staff, sizes)
    supply = supply_of(rostered, area, service.units, sizes)
    demand = draw_demand(what, service, area, supply, sizes)
    interim = Interim(besides, interim_beds, area, sizes)
    waiting, plans = (
        interim.offered_to_waiting(demand.waiting),
        interim.offered_to_expected(demand.plans),
    )
    stages = (*service.stages, *interim.stages)
    free_minutes = max(0.0, supply.care - base_care(demand.cover, sizes))
    case = Case(
        name=("mixed-" if is_mixed else "") + _name(sizes, seed, interim_beds),
        note="Synthetic: made by the generator from published figures; no real person's data.",
        first_day=first_day,
        days=days,
        holidays=bank_holidays(first_day, days),
        limits=Limits(
            agency_hours_per_day=round(AGENCY_SHARE * supply.care / 60 * 2) / 2,
            balance_band_hours=BAND_HOURS if is_mixed else Limits().balance_band_hours,
        ),
        tail=Tail(hours_per_week=round(7 * TAIL_SHARE * free_minutes / 60)),
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
        places=(*area.sectors, *service.sites, *interim.sites),
        cover=(*service.cover, *demand.cover),
        units=(*service.units, *interim.units),
        closures=service.closures,
        triage=_triage_slots(sum(demand.rates.values()), sizes),
        options=stages,
        stays=stay_points(stages),
        referrals=waiting.referrals,
        barriers=waiting.barriers,
        expected=expected_table(plans, demand.rates, area, sizes),
        realised=draw_realised(later, plans, demand.rates, area, sizes),
        census=waiting.census,
    )
    return case, report_on(case, supply, demand, measure)


def _checked_sizes(people: int, days: int, load: Load, first_day: date, interim_beds: int) -> Sizes:
    if people < LEAST_PEOPLE:
        raise ValueError(f"a case needs at least {LEAST_PEOPLE} people, not {people}")
    if not 7 <= days <= 84:
        raise ValueError(f"the horizon is 7 to 84 days, not {days}")
    if load not in START_LOAD:
        raise ValueError(f"load is easy, normal or tight, not {load!r}")
    if interim_beds < 0:
        raise ValueError(f"interim beds are 0 or more, not {interim_beds}")
    return Sizes(people, days, load, first_day)


def _name(sizes: Sizes, seed: int, interim_beds: int) -> str:
    interim = f"-interim-{interim_beds}" if interim_beds else ""
    if (sizes.people, sizes.days, sizes.load, seed, sizes.first_day) == (
        131,
        28,
        "normal",
        7,
        FIRST_DAY,
    ):
        return f"derby{interim}"
    return f"{sizes.people}-people-{sizes.days}-days-{sizes.load}-{seed}{interim}"


def _triage_slots(arrivals_per_day: float, sizes: Sizes) -> tuple[TriageSlots, ...]:
    """More than arrive on weekdays, fewer at the weekend."""
    last = date.fromordinal(sizes.first_day.toordinal() + sizes.days - 1)
    weekday = max(1, round(SLOTS_OVER_ARRIVALS["weekday"] * arrivals_per_day + 0.5))
    weekend = max(1, round(SLOTS_OVER_ARRIVALS["weekend"] * arrivals_per_day))
    return (
        TriageSlots(
            first_day=sizes.first_day,
            last_day=last,
            weekdays=("mon", "tue", "wed", "thu", "fri"),
            slots=weekday,
        ),
        TriageSlots(
            first_day=sizes.first_day, last_day=last, weekdays=("sat", "sun"), slots=weekend
        ),
    )
