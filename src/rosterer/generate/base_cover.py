"""How much care do existing clients need in each sector and band?"""

from datetime import timedelta

import numpy as np

from rosterer.generate.area import Area
from rosterer.generate.flow import Series
from rosterer.generate.sizes import BASE_SHARE, Sizes
from rosterer.generate.supply import BAND_IDS, Supply
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.time import Weekday

LEAST_VISIT = 30
"""Minutes: a shorter piece of a round is not worth the journey (NICE NG21: visits of at least 30
minutes).
"""
LEAST_SHARE, MOST_SHARE = 0.35, 0.72
"""Of a band's supply that base cover takes."""
NIGHT_SHARE, NIGHT_SECTORS = 0.25, 0.06
SENIOR_SECTORS, NURSE_SECTORS, THERAPY_SECTORS = 0.08, 0.03, 0.06
"""Sectors with a visit that needs the skill, over all sectors (assumed)."""
LEAST_LOCAL = 10
"""Minutes of the skill on an average day, spread evenly over everybody's reach, below which a
sector gets no such visit.
"""
FOLLOW_UP_MINUTES_PER_PERSON = 1.5
"""Follow-up calls a weekday, for each member of the bank (assumed)."""
WEEKDAYS_ONLY: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")


def band_shares(supply: Supply, package_bands: Series, target: float) -> Series:
    """Base care by band so that base and packages together load the bands alike, as far as base
    cover may bend.

    Parameters
    ----------
    package_bands
        Share of the care of packages in each band.
    target
        Offered load over capacity.
    """
    capacity = supply.by_place.sum(axis=0) / (1 + supply.travel_share)
    packages = (target - BASE_SHARE) * capacity.sum() * package_bands
    wanted = np.clip(target * capacity - packages, LEAST_SHARE * capacity, MOST_SHARE * capacity)
    night = BAND_IDS.index("night")
    wanted[night] = NIGHT_SHARE * capacity[night]
    day = np.arange(len(BAND_IDS)) != night
    wanted[day] *= (BASE_SHARE * capacity.sum() - wanted[night]) / wanted[day].sum()
    return np.asarray(wanted)


def place_minutes(supply: Supply, by_band: Series) -> Series:
    """Minutes for each sector and band in proportion to the supply within reach; pieces too short
    are left to other sectors.
    """
    minutes = np.zeros_like(supply.by_place)
    for band, total in enumerate(by_band):
        weight = supply.by_place[:, band].copy()
        if weight.sum() <= 0 or total < LEAST_VISIT / 2:
            continue
        for _ in range(len(weight)):
            share = total * weight / weight.sum()
            short = (share < LEAST_VISIT) & (weight > 0)
            if not short.any() or (weight > 0).sum() == 1:
                break
            weight[int(np.argmin(np.where(weight > 0, share, np.inf)))] = 0
        minutes[:, band] = total * weight / weight.sum()
    return minutes


def base_cover(supply: Supply, area: Area, package_bands: Series, sizes: Sizes) -> list[Cover]:
    """Rows of base cover; together they take the share ``BASE_SHARE`` of the capacity."""
    last_day = sizes.first_day + timedelta(days=sizes.days - 1)
    by_band = band_shares(supply, package_bands, sizes.target)
    night = BAND_IDS.index("night")
    rows: list[Cover] = []

    def add(
        place: int,
        band: str,
        skill: str,
        minutes: float,
        weekdays: tuple[Weekday, ...] = (),
        carers: int = 1,
    ) -> None:
        rows.append(
            Cover(
                place=area.sectors[place].place,
                band=band,
                skill=skill,
                first_day=sizes.first_day,
                last_day=last_day,
                weekdays=weekdays,
                minutes=round(minutes),
                carers=2 if carers == 2 else 1,
            )
        )

    special = _special_visits(supply, area, sizes)
    taken = np.zeros(len(BAND_IDS))
    for place, band, skill, weekdays in special:
        add(place, BAND_IDS[band], skill, LEAST_VISIT, weekdays)
        taken[band] += LEAST_VISIT * (len(weekdays) or 7) / 7
    pairs = max(1, round(NIGHT_SECTORS * len(area.sectors)))
    if by_band[night] / 2 >= LEAST_VISIT:
        places = [int(k) for k in np.argsort(-supply.by_place[:, night], kind="stable")[:pairs]]
        places = places[: max(1, int(by_band[night] / 2 // LEAST_VISIT))]
        for place in places:
            add(place, "night", "care", by_band[night] / 2 / len(places), carers=2)
    by_band = np.maximum(0, by_band - taken)
    by_band[night] = 0
    minutes = place_minutes(supply, by_band)
    for place, band in zip(*np.nonzero(minutes), strict=True):
        add(int(place), BAND_IDS[band], "care", float(minutes[place, band]))
    return rows


def _special_visits(
    supply: Supply, area: Area, sizes: Sizes
) -> list[tuple[int, int, str, tuple[Weekday, ...]]]:
    """Visits where most of those who have the skill can come: medication in the morning and at tea,
    nursing in the morning, therapy at lunch and follow-up calls at tea on weekdays.
    """
    visits: list[tuple[int, int, str, tuple[Weekday, ...]]] = []
    none = np.zeros_like(supply.by_place)
    wanted: tuple[tuple[str, str, float, tuple[Weekday, ...]], ...] = (
        ("senior", "morning", SENIOR_SECTORS, ()),
        ("senior", "tea", SENIOR_SECTORS / 2, ()),
        ("nurse", "morning", NURSE_SECTORS, ()),
        ("therapy", "lunch", THERAPY_SECTORS, WEEKDAYS_ONLY),
        (
            "care",
            "tea",
            FOLLOW_UP_MINUTES_PER_PERSON * sizes.people / LEAST_VISIT / len(area.sectors),
            WEEKDAYS_ONLY,
        ),
    )
    for skill, band, share, weekdays in wanted:
        number = BAND_IDS.index(band)
        local = (supply.by_place if skill == "care" else supply.by_skill.get(skill, none))[
            :, number
        ]
        best = [int(k) for k in np.argsort(-local, kind="stable") if local[k] >= LEAST_LOCAL]
        for place in best[: round(share * len(area.sectors))]:
            visits.append((place, number, skill, weekdays))
    return visits
