"""Is an average judged over what is known, and is the rest said to be unknown?"""

import pytest

from rosterer.referee import judge
from rosterer_models.vocabulary.person import Absence, Cap, WorkedDuty
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.settings import Rules
from tests.cases import changed, day, duty
from tests.referee.known_weeks import broken_rules, line_plan, lone_case, verdict_of


def test_seventy_two_hours_a_week_without_history_break_the_average_of_the_weeks_known() -> None:
    verdict = verdict_of(lone_case("six"))
    (breach,) = verdict.broken
    # 24 duties of 12 hours are 288; 4 weeks of 48 are 192.
    assert (breach.rule, breach.by, breach.unit) == ("weekly-average", 60 * 96, "minutes")
    assert breach.sentence == (
        "Ann Dale: 288 hours in the 4 weeks from Mon 5 Oct to Sun 1 Nov are 72 hours a week; "
        "48 are allowed on average: drop 96 hours of duties, or agree an opt-out in writing"
    )
    unknown = {row.what: row.sentence for row in verdict.not_judged}
    assert unknown["48-hour average"] == "48-hour average: 4 of 17 weeks known for 1 person"
    assert not verdict.is_good


def test_who_opted_out_may_work_them_and_is_not_named() -> None:
    verdict = verdict_of(lone_case("six", opt_out=True))
    assert verdict.broken == ()
    assert not {"weekly-average", "night-average"} & {row.rule for row in verdict.not_judged}


def test_nights_break_the_night_average_of_the_weeks_known_too() -> None:
    # 20 nights of 12 hours are 240; 6 × 8 hours a week are 192.
    verdict = verdict_of(lone_case("nights"))
    assert broken_rules(verdict) == ["night-average", "weekly-average"]
    assert {breach.by for breach in verdict.broken} == {60 * 48}
    opted_out = verdict_of(lone_case("nights", opt_out=True))
    assert broken_rules(opted_out) == ["night-average"]


def test_a_day_carer_who_may_work_nights_has_no_night_limit() -> None:
    assert verdict_of(lone_case("six", opt_out=True, nights=True)).broken == ()
    flagged = verdict_of(lone_case("six", opt_out=True, night_worker=True))
    assert broken_rules(flagged) == ["night-average"]


def test_a_night_line_makes_a_night_worker_unless_the_case_says_otherwise() -> None:
    assert verdict_of(lone_case("nights", opt_out=True, night_worker=False)).broken == ()


@pytest.mark.parametrize(("days", "rules"), [(27, []), (28, ["weekly-average"])])
def test_less_than_four_weeks_are_not_averaged(days: int, rules: list[str]) -> None:
    verdict = verdict_of(lone_case("six", days=days))
    assert broken_rules(verdict) == rules
    (row,) = (row for row in verdict.not_judged if row.rule == "weekly-average")
    assert ("too little to judge" in row.why) == (days == 27)


def test_history_lengthens_what_is_known_until_nothing_is_unknown() -> None:
    known = {weeks: verdict_of(lone_case("six", weeks=weeks)).not_judged for weeks in (0, 2, 5, 13)}
    why = {
        weeks: next((row.why for row in rows if row.rule == "weekly-average"), None)
        for weeks, rows in known.items()
    }
    assert why == {
        0: "4 of 17 weeks known",
        2: "6 of 17 weeks known",
        5: "9 of 17 weeks known",
        13: None,
    }
    assert known[13] == ()


def test_a_quiet_time_before_is_known_when_the_case_says_so() -> None:
    # 288 hours in 17 weeks are 17 a week.
    verdict = verdict_of(lone_case("six", history_from=day(-100)))
    assert verdict.broken == ()
    assert not [row for row in verdict.not_judged if row.rule == "weekly-average"]


def test_what_others_worked_does_not_make_a_new_starter_known() -> None:
    case = lone_case("six", weeks=13)
    twin = changed(case.people, "person", "ann", person="bea", name="Bea Dale")[0]
    both = case.model_copy(update={"people": (*case.people, twin)})
    plan = line_plan(case)
    hers = tuple(row.model_copy(update={"person": "bea"}) for row in plan.duties)
    verdict = judge(both, plan.model_copy(update={"duties": (*plan.duties, *hers)}))
    (row,) = (row for row in verdict.not_judged if row.rule == "weekly-average")
    assert (row.people, row.why) == (("bea",), "4 of 17 weeks known")


