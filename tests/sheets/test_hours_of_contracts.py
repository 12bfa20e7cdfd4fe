"""Is every cell of contract hours read, told of or asked about, and leave worth what it says?"""

from pathlib import Path

import pytest

from rosterer.sheets import Mapping
from rosterer.sheets.contract_cells import contract_of, told_of_contract
from rosterer.sheets.meanings import meaning_from_words
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, csv, read

WEEK = dates(7)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("37.5", 37.5),
        ("37,5", 37.5),
        ("37.5 hrs", 37.5),
        ("30h", 30),
        ("30 pw", 30),
        ("20/wk", 20),
        ("22.5 hours per week", 22.5),
        ("37:30", 37.5),
        ("22h30", 22.5),
        ("0.6 WTE", 22.5),
        ("1.0 fte", 37.5),
        ("80%", 30),
        ("0.8", 30),
        ("120/4wk", 30),
        ("150 hours over 4 weeks", 37.5),
        ("0", None),
        ("22.5 over 3", None),
        ("400", None),
        ("bank", None),
    ],
)
def test_hours_of_a_contract_are_read_as_people_write_them(text: str, hours: float | None) -> None:
    assert contract_of("Contract", text) == hours


@pytest.mark.parametrize("text", ["zero hours", "Bank", "casual", "n/a", "-", "0", "0.0", ""])
def test_whoever_owes_no_hours_is_no_question(text: str) -> None:
    assert told_of_contract("Contract", text, "Ann", "Rota!B2") is None


@pytest.mark.parametrize("text", ["22.5 over 3", "16 (AL)", "?", "400", "30-37.5"])
def test_hours_that_nobody_can_read_are_asked_about(text: str) -> None:
    note = told_of_contract("Contract", text, "Ann", "Rota!B2")
    assert note is not None
    assert (note.kind, note.answer) == ("question", ("cells", "Rota!B2"))


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("Contract", "Permanent", "not read"),
        ("Contract hrs", "0.5", "guess"),
        ("WTE", "0.5", None),
        ("Contract", "37.5", None),
        ("WTE", "30", None),
        ("Contract", "37.5 hrs", "guess"),
    ],
)
def test_what_a_cell_was_taken_for_is_told(heading: str, text: str, kind: str | None) -> None:
    note = told_of_contract(heading, text, "Ann", "Rota!B2")
    assert (note.kind if note else None) == kind


def test_an_answer_says_the_hours_of_a_contract(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "rota.csv",
        "Name,Contract,Mon 2 Nov 2026,Tue 3 Nov,Wed 4 Nov,Thu 5 Nov\n"
        "Ann,22.5 over 3,E,,E,\nBob,37.5 hrs,L,E,,L\n",
    )
    assert "'22.5 over 3' below 'Contract' is no number of hours a week" in asked(path)
    case = read(path, Mapping(cells={"rota!B2": "22.5"})).case
    assert [one.contract_hours for one in case.people] == [22.5, 37.5]


@pytest.mark.parametrize("cell", ["AL 7.5", "AL(7.5)", "AL 7.5h"])
def test_leave_is_worth_the_hours_beside_it(tmp_path: Path, cell: str) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "E", cell, cell], ["Bob", "E", "AL", "E"]]
    case = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case
    assert [
        (row.person, row.first_day.day, row.last_day.day, row.hours) for row in case.absences
    ] == [
        ("Ann", 3, 4, 15),
        ("Bob", 3, 3, None),
    ]


def test_days_of_leave_of_other_hours_are_other_rows(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "AL 7.5", "AL 7.5", "AL 11.5", "AL", "E"]]
    case = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case
    assert [(row.first_day.day, row.last_day.day, row.hours) for row in case.absences] == [
        (2, 3, 15),
        (4, 4, 11.5),
        (5, 5, None),
    ]


def test_a_part_of_a_day_is_asked_about_and_can_be_answered(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "E", "AL 4"], ["Bob", "E", "E"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert "4 of AL may be a part of the day" in asked(path)
    case = read(path, Mapping(codes={"AL 4": "leave 4"})).case
    assert [row.hours for row in case.absences] == [4]


@pytest.mark.parametrize(
    ("words", "hours"),
    [("annual leave 2026", None), ("annual leave 7.5 hours", 7.5), ("leave 30", None)],
)
def test_only_hours_of_a_day_are_hours(words: str, hours: float | None) -> None:
    meaning = meaning_from_words(words)
    assert (meaning.worth_hours if meaning else None) == hours


def _leave(*rows: list[Cell], heading: str = "Hours") -> list[tuple[str, list[list[Cell]]]]:
    rota: list[list[Cell]] = [["Name", *WEEK], ["Ann", "E"], ["Bob", "L"]]
    return [("Rota", rota), ("Leave", [["Name", "From", "To", "Type", heading], *rows])]


@pytest.mark.parametrize(
    ("hours", "worth"), [(22.5, 22.5), ("22.5 hrs", 22.5), (20, 20), (0, 0), (None, None)]
)
def test_hours_beside_days_of_leave_are_theirs(
    tmp_path: Path, hours: float | str | None, worth: float | None
) -> None:
    sheets = _leave(["Ann", WEEK[2], WEEK[4], "AL", hours])
    case = read(saved(tmp_path / "rota.xlsx", *sheets)).case
    (row,) = case.absences
    assert (row.first_day.day, row.last_day.day) == (4, 6)
    assert row.hours == (worth if worth is None else pytest.approx(worth))


def test_rows_of_other_hours_stay_apart(tmp_path: Path) -> None:
    sheets = _leave(
        ["Ann", WEEK[2], WEEK[3], "Annual leave", 15], ["Ann", WEEK[4], WEEK[4], "Sick", 11.5]
    )
    case = read(saved(tmp_path / "rota.xlsx", *sheets)).case
    assert [(row.kind, row.hours) for row in case.absences] == [
        ("leave", 15),
        ("sickness", 11.5),
    ]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("half day", "'half day' below 'Hours' are no hours"),
        (400, "'400' below 'Hours' are no hours of 1 day of AL"),
        (4, "4 of AL may be a part of the day"),
    ],
)
def test_hours_that_no_day_of_leave_has_are_asked_about(
    tmp_path: Path, hours: float | str, said: str
) -> None:
    sheets = _leave(["Ann", WEEK[2], WEEK[2], "AL", hours])
    assert said in asked(saved(tmp_path / "rota.xlsx", *sheets))


def test_a_number_of_days_is_no_number_of_hours(tmp_path: Path) -> None:
    sheets = _leave(["Ann", WEEK[2], WEEK[4], "AL", 3], heading="Duration")
    case = read(saved(tmp_path / "rota.xlsx", *sheets)).case
    assert [row.hours for row in case.absences] == [None]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("sickness", "sickness"),
        ("sick leave", "sickness"),
        ("maternity leave", "parental"),
        ("unpaid", "unpaid"),
        ("unpaid leave", "unpaid"),
        ("annual leave", "leave"),
        ("compassionate leave", "unavailable"),
        ("07:00-19:30 60 min unpaid break", "shift"),
    ],
)
def test_payroll_is_told_why_somebody_is_away(words: str, kind: str) -> None:
    meaning = meaning_from_words(words)
    assert meaning is not None
    assert meaning.kind == kind
