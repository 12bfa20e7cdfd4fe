"""Is one more worth what is said? It is added, and the relaxation solved from nothing."""

from dataclasses import replace

import pytest

from rosterer.baseline import baseline_plan
from rosterer.explain.worth import More, Worth, worth_of
from rosterer.explain.worth.kept import Duties, KeptRota, built, duties_of
from rosterer.explain.worth.there import alike, posts_of, with_more
from rosterer.generate import generate
from rosterer_models.formulation.sets import Sets
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.plan import Placement, Plan
from tests.cases import DUTIES, REFERRALS, UNITS, changed, day, small_case, small_plan

Drawn = tuple[Case, Plan, tuple[Worth, ...]]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    case = generate(people=10, days=7, load="tight", seed=2)
    plan = baseline_plan(case)
    return case, plan, worth_of(case, plan)


def _value(case: Case, duties: Duties) -> float:
    return KeptRota(built(case, duties)).first.value


def _really(case: Case, duties: Duties, more: More) -> float:
    """What the relaxation comes to when there is one more, built from nothing."""
    if more.what == "head":
        in_units = [*duties.in_units, *posts_of(case, more)]
        return _value(case, replace(duties, in_units=in_units))
    if more.what == "carer":
        on_round, sets = dict(duties.on_round), Sets(case)
        for t in range(case.days):
            key = alike(case, sets, more), t, sets.shift[more.shift or ""]
            on_round[key] = on_round.get(key, 0) + 1
        return _value(case, replace(duties, on_round=on_round))
    return _value(with_more(case, more), duties)


def test_what_was_solved_again_saves_what_a_model_from_nothing_saves(drawn: Drawn) -> None:
    case, plan, found = drawn
    duties = duties_of(case, plan)
    before = _value(case, duties)
    told = [one for one in found if one.pounds is not None and one.more.what != "barrier-day"]
    assert told
    for one in told:
        assert one.pounds == pytest.approx(
            before - _really(case, duties, one.more), abs=1.0, rel=1e-4
        )


def test_a_dual_price_is_never_less_than_what_one_more_saves(drawn: Drawn) -> None:
    for one in drawn[2]:
        if one.pounds is not None:
            assert -0.01 <= one.pounds <= one.price + 1.0
            assert one.more.said in one.sentence


def test_the_dearest_come_first_and_ten_at_most_are_solved_again(drawn: Drawn) -> None:
    found = drawn[2]
    solved = [one.pounds for one in found if one.pounds is not None]
    assert solved == sorted(solved, reverse=True)
    assert len(solved) <= 10
    rest = [one.price for one in found[len(solved) :]]
    assert rest == sorted(rest, reverse=True)


def test_beds_slots_and_barriers_are_priced_too_where_they_bind() -> None:
    # One bed, and o1 is in it until day 2: r1, who may go nowhere else, waits for it.
    case = small_case(
        referrals=tuple(
            row.model_copy(update={"triaged": False})
            for row in changed(REFERRALS, "referral", "r1", options=("hub-first",))
        ),
        units=changed(UNITS, "unit", "hub", beds=1, skill=None, min_staff={}, beds_per_staff={}),
        triage=(TriageSlots(first_day=day(0), last_day=day(6), slots=1),),
        expected=(),
    )
    duties = tuple(row for row in DUTIES if row.place != "hub")
    nobody = tuple(Placement(referral=row.referral) for row in REFERRALS)
    plan = small_plan(duties=duties, placements=nobody)
    found = {(one.more.what, one.more.where): one for one in worth_of(case, plan, confirmed=50)}
    bed = found["bed", "hub"]
    assert bed.pounds is not None
    assert bed.pounds > 0
    assert bed.delay_days is not None
    assert bed.delay_days > 0
    assert {what for what, _ in found} >= {"bed", "carer", "barrier-day"}


def test_nothing_is_worth_anything_where_nothing_is_lacking() -> None:
    case = small_case(cover=(), referrals=(), barriers=(), expected=(), census=(), units=())
    assert worth_of(case, small_plan(duties=(), placements=())) == ()


def test_a_skill_that_cover_names_at_a_unit_is_worth_what_its_shortage_costs() -> None:
    nurse = Cover(
        unit="hub", band="morning", skill="nurse", first_day=day(0), last_day=day(6), heads=1
    )
    case = small_case(
        cover=(nurse,),
        referrals=(),
        barriers=(),
        expected=(),
        census=(),
        units=changed(UNITS, "unit", "hub", min_staff={}, beds_per_staff={}),
    )
    found = worth_of(case, small_plan(duties=(), placements=()))
    (head,) = [one for one in found if one.more.shift == "D"]
    assert (head.more.what, head.more.skill) == ("head", "nurse")
    # six hours of seven mornings at 900 pounds
    assert head.pounds == pytest.approx(6 * 7 * 900)
