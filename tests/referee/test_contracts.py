"""Are hours of contracts without a line paid, balanced and limited as the reference page says?"""

import pytest

from rosterer.referee import Verdict, judge
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Availability, Cap, FixedDuty, Person
from rosterer_models.vocabulary.plan import Plan
from tests.cases import PEOPLE, day, small_case, small_plan
from tests.contract_cases import eve, on_days, plan_with, three_kinds


def _difference(case: Case, plan: Plan, without: Verdict | None = None) -> dict[str, float]:
    """Pounds by ledger line that a plan costs beyond one."""
    before = judge(case, small_plan()) if without is None else without
    pounds: dict[str, float] = {}
    for sign, ledger in ((1, judge(case, plan).ledger), (-1, before.ledger)):
        for line in ledger:
            pounds[line.name] = pounds.get(line.name, 0.0) + sign * line.pounds
    return {name: round(amount, 2) for name, amount in pounds.items() if abs(amount) > 0.004}


def _rules(case: Case, plan: Plan) -> set[str]:
    return {breach.rule for breach in judge(case, plan).broken}


def test_a_contract_is_paid_whatever_is_worked() -> None:
    same = small_case(limits=three_kinds().limits)
    more = _difference(three_kinds(), small_plan(), judge(same, small_plan()))
    # 22 hours at £20; and 22 hours owed, of which 18 are outside the band of 4, at £4.
    assert more == {"contract-pay": 440.0, "hours-balance": 72.0}


def test_duties_within_the_contract_cost_no_pay() -> None:
    cost = _difference(three_kinds(), plan_with(0, 1))
    assert cost["hours-balance"] == -72.0
    assert "bank-pay" not in cost
    assert "overtime-pay" not in cost


def test_who_says_nothing_of_availability_can_be_rostered_on_every_day() -> None:
    offers = (
        *small_case().availability,
        Availability(person="eve", first_day=day(0), last_day=day(1)),
    )
    assert _rules(three_kinds(), plan_with(3, 4)) == set()
    assert _rules(three_kinds(availability=offers), plan_with(0, 1)) == set()
    assert _rules(three_kinds(availability=offers), plan_with(3, 4)) == {"availability"}


def test_nobody_works_beyond_the_band_without_consent() -> None:
    # 33 hours of 22, and a band of 4 or of 11.
    assert _rules(three_kinds(), plan_with(0, 1, 3)) == {"contract-hours"}
    assert _rules(three_kinds(band=11), plan_with(0, 1, 3)) == set()
    consents = three_kinds(eve(overtime=True))
    assert _rules(consents, plan_with(0, 1, 3)) == set()
    # Seven hours beyond the band at half as much again as £20.
    assert _difference(consents, plan_with(0, 1, 3))["overtime-pay"] == 210.0


def test_a_breach_says_how_many_hours_and_until_when() -> None:
    breach = judge(three_kinds(), plan_with(0, 1, 3)).broken[0]
    assert (breach.by, breach.unit, breach.when) == (420.0, "minutes", day(6))
    assert breach.sentence == (
        "eve: 33 hours by Sun 11 Oct; contract, balance at the start and balance band allow "
        "26 hours without overtime: drop 7 hours of duties, or agree overtime"
    )


@pytest.mark.parametrize(("own", "pounds"), [(None, 210.0), (100, 140.0), (0, 0.0)])
def test_overtime_is_paid_at_the_persons_rate_or_else_the_employers(
    own: float | None, pounds: float
) -> None:
    case = three_kinds(eve(overtime=True, overtime_percent=own))
    assert _difference(case, plan_with(0, 1, 3)).get("overtime-pay", 0.0) == pounds


def test_hours_carried_over_count() -> None:
    # 11 hours owed from before: a third duty is within the contract. 11 too many: a second is not.
    assert _rules(three_kinds(eve(balance_hours=-11)), plan_with(0, 1, 3)) == set()
    assert _rules(three_kinds(eve(balance_hours=11)), plan_with(0, 1)) == {"contract-hours"}
    assert _rules(three_kinds(eve(balance_hours=11)), plan_with(0)) == set()


def test_a_day_of_absence_takes_a_seventh_of_the_week_off() -> None:
    away = (Absence(person="eve", first_day=day(3), last_day=day(6)),)
    # 22 × 3 / 7 hours are owed, and 13.43 are all that may be worked.
    assert _rules(three_kinds(absences=away), plan_with(0)) == set()
    assert _rules(three_kinds(absences=away), plan_with(0, 1)) == {"contract-hours"}


