"""Is a published plan repaired as little as pays, and is nothing that has happened touched?"""

import pytest

import rosterer
from rosterer.files.faults import BadInput
from rosterer.mend import added_breaches
from rosterer.replan.repairing import Replanned
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import BarrierCleared, ReferralAdded, ReferralWithdrawn
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.referral import Referral
from rosterer_models.vocabulary.settings import ChangePrices
from tests.replan.published import DAYS, morning, on_day, published, sick, who_works

SICK_DAY = 5


@pytest.fixture(scope="module")
def whole() -> tuple[Case, Plan, str, Replanned]:
    case, plan = published()
    who = who_works(plan, on_day(case, SICK_DAY))
    news = [sick(who, on_day(case, SICK_DAY))]
    found = rosterer.replan(case, plan, news, now=morning(case, SICK_DAY), time_limit=4)
    return case, plan, who, found


def test_a_sick_call_is_repaired_in_different_ways_the_best_first(
    whole: tuple[Case, Plan, str, Replanned],
) -> None:
    _, _, _, found = whole
    totals = [one.total for one in found.repairs]
    assert 1 <= len(totals) <= 3
    assert totals == sorted(totals)
    assert len({one.differences.asked for one in found.repairs}) == len(totals)


def test_leaving_it_as_it_is_is_never_better_than_the_best(
    whole: tuple[Case, Plan, str, Replanned],
) -> None:
    _, _, _, found = whole
    assert found.left.is_left
    assert found.repairs[0].total <= found.left.total


def test_no_repair_breaks_a_rule_that_the_change_alone_does_not_break(
    whole: tuple[Case, Plan, str, Replanned],
) -> None:
    _, _, who, found = whole
    for one in found.repairs:
        verdict = rosterer.check(found.case, one.plan)
        assert added_breaches(verdict, found.left.verdict) == []
        assert verdict.ledger_agrees
        assert verdict.certificate_agrees
        day = on_day(found.case, SICK_DAY)
        assert not [row for row in one.plan.duties if (row.person, row.date) == (who, day)]


def test_other_days_and_published_starts_stay_as_they_are(
    whole: tuple[Case, Plan, str, Replanned],
) -> None:
    case, plan, _, found = whole
    day = on_day(case, SICK_DAY)
    for one in found.repairs:
        assert [row for row in one.plan.duties if row.date != day] == [
            row for row in plan.duties if row.date != day
        ]
        assert one.plan.placements == plan.placements
        assert one.plan.lines == plan.lines


def test_the_price_of_change_stands_beside_the_ledger(
    whole: tuple[Case, Plan, str, Replanned],
) -> None:
    _, _, who, found = whole
    for one in found.repairs:
        told = one.differences
        assert one.total == pytest.approx(one.verdict.cost + told.pounds)
        assert all(duty.pounds == 0 for duty in told.duties if duty.is_forced)
        assert all(duty.pounds == 100 for duty in told.chosen)  # less than a day's notice
        assert {duty.person for duty in told.duties if duty.is_forced} == {who}


def test_a_dear_change_is_not_made() -> None:
    case, plan = published()
    day = on_day(case, SICK_DAY)
    dear = case.model_copy(
        update={"change_prices": ChangePrices(under_24_hours=1e6, other_visit=1e6)}
    )
    found = rosterer.replan(
        dear, plan, [sick(who_works(plan, day), day)], now=morning(case, SICK_DAY), best=1
    )
    assert len(found.repairs) == 1
    assert found.repairs[0].differences.chosen == ()
    assert [one for one in found.repairs[0].differences.visits if one.anew] == []


def test_a_duty_that_has_begun_stays_and_the_absence_counts_from_the_next_day() -> None:
    case, plan = published()
    day, after = on_day(case, SICK_DAY), on_day(case, SICK_DAY + 2)
    who = who_works(plan, day)
    noon = morning(case, SICK_DAY).replace(hour=15)
    found = rosterer.replan(case, plan, [sick(who, day, after)], now=noon, best=1, time_limit=1)
    assert any("has begun the duty of today" in note for note in found.changed.notes)
    rows = [row for row in plan.duties if (row.person, row.date) == (who, day)]
    kept = found.repairs[0].plan.duties
    assert [row for row in kept if (row.person, row.date) == (who, day)] == rows


