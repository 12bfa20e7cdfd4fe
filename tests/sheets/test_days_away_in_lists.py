"""Is every day of leave read that a list says, from its first to its last?"""

from pathlib import Path

import pytest

from rosterer.sheets import Mapping
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, away, duties, read

WEEK = dates(7)
ROTA: list[list[Cell]] = [
    ["Name", *WEEK],
    ["Ann", "E", "E", None, None, "L"],
    ["Bob", None, None, "L", "L", None, "E"],
]
HEADINGS = [
    ("From", "To"),
    ("Start", "End"),
    ("Start date", "End date"),
    ("From date", "To date"),
    ("First day", "Last day"),
    ("From", "Until"),
]


@pytest.mark.parametrize(("first", "last"), HEADINGS)
def test_leave_from_one_day_to_another_is_of_each_day(
    tmp_path: Path, first: str, last: str
) -> None:
    leave: list[list[Cell]] = [["Name", first, last, "Type"], ["Ann", WEEK[2], WEEK[4], "AL"]]
    rota: list[list[Cell]] = [["Name", *WEEK], ["Ann", "E", "E"], ["Bob", "L"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rota), ("Leave", leave))
    assert away(read(path)) == [("Ann", 4, 6, "leave")]


def test_leave_of_one_day_is_of_one_day(tmp_path: Path) -> None:
    leave: list[list[Cell]] = [["Name", "From", "To", "Type"], ["Ann", WEEK[3], WEEK[3], "Sick"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", ROTA), ("Leave", leave))
    assert away(read(path)) == [("Ann", 5, 5, "sickness")]


@pytest.mark.parametrize("title", ["Leave", "Annual leave 2026", "Sickness"])
def test_the_title_of_a_list_without_kinds_says_the_kind(tmp_path: Path, title: str) -> None:
    leave: list[list[Cell]] = [["Name", "From", "To"], ["Ann", WEEK[2], WEEK[3]]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", ROTA), (title, leave))
    kind = "sickness" if title == "Sickness" else "leave"
    assert away(read(path)) == [("Ann", 4, 5, kind)]


def test_a_list_of_leave_below_the_rota_takes_nothing_from_the_rota(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*ROTA, [], ["Leave"], ["Name", "From", "To"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*rows, ["Ann", WEEK[2], WEEK[3]]]))
    imported = read(path)
    assert away(imported) == [("Ann", 4, 5, "leave")]
    assert {name: len(days) for name, days in duties(imported).items()} == {"Ann": 3, "Bob": 3}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["Ann", WEEK[2], WEEK[4], "E"], "nobody knows whether each day is one"),
        (["Ann", WEEK[4], WEEK[2], "AL"], "is no time that somebody is away"),
    ],
)
def test_a_duty_over_several_days_and_an_end_before_its_start_are_asked_about(
    tmp_path: Path, row: list[Cell], said: str
) -> None:
    leave: list[list[Cell]] = [["Name", "From", "To", "Type"], row]
    assert said in asked(saved(tmp_path / "r.xlsx", ("Rota", ROTA), ("Leave", leave)))


def test_a_code_of_leave_that_the_mapping_explains_is_of_each_day(tmp_path: Path) -> None:
    leave: list[list[Cell]] = [["Name", "From", "To", "Type"], ["Ann", WEEK[2], WEEK[3], "JURY"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", ROTA), ("Leave", leave))
    assert away(read(path, Mapping(codes={"JURY": "unavailable"}))) == [
        ("Ann", 4, 5, "unavailable")
    ]


@pytest.mark.parametrize("heading", ["Return date", "Back on", "Days"])
def test_another_day_or_a_number_of_days_beside_a_row_is_asked_about(
    tmp_path: Path, heading: str
) -> None:
    more: Cell = 2 if heading == "Days" else WEEK[4]
    leave: list[list[Cell]] = [["Name", "Date", heading, "Type"], ["Ann", WEEK[2], more, "AL"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", ROTA), ("Leave", leave))
    assert f"column {heading!r}" in asked(path)
    assert away(read(path, Mapping(columns={heading: "ignore"}))) == [("Ann", 4, 4, "leave")]