def test_each_week_is_balanced_where_the_period_is_a_week() -> None:
    weekly, whole = eve(hours_period="week"), eve()
    long = {"days": 14, "referrals": (), "barriers": (), "expected": ()}
    plan = small_plan(duties=(*plan_with(0, 1, 2).duties, *on_days(8)), placements=())
    assert "contract-hours" in _rules(three_kinds(weekly, **long), plan)
    assert "contract-hours" not in _rules(three_kinds(whole, **long), plan)
    late = small_plan(duties=(*small_plan().duties, *on_days(8, 9, 10, 11)), placements=())
    # Nothing in the first week is 22 hours owed at its end, 18 of them outside the band.
    ledgers = [judge(three_kinds(who, **long), late).ledger for who in (weekly, whole)]
    balance = [
        sum(line.pounds for line in ledger if line.name == "hours-balance") for ledger in ledgers
    ]
    assert balance[0] - balance[1] == pytest.approx(72.0)


def test_weeks_begin_on_monday() -> None:
    """From Thursday to Wednesday there are four days and three, and contract hours for each."""
    start = {"first_day": day(3), "referrals": (), "barriers": (), "expected": (), "census": ()}
    case = three_kinds(
        eve(hours_period="week"), band=0, people=(eve(hours_period="week"),), **start
    )
    plan = Plan(duties=on_days(4, 8), reservations=())
    balance = next(line for line in judge(case, plan).ledger if line.name == "hours-balance")
    # 12.57 hours are owed until Sunday, and 22 in all: 1.57 and 0 are missing.
    assert balance.amount == pytest.approx(22 * 4 / 7 - 11)
    assert _rules(case, Plan(duties=on_days(4, 5), reservations=())) == {"contract-hours"}


def test_overtime_leaves_the_balance_of_later_periods() -> None:
    person = eve(hours_period="week", overtime=True)
    case = three_kinds(person, days=14, referrals=(), barriers=(), expected=())
    plan = small_plan(duties=(*plan_with(0, 1, 2).duties, *on_days(8, 9)), placements=())
    pay = next(line for line in judge(case, plan).ledger if line.name == "overtime-pay")
    # Seven hours beyond the band in the first week; the second week ends as it began.
    assert pay.amount == pytest.approx(7)


def test_the_most_hours_of_a_period_are_kept_whoever_consents() -> None:
    case = three_kinds(eve(overtime=True, max_period_hours=30))
    assert _rules(case, plan_with(0, 1)) == set()
    assert _rules(case, plan_with(0, 1, 3)) == {"period-hours"}


def test_the_most_hours_of_a_week_are_anybodys() -> None:
    people = tuple(
        row.model_copy(update={"max_week_hours": 21.0}) if row.person == "dan" else row
        for row in PEOPLE
    )
    assert _rules(small_case(people=people), small_plan()) == {"weekly-cap"}
    cap = (Cap(person="eve", first_day=day(0), last_day=day(6), weekly_hours=30),)
    person = eve(overtime=True, max_week_hours=40)
    assert _rules(three_kinds(person), plan_with(0, 1, 3)) == set()
    assert _rules(three_kinds(person, caps=cap), plan_with(0, 1, 3)) == {"weekly-cap"}


def test_fixed_duties_beyond_the_contract_are_inherited() -> None:
    fixed = tuple(FixedDuty(person="eve", date=day(t), shift="D") for t in (0, 1, 3))
    case = three_kinds(fixed=fixed)
    verdict = judge(case, plan_with(0, 1, 3))
    assert verdict.broken == ()
    assert [row.rule for row in verdict.inherited] == ["contract-hours"]
    assert _rules(case, plan_with(0, 1, 3, 5)) == {"contract-hours"}


def test_a_contract_person_has_no_line() -> None:
    line = {"person": "eve", "pattern": "days", "phase": 0}
    plan = Plan.model_validate({**dict(small_plan()), "lines": [line]})
    breach = judge(three_kinds(), plan).broken[0]
    assert breach.rule == "line-allowed"
    assert breach.sentence == "eve is contract staff and has no line: remove the row"


def test_most_duties_bind_contract_people() -> None:
    assert _rules(three_kinds(eve(max_duties=2)), plan_with(0, 1)) == set()
    assert _rules(three_kinds(eve(max_duties=1)), plan_with(0, 1)) == {"max-duties"}


@pytest.mark.parametrize("kind", ["pattern", "bank"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hours_period", "week"),
        ("max_period_hours", 40.0),
        ("overtime", True),
        ("overtime_percent", 150.0),
    ],
)
def test_what_only_a_contract_has_is_refused_of_anybody_else(
    kind: str, name: str, value: object
) -> None:
    """Nothing judges or pays by it, so taking it in would drop it in silence."""
    first = next(row for row in PEOPLE if row.kind == kind).model_dump()
    with pytest.raises(ValueError, match=f"only a contract person has {name}"):
        Person.model_validate(first | {name: value})
    Person.model_validate(eve().model_dump() | {name: value})
