"""How is a whole case of the shire put together?"""

from datetime import date

import numpy as np

from rosterer.generate.area import Area, area_around
from rosterer.generate.shire.demand import Homes, draw_demand
from rosterer.generate.shire.options import stages, stay_points
from rosterer.generate.shire.staff import Bank, draw_bank
from rosterer.generate.shire.terms import BANDS, EMPLOYERS, SHIFTS, SKILLS
from rosterer.generate.sizes import Load
from rosterer_models.library.holidays import bank_holidays
from rosterer_models.matrix.model import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.person import Person, Team
from rosterer_models.vocabulary.place import Closure, Place, Unit
from rosterer_models.vocabulary.settings import Limits, Tail
from rosterer_models.vocabulary.time import date_of

TOWNS = ("HR1 2", "LN5 8", "TA1 1", "IP33 1", "SY1 1", "DT1 1")
"""Where a shire may have its centre."""
SECTORS_PER_PERSON, MOST_SECTORS, PEOPLE_PER_HUB, MOST_HUBS = 0.3, 160, 40, 6
BEDS_PER_PERSON = {"hub": 0.16, "ward": 0.07, "flat": 0.06}
NARROW, WIDE = (4, 20), (12, 50)
"""Nearest places and minutes that a round reaches."""
TRAVEL_SHARE, BASE_SHARE, UNIT_SHARE = 0.3, 0.5, 0.25
"""Of contact time: what travel takes on average, base cover, and heads in units (assumed)."""
PAIR_EVERY, NURSE_EVERY = 6, 8
"""One sector in so many has visits by two, or by a nurse."""


