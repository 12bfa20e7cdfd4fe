"""Who is in care, who waits and who is expected in the shire, so that the load is met?"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from rosterer.generate.shire.options import OFFERS, WAYS, survives
from rosterer.generate.sizes import START_LOAD, TARGET_LOAD, WAITING_PER_PERSON, Load
from rosterer_models.matrix.model import Floats
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.referral import (
    ArrivalClass,
    Barrier,
    Occupant,
    Referral,
    Stage,
)
from rosterer_models.vocabulary.time import date_of

WHERE_SHARES, PRIORITY_SHARES = (0.7, 0.2, 0.1), (0.2, 0.6, 0.2)
UNTRIAGED_SHARE, BARRIER_SHARE = 0.2, 0.15
MOST_PACKAGES = 4.0
"""People at home with care for each member of the bank, at the most."""
CLASSES_PER_SECTOR = 0.5


@dataclass(frozen=True)
class Homes:
    """Where people live: more of them where more can come."""

    sectors: list[str]
    shares: Floats

    def draw(self, rng: np.random.Generator) -> str:
        """A sector."""
        return self.sectors[int(rng.choice(len(self.sectors), p=self.shares))]


@dataclass(frozen=True)
class Demand:
    """The tables of those who are cared for, wait, or are expected."""

    census: tuple[Occupant, ...]
    referrals: tuple[Referral, ...]
    barriers: tuple[Barrier, ...]
    expected: tuple[ArrivalClass, ...]
    arrivals_per_day: float


def minutes_by_day(way: tuple[Stage, ...], days: int, age: int = 0) -> Floats:
    """Expected minutes at home a day, all carers and bands, of one person whose first stage is so
    old.
    """
    found, starts = np.zeros(days), np.eye(1, days)[0]
    for number, stage in enumerate(way):
        since = age if number == 0 else 0
        first = survives(stage, since) or 1.0
        lasts = np.array([survives(stage, since + d) / first for d in range(days + 1)])
        present = np.convolve(starts, lasts[:days])[:days]
        if stage.setting == "home":
            found += present * stage.carers * sum(stage.minutes.values())
        starts = np.convolve(starts, np.concatenate([[0.0], lasts[:-2] - lasts[1:-1]]))[:days]
    return found


def draw_demand(
    rng: np.random.Generator,
    people: int,
    days: int,
    load: Load,
    first_day: date,
    homes: Homes,
    units: tuple[Unit, ...],
    care: float,
    base: float,
) -> Demand:
    """Beds full on the first day, packages up to the load at the start, and arrivals for the rest.

    Parameters
    ----------
    care
        Minutes that the bank can give a day, travel taken off.
    base
        Minutes of base cover a day.
    """
    census, asked = list[Occupant](), np.full(days, base)
    for unit in units:
        for _ in range(unit.beds):
            occupant, way = _in_bed(rng, unit, len(census), first_day, homes)
            census.append(occupant)
            asked += minutes_by_day(way, days, (first_day - occupant.started).days)
    while asked[0] < START_LOAD[load] * care and len(census) < MOST_PACKAGES * people:
        occupant, way = _at_home(rng, len(census), first_day, homes)
        census.append(occupant)
        asked += minutes_by_day(way, days, (first_day - occupant.started).days)
    referrals, barriers = list[Referral](), list[Barrier]()
    for number in range(max(2, round(WAITING_PER_PERSON[load] * people))):
        row = _referral(rng, number, first_day, homes)
        referrals.append(row)
        ready = max(0, (row.ready - first_day).days)
        asked[ready:] += minutes_by_day(WAYS[row.options[0]], days)[: days - ready]
        if rng.random() < BARRIER_SHARE:
            clears = date_of(first_day, ready + int(rng.integers(1, 8)))
            barriers.append(Barrier(referral=row.referral, barrier="equipment", clears=clears))
    shares = np.array([share for _, share in OFFERS])
    each = sum(
        share / shares.sum() * sum(_asked_by(offer[0], days, t).mean() for t in range(2, days))
        for offer, share in OFFERS
    )
    rate = max(0.2, (TARGET_LOAD[load] * care - float(asked.mean())) / max(1.0, float(each)))
    return Demand(
        tuple(census),
        tuple(referrals),
        tuple(barriers),
        _expected(rng, rate, days, first_day, homes),
        rate,
    )


def _asked_by(option: str, days: int, start: int) -> Floats:
    found = np.zeros(days)
    found[start:] = minutes_by_day(WAYS[option], days)[: days - start]
    return found


def _in_bed(
    rng: np.random.Generator, unit: Unit, number: int, first_day: date, homes: Homes
) -> tuple[Occupant, tuple[Stage, ...]]:
    stages = [s for way in WAYS.values() for s in way if s.setting == unit.kind]
    stage = stages[int(rng.integers(len(stages)))]
    age = int(rng.integers(0, stage.days or 8))
    occupant = Occupant(
        occupant=f"o{number + 1:04d}",
        option=stage.option,
        stage=stage.stage,
        unit=unit.unit,
        home=homes.draw(rng),
        started=date_of(first_day, -age),
    )
    return occupant, WAYS[stage.option][stage.stage - 1 :]


def _at_home(
    rng: np.random.Generator, number: int, first_day: date, homes: Homes
) -> tuple[Occupant, tuple[Stage, ...]]:
    stages = [s for way in WAYS.values() for s in way if s.setting == "home"]
    stage = stages[int(rng.integers(len(stages)))]
    age = int(rng.integers(0, stage.days or 8))
    until = age + int(rng.integers(1, 15)) if rng.random() < 0.2 else None
    occupant = Occupant(
        occupant=f"o{number + 1:04d}",
        option=stage.option,
        stage=stage.stage,
        home=homes.draw(rng),
        started=date_of(first_day, -age),
        until=None if until is None else date_of(first_day, until - age),
    )
    return occupant, WAYS[stage.option][stage.stage - 1 :]


def _offer(rng: np.random.Generator) -> tuple[str, ...]:
    shares = np.array([share for _, share in OFFERS])
    return OFFERS[int(rng.choice(len(OFFERS), p=shares / shares.sum()))][0]


def _referral(rng: np.random.Generator, number: int, first_day: date, homes: Homes) -> Referral:
    referred = -int(rng.integers(0, 6))
    ready = referred + int(rng.integers(0, 5))
    return Referral.model_validate(
        {
            "referral": f"r{number + 1:04d}",
            "home": homes.draw(rng),
            "where": str(rng.choice(("acute", "community", "home"), p=WHERE_SHARES)),
            "referred": date_of(first_day, referred),
            "ready": date_of(first_day, ready),
            "priority": int(rng.choice((1, 2, 3), p=PRIORITY_SHARES)),
            "triaged": bool(rng.random() >= UNTRIAGED_SHARE),
            "options": _offer(rng),
        }
    )


def _expected(
    rng: np.random.Generator, rate: float, days: int, first_day: date, homes: Homes
) -> tuple[ArrivalClass, ...]:
    count = max(1, round(CLASSES_PER_SECTOR * len(homes.sectors)))
    weights = rng.dirichlet(np.full(count, 3.0))
    rows = []
    for number, weight in enumerate(weights):
        common: dict[str, object] = {
            "arrival_class": f"c{number + 1:03d}",
            "home": homes.draw(rng),
            "where": str(rng.choice(("acute", "community"), p=(0.8, 0.2))),
            "priority": int(rng.choice((1, 2, 3), p=PRIORITY_SHARES)),
            "options": _offer(rng),
            "first_day": date_of(first_day, 2),
            "last_day": date_of(first_day, days - 1),
        }
        for weekdays, part in ((("mon", "tue", "wed", "thu", "fri"), 1.2), (("sat", "sun"), 0.5)):
            amount = round(float(rate * weight * part), 4)
            rows.append(
                ArrivalClass.model_validate({**common, "weekdays": weekdays, "amount": amount})
            )
    return tuple(rows)
