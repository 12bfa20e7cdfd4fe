"""What does the referee reserve when a plan says nothing of expected arrivals?"""

import copy

import pytest

from rosterer.referee import judge
from rosterer.referee.reading import read_plan
from rosterer.referee.reserve import reserve
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import TriageSlots
from rosterer_models.vocabulary.place import Closure
from rosterer_models.vocabulary.plan import Plan
from tests.cases import DUTIES, EXPECTED, OPTIONS, UNITS, changed, day, duty, small_case, small_plan


def _reserved(case: Case, plan: Plan | None = None) -> dict[tuple[int, str], float]:
    verdict = judge(case, plan or small_plan(reservations=None))
    assert verdict.broken == ()
    return {((row.date - day(0)).days, row.option): row.amount for row in verdict.reservations}


def test_options_are_filled_as_listed_up_to_the_hours_that_are_there() -> None:
    reserved = _reserved(small_case())
    # Thursday morning at A: Ann has 264 / 1.1 = 240 minutes; base cover 120, r3 50, r1 30 and o1 30
    # leave 10, for one who needs 60.
    assert reserved[3, "home-care"] == pytest.approx(10 / 60)
    # The others of the half person expected go to the hub.
    assert reserved[3, "hub-first"] == pytest.approx(0.5 - 10 / 60)
    # On Friday Dan has 264 / (1 + 0.1 + 10 / 120); base cover 120, r3 20, r1 30, o1 30 and
    # Thursday's 50 × 10/60 are needed.
    assert reserved[4, "home-care"] == pytest.approx((264 / (1.1 + 10 / 120) - 200 - 500 / 60) / 60)
    assert sum(reserved.values()) == pytest.approx(1)


def test_billionths_of_a_minute_that_two_carers_lack_are_no_shortage() -> None:
    case, morning = small_case(), ("A", 3, "morning", "care")
    dan = duty("dan", 3, place="A", band="morning", skill="care", minutes=29.07)
    reading = read_plan(case, small_plan(duties=(*DUTIES, dan)), ())

    def at_home(both: float) -> float:
        read = copy.deepcopy(reading)
        read.load.pairs[morning] = 2 * both
        rows = reserve(read.register, read.load, read.supply, read.heads)
        return sum(row.amount for row in rows if (row.day, row.option) == (3, "home-care"))

    assert at_home(29.07 + 1e-9) == at_home(29.07) > 0
    assert at_home(29.08) == 0


def test_a_plan_that_says_it_reserves_nothing_reserves_nothing() -> None:
    assert judge(small_case(), small_plan(reservations=())).reservations == ()


def test_those_not_reserved_wait_for_the_next_day() -> None:
    closed = (Closure(unit="hub", first_day=day(3), last_day=day(3), admissions=False),)
    reserved = _reserved(small_case(closures=closed))
    assert (3, "hub-first") not in reserved
    assert sum(reserved.values()) == pytest.approx(1)


def test_no_more_are_admitted_than_allowed() -> None:
    many = tuple(row.model_copy(update={"amount": 5}) for row in EXPECTED)
    reserved = _reserved(small_case(expected=many))
    assert reserved[3, "hub-first"] == pytest.approx(1)


def test_no_more_start_than_there_are_triage_slots() -> None:
    slots = (
        TriageSlots(first_day=day(4), last_day=day(4), slots=1),
        TriageSlots(first_day=day(0), last_day=day(0), slots=1),
    )
    reserved = _reserved(small_case(triage=slots))
    assert {number for number, _ in reserved} == {4}
    assert sum(reserved.values()) == pytest.approx(1)


def test_beds_that_the_census_leaves_are_the_limit() -> None:
    many = tuple(row.model_copy(update={"amount": 5}) for row in EXPECTED)
    units = changed(UNITS, "unit", "hub", beds=1, admissions={})
    reserved = _reserved(
        small_case(expected=many, units=units), small_plan(reservations=None, placements=())
    )
    # o1 has left by day 3; the bed is then taken to day 5, and free again on Sunday.
    assert {
        number: amount for (number, option), amount in reserved.items() if option == "hub-first"
    } == {3: 1, 6: 1}


def test_a_unit_gets_no_more_people_than_its_heads_can_look_after() -> None:
    many = tuple(row.model_copy(update={"amount": 5}) for row in EXPECTED)
    units = changed(
        UNITS,
        "unit",
        "hub",
        beds=9,
        admissions={},
        min_staff={"morning": 1},
        beds_per_staff={"morning": 1.5},
    )
    # No head is there on day 3, so the required one is short whatever happens; more than 1.5 people
    # would need more than one.
    assert _reserved(small_case(expected=many, units=units))[3, "hub-first"] == pytest.approx(1.5)


def test_visits_in_pairs_need_two() -> None:
    options = changed(OPTIONS, "option", "home-care", carers=2)
    expected = tuple(row.model_copy(update={"options": ("home-care",)}) for row in EXPECTED)
    plan = small_plan(reservations=None, placements=())
    # Ann alone cannot be two people.
    assert _reserved(small_case(options=options, expected=expected, census=()), plan) == {}


def test_classes_come_by_priority_and_then_id() -> None:
    urgent = EXPECTED[0].model_copy(
        update={"arrival_class": "urgent", "priority": 1, "options": ("home-care",)}
    )
    verdict = judge(small_case(expected=(*EXPECTED, urgent)), small_plan(reservations=None))
    assert [
        row.arrival_class
        for row in verdict.reservations
        if row.option == "home-care" and row.date == day(3)
    ] == ["urgent"]


def test_what_is_reserved_can_be_written_into_the_plan() -> None:
    verdict = judge(small_case(), small_plan(reservations=None))
    written = judge(small_case(), small_plan(reservations=verdict.reservations))
    assert written.broken == ()
    assert written.ledger == verdict.ledger
