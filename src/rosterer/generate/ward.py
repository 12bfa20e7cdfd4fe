"""What does a ward look like: nurses on contracts without lines, one unit, nowhere to travel?

Nothing of it is calibrated on published figures but the terms of work; it is there so that a method
can be tried where rosters are free and there is no geography.
"""

from datetime import date

import numpy as np

from rosterer.generate.names import display_name
from rosterer.generate.quota import quota
from rosterer.generate.sizes import TARGET_LOAD, Load, Sizes
from rosterer.generate.terms import EMPLOYERS
from rosterer.generate.time_off import absent_days, draw_absences, draw_requests
from rosterer_models.library.holidays import bank_holidays
from rosterer_models.library.patterns import BANDS, SHIFTS
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Absence, Person, Request, Skill, Team
from rosterer_models.vocabulary.place import Place, Unit
from rosterer_models.vocabulary.settings import Limits

HOURS_SHARES = ((37.5, 0.5), (30.0, 0.25), (22.5, 0.25))
"""Contract hours a week → part of the nurses (assumed)."""
SENIOR_SHARE, NIGHTS_SHARE, OVERTIME_SHARE = 0.25, 0.8, 0.2
"""Who can lead a shift, who works nights, who has agreed to overtime (assumed)."""
HEADS = {"morning": 1.0, "lunch": 1.0, "tea": 0.9, "bed": 0.7, "night": 0.6}
"""Nurses in a band, in times of those in the morning; four in five of them at the weekend."""
WEEKEND = 0.8
BAND_HOURS = 8
WEEKDAYS, WEEKEND_DAYS = ("mon", "tue", "wed", "thu", "fri"), ("sat", "sun")


def generate_ward(people: int, days: int, load: Load, seed: int, first_day: date) -> Case:
    """A case of a ward; arguments as for ``generate``.

    The load is the hours of nurses that the unit asks for, over contract hours less absence.
    """
    sizes = Sizes(people, days, load, first_day)
    who, when = (
        np.random.default_rng(child)
        for child in np.random.SeedSequence([seed, people, days, 2]).spawn(2)
    )
    nurses = _nurses(who, people)
    absences: list[Absence] = []
    requests: list[Request] = []
    hours = 0.0
    for nurse in nurses:
        rows = [row for row in draw_absences(when, nurse, sizes) if row.last_day >= first_day]
        away = absent_days(rows, first_day)
        absences += rows
        requests += draw_requests(when, nurse, away, {}, sizes)
        hours += nurse.contract_hours / 7 * (days - sum(0 <= day < days for day in away))
    return Case(
        name=f"ward-{people}-people-{days}-days-{load}-{seed}",
        note="Synthetic: made by the generator; no real person's data.",
        first_day=first_day,
        days=days,
        holidays=bank_holidays(first_day, days),
        limits=Limits(balance_band_hours=BAND_HOURS),
        employers=tuple(row for row in EMPLOYERS if row.employer == "trust"),
        teams=(Team(team="ward", name="Ward"),),
        skills=(Skill(skill="nurse"), Skill(skill="lead", covers=("nurse",))),
        people=nurses,
        absences=tuple(absences),
        requests=tuple(requests),
        bands=BANDS,
        shifts=SHIFTS,
        places=(Place(place="hospital", kind="hospital", easting=0, northing=0),),
        units=(Unit(unit="ward", name="Ward", place="hospital", kind="team", skill="nurse"),),
        cover=_cover(TARGET_LOAD[load] * hours, sizes),
    )


def _nurses(rng: np.random.Generator, people: int) -> tuple[Person, ...]:
    hours = quota(rng, HOURS_SHARES, people)
    leads = quota(rng, ((True, SENIOR_SHARE), (False, 1 - SENIOR_SHARE)), people)
    nights = quota(rng, ((True, NIGHTS_SHARE), (False, 1 - NIGHTS_SHARE)), people)
    overtime = quota(rng, ((True, OVERTIME_SHARE), (False, 1 - OVERTIME_SHARE)), people)
    return tuple(
        Person(
            person=f"n{number + 1:03d}",
            name=display_name(rng),
            employer="trust",
            team="ward",
            grade="6" if leads[number] else "5",
            skills=("lead",) if leads[number] else ("nurse",),
            home="hospital",
            kind="contract",
            contract_hours=hours[number],
            nights=nights[number],
            overtime=overtime[number],
            overtime_percent=100 if overtime[number] and hours[number] < 37.5 else None,
            balance_hours=round(2 * float(rng.normal(0, 3))) / 2,
        )
        for number in range(people)
    )


def _cover(hours: float, sizes: Sizes) -> tuple[Cover, ...]:
    """Heads by band, weekdays and weekend, that come to so many hours; a lead in every band."""
    length = {band.band: band.minutes / 60 for band in BANDS}
    a_day = sum(HEADS[band] * length[band] for band in HEADS)
    weekdays = [(sizes.first_day.weekday() + day) % 7 for day in range(sizes.days)]
    whole_days = sum(WEEKEND if weekday > 4 else 1.0 for weekday in weekdays)
    morning = hours / a_day / whole_days
    last = date.fromordinal(sizes.first_day.toordinal() + sizes.days - 1)
    rows = []
    for days, part in ((WEEKDAYS, 1.0), (WEEKEND_DAYS, WEEKEND)):
        for band, share in HEADS.items():
            heads = max(1, round(morning * part * share))
            for skill, number in (("nurse", heads), ("lead", 1)):
                rows.append(
                    Cover(
                        unit="ward",
                        band=band,
                        skill=skill,
                        first_day=sizes.first_day,
                        last_day=last,
                        weekdays=days,
                        heads=number,
                    )
                )
    return tuple(rows)