def test_leave_before_the_first_duty_is_known() -> None:
    leave = Absence(person="ann", first_day=day(-119), last_day=day(-36))
    case = lone_case("five", weeks=5)
    assert verdict_of(case).not_judged[0].why == "9 of 17 weeks known"
    assert verdict_of(case.model_copy(update={"absences": (leave,)})).not_judged == ()


def test_a_horizon_of_leave_is_no_average() -> None:
    # Eight days of work and twenty of leave: 7 × 12 hours, where 48 × 8 / 7 would be allowed.
    case = lone_case("six").model_copy(
        update={"absences": (Absence(person="ann", first_day=day(8), last_day=day(27)),)}
    )
    verdict = judge(case, line_plan(case, range(8)))
    assert verdict.broken == ()
    assert "nearly all of it absence" in verdict.not_judged[0].why


def test_a_rule_that_is_off_is_not_said_to_be_unjudged() -> None:
    off = Rules(off=("weekly-average", "night-average", "weekly-rest"))
    case = lone_case("five").model_copy(update={"rules": off})
    assert {row.rule for row in verdict_of(case).not_judged} == {
        "rest-between-duties",
        "consecutive-days",
    }


def test_days_before_all_history_are_not_taken_for_rest() -> None:
    alone = verdict_of(lone_case("five"))
    assert {row.rule for row in alone.not_judged} == {
        "weekly-average",
        "weekly-rest",
        "rest-between-duties",
        "consecutive-days",
    }
    assert "days before Mon 5 Oct unknown" in alone.summary
    two_weeks = verdict_of(lone_case("five", weeks=2))
    assert {row.rule for row in two_weeks.not_judged} == {"weekly-average"}


def _unjudged_and_broken(first: int) -> tuple[set[str], set[str]]:
    """A duty on each day from one to the first of the horizon."""
    worked = tuple(
        WorkedDuty(person="ann", date=day(number), shift="D") for number in range(first, 0)
    )
    case = lone_case("five").model_copy(update={"history": worked})
    verdict = judge(case, line_plan(case, range(1)))
    return {row.rule for row in verdict.not_judged}, set(broken_rules(verdict))


def test_what_unknown_days_cannot_mend_is_broken_and_not_unjudged() -> None:
    # 13 days in a row; the unknown day before them is the only one of 14 that may be free.
    unjudged, broken = _unjudged_and_broken(-12)
    assert {"weekly-rest", "consecutive-days"} <= broken
    assert not {"weekly-rest", "consecutive-days"} & unjudged


def test_what_unknown_days_decide_is_unjudged_and_not_broken() -> None:
    unjudged, broken = _unjudged_and_broken(-5)
    assert {"weekly-rest", "consecutive-days"} <= unjudged
    assert not {"weekly-rest", "consecutive-days"} & broken


def test_nights_in_a_row_are_not_judged_until_they_are_too_many() -> None:
    for first, is_broken in ((-3, False), (-4, True)):
        worked = tuple(
            WorkedDuty(person="ann", date=day(number), shift="N") for number in range(first, 0)
        )
        case = lone_case("nights").model_copy(update={"history": worked})
        verdict = judge(case, line_plan(case, range(1)))
        unjudged = {row.rule for row in verdict.not_judged}
        assert ("consecutive-nights" in broken_rules(verdict)) == is_broken
        assert ("consecutive-nights" in unjudged) != is_broken


def test_a_cap_that_the_known_days_of_a_week_exceed_is_judged() -> None:
    # The horizon begins on a Wednesday; of its week Tuesday and Wednesday are known, 24 hours.
    for hours, is_broken in ((23, True), (24, False)):
        case = lone_case("five").model_copy(
            update={
                "first_day": day(2),
                "days": 26,
                "history": (WorkedDuty(person="ann", date=day(1), shift="D"),),
                "caps": (Cap(person="ann", first_day=day(0), last_day=day(6), weekly_hours=hours),),
            }
        )
        verdict = judge(case, Plan(duties=(duty("ann", 2, place="A"),), reservations=()))
        assert ("weekly-cap" in broken_rules(verdict)) == is_broken
        assert ("weekly-cap" in {row.rule for row in verdict.not_judged}) != is_broken
