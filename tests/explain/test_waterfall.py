"""Do the parts of the delay add up to the headline, exactly and as they are told?"""

import re
from dataclasses import replace

import pytest

from rosterer.explain.delays import explain_delays
from rosterer.explain.free_places import free_places
from rosterer.explain.waterfall import DelayPart, delay_parts, reasons_of, told
from rosterer.referee import judge
from rosterer.referee.reading import read_plan
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Delay, Placement, Plan
from rosterer_models.vocabulary.referral import ArrivalClass
from tests.cases import EXPECTED, REFERRALS, changed, day, small_case, small_plan

NOBODY = tuple(Placement(referral=row.referral) for row in REFERRALS)
TOO_EARLY = (Placement(referral="r2", option="home-care", start=day(0)),)


def _parts(case: Case, plan: Plan) -> tuple[DelayPart, ...]:
    verdict = judge(case, plan)
    reading = read_plan(case, plan, verdict.reservations)
    return delay_parts(reading, reasons_of(reading, plan), verdict)


@pytest.mark.parametrize(
    "plan",
    [
        small_plan(),
        small_plan(placements=NOBODY),
        small_plan(placements=TOO_EARLY),
        small_plan(reservations=None),
        Plan(),
    ],
)
def test_the_parts_add_up_to_the_headline(plan: Plan) -> None:
    case = small_case()
    verdict, parts = judge(case, plan), _parts(case, plan)
    assert sum(part.days for part in parts) == pytest.approx(verdict.delay_days)
    assert sum(part.avoidable for part in parts) == pytest.approx(verdict.avoidable_delay_days)


def test_each_part_is_what_it_says() -> None:
    # r2 was ready two days before the first day, its key safe is there on day 3, and it never
    # starts; r3 starts a day late; half a person a day is expected on days 3 and 4.
    assert [
        (part.name, part.days, part.avoidable) for part in _parts(small_case(), small_plan())
    ] == [
        ("before", 2, 0),
        ("barrier", 3, 0),
        ("no-care-hours", 5, 5),
        ("expected", 3.5, 3.5),
    ]


@pytest.mark.parametrize("amount", [0.1, 0.25, 0.5, 0.75])
def test_the_parts_add_up_as_they_are_told(amount: float) -> None:
    expected = (ArrivalClass.model_validate({**EXPECTED[0].model_dump(), "amount": amount}),)
    sentence = told(_parts(small_case(expected=expected), small_plan()))
    whole = float(re.findall(r"wait ([\d.]+) day", sentence)[0])
    inside = sentence[sentence.index("(") : sentence.index(")")]
    parts = [float(number) for number in re.findall(r" ([\d.]+)(?:,|$)", inside)]
    assert sum(parts) == pytest.approx(whole)


def test_nobody_waits_where_there_is_nobody() -> None:
    assert _parts(small_case(referrals=(), barriers=(), expected=()), Plan()) == ()


def test_a_plan_keeps_its_own_reasons_where_it_has_one_for_each_midnight() -> None:
    case, plan = small_case(), small_plan()
    reading = read_plan(case, plan, ())
    own = tuple(row.model_copy(update={"reason": "triage"}) for row in explain_delays(reading))
    assert reasons_of(reading, plan.model_copy(update={"delays": own})) == own


def test_reasons_that_leave_a_midnight_out_or_name_a_stranger_are_worked_out_anew() -> None:
    case, plan = small_case(), small_plan()
    reading = read_plan(case, plan, ())
    right = explain_delays(reading)
    for wrong in (right[1:], [*right, Delay(referral="nobody", date=day(0), reason="price")]):
        lacking = plan.model_copy(update={"delays": tuple(wrong)})
        assert list(reasons_of(reading, lacking)) == right


def test_a_wait_for_a_price_is_a_part_of_its_own() -> None:
    case = small_case(cover=(), census=())
    assert {part.name: part.days for part in _parts(case, small_plan())}["price"] == 1


def test_a_case_without_a_barrier_has_no_such_part() -> None:
    case = small_case(barriers=(), referrals=changed(REFERRALS, "referral", "r2", ready=day(0)))
    assert {part.name for part in _parts(case, small_plan())} == {"no-care-hours", "expected"}


def test_a_wait_that_costs_more_than_serving_is_nobodys_price() -> None:
    case = small_case(cover=(), census=())
    plan = small_plan(placements=NOBODY)
    verdict = judge(case, plan)
    reading = read_plan(case, plan, verdict.reservations)
    reasons = reasons_of(reading, plan)
    free = free_places(reading, reasons)
    cheaper = {place.referral for place in free if place.dearer < 0}
    assert cheaper
    parts = {part.name: part for part in delay_parts(reading, reasons, verdict, free)}
    assert parts["unplaced"].words.startswith("nobody placed them")
    dearer = [replace(place, dearer=1.0) for place in free]
    kept = {part.name for part in delay_parts(reading, reasons, verdict, dearer)}
    assert "unplaced" not in kept
