"""Is a plan that is edited judged as the referee judges it from nothing, to the penny and rule by
rule?
"""

from collections.abc import Callable

import pytest
from benchmarks._edits import Drawn

from rosterer.referee import judge
from rosterer.session import Session
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Cap, FixedDuty, Request, WorkedDuty
from rosterer_models.vocabulary.plan import Delay, Plan, Reservation
from rosterer_models.vocabulary.referral import Occupant, Stage, StayPoint
from rosterer_models.vocabulary.settings import PriceList, Rules
from tests.cases import (
    CENSUS,
    DUTIES,
    OPTIONS,
    PEOPLE,
    REFERRALS,
    STAYS,
    changed,
    day,
    duty,
    small_case,
    small_plan,
)
from tests.contract_cases import eve, plan_with, three_kinds
from tests.referee.test_spells import CALLED, SLEEPS, SPLIT, WHOLE

Kind = Callable[[], tuple[Case, Plan]]

EDITS, BETWEEN = 30, 3
"""Steps of a session, and after how many of them the two judgements are compared."""


def lines() -> tuple[Case, Plan]:
    """Staff with lines and of the bank; what is reserved follows from the referee's rule."""
    prices = PriceList(carer_at_place=3)
    requests = (Request(person="ann", date=day(1), wish="off"), Request(person="cat", date=day(3)))
    return small_case(prices=prices, requests=requests), small_plan(reservations=None)


def contracts() -> tuple[Case, Plan]:
    """Somebody whose hours are owed, with overtime, by the week."""
    return three_kinds(eve(overtime=True, max_period_hours=44)), plan_with(0, 2)


def spells() -> tuple[Case, Plan]:
    """Duties of parts, with sleep-ins and on-call, and shifts that may not follow one another."""
    shifts = (*small_case().shifts, SPLIT, WHOLE, SLEEPS, CALLED)
    shifts = changed(shifts, "shift", "N", not_next_day=("S", "Z"))
    rules = Rules(sleep_in="rest", rest_days_after_nights=1)
    duties = (*DUTIES, duty("ann", 5, "Z"), duty("cat", 4, "S"))
    return small_case(shifts=shifts, rules=rules), small_plan(duties=duties)


def leave() -> tuple[Case, Plan]:
    """Leave in hours, a history, caps, and fixed duties that history breaks already."""
    history = tuple(WorkedDuty(person="ann", date=day(n), shift="D") for n in range(-9, 0))
    return small_case(
        absences=(
            Absence(person="cat", first_day=day(1), last_day=day(3), hours=15),
            Absence(person="ann", first_day=day(-30), last_day=day(-12)),
        ),
        history=history,
        caps=(Cap(person="dan", first_day=day(0), last_day=day(20), weekly_hours=20),),
        fixed=(
            FixedDuty(person="ann", date=day(4), shift="D"),
            FixedDuty(person="ben", date=day(1), shift="D", training=True),
        ),
        people=changed(PEOPLE, "person", "dan", max_weekends=1, days_off=("wed",)),
    ), small_plan()


def beds() -> tuple[Case, Plan]:
    """Beds for stays by a survival curve, with reservations and delays that are listed."""
    stays = (*STAYS, *(StayPoint(stay="hub", day=n, per_mille=1000 - 150 * n) for n in range(6)))
    options = (
        *OPTIONS,
        Stage(option="hub-curve", stage=1, pathway=2, setting="hub", stay="hub"),
        Stage(
            option="hub-curve",
            stage=2,
            pathway=2,
            setting="home",
            stay="package",
            skill="care",
            carers=2,
            minutes={"morning": 30},
        ),
    )
    referrals = changed(REFERRALS, "referral", "r3", options=("home-care", "hub-curve"))
    referrals = changed(referrals, "referral", "r1", options=("hub-curve", "hub-first"))
    census = (
        *CENSUS,
        Occupant(occupant="o3", option="hub-curve", stage=1, unit="hub", home="B", started=day(-1)),
    )
    case = small_case(stays=stays, options=options, referrals=referrals, census=census)
    booked = Reservation(
        arrival_class="north", date=day(4), option="hub-first", units=("hub",), amount=0.4
    )
    late = Delay(referral="r2", date=day(0), reason="barrier")
    return case, small_plan(reservations=(booked,), delays=(late,))


@pytest.mark.parametrize("kind", [lines, contracts, spells, leave, beds])
def test_after_any_edits_a_session_says_what_the_referee_says(kind: Kind) -> None:
    case, plan = kind()
    session = Session(case, plan)
    assert session.verdict == judge(case, plan)
    for seed in range(2):
        drawn = Drawn(session, seed)
        for number in range(EDITS):
            drawn.step()
            if number % BETWEEN == 0:
                assert session.verdict == judge(case, session.plan)
    while session.can_undo:
        session.undo()
    assert session.plan.decisions == plan.decisions
    assert session.verdict == judge(case, plan)


@pytest.mark.parametrize("kind", [lines, beds])
def test_an_effect_is_the_difference_of_two_judgements(kind: Kind) -> None:
    case, plan = kind()
    session = Session(case, plan)
    drawn = Drawn(session, 5)
    for _ in range(12):
        before = judge(case, session.plan)
        edit = drawn.next_good()
        effect = session.apply(edit)
        after = judge(case, session.plan)
        assert effect.total == pytest.approx(after.cost - before.cost, abs=0.001)
        assert effect.delay_days == pytest.approx(after.delay_days - before.delay_days)
        assert effect.hours_short == pytest.approx(after.shortage_hours - before.shortage_hours)
        assert set(effect.new) == set(after.broken) - set(before.broken)
        assert set(effect.gone) == set(before.broken) - set(after.broken)


@pytest.mark.parametrize("kind", [lines, leave, beds])
def test_the_inverse_of_an_edit_leads_back(kind: Kind) -> None:
    case, plan = kind()
    session = Session(case, plan)
    drawn = Drawn(session, 11)
    session.apply(drawn.next_good())
    for _ in range(12):
        before = session.plan
        cost = session.verdict.cost
        effect = session.apply(drawn.next_good())
        if effect.inverse:
            back = session.apply(effect.inverse)
            assert session.plan.decisions == before.decisions
            assert session.verdict.cost == cost
            assert back.total == -effect.total
            session.undo()
