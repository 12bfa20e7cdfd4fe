"""Does no plan of ours make a night worker of somebody who has worked too long to be one?

Seventeen weeks of 60 hours, opted out, with so many nights among the last 65 duties: 16 nights and
one more are a night worker's, whose limit of 816 hours is 144 less than what the period to day 6
has already. The night asked for is on day 27, in no period that is exceeded.
"""

import pytest

from rosterer.baseline import baseline_plan
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.columns.staff import staff_of
from rosterer_models.formulation.people import add_people
from rosterer_models.matrix.model import Builder
from rosterer_models.rules.calendar import calendar_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Availability, WorkedDuty
from tests.cases import day
from tests.referee.known_weeks import history, lone_case


def _case(nights: int, *, is_bank: bool = True, weeks: int = 17, **about: object) -> Case:
    late = [row.date for row in history("five", 13) if row.date.weekday() in (3, 4)]
    at_night = set(sorted(late, key=lambda on: (-on.weekday(), on))[:nights])
    worked = tuple(
        WorkedDuty(person="ann", date=row.date, shift="N" if row.date in at_night else "D")
        for row in history("five", weeks)
    )
    case = lone_case("five", opt_out=True, nights=True, **about)
    person = case.people[0]
    if is_bank:
        bank = {"kind": "bank", "pattern": None, "phase": None, "contract_hours": 0}
        person = person.model_validate({**dict(person), **bank})
    asked = {"band": "night", "skill": "care", "first_day": day(27), "last_day": day(27)}
    return case.model_copy(
        update={
            "people": (person,),
            "history": worked,
            "availability": (Availability(person="ann", first_day=day(0), last_day=day(27)),),
            "cover": (Cover.model_validate({"place": "A", "minutes": 60, **asked}),),
        }
    )


def test_a_careful_manager_gives_no_night_that_makes_a_night_worker_of_too_many_hours() -> None:
    case = _case(16)
    plan = baseline_plan(case)
    assert judge(case, plan).broken == ()
    assert [row.shift for row in plan.duties] == []


@pytest.mark.parametrize("nights", [10, 17])
def test_a_night_that_changes_nothing_is_given(nights: int) -> None:
    case = _case(nights)
    plan = baseline_plan(case)
    assert judge(case, plan).broken == ()
    assert {(row.date, row.shift) for row in plan.duties} == {(day(27), "N")}


def test_a_solve_gives_none_either() -> None:
    solution = solve(_case(16), work=1)
    assert solution.broken == ()
    assert solution.remark is None or "fault" not in solution.remark


@pytest.mark.parametrize(
    ("nights", "about", "is_kept"),
    [
        (16, {}, True),
        (17, {}, True),  # by day for 28 days they would be none any more
        (16, {"night_worker": False}, False),
        (16, {"weeks": 12}, False),  # no period is exceeded
        (16, {"is_bank": False}, True),
    ],
)
def test_whoever_may_come_under_a_limit_that_is_exceeded_is_kept_from_nights(
    nights: int, about: dict[str, object], is_kept: bool
) -> None:
    case = _case(nights, patterns=("nights",), line_rule="free", **about)  # type: ignore[arg-type]
    (staff,) = staff_of(case, calendar_of(case))
    assert staff.is_kept_from_nights == is_kept


@pytest.mark.parametrize(("as_judged", "offers"), [(False, 0), (True, 28)])
def test_what_bounds_every_plan_keeps_nobody_from_nights(as_judged: bool, offers: int) -> None:
    case = _case(16)
    (mine,) = add_people(Builder(), case, as_judged=as_judged).persons
    night = calendar_of(case).night
    assert int(mine.staff.offered[:, night].sum()) == offers


@pytest.mark.parametrize("as_judged", [False, True])
def test_no_other_line_with_nights_is_chosen_for_them(as_judged: bool) -> None:
    case = _case(16, is_bank=False, patterns=("nights",), line_rule="free")
    (mine,) = add_people(Builder(), case, as_judged=as_judged).persons
    assert mine.lines is not None
    assert any(line.pattern == "nights" for line in mine.lines.lines) == as_judged


@pytest.mark.parametrize("line_rule", ["free", "changeable"])
def test_who_may_leave_a_line_that_would_make_them_one_leaves_it(line_rule: str) -> None:
    case = lone_case("nights", opt_out=True, nights=True, patterns=("five",), line_rule=line_rule)
    case = case.model_copy(update={"history": history("five", 17)})
    plan = baseline_plan(case)
    assert judge(case, plan).broken == ()
    assert [row.pattern for row in plan.lines] == ["five"]
    assert solve(case, work=1).broken == ()
    (searched,) = add_people(Builder(), case).persons
    (judged,) = add_people(Builder(), case, as_judged=True).persons
    assert searched.lines is not None
    assert judged.lines is not None
    assert {line.pattern for line in searched.lines.lines} == {"five"}
    assert {line.pattern for line in judged.lines.lines} == {"nights", "five"}


def test_who_must_keep_it_keeps_it() -> None:
    case = lone_case("nights", opt_out=True, nights=True, patterns=("five",), line_rule="kept")
    case = case.model_copy(update={"history": history("five", 17)})
    assert baseline_plan(case).lines == ()
    assert judge(case, baseline_plan(case)).broken == ()
