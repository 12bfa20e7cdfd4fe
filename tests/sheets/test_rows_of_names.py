"""Are rows that hold names of people, headings or words asked about, and never read as somebody?"""

from pathlib import Path

import pytest

from rosterer.sheets import Mapping
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, csv, duties, read

PEOPLE: list[list[Cell]] = [
    ["Name", *dates(4)],
    ["Anna Bell", "D", "D", None, "N"],
    ["Bob", None, "N", "N", None],
]


@pytest.mark.parametrize("names", [["Bob", "Anna Bell", "Bob", "Bob"], ["Anna", None, "Bob"]])
def test_a_row_of_who_is_on_call_is_asked_about_once(tmp_path: Path, names: list[Cell]) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*PEOPLE, ["On call", *names]]))
    said = asked(path)
    assert "'On call' has names of people of the rota" in said
    assert "nobody knows" not in said
    assert "is a code" not in said
    told = Mapping(codes={"BOB": "17:00-09:00", "ANNA": "17:00-09:00"}, rows={"Bob": "person"})
    assert "'On call' has names" in asked(path, told)
    assert set(duties(read(path, Mapping(rows={"On call": "ignore"})))) == {"Anna Bell", "Bob"}


def test_a_row_of_names_without_a_name_is_asked_about(tmp_path: Path) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*PEOPLE, [None, "Bob", "Bob", "Bob"]]))
    assert "Rota!B4" in asked(path)


def test_a_key_of_short_words_names_nobody(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(4)],
        ["Anna Bell", "LDX", "LDX", None, "LDX"],
        ["Bob", None, "RDO", "RDO", None],
        [],
        ["Key"],
        ["LDX", "07:00-19:00"],
        ["RDO", "Off"],
    ]
    found = duties(read(saved(tmp_path / "rota.xlsx", ("Rota", rows))))
    assert found == {"Anna Bell": ["2 07:00-19:00", "3 07:00-19:00", "5 07:00-19:00"], "Bob": []}


def test_a_heading_is_nobody(tmp_path: Path) -> None:
    text = "On call 17:00-09:00,,\nDate,Day,Name\n" + "".join(
        f"{on},{on:%a},{name}\n"
        for on, name in zip(dates(5), ["Anna", "Bob", "Anna", "Bob", "Bob"], strict=True)
    )
    told = Mapping(codes={"ANNA": "17:00-09:00", "BOB": "17:00-09:00"})
    assert "'Name' is a heading" in asked(csv(tmp_path / "rota.csv", text), told)


def test_words_beside_hours_are_asked_about(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["", *dates(4)],
        ["Early 07:00-15:00", "Anna Bell, RN", "Anna Bell, RN", "Bob Crow, HCA", "Bob Crow, HCA"],
    ]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert "Rota!A2: 'Early 07:00-15:00' says hours" in asked(path)
