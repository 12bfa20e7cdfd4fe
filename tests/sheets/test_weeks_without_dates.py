"""On which dates do weekdays lie below a title, and when is that asked instead of guessed?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from rosterer.files import BadInput
from rosterer.sheets import Imported, Mapping, QuestionsError, import_rota
from tests.sheets.rotas import TODAY, Cell, dates, saved

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIRST = date(2026, 11, 2)


def read(
    folder: Path, title: Sequence[Cell], *, days: Sequence[str] = WEEK, sheet: str = "Rota"
) -> Imported:
    rows = [title, ["Name", *days], ["Ann", "D", "D"], ["Bob", None, None, "N", "N"]]
    path = saved(folder / "rota.xlsx", (sheet, rows))
    return import_rota(path, Mapping(), today=TODAY)


@pytest.mark.parametrize(
    "title",
    [
        ["Week commencing 2/11/2026"],
        ["Week ending 8/11/2026"],
        ["Week ending", None, date(2026, 11, 8)],
        ["W/E 8th November 2026"],
        ["Rota 2-8 Nov 2026"],
        ["Rota from 2 Nov 2026 to 8 Nov 2026"],
        ["Mon 2 Nov - Sun 8 Nov 2026"],
        ["Week beginning", None, FIRST, None, "Version", date(2026, 10, 20)],
        ["Week beginning", None, FIRST, None, "Printed 20/10/2026"],
    ],
)
def test_a_title_says_the_week_whatever_its_words_and_it_is_told(
    tmp_path: Path, title: list[Cell]
) -> None:
    imported = read(tmp_path, title)
    assert imported.case.first_day == FIRST
    assert any("begin on Mon 2 Nov 2026" in note.text for note in imported.notes)


@pytest.mark.parametrize("title", ["2-8 Nov 2026", "28 Oct - 3 Nov 2026"])
def test_the_name_of_a_sheet_says_it_too(tmp_path: Path, title: str) -> None:
    first = date(2026, 10, 28) if "Oct" in title else FIRST
    days = [WEEK[(first.weekday() + ahead) % 7] for ahead in range(7)]
    assert read(tmp_path, ["Rota"], days=days, sheet=title).case.first_day == first


@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("Week commencing 2/11/2026", ("Sun", *WEEK[:6])),
        ("Week commencing 4/11/2026", WEEK),
        ("Week ending 11/11/2026", WEEK),
    ],
)
def test_a_week_that_does_not_fit_its_weekdays_is_asked_about(
    tmp_path: Path, title: str, days: Sequence[str]
) -> None:
    with pytest.raises(QuestionsError, match="write above it which date its first day is"):
        read(tmp_path, [title], days=days)


@pytest.mark.parametrize("words", ["Printed", "Version of", "Issued", "Updated"])
def test_the_day_on_which_a_sheet_was_written_is_none_of_its_days(
    tmp_path: Path, words: str
) -> None:
    with pytest.raises(BadInput, match="first_day"):
        read(tmp_path, [f"{words} 19/10/2026"])


def test_sheets_called_week_1_and_week_2_follow_one_another(tmp_path: Path) -> None:
    rows = [["Name", *WEEK], ["Ann", "D", "D"], ["Bob", None, None, "N", "N"]]
    path = saved(tmp_path / "rota.xlsx", ("Week 1", rows), ("Week 2", rows))
    imported = import_rota(path, Mapping(first_day=FIRST), today=TODAY)
    assert imported.case.days == 14
    assert {piece.date.day for piece in imported.plan.duties} == {2, 3, 4, 5, 9, 10, 11, 12}


@pytest.mark.parametrize("is_above", [True, False])
def test_weekdays_that_are_none_of_their_dates_are_asked_about(
    tmp_path: Path, is_above: bool
) -> None:
    def rows(shift: int) -> list[list[Cell]]:
        line: list[Cell] = ["", *(WEEK[(day + shift) % 7] for day in range(7))]
        heads: list[Cell] = ["Name", *dates(7)]
        return [*([line, heads] if is_above else [heads, line]), ["Ann", "D", "D"], ["Bob", "N"]]

    right = saved(tmp_path / "right.xlsx", ("Rota", rows(0)))
    assert import_rota(right, Mapping(), today=TODAY).case.days == 7
    wrong = saved(tmp_path / "wrong.xlsx", ("Rota", rows(3)))
    with pytest.raises(QuestionsError, match="'Thu' is no weekday of 2026-11-02"):
        import_rota(wrong, Mapping(), today=TODAY)
