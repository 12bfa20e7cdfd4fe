"""Who is in a bed or a package on the first day, and who waits for one?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rosterer.generate.flow import Path, Series, path_of
from rosterer.generate.quota import quota
from rosterer.generate.service import Service
from rosterer.generate.sizes import START_OCCUPANCY, Sizes
from rosterer.generate.stays import survival
from rosterer.generate.supply import BAND_IDS
from rosterer_models.vocabulary.referral import Barrier, Occupant, Referral
from rosterer_models.vocabulary.time import date_of

HOME_MIX = (("home-small", 0.35), ("home-medium", 0.40), ("home-large", 0.15), ("home-pair", 0.10))
"""First choices among those who go straight home (assumed; the 4-visit package is the usual one).
"""
WAITING_MIX = (
    ("home", 0.62),
    ("hub-home", 0.18),
    ("community-home", 0.08),
    ("care-home", 0.06),
    ("respite-home", 0.06),
)
"""Pathways 60:23:17 (BNSSG 2022), with some of pathway 3 waiting elsewhere."""
KNOWN_END_SHARE = 0.3
UNTRIAGED_SHARE, BARRIER_SHARE, NEW_SHARE = 0.2, 0.2, 0.15
OLDEST_DAYS = 42
ALTERNATIVES: dict[str, tuple[tuple[str, float], ...]] = {
    "home-small": (("hub-home", 0.3),),
    "home-medium": (("hub-home", 0.5), ("respite-home", 0.1)),
    "home-large": (("hub-home", 0.6), ("live-in", 0.1)),
    "home-pair": (("hub-home", 0.5), ("live-in", 0.15)),
    "hub-home": (("community-home", 0.5), ("home-large", 0.3)),
    "community-home": (("hub-home", 0.6),),
    "respite-home": (("home-medium", 1.0), ("hub-home", 0.3)),
    "care-home": (("live-in", 0.1),),
}
"""What triage may allow besides, and how often (assumed)."""
HOME_BARRIERS, OTHER_BARRIERS = (
    ("housing", "equipment", "key-safe"),
    ("family-meeting", "benefits", "medication"),
)
"""What keeps somebody from going home but not from a bed, and what keeps them from either."""


@dataclass(frozen=True)
class Waiting:
    """Census and referrals of the first day."""

    census: tuple[Occupant, ...]
    referrals: tuple[Referral, ...]
    barriers: tuple[Barrier, ...]


def allowed_options(rng: np.random.Generator, first: str, service: Service) -> tuple[str, ...]:
    """The first choice and what triage allows besides."""
    offered = {stage.option for stage in service.stages}
    others = [option for option, share in ALTERNATIVES[first] if rng.random() < share]
    return (first, *(option for option in others if option in offered))


def add_path(
    path: Path, start: int, care: Series, beds: dict[str, Series], amount: float = 1.0
) -> None:
    """Add what one path uses from a day of the horizon on."""
    days = len(care)
    if start >= days:
        return
    care[start:] += amount * path.care[: days - start]
    for kind, presence in path.beds.items():
        beds.setdefault(kind, np.zeros(days))[start:] += amount * presence[: days - start]


def _age(rng: np.random.Generator, service: Service, option: str, stage: int = 1) -> int:
    """Days since the start, as found in a service in its steady state: in proportion to those still
    there.
    """
    lasts = np.array(survival(service.stages_of(option)[stage - 1], OLDEST_DAYS + 1))
    lasts[0] = 0.0
    return int(rng.choice(len(lasts), p=lasts / lasts.sum()))


def _known_end(rng: np.random.Generator, service: Service, option: str, age: int) -> int:
    """Days until a known end: drawn from the stays that have lasted so long."""
    lasts = np.array(survival(service.stages_of(option)[0], 120))[age:]
    return 1 + int(np.searchsorted(-lasts[1:] / lasts[0], -rng.random()))


def draw_bed_census(
    rng: np.random.Generator, service: Service, homes: Series, sectors: list[str], sizes: Sizes
) -> list[Occupant]:
    """People in the beds on day 0."""
    option_of = {
        stage.setting: stage.option
        for stage in service.stages
        if stage.stage == 1 and stage.setting != "home"
    }
    rows: list[Occupant] = []
    for unit in service.units:
        for number in range(round(START_OCCUPANCY[sizes.load] * unit.beds)):
            option = option_of[unit.kind]
            age = _age(rng, service, option)
            goes_home = len(service.stages_of(option)) > 1
            known = service.stages_of(option)[0].days is None and rng.random() < KNOWN_END_SHARE
            until = (
                date_of(sizes.first_day, _known_end(rng, service, option, age)) if known else None
            )
            rows.append(
                Occupant(
                    occupant=f"{unit.unit}-{number + 1:03d}",
                    option=option,
                    unit=unit.unit,
                    home=sectors[int(rng.choice(len(sectors), p=homes))] if goes_home else None,
                    started=date_of(sizes.first_day, -age),
                    until=until,
                )
            )
    return rows


def draw_home_census(
    rng: np.random.Generator,
    service: Service,
    homes: Series,
    sectors: list[str],
    minutes: float,
    sizes: Sizes,
) -> list[Occupant]:
    """People with a package on day 0, until their care that day reaches so many minutes."""
    rows: list[Occupant] = []
    total = 0.0
    options = [option for option, _ in HOME_MIX]
    shares = np.array([share for _, share in HOME_MIX])
    while True:
        option = options[int(rng.choice(len(options), p=shares))]
        age = _age(rng, service, option)
        until = _known_end(rng, service, option, age) if rng.random() < KNOWN_END_SHARE else None
        total += float(path_of(service.stages_of(option), BAND_IDS, 1, age, until).care.sum())
        if total > minutes:
            return rows
        rows.append(
            Occupant(
                occupant=f"package-{len(rows) + 1:04d}",
                option=option,
                home=sectors[int(rng.choice(len(sectors), p=homes))],
                started=date_of(sizes.first_day, -age),
                until=date_of(sizes.first_day, until) if until is not None else None,
            )
        )


def census_use(
    service: Service, census: list[Occupant], sizes: Sizes
) -> tuple[Series, dict[str, Series]]:
    """Expected care (days × bands) and occupied beds of a census in the horizon."""
    care, beds = np.zeros((sizes.days, len(BAND_IDS))), dict[str, Series]()
    for occupant in census:
        age = (sizes.first_day - occupant.started).days
        until = (occupant.until - sizes.first_day).days if occupant.until else None
        add_path(
            path_of(service.stages_of(occupant.option), BAND_IDS, sizes.days, age, until),
            0,
            care,
            beds,
        )
    return care, beds


def draw_referrals(
    rng: np.random.Generator, service: Service, homes: Series, sectors: list[str], sizes: Sizes
) -> tuple[list[Referral], list[Barrier]]:
    """The waiting list on day 0, and those of the first two days whose dates are known."""
    offered = {stage.option for stage in service.stages} | {"home"}
    mix = tuple((kind, share) for kind, share in WAITING_MIX if kind in offered)
    firsts = quota(rng, mix, sizes.waiting)
    straight_home = iter(quota(rng, HOME_MIX, firsts.count("home")))
    priorities = quota(rng, (("1", 0.2), ("2", 0.6), ("3", 0.2)), sizes.waiting)
    referrals: list[Referral] = []
    barriers: list[Barrier] = []
    for number, (kind, priority) in enumerate(zip(firsts, priorities, strict=True), start=1):
        first = next(straight_home) if kind == "home" else kind
        if rng.random() < NEW_SHARE:
            referred = int(rng.integers(0, 2))
            ready = referred + int(rng.integers(0, 5))
        else:
            referred = -int(rng.integers(1, 8))
            ready = referred + int(rng.integers(0, 4))
        ready = min(ready, sizes.days - 1)
        name = f"r{number:04d}"
        referrals.append(
            Referral(
                referral=name,
                home=sectors[int(rng.choice(len(sectors), p=homes))],
                where=_where(rng),
                referred=date_of(sizes.first_day, min(referred, ready)),
                ready=date_of(sizes.first_day, ready),
                priority=1 if priority == "1" else 2 if priority == "2" else 3,
                triaged=bool(rng.random() >= UNTRIAGED_SHARE),
                options=allowed_options(rng, first, service),
            )
        )
        if rng.random() < BARRIER_SHARE or first == "respite-home":
            barriers.append(_barrier(rng, referrals[-1], max(0, ready), sizes))
    return referrals, barriers


def _where(rng: np.random.Generator) -> Literal["acute", "community", "home"]:
    point = rng.random()
    return "acute" if point < 0.8 else "community" if point < 0.92 else "home"


def _barrier(rng: np.random.Generator, referral: Referral, ready: int, sizes: Sizes) -> Barrier:
    """Something that clears within the horizon; what is wrong with the home blocks the options that
    start there.
    """
    at_home = tuple(
        option for option in referral.options if option.startswith("home") or option == "live-in"
    )
    is_home = bool(at_home) and (referral.options[0] == "respite-home" or rng.random() < 0.7)
    names = HOME_BARRIERS if is_home else OTHER_BARRIERS
    clears = min(sizes.days - 1, ready + int(rng.integers(2, 15)))
    return Barrier(
        referral=referral.referral,
        barrier=names[int(rng.integers(len(names)))],
        clears=date_of(sizes.first_day, clears),
        blocks=at_home if is_home and at_home != referral.options else (),
    )


def referral_use(
    service: Service, referrals: list[Referral], sizes: Sizes
) -> tuple[Series, dict[str, Series]]:
    """Expected care and occupied beds if every referral starts its first option as soon as it is
    ready.
    """
    care, beds = np.zeros((sizes.days, len(BAND_IDS))), dict[str, Series]()
    paths: dict[str, Path] = {}
    for referral in referrals:
        first = referral.options[0]
        if first not in paths:
            paths[first] = path_of(service.stages_of(first), BAND_IDS, sizes.days)
        add_path(paths[first], max(0, (referral.ready - sizes.first_day).days), care, beds)
    return care, beds
