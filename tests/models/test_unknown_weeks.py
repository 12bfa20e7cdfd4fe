"""Do plans that are made here use the blindness of a case that knows little of the past?"""

from datetime import timedelta

import pytest

from rosterer import solve
from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import judge, worked_line
from rosterer_models.columns.lines import lines_of
from rosterer_models.columns.staff import staff_of
from rosterer_models.relaxation.bound import prove
from rosterer_models.rules.calendar import calendar_of
from rosterer_models.rules.limits import run_rules_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Availability
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import Line
from tests.cases import PEOPLE, changed, day
from tests.referee.known_weeks import line_plan, lone_case

WEEKS = (0, 2, 5, 17)


def _hungry(weeks: int) -> Case:
    """Ann works six days a week of twelve hours, Dan every day that he may, and it is never
    enough.
    """
    case = lone_case("six", weeks=weeks)
    dan = changed(PEOPLE, "person", "dan", max_duties=None, home="A")[-1]
    return case.model_copy(
        update={
            "people": (*case.people, dan),
            "availability": (Availability(person="dan", first_day=day(0), last_day=day(27)),),
            "cover": (
                Cover(
                    place="A",
                    band="morning",
                    skill="care",
                    first_day=day(0),
                    last_day=day(27),
                    minutes=600,
                ),
            ),
        }
    )


@pytest.mark.parametrize("weeks", WEEKS)
def test_the_plan_of_a_hungry_case_breaks_no_average(weeks: int) -> None:
    case = _hungry(weeks)
    plan = solve(case, work=1).plan
    assert judge(case, plan).broken == ()
    assert plan.duties
    # Working the whole line does, so there was something to resist.
    assert judge(case, line_plan(case)).broken


@pytest.mark.parametrize("weeks", WEEKS)
def test_the_careful_managers_plan_breaks_none_either(weeks: int) -> None:
    full = generate(people=8, days=28, load="tight", seed=4)
    since = full.first_day - timedelta(days=7 * weeks)
    known = tuple(row for row in full.history if row.date >= since)
    for case in (_hungry(weeks), full.model_copy(update={"history": known})):
        assert judge(case, baseline_plan(case)).broken == ()


def _most_hours(case: Case, rule: str, last: int) -> float:
    """What the optimiser leaves Ann in the reference period that ends on a day."""
    calendar = calendar_of(case)
    windows = staff_of(case, calendar)[0].windows
    span = 7 * case.rules.average_weeks
    (most,) = (
        window.most
        for window in windows
        if (window.rule, window.last, window.last - window.first + 1)
        == (rule, calendar.history + last, span)
    )
    return most / 60


def test_unknown_weeks_count_as_worked_at_the_contract() -> None:
    # 17 × 48 hours less 16 unknown weeks of 37.5.
    assert _most_hours(lone_case("six", days=7), "weekly-average", 6) == pytest.approx(816 - 600)


def test_or_at_the_line_but_never_at_more_than_is_allowed() -> None:
    # Five duties of twelve hours a week are 60; 48 are allowed.
    by_line = lone_case("five", days=7).model_copy(update={"rules": Rules(unknown_weeks="line")})
    assert _most_hours(by_line, "weekly-average", 6) == pytest.approx(816 - 16 * 48)
    elsewhere = lone_case("five", days=7, other_hours=8).model_copy(
        update={"rules": Rules(unknown_weeks="line")}
    )
    # Eight hours elsewhere in each of 17 weeks, and 40 here in the unknown ones.
    assert _most_hours(elsewhere, "weekly-average", 6) == pytest.approx(816 - 136 - 16 * 40)


def test_or_not_at_all() -> None:
    blind = lone_case("six", days=7).model_copy(update={"rules": Rules(unknown_weeks="nothing")})
    assert _most_hours(blind, "weekly-average", 6) == pytest.approx(816)


def _bound(case: Case) -> float:
    told: list[float] = []
    prove(case, 60.0, 1, told.append, lambda: None)
    return max(told)


@pytest.mark.parametrize(
    "about",
    [
        {"contract_hours": 48},
        {"contract_hours": 37.5, "other_hours": 10},
        {"contract_hours": 60, "opt_out": True, "nights": True, "night_worker": None},
    ],
)
@pytest.mark.parametrize("pattern", ["six", "five"])
def test_a_plan_by_hand_that_leans_on_unknown_weeks_costs_no_less_than_the_bound(
    about: dict[str, object], pattern: str
) -> None:
    # A week in which every day asks for Ann; 48 of its 60 or 72 hours are all that solve gives her.
    need = Cover(
        place="A", band="morning", skill="care", first_day=day(0), last_day=day(6), minutes=60
    )
    case = lone_case(pattern, days=7, **about).model_copy(update={"cover": (need,)})
    plan = line_plan(case)
    whole = plan.model_copy(
        update={"duties": tuple(row.model_copy(update={"minutes": 50.0}) for row in plan.duties)}
    )
    verdict = judge(case, whole)
    assert verdict.broken == ()
    assert _bound(case) <= verdict.cost + 0.01
    assert verdict.unavoidable <= verdict.cost + 0.01


@pytest.mark.parametrize("weeks", WEEKS)
@pytest.mark.parametrize("about", [{}, {"opt_out": True}, {"other_hours": 9}])
def test_optimiser_and_referee_work_the_same_lines(weeks: int, about: dict[str, object]) -> None:
    for pattern in ("six", "nights", "five"):
        case = lone_case(pattern, weeks=weeks, **about)
        calendar = calendar_of(case)
        found = lines_of(case, calendar, run_rules_of(case), staff_of(case, calendar)[0]).worked[0]
        worked = worked_line(case, case.people[0], Line(pattern=pattern, phase=0))
        names = [shift.shift for shift in case.shifts]
        assert {t: names[s] for t, s in enumerate(found.tolist()) if s >= 0} == worked
