"""Is a remark that says something of somebody asked about, and one that does not, left alone?"""

from pathlib import Path

import pytest

from rosterer.sheets import Mapping
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, duties, read

ROTA: list[list[Cell]] = [
    ["Name", *dates(7)],
    ["Ann Able", "E", "E", None, None, "L"],
    ["Bob", None, None, "L", "L", None, "E"],
]


@pytest.mark.parametrize(
    "below",
    [
        [["Annual leave"], ["Ann Able", "4/11/2026", "5/11/2026"]],
        [["Sickness"], ["Bob", "4/11/2026"]],
        [["Swaps"], ["Ann <> Bob", "4/11/2026"]],
        [["Holidays: Ann 4-5 Nov, Bob 2 Nov"]],
        [["Ann Able is on leave 4/11/2026"]],
        [["Bob sick 4th Nov"]],
        [["4/11: Ann to cover L"]],
        [["N.B. Bob off from 6th"]],
        [["", "", "Ann AL", "", "Bob sick"]],
        [["Notes", "", "Ann AL"]],
        [["On leave", "", "Bob, Ann Able", "", "Bob"]],
    ],
)
def test_what_is_said_of_somebody_below_the_rota_is_asked_about(
    tmp_path: Path, below: list[list[Cell]]
) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*ROTA, [], *below]))
    assert asked(path)


@pytest.mark.parametrize(
    "text", ["Rota by Ann Able, printed 3 Nov", "Manager: Bob", "Please swap by email only", "Bob"]
)
def test_a_remark_that_says_nothing_of_anybodys_days_is_listed(tmp_path: Path, text: str) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*ROTA, [], [text]]))
    imported = read(path)
    assert any(note.kind == "not read" and text in note.text for note in imported.notes)
    assert {name: len(days) for name, days in duties(imported).items()} == {"Ann Able": 3, "Bob": 3}
    assert not any("is the name of a team" in note.text for note in imported.notes)


def test_a_remark_on_a_sheet_of_its_own_is_asked_about(tmp_path: Path) -> None:
    changes: list[list[Cell]] = [["Date", "Change"], ["4 Nov", "Ann to do late instead of Bob"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", ROTA), ("Changes", changes))
    assert "sheet Changes speaks of somebody of the rota" in asked(path)
    assert read(path, Mapping(ignore_sheets=("Changes",))).case.people


def test_a_remark_is_answered_by_ignoring_its_cell(tmp_path: Path) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*ROTA, [], ["Bob sick 4th Nov"]]))
    assert "Rota!A5" in asked(path)
    assert duties(read(path, Mapping(cells={"Rota!A5": "ignore"})))["Bob"]
