"""Is it said who waits although a place is free, and what serving them would cost?"""

import pytest

from rosterer.explain.free_places import FreePlace, free_places
from rosterer.explain.waterfall import reasons_of
from rosterer.referee import judge
from rosterer.referee.reading import read_plan
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Closure
from rosterer_models.vocabulary.plan import Placement, Plan
from rosterer_models.vocabulary.referral import Stage
from rosterer_models.vocabulary.settings import Tail
from tests.cases import OPTIONS, PLACEMENTS, REFERRALS, UNITS, changed, day, small_case, small_plan

DEAR = (
    *OPTIONS,
    Stage(option="long-hub", stage=1, pathway=2, setting="hub", days=12, cost_per_day=400),
)
WAITS = changed(REFERRALS, "referral", "r3", options=("long-hub",))
# The hub needs no staff of the bank here.
STAFFED = changed(UNITS, "unit", "hub", min_staff={}, beds_per_staff={})
ROOM = small_case(options=DEAR, referrals=WAITS, units=STAFFED, cover=(), expected=())
NOT_SERVED = (*PLACEMENTS[:3], Placement(referral="r3"))


def _free(case: Case, plan: Plan) -> list[FreePlace]:
    verdict = judge(case, plan)
    reading = read_plan(case, plan, verdict.reservations)
    return free_places(reading, reasons_of(reading, plan))


def test_who_is_never_served_although_a_bed_is_free_is_named_with_the_price() -> None:
    (found,) = _free(ROOM, small_plan(placements=NOT_SERVED))
    assert (found.referral, found.is_served, found.option) == ("r3", False, "long-hub")
    assert found.dearer > 0
    assert found.sentence.startswith("r3 waits 6 days and is not served; a hub bed (hub) is free")
    assert "dearer in the ledger's total: serving them takes £" in found.sentence


@pytest.mark.parametrize("tail", [Tail(weeks=1), Tail(weeks=1, hours_per_week=0), Tail(weeks=0)])
def test_the_price_is_what_the_referee_finds_when_they_are_served(tail: Tail) -> None:
    case = ROOM.model_copy(update={"tail": tail})
    (found,) = _free(case, small_plan(placements=NOT_SERVED))
    served = small_plan(
        placements=(
            *PLACEMENTS[:3],
            Placement(referral="r3", option="long-hub", unit="hub", start=found.day),
        )
    )
    with_them, without = judge(case, served), judge(case, small_plan(placements=NOT_SERVED))
    assert found.dearer == pytest.approx(with_them.cost - without.cost, abs=0.05)


def test_who_starts_later_than_a_place_is_free_is_named_after_those_not_served() -> None:
    case = small_case(cover=(), census=(), expected=())
    found = _free(case, small_plan())
    assert [(one.referral, one.is_served, one.midnights) for one in found] == [("r3", True, 1)]
    assert found[0].day == day(1)
    served = (*PLACEMENTS[:3], Placement(referral="r3", option="home-care", start=day(1)))
    difference = judge(case, small_plan(placements=served)).cost - judge(case, small_plan()).cost
    assert found[0].dearer == pytest.approx(difference, abs=0.05)


def test_who_waits_for_a_bed_is_not_named() -> None:
    closed = Closure(unit="hub", first_day=day(0), last_day=day(6), beds=3)
    full = ROOM.model_copy(update={"closures": (closed,)})
    assert _free(full, small_plan(placements=NOT_SERVED)) == []


def test_who_does_not_wait_is_not_named() -> None:
    assert _free(small_case(referrals=(), barriers=()), small_plan(placements=())) == []
