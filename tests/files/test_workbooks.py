"""Is anything lost between a case or plan and its workbook, and is everything wrong with a workbook
told?
"""

import tempfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from arbitrary_cases import cases
from example_case import write_example_case, write_example_plan
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook

from rosterer.files import BadInput, load_case, load_plan, save_case, save_plan
from rosterer.files.case_tables import CASE_TABLES
from rosterer.files.kinds import is_plan
from rosterer.files.workbook import template_workbook
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.person import Team

FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return load_case(write_example_case(tmp_path / "case"))


@pytest.fixture
def book(case: Case, tmp_path: Path) -> Path:
    save_case(case, tmp_path / "case.xlsx")
    return tmp_path / "case.xlsx"


def edited(path: Path, sheet: str, cell: str, value: object) -> Path:
    """The workbook after somebody typed a value into a cell in Excel."""
    workbook = load_workbook(path)
    workbook[sheet][cell] = value
    workbook.save(path)
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(BadInput) as refused:
        load_case(path)
    return [str(fault) for fault in refused.value.faults]


def test_a_workbook_to_be_filled_in_has_a_sheet_for_every_table(case: Case, tmp_path: Path) -> None:
    save_case(case, tmp_path / "case.xlsx", empty_tables=True)
    assert set(load_workbook(tmp_path / "case.xlsx").sheetnames) >= set(CASE_TABLES)
    assert load_case(tmp_path / "case.xlsx") == case


@FEW
@given(case=cases())
def test_a_case_survives_a_workbook_in_every_direction(case: Case) -> None:
    with tempfile.TemporaryDirectory() as directory:
        workbook, folder, document = (
            Path(directory) / name for name in ("case.xlsx", "case", "case.json")
        )
        save_case(case, workbook)
        save_case(load_case(workbook), folder)
        save_case(load_case(folder), document)
        save_case(load_case(document), workbook)
        again = load_case(workbook)
    assert again == case
    assert again.fingerprint == case.fingerprint


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 1332",
        "#REF!",
        "_x0041_",
        "x\r\ny",
        "\ufeff",
        "007",
        "1e3",
        "2026-11-02",
        "true",
        " ",
        "\ufffe",
    ],
)
def test_a_text_that_spreadsheets_would_change_stays_what_it_is(
    case: Case, tmp_path: Path, text: str
) -> None:
    told = case.model_copy(update={"teams": (Team(team="north", name=text),)})
    save_case(told, tmp_path / "case.xlsx")
    assert load_case(tmp_path / "case.xlsx") == told


def test_a_control_character_is_refused_in_a_workbook_as_well(case: Case, tmp_path: Path) -> None:
    told = case.model_copy(update={"teams": (Team(team="north", name="a\x0bb"),), "note": "a\x00b"})
    save_case(told, tmp_path / "case.xlsx")
    assert faults_of(tmp_path / "case.xlsx") == [
        r"case.xlsx, sheet case row 3, column note: holds the control character '\x00'; remove "
        r"it, or write the text anew",
        r"case.xlsx, sheet teams row 2, column name: holds the control character '\x0b'; "
        r"remove it, or write the text anew",
    ]


def test_a_plan_survives_a_workbook(tmp_path: Path) -> None:
    plan = load_plan(write_example_plan(tmp_path / "plan")).made("import", "Read in.")
    plan = plan.model_copy(update={"losses": (Loss(where="a.xlsx, C7", what="E/L"),)})
    save_plan(
        plan,
        tmp_path / "plan.xlsx",
        summary={"cost": 1.5},
        cover=[{"place": "DE1-1", "date": date(2026, 11, 2), "need": 1.5}],
    )
    assert load_plan(tmp_path / "plan.xlsx") == plan


def test_a_plan_without_reservations_and_one_that_reserves_nothing_stay_apart(
    tmp_path: Path,
) -> None:
    plan = load_plan(write_example_plan(tmp_path / "plan"))
    for reservations in (None, ()):
        told = plan.model_copy(update={"reservations": reservations})
        save_plan(told, tmp_path / "plan.xlsx")
        assert load_plan(tmp_path / "plan.xlsx").reservations == reservations


def test_workbooks_of_cases_and_plans_are_told_apart(book: Path, tmp_path: Path) -> None:
    save_plan(load_plan(write_example_plan(tmp_path / "plan")), tmp_path / "plan.xlsx")
    assert is_plan(tmp_path / "plan.xlsx")
    assert not is_plan(book)


def test_dates_and_times_typed_in_excel_are_read(book: Path, case: Case) -> None:
    edited(book, "absences", "B2", datetime(2026, 11, 4))
    edited(book, "shifts", "B2", time(7, 15))
    read = load_case(book)
    assert read.absences[0].first_day == date(2026, 11, 4)
    assert read.shifts[0].start == "07:15"


