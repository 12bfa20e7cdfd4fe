"""Are hours paid at the right rate, and do the columns add up?"""

import csv
from datetime import date
from pathlib import Path

import pytest

from rosterer.export import write_payroll
from rosterer.export.payroll import ENHANCEMENTS
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, FixedDuty
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from tests.cases import PEOPLE, changed, day, duty, small_case, small_plan


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def payroll(case: Case, plan: Plan, directory: Path) -> list[dict[str, str]]:
    write_payroll(case, plan, directory)
    return rows(directory / "payroll.csv")


def test_a_weekday_is_plain_and_a_night_saturday_and_sunday_have_their_column(
    tmp_path: Path,
) -> None:
    plan = small_plan(duties=(duty("ann", 0), duty("ann", 1, "N"), duty("ann", 5), duty("ann", 6)))
    found = payroll(small_case(), plan, tmp_path)
    # 12 hours less an hour's break; the council pays 50 % at night, 25 % on Saturdays, 75 % on
    # Sundays
    assert [
        (
            row["plain_hours"],
            row["night_hours"],
            row["saturday_hours"],
            row["sunday_hours"],
            row["enhancement_percent"],
        )
        for row in found
    ] == [
        ("11.00", "0.00", "0.00", "0.00", "0.00"),
        ("0.00", "11.00", "0.00", "0.00", "50.00"),
        ("0.00", "0.00", "11.00", "0.00", "25.00"),
        ("0.00", "0.00", "0.00", "11.00", "75.00"),
    ]


def test_the_highest_enhancement_counts_once(tmp_path: Path) -> None:
    case = small_case(holidays=(day(6),))
    (row,) = payroll(case, small_plan(duties=(duty("ann", 6, "N"),)), tmp_path)
    # Five of twelve hours before midnight, the rest on a Monday.
    assert (row["holiday_hours"], row["sunday_hours"], row["night_hours"]) == (
        "4.58",
        "0.00",
        "6.42",
    )


def test_an_employer_without_enhancements_pays_plain_hours(tmp_path: Path) -> None:
    found = payroll(small_case(), small_plan(duties=(duty("ben", 5, "N"),)), tmp_path)
    assert [row["plain_hours"] for row in found] == ["11.00"]


def test_hours_of_a_clock_change_are_paid_by_the_clock_and_told_as_they_pass(
    tmp_path: Path,
) -> None:
    when = date(2026, 10, 24)
    plan = Plan(duties=(DutyPiece(person="ann", date=when, shift="N"),))
    (row,) = payroll(small_case(first_day=when), plan, tmp_path)
    assert (row["paid_hours"], row["elapsed_hours"]) == ("11.00", "13.00")
    assert (row["start"], row["end"]) == ("2026-10-24T19:00+01:00", "2026-10-25T07:00+00:00")


def test_the_bands_of_every_row_add_up_to_its_paid_hours(tmp_path: Path) -> None:
    write_payroll(small_case(), small_plan(), tmp_path)
    for name in ("payroll.csv", "hours.csv"):
        for row in rows(tmp_path / name):
            assert sum(float(row[f"{band}_hours"]) for band in ENHANCEMENTS) == pytest.approx(
                float(row["paid_hours"])
            )


def test_the_balance_counts_paid_hours_and_absence_against_the_contract(tmp_path: Path) -> None:
    people = changed(PEOPLE, "person", "ann", balance_hours=-3)
    absent = (Absence(person="ann", first_day=day(5), last_day=day(6)),)
    write_payroll(small_case(people=people, absences=absent), small_plan(), tmp_path)
    ann = rows(tmp_path / "hours.csv")[0]
    # 4 duties of 11 hours, no duty of the line on days 5 and 6, 42 hours of contract: −3 + 44 − 42
    # = −1
    assert [
        ann[name]
        for name in (
            "paid_hours",
            "absence_credit_hours",
            "contract_hours",
            "closing_balance_hours",
        )
    ] == [
        "44.00",
        "0.00",
        "42.00",
        "-1.00",
    ]


def test_leave_is_told_by_kind_and_taken_off_what_is_left(tmp_path: Path) -> None:
    people = changed(PEOPLE, "person", "ann", leave_hours=100)
    absent = (
        Absence(person="ann", first_day=day(0), last_day=day(1)),
        Absence(person="ann", first_day=day(2), last_day=day(2), kind="sickness"),
        Absence(person="ann", first_day=day(3), last_day=day(3), kind="training", hours=7.5),
    )
    case = small_case(people=people, absences=absent)
    plan = small_plan(duties=(duty("ben", 4, "N"),))
    write_payroll(case, plan, tmp_path)
    ann, ben = rows(tmp_path / "hours.csv")[:2]
    # Two days of 11 hours, one of 11, one that says 7.5.
    assert {name: ann[f"{name}_credit_hours"] for name in ("leave", "sickness", "training")} == {
        "leave": "22.00",
        "sickness": "11.00",
        "training": "7.50",
    }
    assert (ann["absence_credit_hours"], ann["leave_left_hours"]) == ("40.50", "78.00")
    assert (ben["absence_credit_hours"], ben["leave_left_hours"]) == ("0.00", "")
    write_payroll(case, plan, tmp_path, show_names=False)
    ann = rows(tmp_path / "hours.csv")[0]
    assert (ann["sickness_credit_hours"], ann["unavailable_credit_hours"]) == ("0.00", "40.50")


def test_bank_people_have_bookings_and_no_balance(tmp_path: Path) -> None:
    write_payroll(small_case(), small_plan(), tmp_path)
    bookings = rows(tmp_path / "bank_bookings.csv")
    assert [(row["booking"], row["paid_hours"], row["where"]) for row in bookings] == [
        ("20261009-dan", "11.00", "A"),
        ("20261010-dan", "11.00", "A"),
    ]
    dan = next(row for row in rows(tmp_path / "hours.csv") if row["person"] == "dan")
    assert dan["closing_balance_hours"] == "0.00"


def test_training_is_paid_and_named(tmp_path: Path) -> None:
    case = small_case(fixed=(FixedDuty(person="ann", date=day(0), shift="D", training=True),))
    (row,) = payroll(case, small_plan(duties=(duty("ann", 0, source="fixed"),)), tmp_path)
    assert (row["where"], row["paid_hours"], row["source"]) == ("training", "11.00", "fixed")


@pytest.mark.parametrize("name", ["=1+1", "+44", "@here", "-x", " =1", "\t=1"])
def test_a_name_like_a_formula_stands_behind_an_apostrophe(name: str, tmp_path: Path) -> None:
    case = small_case(people=changed(PEOPLE, "person", "ann", name=name))
    (row,) = payroll(case, small_plan(duties=(duty("ann", 0),)), tmp_path)
    assert row["name"] == f"'{name}"


def test_names_are_left_out_when_asked(tmp_path: Path) -> None:
    case = small_case(people=changed(PEOPLE, "person", "ann", name="Ann Able"))
    write_payroll(case, small_plan(), tmp_path, show_names=False)
    assert all("Ann Able" not in path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