def test_who_is_sick_on_a_day_off_leaves_the_plan_as_it_is() -> None:
    case, plan = published()
    day = on_day(case, SICK_DAY)
    on_duty = {row.person for row in plan.duties if row.date == day}
    away = {row.person for row in case.absences if row.first_day <= day <= row.last_day}
    free = next(one.person for one in case.people if one.person not in on_duty | away)
    found = rosterer.replan(case, plan, [sick(free, day)], now=morning(case, SICK_DAY))
    assert found.repairs[0].is_published
    assert found.repairs[0].plan is plan
    assert found.repairs[0].differences.pounds == 0


def test_the_horizon_has_borders() -> None:
    case, plan = published()
    last = on_day(case, DAYS - 1)
    off = next(one.person for one in case.people if not one.pattern)
    news = [sick(off, last)]
    with pytest.raises(BadInput, match="the last day of the plan is"):
        rosterer.replan(case, plan, news, now=morning(case, DAYS))
    found = rosterer.replan(case, plan, news, now=morning(case, DAYS - 1), best=1, time_limit=1)
    assert found.now.first_open_day == DAYS - 1
    early = rosterer.replan(case, plan, news, now=morning(case, -40), best=1, time_limit=1)
    assert early.now.first_open_day == 0


def test_the_plan_of_another_case_is_refused() -> None:
    case, plan = published()
    other = case.model_copy(update={"name": "other"})
    other.__dict__.pop("fingerprint", None)
    day = on_day(case, SICK_DAY)
    with pytest.raises(BadInput, match="is of another case"):
        rosterer.replan(other, plan, [sick(plan.duties[0].person, day)], now=morning(case, 0))


def test_other_prices_of_change_make_no_other_case() -> None:
    case, _ = published()
    other = case.model_copy(update={"change_prices": ChangePrices(under_24_hours=1)})
    other.__dict__.pop("fingerprint", None)
    assert other.fingerprint == case.fingerprint


def test_a_withdrawn_referral_loses_its_place_and_a_new_one_gets_a_row() -> None:
    case, plan = published()
    placed = next(row for row in plan.placements if row.option is not None)
    gone = ReferralWithdrawn(referral=placed.referral)
    like = next(one for one in case.referrals if one.referral == placed.referral)
    new = Referral.model_validate(
        like.model_dump() | {"referral": "new-one", "ready": on_day(case, 3)}
    )
    found = rosterer.replan(
        case, plan, [gone, ReferralAdded(referral=new)], now=morning(case, 3), time_limit=1
    )
    for one in found.repairs:
        names = {row.referral for row in one.plan.placements}
        assert placed.referral not in names
        assert "new-one" in names
        start = next(row.start for row in one.plan.placements if row.referral == "new-one")
        assert start is None or start >= on_day(case, 3)
        assert rosterer.check(found.case, one.plan).ledger_agrees


def test_a_barrier_that_clears_later_opens_the_start_again() -> None:
    case, plan = published()
    starts = {row.referral: row.start for row in plan.placements if row.start and row.stage == 1}
    hit = next((one for one in case.barriers if one.referral in starts), None)
    assert hit is not None
    late = BarrierCleared(referral=hit.referral, clears=on_day(case, DAYS + 5))
    found = rosterer.replan(case, plan, [late], now=morning(case, 0), time_limit=1)
    best = found.repairs[0]
    change = next(one for one in best.differences.starts if one.referral == hit.referral)
    assert change.before == starts[hit.referral]
    assert rosterer.check(found.case, best.plan).ledger_agrees


def test_work_that_is_stopped_gives_what_was_found() -> None:
    case, plan = published()
    day = on_day(case, SICK_DAY)
    found = rosterer.replan(
        case,
        plan,
        [sick(who_works(plan, day), day)],
        now=morning(case, SICK_DAY),
        stop=lambda: True,
    )
    assert found.is_stopped
    assert [one.is_left for one in found.repairs] == [True]
