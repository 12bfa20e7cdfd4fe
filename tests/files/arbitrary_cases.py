"""Which cases are there? Any that the vocabulary and the checks between tables allow, small, with
awkward texts and numbers.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.person import (
    Absence,
    Availability,
    Cap,
    Employer,
    FixedDuty,
    Person,
    Request,
    Skill,
    Team,
    WorkedDuty,
)
from rosterer_models.vocabulary.place import Closure, Place, Unit
from rosterer_models.vocabulary.referral import (
    ArrivalClass,
    Barrier,
    Occupant,
    Realised,
    Referral,
    Stage,
    StayPoint,
)
from rosterer_models.vocabulary.settings import Limits, Payers, PriceList, Rules, Tail
from rosterer_models.vocabulary.shift import Band, Pattern, Shift
from rosterer_models.vocabulary.time import WEEKDAYS

PERIODS = ("week", "four-weeks", "horizon")
BANDS = ("morning", "lunch", "tea", "night")
LETTERS = st.characters(exclude_categories=("Cc", "Cs"))
"""All but control characters, which no text may hold."""
TEXTS = st.text(LETTERS, max_size=12)
TEXTS |= st.sampled_from(
    ["", " ", '"', '""', '"x"', "a,b;c\td", "x\r\ny", "\r", "é", "﻿", "=1+1", "  x "]
)
POUNDS = st.floats(0, 1e6, allow_nan=False) | st.integers(0, 1000)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,5}", fullmatch=True)


def _ids(draw: Any, least: int, most: int, prefix: str) -> list[str]:
    words = draw(st.lists(IDS, min_size=least, max_size=most, unique=True))
    return [f"{prefix}{word}" for word in words]


def _some(draw: Any, words: list[str], least: int = 0) -> tuple[str, ...]:
    return tuple(
        draw(st.lists(st.sampled_from(words), min_size=least, max_size=3, unique=True))
        if words
        else ()
    )


def _optional(draw: Any, words: list[str]) -> str | None:
    return draw(st.none() | st.sampled_from(words)) if words else None


@st.composite
def cases(draw: Any) -> Case:
    """A valid case."""
    first_day = draw(st.dates(date(2010, 1, 1), date(2100, 1, 1)))
    days = draw(st.integers(1, 60))

    def day(low: int, high: int) -> date:
        return first_day + timedelta(days=draw(st.integers(low, high)))

    def span() -> dict[str, date]:
        start = draw(st.integers(-100, 100))
        return {
            "first_day": first_day + timedelta(days=start),
            "last_day": first_day + timedelta(days=start + draw(st.integers(0, 50))),
        }

    def weekdays() -> tuple[str, ...]:
        return _some(draw, list(WEEKDAYS))

    def times(most: int = 3) -> range:
        return range(draw(st.integers(0, most)))

    def band_numbers(least: int = 0, most: int = 60) -> dict[str, int]:
        return draw(st.dictionaries(st.sampled_from(BANDS), st.integers(least, most)))

    employers, teams, skills = _ids(draw, 1, 2, "e"), _ids(draw, 1, 2, "t"), _ids(draw, 1, 3, "s")
    shifts, patterns = _ids(draw, 1, 3, "D"), _ids(draw, 1, 2, "P")
    places, units = _ids(draw, 1, 3, "k"), _ids(draw, 0, 2, "u")
    cycles = {
        pattern: (*draw(st.lists(st.sampled_from([*shifts, "-"]), max_size=5)), shifts[0])
        for pattern in patterns
    }

    people = []
    for number, word in enumerate(_ids(draw, 0, 4, "p")):
        kind = draw(st.sampled_from(["pattern", "contract", "bank"]))
        is_free, owes = kind != "pattern", kind == "contract"
        hours = draw(st.floats(1 if owes else 0, 168))
        pattern = draw(st.sampled_from(patterns))
        people.append(
            Person(
                person=word,
                name=draw(TEXTS),
                employer=draw(st.sampled_from(employers)),
                team=draw(st.sampled_from(teams)),
                grade=draw(TEXTS),
                skills=_some(draw, skills, least=1),
                home=draw(st.sampled_from(places)),
                mobile=draw(st.booleans()),
                contract_hours=0 if kind == "bank" else hours,
                kind=kind,
                pattern=None if is_free else pattern,
                phase=None if is_free else number % len(cycles[pattern]),
                hours_period=draw(st.sampled_from(PERIODS)) if owes else "horizon",
                max_period_hours=draw(st.none() | st.floats(0, 10000)) if owes else None,
                max_week_hours=draw(st.none() | st.floats(0, 168)),
                overtime=owes and draw(st.booleans()),
                overtime_percent=draw(st.none() | st.floats(0, 300)) if owes else None,
                max_nights=draw(st.none() | st.integers(0, 400)) if is_free else None,
                weekend_off_every=draw(st.none() | st.integers(1, 12)) if is_free else None,
                days_off=draw(st.sampled_from([(), ("mon",), ("fri", "sun")])) if is_free else (),
                patterns=_some(draw, patterns),
                max_duties=draw(st.none() | st.integers(0, 400)),
                balance_hours=draw(st.floats(-2000, 2000)),
            )
        )
    who = [person.person for person in people]

    stays = _ids(draw, 1, 2, "stay")
    kinds = {unit: draw(st.sampled_from(["hub", "community"])) for unit in units}
    settings = ["home", *sorted(set(kinds.values()))]
    stages = []
    for option in _ids(draw, 1, 2, "o"):
        pathway = draw(st.sampled_from([1, 2, 3]))
        for number in range(1, draw(st.integers(1, 2)) + 1):
            setting = draw(st.sampled_from(settings))
            has_curve = draw(st.booleans())
            stages.append(
                Stage(
                    option=option,
                    stage=number,
                    pathway=pathway,
                    setting=setting,
                    stay=stays[0] if has_curve else None,
                    days=None if has_curve else draw(st.integers(1, 400)),
                    skill=skills[0],
                    carers=draw(st.sampled_from([1, 2])),
                    minutes=band_numbers() if setting == "home" else {},
                    cost_per_day=draw(POUNDS),
                    payer=draw(st.none() | IDS),
                )
            )
    options = sorted({stage.option for stage in stages})
    points = []
    for stay in stays:
        level = 1000
        for number in sorted(draw(st.sets(st.integers(0, 1000), max_size=4))):
            level = draw(st.integers(0, level))
            points.append(StayPoint(stay=stay, day=number, per_mille=level))
    points.append(StayPoint(stay="always", day=0, per_mille=1000))
    points += [
        StayPoint(stay=stay, day=0, per_mille=1000)
        for stay in stays
        if not any(point.stay == stay for point in points)
    ]

    def cover() -> Cover:
        where: dict[str, Any] = {
            "band": draw(st.sampled_from(BANDS)),
            "skill": skills[0],
            "weekdays": weekdays(),
            **span(),
        }
        where["short_hour"] = draw(st.none() | POUNDS)
        if units and draw(st.booleans()):
            return Cover(unit=draw(st.sampled_from(units)), heads=draw(st.integers(0, 5)), **where)
        return Cover(
            place=places[0],
            minutes=draw(st.floats(0, 1e4)),
            carers=draw(st.sampled_from([1, 2])),
            **where,
        )

    def occupant(word: str) -> Occupant:
        stage = draw(st.sampled_from(stages))
        fitting = [unit for unit in units if kinds[unit] == stage.setting]
        return Occupant(
            occupant=word,
            option=stage.option,
            stage=stage.stage,
            unit=draw(st.sampled_from(fitting)) if stage.setting != "home" else None,
            home=places[0],
            started=day(-200, 0),
            until=draw(st.none() | st.just(day(0, 30))),
        )

    def waits() -> dict[str, Any]:
        referred = draw(st.integers(-30, 10))
        return {
            "home": draw(st.sampled_from(places)),
            "where": draw(st.sampled_from(["acute", "community", "home"])),
            "referred": first_day + timedelta(days=referred),
            "ready": first_day + timedelta(days=referred + draw(st.integers(0, 20))),
            "priority": draw(st.sampled_from([1, 2, 3])),
            "options": _some(draw, options),
        }

    referrals = [
        Referral(referral=word, triaged=draw(st.booleans()), **waits())
        for word in _ids(draw, 0, 3, "r")
    ]
    clock = st.sampled_from(["00:00", "07:00", "7:30", "23:59", "12:05"])
    return Case(
        name=draw(TEXTS),
        note=draw(TEXTS),
        first_day=first_day,
        days=days,
        holidays=tuple(draw(st.lists(st.dates(date(2010, 1, 1), date(2100, 1, 1)), max_size=2))),
        prices=PriceList(
            mile=draw(POUNDS), broken_wish=draw(POUNDS), carer_at_place=draw(st.floats(0, 225))
        ),
        limits=Limits(detour=draw(st.floats(1, 3)), nearest_places=draw(st.integers(1, 100))),
        tail=Tail(weeks=draw(st.integers(0, 26)), hours_per_week=draw(st.none() | POUNDS)),
        rules=Rules(off=draw(st.sampled_from([(), ("weekly-rest", "night-average")]))),
        payers=Payers(acute=draw(IDS)),
        employers=tuple(
            Employer(employer=word, hourly_pay=draw(POUNDS), night_percent=draw(POUNDS))
            for word in employers
        ),
        teams=tuple(Team(team=word, name=draw(TEXTS)) for word in teams),
        skills=tuple(Skill(skill=word, covers=_some(draw, skills)) for word in skills),
        people=tuple(people),
        caps=tuple(
            Cap(person=word, weekly_hours=draw(st.floats(0, 168)), **span())
            for word in who
            if draw(st.booleans())
        ),
        absences=tuple(Absence(person=word, **span()) for word in who),
        requests=tuple(
            Request(
                person=word,
                date=day(-5, 60),
                wish=draw(st.sampled_from(["off", "on", *shifts])),
                price=draw(st.none() | POUNDS),
            )
            for word in who
        ),
        fixed=tuple(
            FixedDuty(
                person=word,
                date=day(0, days - 1),
                shift=shifts[0],
                # Not every unit is in reach or needs what the person can do, but for training.
                training=(training := draw(st.booleans())),
                unit=_optional(draw, units) if training else None,
            )
            for word in who
        ),
        history=tuple(
            WorkedDuty(person=word, date=day(-100, -1), shift=draw(st.sampled_from(shifts)))
            for word in who
        ),
        availability=tuple(
            Availability(person=word, shifts=_some(draw, shifts), **span()) for word in who
        ),
        bands=(
            Band(band="morning", start="07:00", end="11:00"),
            Band(band="lunch", start="11:00", end="15:00"),
            Band(band="tea", start="16:00", end="20:00"),
            Band(band="night", start="22:00", end="6:00"),
        ),
        shifts=tuple(
            Shift(
                shift=word,
                start=draw(clock),
                end="06:00",
                unpaid_break=draw(st.integers(0, 240)),
                contact=band_numbers(0, 1440),
                not_next_day=_some(draw, shifts),
            )
            for word in shifts
        ),
        patterns=tuple(Pattern(pattern=word, cycle=cycle) for word, cycle in cycles.items()),
        places=tuple(
            Place(
                place=word,
                easting=draw(st.integers(0, 1_500_000)),
                northing=number,
                district=draw(TEXTS),
            )
            for number, word in enumerate(places)
        ),
        cover=tuple(cover() for _ in times()),
        units=tuple(
            Unit(
                unit=word,
                name=draw(TEXTS),
                place=places[0],
                kind=kinds[word],
                beds=draw(st.integers(0, 99)),
                skill=_optional(draw, skills),
                min_staff=band_numbers(),
                beds_per_staff=draw(st.dictionaries(st.sampled_from(BANDS), st.floats(0.01, 1e6))),
                admissions=draw(
                    st.dictionaries(st.sampled_from([*WEEKDAYS, "all"]), st.integers(0, 9))
                ),
                longest_stay=draw(st.none() | st.integers(1, 400)),
            )
            for word in units
        ),
        closures=tuple(
            Closure(
                unit=word, beds=draw(st.integers(0, 9)), admissions=draw(st.booleans()), **span()
            )
            for word in units
        ),
        triage=tuple(
            TriageSlots(slots=draw(st.integers(0, 20)), weekdays=weekdays(), **span())
            for _ in times()
        ),
        options=tuple(stages),
        stays=tuple(points),
        referrals=tuple(referrals),
        barriers=tuple(
            Barrier(
                referral=referral.referral,
                barrier=draw(TEXTS),
                clears=day(-10, 60),
                blocks=_some(draw, options),
            )
            for referral in referrals
        ),
        expected=tuple(
            ArrivalClass(
                arrival_class=word,
                home=places[0],
                options=_some(draw, options, least=1),
                amount=draw(st.floats(0, 50)),
                **span(),
            )
            for word in _ids(draw, 0, 2, "c")
        ),
        realised=tuple(Realised(referral=word, **waits()) for word in _ids(draw, 0, 2, "a")),
        census=tuple(occupant(word) for word in _ids(draw, 0, 3, "b")),
    )
