"""Is the baseline what a careful manager would do: within every rule, the same each time, and no
straw man?
"""

import subprocess
import sys
from datetime import timedelta
from functools import lru_cache

import pytest

from rosterer.baseline import baseline_plan, moves
from rosterer.generate import Load, generate
from rosterer.referee import judge
from rosterer.referee.roster import present_line, worked_line
from rosterer.referee.verdict import Verdict
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.referral import Referral
from tests.cases import UNITS, changed, day, small_case

LOADS: tuple[Load, ...] = ("easy", "normal", "tight")


@lru_cache(maxsize=12)
def judged(people: int, load: Load, seed: int = 1) -> tuple[Case, Plan, Verdict]:
    case = generate(people, 28, load, seed)
    plan = baseline_plan(case)
    return case, plan, judge(case, plan)


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize(
    ("people", "seed"), [(30, 1), (30, 2), pytest.param(131, 1, marks=pytest.mark.slow)]
)
def test_a_baseline_breaks_no_rule(people: int, load: Load, seed: int) -> None:
    _, _, verdict = judged(people, load, seed)
    assert verdict.broken == ()


def test_equal_cases_get_equal_plans() -> None:
    assert baseline_plan(generate(30, 28, "tight", 1)) == baseline_plan(
        generate(30, 28, "tight", 1)
    )


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("people", [30, pytest.param(131, marks=pytest.mark.slow)])
def test_a_baseline_costs_far_less_than_doing_nothing(people: int, load: Load) -> None:
    case, _, verdict = judged(people, load)
    assert verdict.cost < judge(case, Plan()).cost / 2


@pytest.mark.parametrize("load", LOADS)
def test_hand_overs_refused_beforehand_would_not_have_worked_out(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, plan, _ = judged(30, load)
    monkeypatch.setattr(moves, "_is_in_vain", lambda *_: False)
    assert baseline_plan(case) == plan


def test_a_baseline_reaches_no_solver() -> None:
    script = (
        "import sys, rosterer.baseline; print([name for name in ('highspy', 'ortools', "
        "'scipy', 'pandas') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert found == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("load", LOADS)
def test_hardly_any_settled_visit_is_left_out(load: Load) -> None:
    case, _, verdict = judged(131, load)
    hours = sum(row.minutes * row.carers for row in case.cover) * case.days / 60
    assert verdict.shortage_hours < 0.02 * hours


@pytest.mark.slow
@pytest.mark.parametrize("load", LOADS)
def test_most_referrals_start(load: Load) -> None:
    case, plan, _ = judged(131, load)
    started = {row.referral for row in plan.placements if row.option is not None}
    assert len(started) > 0.75 * len(case.referrals)


@pytest.mark.slow
def test_a_heavier_load_waits_longer() -> None:
    easy, normal, tight = (judged(131, load)[2].delay_days for load in LOADS)
    assert easy < normal < tight


def test_a_small_week_is_planned_within_the_rules() -> None:
    case = small_case()
    assert judge(case, baseline_plan(case)).broken == ()


def test_present_lines_are_worked_whole() -> None:
    case, plan, _ = judged(30, "tight")
    worked = {(row.person, row.date) for row in plan.duties if row.source == "line"}
    for person in case.people:
        if person.kind == "pattern":
            line = worked_line(case, person, present_line(person))
            assert {(person.person, case.first_day + timedelta(days=day)) for day in line} <= worked


def test_a_referral_ready_first_is_served_first() -> None:
    # One bed, two people who may only go there: who was ready earlier has it, whatever the order of
    # the table.
    early = Referral(
        referral="early",
        home="A",
        referred=day(-2),
        ready=day(0),
        priority=3,
        options=("hub-first",),
    )
    late = Referral(
        referral="late",
        home="A",
        referred=day(-2),
        ready=day(1),
        priority=1,
        options=("hub-first",),
    )
    case = small_case(
        referrals=(late, early),
        barriers=(),
        expected=(),
        census=(),
        units=changed(UNITS, "unit", "hub", beds=1),
    )
    plan = baseline_plan(case)
    first = {row.referral: row.start for row in plan.placements if row.stage == 1}
    assert first["early"] is not None
    assert first["late"] is None or first["late"] >= first["early"]


def test_a_case_without_people_or_places_to_go_gets_a_plan() -> None:
    case = generate(30, 28, "easy", 1)
    alone = case.model_copy(
        update={
            "people": (),
            "availability": (),
            "fixed": (),
            "history": (),
            "absences": (),
            "requests": (),
            "caps": (),
        }
    )
    plan = baseline_plan(alone)
    assert plan.duties == ()
    assert judge(alone, plan).broken == ()


def test_nobody_is_called_in_for_cover_that_is_only_wished_for() -> None:
    asked = Cover(
        place="B", band="morning", skill="care", first_day=day(5), last_day=day(5), minutes=150
    )
    quiet = small_case(
        census=(), referrals=(), expected=(), units=changed(UNITS, "unit", "hub", min_staff={})
    )
    for price, called in ((None, {"dan"}), (5, set())):
        case = quiet.model_copy(update={"cover": (asked.model_copy(update={"short_hour": price}),)})
        assert {row.person for row in baseline_plan(case).duties if row.place == "B"} == called
