"""Is everything in a cell counted, and asked about where a remark may change the duty?"""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from rosterer.sheets.codes import Codes
from rosterer.sheets.meanings import said
from tests.sheets.rotas import dates, saved
from tests.sheets.test_kept_meaning import asked, csv, duties, read

WEEK = dates(7)


def posts(path: Path, *night: str) -> Path:
    early = ["Early 07:00-15:00", "Asha", "Cara", "Asha", "Dan", "Asha", "Ben", "Asha"]
    rows = [["Shift", *WEEK], early, ["Night 22:00-06:00", *night]]
    return saved(path, ("Rota", rows))


def test_names_with_remarks_behind_a_dash_are_asked_about_and_no_key(tmp_path: Path) -> None:
    said = asked(posts(tmp_path / "rota.xlsx", "Ben - sick", "Dan - bank", "Cara - o/t"))
    assert all(place in said for place in ("Rota!B3", "Rota!C3", "Rota!D3"))


def test_two_of_an_agency_in_a_cell_are_two(tmp_path: Path) -> None:
    path = posts(tmp_path / "rota.xlsx", "2 x agency", "agency x2", "2 agency", "1 x agency")
    assert read(path).num_unfilled("agency") == 7


def test_a_person_twice_in_a_cell_is_asked_about(tmp_path: Path) -> None:
    assert "Cara x2" in asked(posts(tmp_path / "rota.xlsx", "Cara x2", "Dan", "Dan", "Dan"))


@pytest.mark.parametrize("entry", ["D,D", "D\nD", "2 x D", "D x2"])
def test_a_vacancy_twice_in_a_cell_is_two(entry: str, tmp_path: Path) -> None:
    rows = [["Name", *WEEK], ["Asha", "D", "D", "", "N"], ["Ben", "N"], ["Vacant", entry, "", "D"]]
    assert read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).num_unfilled("vacant") == 3


def test_parts_of_a_day_are_times_beside_one_another(tmp_path: Path) -> None:
    text = "Name,Date,Start,End\nAsha,02/11/2026,0.9166667,0.25\nBen,03/11/2026,0.25,0.75\n"
    imported = read(csv(tmp_path / "rota.csv", text))
    assert duties(imported) == {"Asha": ["2 22:00-06:00"], "Ben": ["3 06:00-18:00"]}


def test_an_end_that_may_be_a_time_or_a_part_of_a_day_is_asked_about(tmp_path: Path) -> None:
    text = "Name,Date,Start,End\nAsha,02/11/2026,22:00,0.25\nBen,03/11/2026,07:00,15:00\n"
    assert "of a day?" in asked(csv(tmp_path / "rota.csv", text))


@pytest.mark.parametrize(
    "text",
    [
        "D (till 2pm)",
        "D (given to Ben)",
        "D (moved to Fri)",
        "D (dropped)",
        "D (unfilled)",
        "E (AL pm)",
        "AL (am)",
        "LD (6)",
        "TOIL 4h",
        "7-3 L",
        "07:00-22:00 + sleep-in",
    ],
)
def test_a_remark_that_may_change_the_duty_is_asked_about(text: str) -> None:
    assert Codes().meaning_of(text) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("D (hub)", "07:00-19:30 break 30"),
        ("D (ward 3)", "07:00-19:30 break 30"),
        ("D (11.5)", "07:00-19:30 break 60"),
        ("AL (7.5)", "leave 7.5"),
        ("N 7-7", "19:00-07:00 break 30"),
        ("07:00-15:00 (1h break)", "07:00-15:00 break 60"),
    ],
)
def test_a_place_or_a_length_behind_a_code_is_read(text: str, meaning: str) -> None:
    known = Codes().meaning_of(text)
    assert known is not None
    assert said(known[1]) == meaning


@pytest.mark.parametrize("column", ["Deleted,Yes", "Published,No", "Attended,No"])
def test_a_column_that_says_that_a_row_stands_no_more_is_asked_about(
    column: str, tmp_path: Path
) -> None:
    heading, said = column.split(",")
    text = f"Name,Date,Start,End,{heading}\nAsha,2026-11-02,07:00,15:00,{said}\n"
    assert heading in asked(csv(tmp_path / "rota.csv", text))


@pytest.mark.parametrize("column", ["Deleted,No", "Published,Yes", "Attended,"])
def test_a_column_that_says_that_a_row_stands_leaves_its_duty(column: str, tmp_path: Path) -> None:
    heading, said = column.split(",")
    text = f"Name,Date,Start,End,{heading}\nAsha,2026-11-02,07:00,15:00,{said}\n"
    assert duties(read(csv(tmp_path / "rota.csv", text))) == {"Asha": ["2 07:00-15:00"]}


@pytest.mark.parametrize("is_struck", [True, False])
def test_a_text_that_is_struck_through_in_part_is_asked_about(
    is_struck: bool, tmp_path: Path
) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", [["Name", *WEEK], ["Asha", "D", "D"]]))
    book = load_workbook(path)
    part = TextBlock(InlineFont(strike=is_struck), "D")
    book["Rota"]["B2"].value = CellRichText([part, " (hub)"])
    book.save(path)
    if is_struck:
        assert "struck through" in asked(path)
    else:
        assert duties(read(path)) == {"Asha": ["2 07:00-19:30", "3 07:00-19:30"]}