def test_a_date_without_its_format_and_a_time_as_part_of_a_day_are_read(book: Path) -> None:
    workbook = load_workbook(book)
    workbook["absences"]["B2"].number_format = "General"
    workbook["shifts"]["B2"].number_format = "General"
    workbook["absences"][
        "B2"
    ].value = 46330  # 4 November 2026: 46023 is 1 January 2026, and 307 days more
    workbook["shifts"]["B2"].value = 0.3125  # 7.5 of 24 hours
    workbook.save(book)
    read = load_case(book)
    assert read.absences[0].first_day == date(2026, 11, 4)
    assert read.shifts[0].start == "07:30"


def test_numbers_stored_as_text_are_read(book: Path, case: Case) -> None:
    assert load_case(edited(book, "employers", "B2", "15.5")) == case


def test_a_formula_is_a_fault_and_is_not_worked_out(book: Path) -> None:
    assert faults_of(edited(book, "employers", "B2", "=10+5.5")) == [
        "case.xlsx, sheet employers row 2, column hourly_pay: holds a formula; copy the cell "
        "and paste its value over it"
    ]


def test_a_formula_among_the_settings_is_told_once(book: Path) -> None:
    workbook = load_workbook(book)
    row = next(cells[0].row for cells in workbook["case"].iter_rows() if cells[1].value == "days")
    assert faults_of(edited(book, "case", f"C{row}", "=7*2")) == [
        f"case.xlsx, sheet case row {row}, column value: holds a formula; copy the cell and "
        "paste its value over it"
    ]


def test_a_wrong_setting_is_told_with_its_row(book: Path) -> None:
    workbook = load_workbook(book)
    row = next(cells[0].row for cells in workbook["case"].iter_rows() if cells[1].value == "mile")
    assert faults_of(edited(book, "case", f"C{row}", "dear"))[0].startswith(
        f"case.xlsx, sheet case row {row}, column prices.mile:"
    )
    assert faults_of(edited(book, "case", f"B{row}", "smile")) == [
        f"case.xlsx, sheet case row {row}, column prices.smile: 'smile' is not known here; did "
        "you mean 'mile'?"
    ]


def test_faults_of_several_sheets_come_at_once_with_sheet_row_and_column(book: Path) -> None:
    edited(book, "people", "C2", "trust")
    edited(book, "bands", "B2", "25:00")
    found = faults_of(book)
    assert any(
        fault.startswith(
            "case.xlsx, sheet people row 2, column employer: there is no employer 'trust'"
        )
        for fault in found
    )
    assert any(
        fault.startswith("case.xlsx, sheet bands row 2, column start: '25:00' is not a time of day")
        for fault in found
    )


def test_a_missing_sheet_and_a_misspelt_one_are_told(book: Path) -> None:
    workbook = load_workbook(book)
    workbook["places"].title = "placces"
    workbook.save(book)
    found = faults_of(book)
    assert (
        "case.xlsx, sheet placces: is not a table of this workbook; did you mean 'places'?" in found
    )
    assert any(fault.startswith("case.xlsx, sheet places: is missing") for fault in found)


def test_hidden_rows_sheets_and_blank_rows_are_read(book: Path, case: Case) -> None:
    workbook = load_workbook(book)
    workbook["people"].row_dimensions[2].hidden = True
    workbook["places"].sheet_state = "hidden"
    workbook["teams"].insert_rows(2)
    workbook.save(book)
    assert load_case(book) == case


def test_the_template_has_every_table_with_notes_and_drop_downs(tmp_path: Path) -> None:
    (tmp_path / "template.xlsx").write_bytes(template_workbook())
    workbook = load_workbook(tmp_path / "template.xlsx")
    assert workbook.sheetnames == ["case", *CASE_TABLES]
    people = workbook["people"]
    assert "on which rounds start" not in people["G1"].comment.text
    assert people["G1"].value == "home"
    assert "where rounds start" in people["G1"].comment.text
    offers = {str(offer.sqref): offer.formula1 for offer in people.data_validations.dataValidation}
    assert offers["C2:C5000"] == "employers!$A$2:$A$5000"
    assert offers["J2:J5000"] == '"pattern,contract,bank"'


def test_the_template_asks_for_a_name_and_a_first_day_alone(tmp_path: Path) -> None:
    (tmp_path / "template.xlsx").write_bytes(template_workbook())
    assert [fault.split(": ")[0] for fault in faults_of(tmp_path / "template.xlsx")] == [
        "template.xlsx, sheet case row 2, column name",
        "template.xlsx, sheet case row 4, column first_day",
    ]


def test_a_text_too_long_for_a_cell_is_refused_when_it_is_written(
    case: Case, tmp_path: Path
) -> None:
    long = case.model_copy(update={"teams": (Team(team="north", name="x" * 40_000),)})
    with pytest.raises(BadInput, match="too long for a cell"):
        save_case(long, tmp_path / "case.xlsx")
    assert not (tmp_path / "case.xlsx").exists()


def test_an_empty_workbook_names_what_is_missing(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    found = faults_of(tmp_path / "empty.xlsx")
    assert any("sheet case: is missing" in fault for fault in found)
    assert any("sheet people: is missing" in fault for fault in found)
