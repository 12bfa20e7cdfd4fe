"""Are hours read as the words, the key and the heading beside them say, or asked about?"""

from pathlib import Path

import pytest

from rosterer.files.faults import BadInput
from rosterer.sheets import Mapping
from rosterer.sheets.mapping import load_mapping
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, csv, duties, paid, read

WEEK = dates(4)
NIGHT = ["2 20:00-08:00"]


def _of_cell(path: Path, text: str) -> list[str]:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", text], ["Bob", None, "E"]]
    return duties(read(saved(path, ("Rota", rows))))["Ann"]


@pytest.mark.parametrize("text", ["8-8 night", "Night 8-8", "8-8 (nights)", "8-8 N", "N 8-8"])
def test_a_word_of_nights_beside_hours_makes_them_a_night(tmp_path: Path, text: str) -> None:
    assert _of_cell(tmp_path / "rota.xlsx", text) == NIGHT


@pytest.mark.parametrize("text", ["8-8", "Day 8-8", "08:00-20:00 night", "8am-8pm"])
def test_hours_that_say_the_day_themselves_stay(tmp_path: Path, text: str) -> None:
    assert _of_cell(tmp_path / "rota.xlsx", text) == ["2 08:00-20:00"]


@pytest.mark.parametrize("words", ["Night 8-8", "8-8", "Nights 8.00 - 8.00"])
def test_a_key_of_a_night_is_a_night(tmp_path: Path, words: str) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "N"], ["Bob", None, "E"], ["Key"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*rows, ["N", words]]))
    assert duties(read(path))["Ann"] == NIGHT


def test_a_mapping_of_a_night_is_a_night(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "N"], ["Bob", None, "D"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    found = duties(read(path, Mapping(codes={"N": "8-8", "D": "8-8"})))
    assert found == {"Ann": NIGHT, "Bob": ["3 08:00-20:00"]}


def test_a_row_of_nights_with_names_in_it_is_a_night(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Shift", *WEEK],
        ["Night 8-8", "Ann", "Ann", "Bob", "Bob"],
        ["Day 8-8", "Bob", None, "Ann", None],
    ]
    found = duties(read(saved(tmp_path / "rota.xlsx", ("Rota", rows))))
    assert found["Ann"] == ["2 20:00-08:00", "3 20:00-08:00", "4 08:00-20:00"]


def test_hours_below_a_heading_of_nights_are_nights(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["DAYS"], ["Name", *WEEK], ["Ann", "8-8"], ["Cat", None, "8-8"]]
    rows += [["NIGHTS"], ["Bob", "8-8"], ["Dee", None, "8-8"]]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert duties(imported)["Ann"] == ["2 08:00-20:00"]
    assert duties(imported)["Bob"] == NIGHT
    assert any("below 'NIGHTS' is taken for" in note.text for note in imported.notes)


@pytest.mark.parametrize("text", ["23:00-22:00", "15:00-10:00"])
def test_a_duty_of_more_than_sixteen_hours_is_asked_about(tmp_path: Path, text: str) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", text], ["Bob", None, "E"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert "is it meant?" in asked(path)
    assert duties(read(path, Mapping(codes={text: text})))["Ann"] == [f"2 {text}"]


def test_a_long_duty_of_a_list_is_asked_about_unless_its_row_confirms_it(tmp_path: Path) -> None:
    rows = "Ann,2026-11-02,23:00,22:00{}\nBob,2026-11-13,07:00,15:00{}\n"
    plain = csv(tmp_path / "a.csv", "Name,Date,Start,End\n" + rows.format("", ""))
    assert "is it meant?" in asked(plain)
    assert duties(read(plain, Mapping(codes={"23:00-22:00": "23:00-22:00"})))["Ann"]
    heads = "Name,Date,Start,End,Paid hours\n"
    surely = csv(tmp_path / "b.csv", heads + rows.format(",22", ",7.5"))
    assert duties(read(surely))["Ann"] == ["2 23:00-22:00"]


@pytest.mark.parametrize("words", ["On call 17:00-09:00", "Standby 17:00-23:00"])
def test_a_key_of_an_on_call_is_asked_about(tmp_path: Path, words: str) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "OC"], ["Bob", None, "E"], ["Key"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*rows, ["OC", words]]))
    assert "a sleep-in or on-call with hours" in asked(path)


