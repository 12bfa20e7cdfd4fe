"""Which tiny staff cases are there? One person with any history, fixed duties and absence, under
any tight rules.
"""

from datetime import date, timedelta
from typing import Any, Literal, get_args

from hypothesis import strategies as st

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import (
    Absence,
    AbsenceKind,
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
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.settings import Limits, Rules
from rosterer_models.vocabulary.shift import Band, Pattern, Shift

Kind = Literal["pattern", "contract", "bank"]
KINDS: tuple[Kind, ...] = ("pattern", "contract", "bank")

SHIFTS = (
    Shift(shift="D", start="07:00", end="19:00", unpaid_break=30, contact={"day": 300}),
    Shift(shift="L", start="13:00", end="22:00", contact={"day": 200}),
    Shift(shift="N", start="20:00", end="08:00", unpaid_break=60, contact={"night": 300}),
)
SPELLS = (
    # A day and a night with a sleep-in in it: whether it breaks a rule by itself is a setting.
    Shift(
        shift="D",
        start="08:00",
        end="08:00",
        spells=("08:00-21:00/60", "21:00-07:00=sleep-in", "07:00-08:00"),
        contact={"day": 300},
    ),
    Shift(
        shift="L",
        start="07:00",
        end="22:30",
        spells=("07:00-11:00", "17:00-22:30/30@19:00"),
        contact={"day": 200},
    ),
    # On call afterwards, which is rest.
    Shift(
        shift="N",
        start="20:00",
        end="10:00",
        spells=("20:00-06:30/60", "06:30-10:00=on-call"),
        contact={"night": 300},
    ),
)
NAMES = tuple(shift.shift for shift in SHIFTS)
CYCLES = (
    ("D", "D", "D", "D", "-", "-", "-", "-"),
    ("D", "N", "-", "L", "N"),
    ("N", "N", "-"),
    ("L", "D", "D", "N", "-", "-"),
)
RULES_OFF = (
    "rest-between-duties",
    "weekly-rest",
    "consecutive-days",
    "consecutive-nights",
    "weekly-average",
    "night-average",
)
# Also the nights on which the clocks change.
FIRST_DAYS = (date(2026, 10, 5), date(2026, 10, 22), date(2026, 3, 26), date(2026, 12, 30))


@st.composite
def _absences(draw: Any, first_day: date, last_day: date) -> Absence:
    kind = draw(st.sampled_from(get_args(AbsenceKind)))
    hours = st.none() | st.sampled_from((0, 7.5, 36 if last_day > first_day else 12))
    worth = None if kind == "not-employed" else draw(hours)
    return Absence(person="p", first_day=first_day, last_day=last_day, kind=kind, hours=worth)


@st.composite
def staff_cases(draw: Any, *, kind: Kind, least_days: int = 4, most_days: int = 9) -> Case:
    """A case of one person ``p`` of a kind."""
    first: date = draw(st.sampled_from(FIRST_DAYS))
    days = draw(st.integers(least_days, most_days))

    def day(number: int) -> date:
        return first + timedelta(days=number)

    worked = draw(st.dictionaries(st.integers(-20, -1), st.sampled_from(NAMES), max_size=10))
    fixed = draw(st.dictionaries(st.integers(0, days - 1), st.sampled_from(NAMES), max_size=2))
    absent = draw(st.none() | st.tuples(st.integers(-12, days - 1), st.integers(0, 8)))
    capped = draw(
        st.none()
        | st.tuples(
            st.integers(-400, days), st.integers(0, 500), st.sampled_from((0, 11, 24, 30.5))
        )
    )
    cycle = draw(st.sampled_from(CYCLES))
    is_bank, is_free = kind == "bank", kind != "pattern"
    contract = (
        {
            "contract_hours": draw(st.sampled_from((7.5, 20, 36))),
            "hours_period": draw(st.sampled_from(("week", "four-weeks", "horizon"))),
            "max_period_hours": draw(st.none() | st.sampled_from((0, 11.5, 23, 31))),
            "overtime": draw(st.booleans()),
            "overtime_percent": draw(st.none() | st.sampled_from((0, 120))),
        }
        if kind == "contract"
        else {}
    )
    counts = (
        {
            "max_week_duties": draw(st.none() | st.none() | st.integers(0, 3)),
            "max_nights": draw(st.none() | st.none() | st.integers(0, 2)),
            "max_weekends": draw(st.none() | st.none() | st.integers(0, 1)),
            "weekend_off_every": draw(st.none() | st.none() | st.integers(1, 3)),
            "days_off": draw(st.sampled_from(((), (), ("tue", "sun")))),
        }
        if is_free
        else {}
    )
    person = Person(
        person="p",
        employer="e",
        team="t",
        skills=("care",),
        home="A",
        kind=kind,
        **({"contract_hours": 0 if is_bank else 36} | contract),
        pattern=None if is_free else "one",
        phase=None if is_free else draw(st.integers(0, 12)),
        line_rule="kept" if is_free else draw(st.sampled_from(("kept", "free", "changeable"))),
        patterns=() if is_free else draw(st.sampled_from(((), ("two",)))),
        floats_owed=0 if is_free else draw(st.integers(0, 2)),
        floats_back=0 if is_free else draw(st.integers(0, 2)),
        max_duties=draw(st.none() | st.integers(0, 4)) if is_free else None,
        **counts,
        max_week_hours=draw(st.none() | st.none() | st.sampled_from((11, 24, 33))),
        nights=draw(st.booleans()),
        opt_out=draw(st.booleans()),
        other_hours=draw(st.sampled_from((0, 0, 7.5))),
        balance_hours=draw(st.sampled_from((0, -40, 33.5))),
        unsocial_target=draw(st.none() | st.integers(0, 2)),
    )
    rules = Rules(
        rest_minutes=draw(st.sampled_from((660, 600, 0, 1440))),
        rest_days=draw(st.integers(0, 3)),
        rest_window_days=draw(st.sampled_from((4, 7, 14))),
        max_consecutive_days=draw(st.integers(1, 6)),
        max_consecutive_nights=draw(st.integers(1, 4)),
        rest_days_after_nights=draw(st.sampled_from((0, 0, 1, 2, 4))),
        average_hours=draw(st.sampled_from((48, 30, 20.5))),
        average_weeks=draw(st.sampled_from((1, 2, 17))),
        night_average_hours=draw(st.sampled_from((8, 4, 3.3))),
        sleep_in=draw(st.sampled_from(("work", "rest", "neither"))),
        absence_hours=draw(st.sampled_from(("replaced", "replaced", "sevenths"))),
        off=tuple(draw(st.lists(st.sampled_from(RULES_OFF), max_size=2, unique=True))),
    )
    return Case(
        name="staff",
        first_day=first,
        days=days,
        rules=rules,
        limits=Limits(balance_band_hours=draw(st.sampled_from((24, 4, 0)))),
        employers=(
            Employer(
                employer="e",
                hourly_pay=10,
                night_percent=30,
                saturday_percent=20,
                sunday_percent=60,
                sleep_in_pay=40,
                on_call_pay=15.5,
                clock_change=draw(st.sampled_from(("clock", "elapsed"))),
            ),
        ),
        teams=(Team(team="t"),),
        skills=(Skill(skill="care"),),
        people=(person,),
        bands=(
            Band(band="day", start="07:00", end="19:00"),
            Band(band="night", start="19:00", end="07:00"),
        ),
        shifts=tuple(
            shift.model_copy(
                update={"not_next_day": draw(st.sampled_from(((), (), ("D",), NAMES)))}
            )
            for shift in draw(st.sampled_from((SHIFTS, SPELLS)))
        ),
        patterns=(
            Pattern(pattern="one", cycle=cycle),
            Pattern(pattern="two", cycle=draw(st.sampled_from(CYCLES))),
        ),
        places=(Place(place="A", easting=0, northing=0),),
        history=tuple(
            WorkedDuty(person="p", date=day(number), shift=shift)
            for number, shift in worked.items()
        ),
        fixed=tuple(
            FixedDuty(person="p", date=day(number), shift=shift) for number, shift in fixed.items()
        ),
        absences=(draw(_absences(day(absent[0]), day(absent[0] + absent[1]))),) if absent else (),
        caps=(
            Cap(
                person="p",
                first_day=day(capped[0]),
                last_day=day(capped[0] + capped[1]),
                weekly_hours=capped[2],
            ),
        )
        if capped
        else (),
        requests=tuple(
            Request(person="p", date=day(number), wish=wish)
            for number, wish in draw(
                st.dictionaries(
                    st.integers(0, days - 1), st.sampled_from(("off", "on", "D")), max_size=2
                )
            ).items()
        ),
        availability=(Availability(person="p", first_day=first, last_day=day(days - 1)),)
        if is_bank or (kind == "contract" and draw(st.booleans()))
        else (),
    )
