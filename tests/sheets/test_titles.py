"""Is a title asked about that says other days than those that were read?"""

from datetime import date
from pathlib import Path

import pytest

from rosterer.files.faults import BadInput
from rosterer.sheets import Mapping, QuestionsError
from rosterer.sheets.days import DayHint, hint_of
from rosterer.sheets.times import Hours, hours_within
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, read

WEEKDAYS: list[Cell] = ["Name", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
ANN: list[Cell] = ["Ann", "E", "E", None, None, "L"]


@pytest.mark.parametrize(
    "title",
    [
        "Weeks commencing 2/11/2026 and 9/11/2026",
        "Rota from 02/11/2026 to 29/11/2026 (4 week rolling)",
    ],
)
def test_a_title_that_goes_beyond_the_days_read_is_asked_about(tmp_path: Path, title: str) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", [[title], WEEKDAYS, ANN]))
    assert "the rota that was read ends on 2026-11-08" in asked(path)
    with pytest.raises(QuestionsError) as questions:
        read(path)
    assert "# last_day = " in questions.value.mapping
    assert read(path, Mapping(last_day=date(2026, 11, 8))).case.days == 7


@pytest.mark.parametrize(
    "title", ["Rota 02/11/2026 to 08/11/2026", "Week commencing 2/11/2026", "Rota 2026/27"]
)
def test_a_title_of_the_days_read_is_not(tmp_path: Path, title: str) -> None:
    assert read(saved(tmp_path / "r.xlsx", ("Rota", [[title], ["Name", *dates(7)], ANN])))


def test_a_title_over_weeks_that_all_stand_below_it_is_not(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Rota 2/11/2026 to 15/11/2026"]]
    for begins in ("2/11/2026", "9/11/2026"):
        rows += [[f"Week commencing {begins}"], WEEKDAYS, ANN, []]
    assert read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case.days == 14


def test_a_title_of_another_year_is_asked_about(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Rota November 2025"], ["Week commencing 2/11/2026"], WEEKDAYS, ANN]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert "says 2025, and the days of the rota were read as of 2026" in asked(path)
    assert read(path, Mapping(year=2026)).case.days == 7


def test_a_sheet_called_by_another_year_is_asked_about(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Rota November 2025"], ["Name", *range(2, 9)], ANN]
    assert "sheet 'Nov 2026' says 2026" in asked(saved(tmp_path / "r.xlsx", ("Nov 2026", rows)))


@pytest.mark.parametrize("text", ["Printed 3/11/2025", "Policy 2019", "Fire exits reviewed 2025"])
def test_a_year_that_is_not_of_the_rota_is_not(tmp_path: Path, text: str) -> None:
    rows: list[list[Cell]] = [[text], ["Name", *dates(7)], ANN]
    assert read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))


def test_a_title_of_a_week_without_a_year_is_a_week_of_this_year(tmp_path: Path) -> None:
    later: list[Cell] = ["Ann", None, "E", None, None, "L"]
    rows = [["2-8 Nov"], WEEKDAYS, ANN, ["9th to 15th November"], WEEKDAYS, later]
    case = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case
    assert (case.first_day, case.days) == (date(2026, 11, 2), 14)


def test_a_span_is_no_day_of_a_year() -> None:
    assert hint_of("2-8 Nov") is None
    assert hint_of("2 Nov 08") == DayHint(2, 11, 2008)
    assert hint_of("Nov 2 26") == DayHint(2, 11, 2026)


def test_days_of_a_month_beside_rows_are_no_hours(tmp_path: Path) -> None:
    weeks = ("2-8 Nov", "9-15 Nov", "16-22 Nov")
    rows = [["Week", *WEEKDAYS[1:]], *([week, *["Anna"] * 7] for week in weeks)]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    with pytest.raises(BadInput):
        read(path, Mapping(first_day=date(2026, 11, 2)))
    assert hours_within("2-8 Nov") is None
    assert hours_within("2-8") == Hours(14 * 60, 20 * 60, is_guessed=True)