def test_a_sleep_in_of_a_key_is_told_as_work(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "S"], ["Bob", None, "E"], ["Key"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*rows, ["S", "Sleep-in 22:00-07:00"]]))
    assert any("counts as work" in note.text for note in read(path).notes)


def test_a_sleep_in_of_a_list_is_asked_about(tmp_path: Path) -> None:
    text = "Name,Date,Start,End,Type\nAnn,2026-11-02,22:00,07:00,Sleep-in\n"
    text += "Bob,2026-11-13,7:00,15:00,\n"
    assert "'Sleep-in' stands beside hours" in asked(csv(tmp_path / "rota.csv", text))


@pytest.mark.parametrize(
    ("heading", "said", "hours"),
    [
        ("Hours", "8", 8),
        ("Hours", "7", 7),
        ("Paid", "7.5", 7.5),
        ("Break", "20 mins", 7 + 2 / 3),
        ("Break", "0.75", 7.25),
        ("Break", "00:45", 7.25),
        ("Break", "45", 7.25),
    ],
)
def test_hours_and_breaks_in_columns_of_a_key_count(
    tmp_path: Path, heading: str, said: str, hours: float
) -> None:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", "E", "E"], ["Bob", None, "L"], ["Key"]]
    rows += [["Code", "Start", "End", heading], ["E", "07:00", "15:00", said]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert paid(read(path))[0] == pytest.approx(hours)


def test_two_meanings_of_one_code_in_a_mapping_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text('[codes]\nE = "07:00-15:00"\ne = "08:00-12:00"\n', encoding="utf-8")
    with pytest.raises(BadInput, match="are one code, whatever its capitals"):
        load_mapping(path)
    path.write_text('[codes]\nE = "07:00-15:00"\ne = "07:00-15:00"\n', encoding="utf-8")
    assert load_mapping(path).meanings().keys() == {"E"}


def test_a_list_of_moments_may_write_the_day_first(tmp_path: Path) -> None:
    text = "Name,Start,End\nAnn,02/11/2026 20:00,03/11/2026 08:00\n"
    text += "Bob,13/11/2026 07:00,13/11/2026 15:00\n"
    found = duties(read(csv(tmp_path / "rota.csv", text)))
    assert found == {"Ann": ["2 20:00-08:00"], "Bob": ["13 07:00-15:00"]}


@pytest.mark.parametrize("hours", ["0", "0.0", "4", "12"])
def test_paid_hours_that_do_not_fit_the_times_beside_them_are_asked_about(
    tmp_path: Path, hours: str
) -> None:
    row = f"02/11/2026,Ann,08:00,16:00,{hours}"
    rows = ["Date,Name,Start,End,Hours", row, "13/11/2026,Ann,08:00,16:00,"]
    path = csv(tmp_path / "rota.csv", "\n".join(rows))
    assert f"{float(hours):g} paid hours do not fit a duty from 08:00 to 16:00" in asked(path)


@pytest.mark.parametrize(("hours", "paid_hours"), [("8", 8.0), ("7.5", 7.5), ("6", 6.0)])
def test_paid_hours_that_leave_a_break_are_what_is_paid(
    tmp_path: Path, hours: str, paid_hours: float
) -> None:
    row = f"02/11/2026,Ann,08:00,16:00,{hours}"
    rows = ["Date,Name,Start,End,Hours", row, "13/11/2026,Ann,20:00,02:00,6"]
    path = csv(tmp_path / "rota.csv", "\n".join(rows))
    assert pytest.approx(paid_hours) in paid(read(path))
