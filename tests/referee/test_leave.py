"""Is absence worth the hours that it replaces, and does nothing else of an old case change?"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.referee.contracts import periods_of_contract
from rosterer.referee.leave import credited_by_kind, credited_hours
from rosterer.referee.register import Register
from rosterer_models.columns.staff import staff_of
from rosterer_models.rules.calendar import calendar_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, FixedDuty
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import Line, Shift
from tests.cases import PEOPLE, changed, day, small_case, small_plan

SEVENTHS = Rules(absence_hours="sevenths")
DAYS_0_TO_3 = Line(pattern="days", phase=0)


def _worth(*absences: Absence, line: Line | None = DAYS_0_TO_3, **fields: object) -> float:
    case = small_case(absences=absences, **fields)
    register = Register(case)
    return credited_hours(register, register.people["ann"], line)


def _away(first: int, last: int, **fields: object) -> Absence:
    return Absence.model_validate(
        {"person": "ann", "first_day": day(first), "last_day": day(last), **fields}
    )


@pytest.mark.parametrize(
    ("away", "hours"),
    [
        (_away(0, 3), 44),  # four duties of 11 h
        (_away(2, 5), 22),  # two of them
        (_away(4, 6), 0),  # days off cost no leave
        (_away(0, 0, hours=5), 5),
        (_away(4, 4, hours=5), 5),
        (_away(0, 3, hours=0), 0),
        (_away(-4, -1), 0),
        (_away(7, 30), 0),
        (_away(-2, 1), 22),
        # Half of its days lie in the horizon.
        (_away(-2, 1, hours=30), 15),
        (_away(0, 3, kind="sickness"), 44),
        (_away(0, 3, kind="unpaid"), 44),
    ],
)
def test_a_day_is_worth_the_duty_that_it_replaces(away: Absence, hours: float) -> None:
    assert _worth(away) == pytest.approx(hours)


def test_under_the_old_rule_a_day_is_a_seventh_of_the_week() -> None:
    assert _worth(_away(0, 3), rules=SEVENTHS) == pytest.approx(4 * 42 / 7)
    assert _worth(_away(0, 3, hours=30), rules=SEVENTHS) == pytest.approx(30)


def test_who_has_no_line_is_credited_a_seventh_of_the_week() -> None:
    assert _worth(_away(0, 3), line=None) == pytest.approx(4 * 42 / 7)


def test_it_is_the_line_of_the_plan_that_counts() -> None:
    assert _worth(_away(0, 3), line=Line(pattern="days", phase=2)) == pytest.approx(22)
    # A phase a whole cycle away is the same phase.
    assert _worth(_away(0, 3), line=Line(pattern="days", phase=10)) == pytest.approx(22)


def test_half_a_day_is_a_day_with_a_fixed_duty_for_the_rest() -> None:
    half = Shift(shift="H", start="07:00", end="12:30")
    case = {
        "shifts": (*small_case().shifts, half),
        "fixed": (FixedDuty(person="ann", date=day(0), shift="H"),),
    }
    assert _worth(_away(0, 0), **case) == pytest.approx(11 - 5.5)
    # More than the whole duty is no debt.
    long = {**case, "fixed": (FixedDuty(person="ann", date=day(0), shift="N"),)}
    assert _worth(_away(0, 0), **long) == 0


def test_a_night_of_somebody_who_does_none_replaces_nothing() -> None:
    nights = Line(pattern="nights", phase=0)
    people = changed(PEOPLE, "person", "ann", nights=False)
    assert _worth(_away(0, 0), line=nights) == 11
    assert _worth(_away(0, 0), line=nights, people=people) == 0


def test_a_day_in_two_rows_counts_once_and_as_the_first_says() -> None:
    case = small_case(absences=(_away(0, 1, hours=4, kind="training"), _away(1, 2)))
    register = Register(case)
    found = credited_by_kind(register, register.people["ann"], DAYS_0_TO_3)
    assert found == {"training": 4, "leave": 11}


def test_leave_on_long_days_closes_where_the_same_line_without_leave_closes() -> None:
    # Four duties of the line, four of leave in another week, at 42 hours a week over four weeks.
    first = date(2026, 11, 2)
    patterns = {row.pattern: row for row in small_case().patterns}
    case = small_case(
        first_day=first,
        days=28,
        absences=(
            Absence(
                person="ann",
                first_day=first + timedelta(days=8),
                last_day=first + timedelta(days=11),
            ),
        ),
    )
    register = Register(case)
    cycle = patterns["days"].cycle
    duties = sum(cycle[t % 8] == "D" for t in range(28))
    leave = credited_hours(register, register.people["ann"], DAYS_0_TO_3)
    assert leave == pytest.approx(44)
    assert (duties - 4) * 11 + leave == pytest.approx(duties * 11)


@dataclass(frozen=True)
class Old:
    """What a case and its plan were before absence had hours, and enhancements were by the hour."""

    fingerprint: str
    balance: float
    enhancements: float
    others: float
    """Pounds of all other lines of the ledger."""


OLD = {
    "small": Old("34f42b6a5b9082fe", 0, 220, 81_143.83),
    "city": Old("a3ba0737a632ba86", 146.86, 2260.09, 102_996.21),
    "shire": Old("3f4fe46f4def25a7", 0, 2328.83, 282_873.14),
}
MENDED = {"hours-balance", "enhancements"}


def _old(name: str) -> tuple[Case, Plan]:
    if name == "small":
        return small_case(), small_plan()
    family = {"city": "city", "shire": "shire"}[name]
    case = generate(16, 14, "tight", 1, family=family)
    return case, baseline_plan(case)


def _under_the_old_rules(case: Case) -> Case:
    rules = case.rules.model_copy(update={"absence_hours": "sevenths"})
    employers = tuple(row.model_copy(update={"enhanced_by": "start"}) for row in case.employers)
    return case.model_copy(update={"rules": rules, "employers": employers})


@pytest.mark.parametrize("name", OLD)
def test_of_a_plan_of_an_old_case_balance_and_enhancements_change_and_nothing_else(
    name: str,
) -> None:
    case, plan = _old(name)
    old = _under_the_old_rules(case)
    assert case.fingerprint == OLD[name].fingerprint != old.fingerprint
    now, then = judge(case, plan).ledger, judge(old, plan).ledger
    same = [line for line in now if line.name not in MENDED]
    assert same == [line for line in then if line.name not in MENDED]
    assert round(sum(line.pounds for line in same), 2) == OLD[name].others


@pytest.mark.parametrize("name", OLD)
def test_settings_bring_the_old_pounds_back(name: str) -> None:
    case, plan = _old(name)
    ledger = judge(_under_the_old_rules(case), plan).ledger
    for line, pounds in (
        ("hours-balance", OLD[name].balance),
        ("enhancements", OLD[name].enhancements),
    ):
        assert round(sum(row.pounds for row in ledger if row.name == line), 2) == pounds


@pytest.mark.parametrize(("hours", "owed"), [(None, 30 * 5 / 7), (20, 30 - 20), (0, 30)])
def test_a_contract_without_a_line_owes_less_by_what_absence_is_worth(
    hours: float | None, owed: float
) -> None:
    people = (
        *PEOPLE,
        PEOPLE[0].model_copy(
            update={
                "person": "eve",
                "kind": "contract",
                "contract_hours": 30,
                "pattern": None,
                "phase": None,
            }
        ),
    )
    away = Absence(person="eve", first_day=day(1), last_day=day(2), hours=hours)
    case = small_case(people=people, absences=(away,))
    register = Register(case)
    (period,) = periods_of_contract(register, register.people["eve"])
    assert period.owed == pytest.approx(owed)
    (known,) = (row for row in staff_of(case, calendar_of(case)) if row.person.person == "eve")
    assert [row.owed for row in known.periods] == pytest.approx([owed])
