"""Does each delayed midnight get the reason that a person looking at the plan would give?"""

import pytest

from rosterer.explain.delays import explain_delays
from rosterer.referee.reading import read_plan
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import TriageSlots
from rosterer_models.vocabulary.place import Closure, Unit
from rosterer_models.vocabulary.plan import Placement, Plan
from tests.cases import PLACEMENTS, REFERRALS, UNITS, changed, day, small_case, small_plan

HUB_ALONE = changed(REFERRALS, "referral", "r1", options=("hub-first",))
NOBODY = tuple(Placement(referral=row.referral) for row in REFERRALS)
OUT_OF_USE = Closure(unit="hub", first_day=day(0), last_day=day(6), beds=3)


def _reasons(case: Case, plan: Plan, referral: str) -> list[str]:
    """By day, from the first delayed midnight on."""
    return [
        row.reason for row in explain_delays(read_plan(case, plan, ())) if row.referral == referral
    ]


def test_somebody_behind_a_barrier_waits_for_it_and_then_for_hours() -> None:
    # The key safe is there on day 3; nobody gives care at B.
    assert _reasons(small_case(), small_plan(), "r2") == ["barrier"] * 3 + ["no-care-hours"] * 4


def test_where_there_was_room_it_is_the_price_unless_somebody_more_urgent_started() -> None:
    case = small_case(cover=(), census=())
    assert _reasons(case, small_plan(), "r3") == ["price"]
    later = tuple(
        row.model_copy(update={"start": day((row.start - day(0)).days + 1)})
        if row.referral == "r1" and row.start
        else row
        for row in PLACEMENTS
    )
    assert _reasons(case, small_plan(placements=later), "r3") == ["priority"]


def test_a_unit_that_takes_nobody_is_told_apart_from_one_without_a_bed() -> None:
    plan = small_plan(placements=NOBODY)
    full = small_case(referrals=HUB_ALONE, units=changed(UNITS, "unit", "hub", beds=1))
    assert _reasons(full, plan, "r1")[0] == "no-bed"  # o1 is there until day 2
    closed = small_case(
        referrals=HUB_ALONE,
        closures=(Closure(unit="hub", first_day=day(0), last_day=day(6), admissions=False),),
    )
    assert _reasons(closed, plan, "r1") == ["admissions-limit"] * 7


def test_a_unit_out_of_use_does_not_hide_what_another_lacks() -> None:
    plan = small_plan(placements=NOBODY)
    alone = small_case(referrals=HUB_ALONE, closures=(OUT_OF_USE,), census=())
    assert _reasons(alone, plan, "r1") == ["no-bed"] * 7
    other = Unit.model_validate(
        {**UNITS[0].model_dump(), "unit": "other", "admissions": {"all": 0}}
    )
    both = small_case(referrals=HUB_ALONE, closures=(OUT_OF_USE,), census=(), units=(*UNITS, other))
    assert _reasons(both, plan, "r1") == ["admissions-limit"] * 7


@pytest.mark.parametrize(
    ("slots", "expected"), [(0, ["triage"] * 7), (1, ["no-staff-for-beds"] * 7)]
)
def test_somebody_not_assessed_waits_for_a_slot(slots: int, expected: list[str]) -> None:
    case = small_case(
        referrals=tuple(row.model_copy(update={"triaged": False}) for row in HUB_ALONE),
        triage=(TriageSlots(first_day=day(0), last_day=day(6), slots=slots),),
        census=(),
    )
    # Without anybody on duty in the hub a bed there is of no use.
    assert _reasons(case, small_plan(placements=NOBODY, duties=()), "r1") == expected
