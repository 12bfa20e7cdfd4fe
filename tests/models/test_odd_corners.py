"""Does the search give a plan of its own, which the referee accepts, in the corners of a case?

One person on a line whose one duty a day nobody needs, or a patient whose later stage lies beyond
all days; each test says what is odd.
"""

from datetime import date, timedelta

import numpy as np
import pytest

from rosterer.baseline import baseline_plan
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.formulation.bank import _runs
from rosterer_models.matrix.model import Builder
from rosterer_models.rules.calendar import calendar_of
from rosterer_models.rules.limits import run_rules_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Employer, FixedDuty, Person, Skill, Team
from rosterer_models.vocabulary.place import Place, Unit
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.referral import Occupant, Referral, Stage
from rosterer_models.vocabulary.settings import Rules, Tail
from rosterer_models.vocabulary.shift import Band, Pattern, Shift

MONDAY = date(2026, 11, 2)
PERSON = Person(
    person="p1",
    employer="c",
    team="t",
    skills=("care",),
    home="Z1",
    contract_hours=42,
    pattern="days",
    phase=0,
    line_rule="free",
)
HUB = Unit(unit="hub-beds", place="hub", kind="step-down", beds=1)


def corner(**fields: object) -> Case:
    """A case of one person and seven days in which nothing is needed."""
    case = Case(
        name="corner",
        first_day=MONDAY,
        days=7,
        tail=Tail(weeks=0),
        employers=(Employer(employer="c", hourly_pay=15),),
        teams=(Team(team="t"),),
        skills=(Skill(skill="care"),),
        people=(PERSON,),
        bands=(Band(band="day", start="07:00", end="19:00"),),
        shifts=(Shift(shift="D", start="07:00", end="19:00", contact={"day": 480}),),
        patterns=(Pattern(pattern="days", cycle=("D", "D", "D", "D", "-", "-", "-", "-")),),
        places=(
            Place(place="Z1", easting=400_000, northing=300_000),
            Place(place="hub", kind="hub", easting=400_100, northing=300_000),
            Place(place="far", kind="hub", easting=600_000, northing=300_000),
        ),
        units=(HUB,),
    )
    return Case.model_validate({**dict(case), **fields})


def _solved(case: Case) -> Plan:
    solution = solve(case, work=1)
    verdict = judge(case, solution.plan)
    assert verdict.broken == ()
    assert verdict.is_good
    assert judge(case, baseline_plan(case)).broken == ()
    assert "breaks a rule" not in str(solution.plan)
    return solution.plan


def test_a_later_stage_beyond_all_days_has_its_date() -> None:
    options = (
        Stage(option="o", stage=1, setting="step-down", days=10),
        Stage(
            option="o",
            stage=2,
            pathway=2,
            setting="home",
            days=14,
            skill="care",
            minutes={"day": 30},
        ),
    )
    waits = Referral(
        referral="r1",
        home="Z1",
        where="acute",
        referred=MONDAY,
        ready=MONDAY,
        priority=1,
        options=("o",),
    )
    plan = _solved(corner(options=options, referrals=(waits,)))
    assert [(row.stage, row.start, row.end) for row in plan.placements] == [
        (1, MONDAY, MONDAY + timedelta(days=10)),
        (2, MONDAY + timedelta(days=10), MONDAY + timedelta(days=24)),
    ]


def test_training_stands_in_the_unit_that_its_fixed_row_names() -> None:
    fixed = FixedDuty(person="p1", date=MONDAY, shift="D", training=True, unit="hub-beds")
    plan = _solved(corner(fixed=(fixed,)))
    assert [row.place for row in plan.duties if row.date == MONDAY] == ["hub-beds"]


@pytest.mark.parametrize(("home", "place"), [("Z1", "Z1"), ("hub", "Z1"), ("far", None)])
def test_an_idle_duty_stands_in_the_nearest_sector_in_reach_or_at_the_base(
    home: str, place: str | None
) -> None:
    person = PERSON.model_copy(update={"home": home, "line_rule": "kept"})
    plan = _solved(corner(people=(person,)))
    assert {(row.place, row.minutes) for row in plan.duties} == {(place, 0.0)}
    assert {row.place for row in baseline_plan(corner(people=(person,))).duties} == {place}


@pytest.mark.parametrize(
    ("place", "minutes", "is_broken"),
    [(None, None, False), (None, 0.0, False), ("far", 0.0, False), ("far", 30.0, True),
     ("far", None, True), ("Z1", 0.0, True)],
)  # fmt: skip
def test_only_a_duty_without_care_may_be_left_at_a_base(
    place: str | None, minutes: float | None, is_broken: bool
) -> None:
    person = PERSON.model_copy(update={"home": "far", "kind": "bank", "pattern": None})
    person = Person.model_validate({**dict(person), "phase": None, "contract_hours": 0})
    duty = DutyPiece(person="p1", date=MONDAY, shift="D", place=place, minutes=minutes)
    case = corner(people=(person,), fixed=(FixedDuty(person="p1", date=MONDAY, shift="D"),))
    broken = {breach.rule for breach in judge(case, Plan(duties=(duty,))).broken}
    assert ("round-reach" in broken) == is_broken


def test_a_rule_that_is_off_is_not_looked_at_day_by_day() -> None:
    class Looked(dict[int, list[int]]):
        times = 0

        def get(self, *words: object) -> object:  # type: ignore[override]
            Looked.times += 1
            return super().get(*words)  # type: ignore[call-overload]

    case = corner(rules=Rules(off=("consecutive-days",)))
    calendar, runs = calendar_of(case), run_rules_of(case)
    columns = Looked({t: [t] for t in range(case.days)})
    builder = Builder()
    builder.columns(case.days)
    _runs(builder, calendar, columns, np.zeros(calendar.length, dtype=bool), runs.max_days)
    assert (builder.num_rows, Looked.times) == (0, 0)


def test_care_that_rises_from_nothing_is_care_for_the_search_as_for_the_referee() -> None:
    rising = Stage(
        option="o",
        stage=1,
        setting="home",
        days=7,
        skill="care",
        carers=2,
        minutes_end={"day": 60},
        taper_days=3,
    )
    there = Occupant(occupant="o1", option="o", stage=1, home="Z1", started=MONDAY)
    case = corner(options=(rising,), census=(there,), people=(), patterns=())
    solution = solve(case, work=1)
    # Nobody comes: 20, 40, 60, 60, 60, 60 minutes of two carers from the second day on.
    assert solution.verdict.shortage_hours == pytest.approx(2 * 300 / 60)
    assert solution.certificate.bound == pytest.approx(solution.cost, abs=1)
    assert judge(case, solution.plan).is_good
