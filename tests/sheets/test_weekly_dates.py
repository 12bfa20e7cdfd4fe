"""Is what is written once a week ever read as one day without a word?"""

from datetime import date
from pathlib import Path

import pytest

from rosterer.sheets import Imported, Mapping, QuestionsError, import_rota
from tests.sheets.rotas import TODAY, Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, csv

ON_CALL = {"On call": "17:00-08:00"}
ACROSS = "Week commencing,On call\n5 Jan 2026,A. Bell\n12 Jan 2026,B. Kay\n19 Jan 2026,A. Bell\n"
LIST = "Week commencing,Name,Shift\n02/11/2026,A. Bell,D\n16/11/2026,B. Kay,D\n"
LEAVE = "Name,02/11/2026,09/11/2026,16/11/2026\nAnn,AL,,D\nBob,D,D,AL\n"


def read(path: Path, mapping: Mapping) -> Imported:
    return import_rota(path, mapping, today=TODAY)


@pytest.mark.parametrize("text", [ACROSS, LIST, LEAVE])
def test_dates_of_weeks_are_asked_about(tmp_path: Path, text: str) -> None:
    path = csv(tmp_path / "rota.csv", text)
    with pytest.raises(QuestionsError, match="those of weeks") as refused:
        read(path, Mapping(codes=ON_CALL))
    assert "# weekly_dates = " in refused.value.mapping


def test_who_is_on_call_for_a_week_is_so_for_all_its_days_where_that_is_said(
    tmp_path: Path,
) -> None:
    path = csv(tmp_path / "rota.csv", ACROSS)
    weeks = read(path, Mapping(codes=ON_CALL, weekly_dates="weeks"))
    assert len(weeks.plan.duties) == 21
    assert weeks.case.days == 21
    days = read(path, Mapping(codes=ON_CALL, weekly_dates="days"))
    assert sorted(piece.date.day for piece in days.plan.duties) == [5, 12, 19]


def test_leave_of_a_week_is_seven_days_where_that_is_said(tmp_path: Path) -> None:
    imported = read(csv(tmp_path / "rota.csv", LEAVE), Mapping(weekly_dates="weeks"))
    away = {(row.person, row.first_day.day, row.last_day.day) for row in imported.case.absences}
    assert away == {("Ann", 2, 8), ("Bob", 16, 22)}


def test_a_weekday_beside_a_date_of_its_week_says_the_day(tmp_path: Path) -> None:
    text = "W/C,Day,Name,Shift\n02/11/2026,Mon,Ann,D\n02/11/2026,Thu,Bob,N\n16/11/2026,Sun,Ann,D\n"
    imported = read(csv(tmp_path / "rota.csv", text), Mapping())
    assert [(one.person, one.date.day) for one in imported.plan.duties] == [
        ("Ann", 2),
        ("Bob", 5),
        ("Ann", 22),
    ]


def test_a_date_outside_the_week_beside_it_is_asked_about(tmp_path: Path) -> None:
    text = "Week,Date,Name,Shift\n02/11/2026,03/11/2026,Ann,D\n02/11/2026,18/11/2026,Bob,N\n"
    assert "2026-11-18 is not in the week of 2026-11-02" in asked(csv(tmp_path / "rota.csv", text))


@pytest.mark.parametrize("heads", [["W/C 02/11/2026", "W/C 09/11/2026"], ["Week 1", "Week 2"]])
def test_a_sheet_of_weeks_beside_a_rota_is_never_left_out(
    tmp_path: Path, heads: list[Cell]
) -> None:
    rota: list[list[Cell]] = [["Name", *dates(4, date(2026, 11, 2))], ["Ann", "D"], ["Bob", "N"]]
    leave: list[list[Cell]] = [["Name", *heads], ["Ann", "AL"], ["Bob", None, "AL"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rota), ("Leave", leave))
    assert "sheet Leave names people of the rota" in asked(path)
