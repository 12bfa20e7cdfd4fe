"""Small cases with options of several stages, drawn: known lengths and curves, units to choose
from, waits, closures, slots, two carers, and a tail that is short for them.
"""

import random

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.place import Closure, Unit
from rosterer_models.vocabulary.referral import ArrivalClass, Barrier, Referral, Stage
from rosterer_models.vocabulary.settings import Limits, PriceList, Tail
from tests.cases import DAYS, UNITS, changed, day, small_case

KINDS = ("home", "hub", "ward")


def staged_case(seed: int, *, most_stages: int = 5) -> Case:
    """A case of the seed; equal seeds, equal cases."""
    rng = random.Random(seed)
    options = {
        name: _stages(rng, name, rng.randint(1, most_stages)) for name in ("one", "two", "three")
    }
    return small_case(
        tail=Tail(
            weeks=rng.choice((0, 1, 2)), hours_per_week=rng.choice((None, 1, 20)), wait_days=3
        ),
        limits=Limits(
            detour=1,
            stage_wait_days=rng.randint(1, 3),
            bed_buffer=rng.choice((0, 0.3)),
            agency_hours_per_day=rng.choice((0, 2)),
        ),
        units=(
            *changed(UNITS, "unit", "hub", beds=rng.randint(1, 3), longest_stay=_longest(rng)),
            _unit(rng, "ward"),
            _unit(rng, "ward2", "ward"),
            _unit(rng, "hub2", "hub"),
        ),
        closures=(
            Closure(unit="ward", first_day=day(2), last_day=day(3), admissions=False),
            Closure(unit="ward2", first_day=day(4), last_day=day(9), beds=1),
        ),
        triage=(TriageSlots(first_day=day(0), last_day=day(6), slots=1),)
        if rng.random() < 0.5
        else (),
        options=tuple(stage for stages in options.values() for stage in stages),
        referrals=tuple(_referral(rng, i) for i in range(rng.randint(1, 4))),
        barriers=(Barrier(referral="r0", clears=day(2), blocks=("two",)),),
        expected=tuple(_arrivals(rng, i) for i in range(rng.randint(0, 2))),
        census=(),
    )


def waiting_case(seed: int) -> Case:
    """One way, through beds and home and back, for everybody; waits cost little, and on some days
    nobody has time at home.
    """
    rng = random.Random(seed)
    settings = ("hub", "home", "ward", "home", "hub")[: rng.randint(2, 5)]
    stages = [
        stage.model_copy(update={"setting": setting})
        for setting, stage in zip(settings, _short_stages(len(settings)), strict=True)
    ]
    case = staged_case(seed)
    busy = rng.sample(range(DAYS), 4)
    return case.model_copy(
        update={
            "limits": case.limits.model_copy(update={"agency_hours_per_day": 0}),
            "prices": PriceList(delay_community=1),
            "options": tuple(stages),
            "referrals": tuple(
                row.model_copy(update={"options": ("one",), "where": "acute"})
                for row in case.referrals
            ),
            "expected": tuple(
                row.model_copy(update={"options": ("one",)}) for row in case.expected
            ),
            "barriers": (),
            "triage": (),
            "cover": tuple(
                Cover(
                    place=place,
                    band=band,
                    skill="care",
                    first_day=day(t),
                    last_day=day(t),
                    minutes=600 if t in busy else 0,
                )
                for place in "AB"
                for band in ("morning", "evening")
                for t in range(DAYS)
            ),
        }
    )


def _short_stages(count: int) -> list[Stage]:
    return [
        Stage(
            option="one",
            stage=number,
            setting="home",
            days=1 + number % 2,
            skill="care",
            minutes={"morning": 10} if number in (2, 4) else {},
        )
        for number in range(1, count + 1)
    ]


def _longest(rng: random.Random) -> int | None:
    return rng.choice((None, 2, 4))


def _unit(rng: random.Random, name: str, kind: str = "ward") -> Unit:
    return Unit(
        unit=name,
        place="HUB",
        kind=kind,
        beds=rng.randint(1, 2),
        longest_stay=_longest(rng),
        admissions=rng.choice(({}, {"all": 1}, {"sun": 0})),
        skill=rng.choice((None, "care")),
        beds_per_staff={"morning": 1.5},
    )


def _stages(rng: random.Random, option: str, count: int) -> list[Stage]:
    found = []
    for number in range(1, count + 1):
        setting = rng.choice(KINDS)
        is_home, stay = setting == "home", rng.choice((None, None, None, "package"))
        found.append(
            Stage(
                option=option,
                stage=number,
                setting=setting,
                stay=stay,
                days=None if stay else rng.randint(1, 6),
                skill="care" if is_home else None,
                carers=rng.choice((1, 2)),
                minutes={"morning": rng.choice((0, 30, 60)), "evening": 30} if is_home else {},
                minutes_end={"morning": 20} if is_home else {},
                taper_days=rng.choice((0, 3)),
                cost_per_day=rng.choice((0, 10, 80)),
                cost_once=rng.choice((0, 30)),
                payer=rng.choice((None, "trust")),
            )
        )
    return found


def _options(rng: random.Random) -> tuple[str, ...]:
    return tuple(rng.sample(("one", "two", "three"), rng.randint(1, 3)))


def _referral(rng: random.Random, number: int) -> Referral:
    return Referral(
        referral=f"r{number}",
        home=rng.choice("AB"),
        where=rng.choice(("acute", "community", "home")),
        referred=day(rng.randint(-4, 1)),
        ready=day(rng.randint(-2, 4)),
        priority=rng.choice((1, 2, 3)),
        triaged=rng.random() < 0.6,
        options=_options(rng),
    )


def _arrivals(rng: random.Random, number: int) -> ArrivalClass:
    return ArrivalClass(
        arrival_class=f"c{number}",
        home=rng.choice("AB"),
        options=_options(rng),
        first_day=day(rng.randint(0, 2)),
        last_day=day(DAYS - 1),
        amount=rng.choice((0.3, 0.7)),
    )
