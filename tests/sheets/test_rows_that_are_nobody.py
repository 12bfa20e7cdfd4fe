"""Is nobody made of a post, and are two versions of a rota never read as one?"""

from datetime import date
from pathlib import Path

import pytest

from rosterer.sheets import Mapping
from rosterer.sheets.names import told_by_ids
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, csv, duties, read

ROTA: list[list[Cell]] = [
    ["Name", *dates(7)],
    ["Ann", "E", "E", None, None, "L"],
    ["Bob", None, None, "L", "L", None, "E"],
]


@pytest.mark.parametrize(
    "name", ["Bank RN", "Bank Nurse 1", "HCA Bank", "NHSP", "Out to bank", "Night bank (B5)"]
)
def test_a_bank_post_is_need_that_nobody_fills(tmp_path: Path, name: str) -> None:
    imported = read(saved(tmp_path / "r.xlsx", ("Rota", [*ROTA, [name, "N", None, "N"]])))
    assert {*duties(imported)} == {"Ann", "Bob"}
    assert imported.num_unfilled("vacant") == 2


@pytest.mark.parametrize("name", ["Tom Bank", "Banks", "Jo Float", "Ann Early", "May Day"])
def test_somebody_with_such_a_name_is_somebody(tmp_path: Path, name: str) -> None:
    imported = read(saved(tmp_path / "r.xlsx", ("Rota", [*ROTA, [name, "N", None, "N"]])))
    assert {*duties(imported)} == {"Ann", "Bob", name}


@pytest.mark.parametrize("name", ["Locum", "Temp 2", "Pool", "Student nurse", "To fill", "No one"])
def test_a_placeholder_is_asked_about(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path / "r.xlsx", ("Rota", [*ROTA, [name, "N", None, "N"]]))
    assert f"{name!r} may be somebody, or work that nobody does" in asked(path)
    assert read(path, Mapping(rows={name: "vacant"})).num_unfilled("vacant") == 2
    assert len(read(path, Mapping(rows={name: "person"})).case.people) == 3


@pytest.mark.parametrize(
    "name", ["Cat - leaves 5 Nov", "Cat (starts 1/11, nights only)", "Cat from 4th November"]
)
def test_a_name_that_says_something_of_days_is_asked_about(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path / "r.xlsx", ("Rota", [*ROTA, [name, "N", None, "N"]]))
    assert "says more than a name" in asked(path)
    assert name in duties(read(path, Mapping(rows={name: "person"})))


CHANGED: list[list[Cell]] = [
    ROTA[0],
    ["Ann", "E", None, None, None, "L"],
    ["Bob", None, None, "L", "L", None, "E", "L"],
]


def test_a_draft_and_its_rota_are_never_read_as_one(tmp_path: Path) -> None:
    path = saved(tmp_path / "r.xlsx", ("v1", ROTA), ("v2", CHANGED))
    assert "sheet v1 and sheet v2 tell the same duties twice" in asked(path)
    found = duties(read(path, Mapping(ignore_sheets=("v1",))))
    assert [day.split()[0] for day in found["Bob"]] == ["4", "5", "7", "8"]


def test_what_was_planned_and_what_was_done_are_never_read_as_one(tmp_path: Path) -> None:
    rows = [["PLANNED"], *ROTA, [], ["ACTUAL"], *CHANGED]
    assert "tell the same duties twice" in asked(saved(tmp_path / "r.xlsx", ("Rota", rows)))


def test_two_teams_with_somebody_in_both_are_one_rota(tmp_path: Path) -> None:
    other: list[list[Cell]] = [ROTA[0], ["Ann", None, None, "E"], ["Cat", "E"]]
    imported = read(saved(tmp_path / "r.xlsx", ("North", ROTA), ("South", other)))
    assert len(duties(imported)["Ann"]) == 4


def test_duties_after_the_last_day_that_is_told_are_listed(tmp_path: Path) -> None:
    path = saved(tmp_path / "r.xlsx", ("Rota", ROTA))
    told = read(path, Mapping(last_day=date(2026, 11, 5)))
    assert any("2 duties after 2026-11-05" in note.text for note in told.notes)
    assert not any(" after 2026" in note.text for note in read(path).notes)


def test_a_list_says_from_which_day_to_which_it_is_taken_to_be(tmp_path: Path) -> None:
    text = "Name,Date,Start,End\nAnn,2026-11-03,07:00,15:00\nAnn,2026-11-13,07:00,15:00\n"
    path = csv(tmp_path / "rota.csv", text)
    words = "taken to be of 2026-11-03 to 2026-11-13"
    assert any(words in note.text for note in read(path).notes)
    told = Mapping(first_day=date(2026, 11, 2), last_day=date(2026, 11, 15))
    assert not any("taken to be of" in note.text for note in read(path, told).notes)


def test_ids_may_be_numbers_that_tell_nobody_who_it_is(tmp_path: Path) -> None:
    path = saved(tmp_path / "r.xlsx", ("Rota", ROTA))
    named, numbered = read(path), read(path, Mapping(ids="numbers"))
    assert [one.person for one in numbered.case.people] == ["p001", "p002"]
    assert {piece.person for piece in numbered.plan.duties} == {"p001", "p002"}
    assert duties(numbered) == duties(named)
    assert told_by_ids(numbered.case) == ""
    assert "2 ids are made of a name and still shown" in told_by_ids(named.case)
    assert 'ids = "numbers"' in numbered.mapping
