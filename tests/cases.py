"""What is the smallest case in which everything that matters happens, and a plan of it that keeps
every rule?

Numbers are round so that costs can be worked out by hand; tests vary one fact with
``small_case(field=...)``.

Week of Monday 5 October 2026 (day 0) to Sunday 11 October (day 6), then a tail of one week.
Straight distances count (``detour`` 1), 450 metres are a minute by car and 75 on foot: sector ``B``
is 10 minutes from sector ``A`` by car and 60 on foot, ``FAR`` is 100 minutes away, the hub 2
minutes from ``A``.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Availability, Employer, Person, Skill, Team
from rosterer_models.vocabulary.place import Place, Unit
from rosterer_models.vocabulary.plan import DutyPiece, Placement, Plan
from rosterer_models.vocabulary.referral import (
    ArrivalClass,
    Barrier,
    Occupant,
    Referral,
    Stage,
    StayPoint,
)
from rosterer_models.vocabulary.settings import Limits, Tail
from rosterer_models.vocabulary.shift import Band, Pattern, Shift

MONDAY = date(2026, 10, 5)
DAYS = 7

F = TypeVar("F", bound=Fact)


def day(number: int) -> date:
    """The date of a day of the small case."""
    return MONDAY + timedelta(days=number)


def changed(rows: Iterable[F], key: str, value: str, **changes: object) -> tuple[F, ...]:
    """Rows of a table, with some fields changed in those rows whose ``key`` is ``value``."""
    rows = tuple(rows)
    assert any(getattr(row, key) == value for row in rows), f"no row has {key} {value}"
    return tuple(
        row.model_validate({**dict(row), **changes}) if getattr(row, key) == value else row
        for row in rows
    )


EMPLOYERS = (
    Employer(
        employer="council",
        hourly_pay=20,
        night_percent=50,
        saturday_percent=25,
        sunday_percent=75,
        holiday_percent=100,
        bank_percent=110,
    ),
    Employer(employer="trust", hourly_pay=30),
)
SKILLS = (Skill(skill="care"), Skill(skill="nurse", covers=("care",)), Skill(skill="therapy"))

# 11 paid hours of 12; contact in two bands by day, in one by night.
DAY = Shift(
    shift="D", start="07:00", end="19:00", unpaid_break=60, contact={"morning": 264, "evening": 220}
)
NIGHT = Shift(shift="N", start="19:00", end="07:00", unpaid_break=60, contact={"night": 330})
BANDS = (
    Band(band="morning", start="07:00", end="13:00"),
    Band(band="evening", start="13:00", end="19:00"),
    Band(band="night", start="19:00", end="07:00"),
)
PATTERNS = (
    Pattern(pattern="days", cycle=("D", "D", "D", "D", "-", "-", "-", "-")),
    Pattern(pattern="nights", cycle=("N", "N", "N", "N", "-", "-", "-", "-")),
)

PEOPLE = (
    # Days 0 to 3.
    Person(
        person="ann",
        employer="council",
        team="north",
        skills=("care",),
        home="A",
        contract_hours=42,
        pattern="days",
        phase=0,
    ),
    # Nights on days 4, 5 and 6: Friday, Saturday, Sunday.
    Person(
        person="ben",
        employer="trust",
        team="north",
        skills=("nurse",),
        home="A",
        contract_hours=35,
        pattern="nights",
        phase=4,
    ),
    # Days 0, 1 and 6; on foot.
    Person(
        person="cat",
        employer="council",
        team="north",
        skills=("care",),
        home="A",
        mobile=False,
        contract_hours=35,
        pattern="days",
        phase=2,
        line_rule="changeable",
        patterns=("nights",),
        floats_owed=1,
        floats_back=1,
    ),
    Person(
        person="dan",
        employer="council",
        team="north",
        skills=("care",),
        home="B",
        kind="bank",
        max_duties=3,
    ),
)
PLACES = (
    Place(place="A", easting=0, northing=0),
    Place(place="B", easting=4500, northing=0),
    Place(place="FAR", easting=45000, northing=0),
    Place(place="HUB", kind="hub", easting=0, northing=900),
)
COVER = (
    Cover(place="A", band="morning", skill="care", first_day=day(0), last_day=day(6), minutes=120),
    # Half an hour for two carers at once, on Wednesday alone.
    Cover(
        place="B",
        band="evening",
        skill="care",
        first_day=day(2),
        last_day=day(2),
        minutes=30,
        carers=2,
    ),
)
UNITS = (
    Unit(
        unit="hub",
        place="HUB",
        kind="hub",
        beds=3,
        skill="care",
        min_staff={"morning": 1, "night": 1},
        beds_per_staff={"morning": 2},
        admissions={"all": 1},
    ),
)
OPTIONS = (
    Stage(
        option="home-care",
        stage=1,
        setting="home",
        stay="package",
        skill="care",
        minutes={"morning": 60, "evening": 30},
        minutes_end={"morning": 20},
        taper_days=4,
    ),
    Stage(option="hub-first", stage=1, pathway=2, setting="hub", days=3),
    Stage(
        option="hub-first",
        stage=2,
        pathway=2,
        setting="home",
        days=6,
        skill="care",
        minutes={"morning": 30},
        cost_per_day=10,
        cost_once=50,
        payer="trust",
    ),
)
# S = 1, 1, 1/2, 1/2, 1/4, 0.
STAYS = (
    StayPoint(stay="package", day=0, per_mille=1000),
    StayPoint(stay="package", day=2, per_mille=500),
    StayPoint(stay="package", day=4, per_mille=250),
)
REFERRALS = (
    Referral(
        referral="r1",
        home="A",
        where="acute",
        referred=day(-1),
        ready=day(0),
        priority=1,
        options=("home-care", "hub-first"),
    ),
    Referral(
        referral="r2",
        home="B",
        where="community",
        referred=day(-4),
        ready=day(-2),
        priority=2,
        options=("home-care",),
    ),
    Referral(
        referral="r3",
        home="A",
        where="home",
        referred=day(0),
        ready=day(1),
        priority=3,
        options=("home-care",),
    ),
)
EXPECTED = (
    ArrivalClass(
        arrival_class="north",
        home="A",
        where="acute",
        priority=2,
        options=("home-care", "hub-first"),
        first_day=day(3),
        last_day=day(4),
        amount=0.5,
    ),
)
CENSUS = (
    # Leaves the hub on day 2 and then has six days of care at home.
    Occupant(occupant="o1", option="hub-first", stage=1, unit="hub", home="A", started=day(-1)),
    # Two days into the package: S(2 + d) / S(2) = 1, 1, 1/2, 0.
    Occupant(occupant="o2", option="home-care", stage=1, home="A", started=day(-2)),
)


def small_case(**changes: object) -> Case:
    """Four people, two sectors and a hub with three beds, one week; with fields of the case
    changed.
    """
    fields: dict[str, object] = {
        "name": "small",
        "first_day": MONDAY,
        "days": DAYS,
        "tail": Tail(weeks=1),
        "limits": Limits(detour=1, piece_minutes=30),
        "employers": EMPLOYERS,
        "teams": (Team(team="north"),),
        "skills": SKILLS,
        "people": PEOPLE,
        "availability": (
            Availability(person="dan", first_day=day(0), last_day=day(6), shifts=("D",)),
        ),
        "bands": BANDS,
        "shifts": (DAY, NIGHT),
        "patterns": PATTERNS,
        "places": PLACES,
        "cover": COVER,
        "units": UNITS,
        "options": OPTIONS,
        "stays": STAYS,
        "referrals": REFERRALS,
        "barriers": (Barrier(referral="r2", barrier="key safe", clears=day(3)),),
        "expected": EXPECTED,
        "census": CENSUS,
    }
    return Case.model_validate({**fields, **changes})


def duty(person: str, number: int, shift: str = "D", **fields: object) -> DutyPiece:
    """A row of the plan's duties."""
    return DutyPiece.model_validate(
        {"person": person, "date": day(number), "shift": shift, **fields}
    )


# Everybody on their line: Ann and Cat's Sunday are rounds at home, Cat's Monday and Tuesday and
# Ben's nights are in the hub. Dan helps out at A, ten minutes from his home, when Ann is off.
DUTIES = (
    *(duty("ann", number, source="line") for number in range(4)),
    *(duty("ben", number, "N", place="hub", source="line") for number in (4, 5, 6)),
    *(duty("cat", number, place="hub", source="line") for number in (0, 1)),
    duty("cat", 6, source="line"),
    *(duty("dan", number, place="A", source="bank") for number in (4, 5)),
)
PLACEMENTS = (
    Placement(referral="r1", option="hub-first", stage=1, unit="hub", start=day(0), end=day(3)),
    Placement(referral="r1", option="hub-first", stage=2, start=day(3), end=day(9)),
    Placement(referral="r2"),
    Placement(referral="r3", option="home-care", start=day(2)),
)


def small_plan(**changes: object) -> Plan:
    """A plan of the small case that keeps every rule and reserves nothing; with fields changed."""
    fields: dict[str, object] = {"duties": DUTIES, "placements": PLACEMENTS, "reservations": ()}
    return Plan.model_validate({**fields, **changes})