def generate_shire(people: int, days: int, load: Load, seed: int, first_day: date) -> Case:
    """A case of the shire; arguments as for :func:`rosterer.generate.generate`."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, people, days, 2]))
    nearest, reach = WIDE if rng.random() < 0.5 else NARROW
    limits = Limits(
        nearest_places=nearest,
        reach_minutes=reach,
        commute_minutes=60,
        places_per_duty=int(rng.integers(1, 4)),
        piece_minutes=int(rng.choice((15, 30))),
        stage_wait_days=5,
        float_spacing_days=int(rng.choice((3, 7))),
    )
    centre = TOWNS[int(rng.integers(len(TOWNS)))]
    count = max(3, min(MOST_SECTORS, round(SECTORS_PER_PERSON * people)))
    area = area_around(centre, count, limits)
    hubs = _hubs(area, people)
    units = _units(rng, people, hubs)
    sectors = [place.place for place in area.sectors]
    bank = draw_bank(rng, people, days, first_day, sectors, [hub.place for hub in hubs])
    everybody = _supply(bank.people, bank, (*area.sectors, *hubs), limits)
    nurses = tuple(person for person in bank.people if "nurse" in person.skills)
    of_nurses = _supply(nurses, bank, (*area.sectors, *hubs), limits)
    care = float(sum(given.sum() for given in everybody.values()))
    cover = _cover(rng, everybody, of_nurses, sectors, units, first_day, days)
    base = sum(r.minutes * r.carers for r in cover if r.place is not None)
    where = Homes(sectors, np.sum(list(everybody.values()), axis=0) / care)
    demand = draw_demand(rng, people, days, load, first_day, where, units, care, base)
    last_day = date_of(first_day, days - 1)
    teams = sorted({person.team for person in bank.people})
    return Case(
        name=f"shire-{people}-people-{days}-days-{load}-{seed}",
        note="Synthetic: a made-up shire; no real person's data.",
        first_day=first_day,
        days=days,
        holidays=bank_holidays(first_day, days),
        limits=limits,
        tail=Tail(hours_per_week=round(7 * (care - base) / 60)),
        employers=EMPLOYERS,
        teams=tuple(Team(team=team) for team in teams),
        skills=SKILLS,
        people=bank.people,
        absences=bank.absences,
        requests=bank.requests,
        availability=bank.availability,
        bands=BANDS,
        shifts=SHIFTS,
        patterns=bank.patterns,
        places=(*area.sectors, *hubs),
        cover=cover,
        units=units,
        closures=_closures(units, first_day, days),
        triage=(
            TriageSlots(
                first_day=first_day,
                last_day=last_day,
                slots=max(1, round(1.3 * demand.arrivals_per_day + 1)),
            ),
        ),
        options=stages(),
        stays=stay_points(),
        referrals=demand.referrals,
        barriers=demand.barriers,
        expected=demand.expected,
        census=demand.census,
    )


def _hubs(area: Area, people: int) -> tuple[Place, ...]:
    count = max(1, min(MOST_HUBS, round(people / PEOPLE_PER_HUB), len(area.sectors)))
    return tuple(
        Place(
            place=f"base-{number + 1}",
            kind="hub",
            easting=area.sectors[k].easting + 150,
            northing=area.sectors[k].northing,
        )
        for number, k in enumerate(area.spread_sites(count))
    )


def _units(rng: np.random.Generator, people: int, hubs: tuple[Place, ...]) -> tuple[Unit, ...]:
    def beds(kind: str, over: int = 1) -> int:
        return max(2, round(BEDS_PER_PERSON[kind] * people / over))

    day = ("early", "forenoon", "noon", "afternoon", "evening")
    found = [
        Unit(
            unit=f"hub-{number + 1}",
            place=hub.place,
            kind="hub",
            beds=beds("hub", len(hubs)),
            skill="care",
            min_staff=dict.fromkeys((*day, "night"), 1),
            beds_per_staff={**dict.fromkeys(day, 5.5), "night": 9},
            admissions={"all": int(rng.integers(2, 5)), "sun": 1},
            longest_stay=30,
        )
        for number, hub in enumerate(hubs)
    ]
    found.append(
        Unit(
            unit="ward",
            place=hubs[0].place,
            kind="ward",
            beds=beds("ward"),
            skill="medicines",
            min_staff=dict.fromkeys(("early", "night"), 1),
            beds_per_staff=dict.fromkeys(day, 7),
        )
    )
    found += [
        Unit(unit=f"flat-{n + 1}", place=hubs[n].place, kind="flat", beds=beds("flat", 2))
        for n in range(min(2, len(hubs)))
    ]
    return tuple(found)


def _closures(units: tuple[Unit, ...], first_day: date, days: int) -> tuple[Closure, ...]:
    first, last = date_of(first_day, days // 3), date_of(first_day, days // 3 + 2)
    return (
        Closure(unit=units[0].unit, first_day=first, last_day=last, beds=1),
        Closure(unit="ward", first_day=first, last_day=last, admissions=False),
    )


def _supply(
    people: tuple[Person, ...], bank: Bank, places: tuple[Place, ...], limits: Limits
) -> dict[str, Floats]:
    """Band → sectors: minutes face to face that rounds can give there on an average day, if each
    person is shared out evenly over those within reach.
    """
    at = np.array([(place.easting, place.northing) for place in places], dtype=float)
    is_sector = np.array([place.kind == "sector" for place in places])
    number = {place.place: k for k, place in enumerate(places)}
    part = (1 - UNIT_SHARE) / (1 + TRAVEL_SHARE)
    found = {band.band: np.zeros(int(is_sector.sum())) for band in BANDS}
    for person in people:
        away = np.hypot(*(at[is_sector] - at[number[person.home]]).T) * limits.detour
        pace = limits.drive_metres_per_minute if person.mobile else limits.walk_metres_per_minute
        nearest = np.argsort(away, kind="stable")[: limits.nearest_places]
        near = nearest[(away[nearest] <= limits.reach_minutes * pace) | (away[nearest] == 0)]
        for band, minutes in bank.minutes[person.person].items():
            if len(near):
                found[band][near] += part * minutes / len(near)
    return found


def _cover(
    rng: np.random.Generator,
    supply: dict[str, Floats],
    of_nurses: dict[str, Floats],
    sectors: list[str],
    units: tuple[Unit, ...],
    first_day: date,
    days: int,
) -> tuple[Cover, ...]:
    """Base cover where somebody can come, visits by two and by nurses in some sectors, and somebody
    who may give medicines on each hub in the early band.
    """
    span = {"first_day": first_day, "last_day": date_of(first_day, days - 1)}
    rows = []
    for band, given in supply.items():
        wanted = BASE_SHARE * given * rng.uniform(0.6, 1.4, len(sectors))
        for k, (sector, asked) in enumerate(zip(sectors, wanted.tolist(), strict=True)):
            minutes = round(asked / 5) * 5
            if minutes < 10:
                continue
            carers = 2 if k % PAIR_EVERY == 0 and band in ("early", "evening", "night") else 1
            for_nurse = k % NURSE_EVERY == 1 and carers == 1 and of_nurses[band][k] >= minutes
            skill = "nurse" if for_nurse else "care"
            rows.append(
                Cover.model_validate(
                    {"place": sector, "band": band, "skill": skill, "carers": carers}
                    | {"minutes": minutes // carers}
                    | span
                )
            )
    rows += [
        Cover.model_validate(
            {"unit": unit.unit, "band": "early", "skill": "medicines", "heads": 1} | span
        )
        for unit in units
        if unit.kind == "hub"
    ]
    return tuple(rows)
