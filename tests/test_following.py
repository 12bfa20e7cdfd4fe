"""Does the case after a plan that was worked go on where the plan ended?"""

from datetime import timedelta

from rosterer.baseline import baseline_plan
from rosterer.files import check_case
from rosterer.following import following_case
from rosterer.referee import judge
from rosterer_models.vocabulary.plan import ChosenLine
from rosterer_models.vocabulary.referral import Occupant
from tests.cases import DAYS, DUTIES, MONDAY, PEOPLE, changed, day, small_case, small_plan

CASE, PLAN = small_case(), small_plan()
NEXT = following_case(CASE, PLAN)


def test_it_begins_the_day_after_and_is_sound() -> None:
    assert NEXT.first_day == MONDAY + timedelta(days=DAYS)
    assert not check_case(NEXT)
    assert NEXT.fingerprint != CASE.fingerprint


def test_every_duty_is_history_once() -> None:
    worked = {(piece.person, piece.date): piece.shift for piece in DUTIES}
    assert {(row.person, row.date): row.shift for row in NEXT.history} == worked
    assert len(NEXT.history) == len(worked)


def test_older_history_is_kept_as_far_as_rules_look_back() -> None:
    ancient, recent = day(-400), day(-3)
    old = [{"person": "ann", "date": date, "shift": "D"} for date in (ancient, recent)]
    found = {
        row.date
        for row in following_case(small_case(history=old), PLAN).history
        if row.person == "ann"
    }
    assert recent in found
    assert ancient not in found


def test_a_line_goes_on_where_it_was() -> None:
    # ann works days 0 to 3 of a cycle of eight; the next case begins on day 7, the last of her four
    # days off.
    ann = next(person for person in NEXT.people if person.person == "ann")
    assert (ann.pattern, ann.phase) == ("days", 7)
    # cat was given another line by the plan, at phase 3 of the nights: on day 7 she is at 10, which
    # is 2.
    plan = PLAN.model_copy(
        update={
            "lines": (
                *(row for row in PLAN.lines if row.person != "cat"),
                ChosenLine(person="cat", pattern="nights", phase=3),
            )
        }
    )
    cat = next(person for person in following_case(CASE, plan).people if person.person == "cat")
    assert (cat.pattern, cat.phase) == ("nights", 2)


def test_hours_beyond_contract_are_carried_over() -> None:
    # ann is paid 4 duties of 11 hours in a week of 42: 2 more than contract, on top of what she
    # had.
    case = small_case(people=changed(PEOPLE, "person", "ann", balance_hours=1.5))
    ann = next(person for person in following_case(case, PLAN).people if person.person == "ann")
    assert ann.balance_hours == 3.5


def test_who_was_not_served_still_waits_since_the_same_day() -> None:
    served = {row.referral for row in PLAN.placements if row.option is not None}
    waiting = {row.referral: row for row in CASE.referrals if row.referral not in served}
    assert {row.referral: row for row in NEXT.referrals} == waiting
    nobody = following_case(CASE, PLAN.model_copy(update={"placements": ()}))
    assert nobody.referrals == CASE.referrals
    assert nobody.barriers == CASE.barriers


def test_people_in_care_are_in_the_stage_that_they_have_reached() -> None:
    # o1 left the hub on day 2 and has six days of care at home, until day 8; o2's package has ended
    # by day 7 for certain.
    stayed = {row.occupant: row for row in NEXT.census}
    assert stayed["o1"] == Occupant(
        occupant="o1", option="hub-first", stage=2, home="A", started=day(2)
    )
    assert "o2" not in stayed


def test_the_next_case_can_be_planned() -> None:
    assert judge(NEXT, baseline_plan(NEXT)).broken == ()
