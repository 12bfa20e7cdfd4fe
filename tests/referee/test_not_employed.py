"""Is nothing owed, credited or paid before a contract begins and after it ends?"""

import pytest
from pydantic import ValidationError

from rosterer.export.payroll import HOURS_COLUMNS
from rosterer.referee import judge
from rosterer.referee.leave import credited_hours, days_employed
from rosterer.referee.register import Register
from rosterer.report.worked import hours_accounts, worked_days
from rosterer_models.columns.staff import staff_of
from rosterer_models.rules.calendar import calendar_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence
from rosterer_models.vocabulary.shift import Line
from tests.cases import day, small_plan
from tests.contract_cases import eve, plan_with, three_kinds


def _not_employed(first: int, last: int, person: str = "eve") -> Absence:
    return Absence(person=person, first_day=day(first), last_day=day(last), kind="not-employed")


def _pounds(case: Case, name: str) -> float:
    return sum(line.pounds for line in judge(case, small_plan()).ledger if line.name == name)


def test_a_contract_that_begins_on_the_fifth_day_is_paid_for_three() -> None:
    whole, begun = three_kinds(), three_kinds(absences=(_not_employed(-30, 3),))
    # 22 hours at £20 a week, of which four sevenths are not paid
    assert _pounds(whole, "contract-pay") - _pounds(begun, "contract-pay") == pytest.approx(
        440 * 4 / 7, abs=0.01
    )


def test_hours_are_owed_of_the_days_of_the_contract() -> None:
    begun = three_kinds(absences=(_not_employed(-30, 3),))
    # 22 × 3/7 = 9.43 owed, of which 5.43 are beyond the band of 4, at £4; whole: 18
    less = _pounds(three_kinds(), "hours-balance") - _pounds(begun, "hours-balance")
    assert less == pytest.approx(4 * (18 - (22 * 3 / 7 - 4)), abs=0.01)
    broken = {breach.rule for breach in judge(begun, plan_with(4, 5)).broken}
    assert broken == {"contract-hours"}  # 22 hours of at most 13.43


def test_a_duty_before_the_contract_begins_is_refused() -> None:
    begun = three_kinds(absences=(_not_employed(-30, 3),))
    assert {breach.rule for breach in judge(begun, plan_with(2)).broken} == {"absence"}
    assert judge(begun, plan_with(4)).broken == ()


def test_a_line_that_ends_takes_off_sevenths_whatever_it_gives() -> None:
    case = three_kinds(absences=(_not_employed(4, 30, "ann"),))
    register = Register(case)
    ann = register.people["ann"]
    assert days_employed(register, ann) == 4
    # days 4 to 6 are days off of this line
    off = credited_hours(register, ann, Line(pattern="days", phase=0))
    assert off == pytest.approx(ann.contract_hours * 3 / 7)


@pytest.mark.parametrize("person", ["ann", "eve"])
@pytest.mark.parametrize("days", [(-30, 3), (4, 30), (0, 6)])
def test_the_model_and_the_referee_agree(person: str, days: tuple[int, int]) -> None:
    case = three_kinds(absences=(_not_employed(*days, person),))
    register = Register(case)
    (mine,) = [one for one in staff_of(case, calendar_of(case)) if one.person.person == person]
    assert mine.employed_days == days_employed(register, mine.person)
    owed = mine.person.contract_hours * mine.employed_days / 7
    if mine.periods:
        assert mine.periods[-1].owed == pytest.approx(owed - mine.person.balance_hours)
    else:
        assert float(mine.stated_absence.sum()) == pytest.approx(
            mine.person.contract_hours * (case.days - mine.employed_days) / 7
        )


def test_payroll_is_told_the_hours_of_the_contract_and_no_absence() -> None:
    case = three_kinds(absences=(_not_employed(-30, 3),))
    plan = plan_with(4)
    account = hours_accounts(case, plan, worked_days(case, plan))["eve"]
    assert account.contract == pytest.approx(22 * 3 / 7)
    assert account.credited == 0
    assert account.closing == pytest.approx(11 - 22 * 3 / 7)
    assert not any("employed" in heading for heading in HOURS_COLUMNS)


def test_days_without_a_contract_are_worth_no_hours() -> None:
    with pytest.raises(ValidationError, match="clear hours"):
        Absence(person="eve", first_day=day(0), last_day=day(1), kind="not-employed", hours=7.5)


@pytest.mark.parametrize(("hours", "is_sound"), [(48, True), (48.5, False), (400, False)])
def test_two_days_are_worth_48_hours_at_the_most(hours: float, is_sound: bool) -> None:
    def absence() -> Absence:
        return Absence(person="eve", first_day=day(0), last_day=day(1), hours=hours)

    if is_sound:
        assert absence().hours == hours
    else:
        with pytest.raises(ValidationError, match="too many for 2 days"):
            absence()


def test_a_contract_of_the_whole_horizon_is_as_before() -> None:
    outside = three_kinds(eve(), absences=(_not_employed(-30, -1), _not_employed(7, 30)))
    assert _pounds(outside, "contract-pay") == _pounds(three_kinds(), "contract-pay")
