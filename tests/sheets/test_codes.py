"""Are codes and hours read as people mean them, and is every doubt told?"""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.files import BadInput, load_case, load_plan
from rosterer.sheets import Mapping, QuestionsError, import_rota, load_mapping, told
from rosterer.sheets.codes import Codes
from rosterer.sheets.cycles import line_of
from rosterer.sheets.mapping import mapping_text
from rosterer.sheets.meanings import clock, meaning_from_words, said
from rosterer.sheets.times import hours_of
from tests.sheets.rotas import TODAY, dates, saved, simple


@pytest.mark.parametrize(
    ("text", "start", "end", "is_guessed"),
    [
        ("07:00-19:30", "07:00", "19:30", False),
        ("0700-1930", "07:00", "19:30", False),
        ("07.00 – 19.30", "07:00", "19:30", True),
        ("7am-3pm", "07:00", "15:00", False),
        ("8.30am to 4pm", "08:30", "16:00", False),
        ("7-3", "07:00", "15:00", True),
        ("8-8", "08:00", "20:00", True),
        ("2-10", "14:00", "22:00", True),
        ("22-7", "22:00", "07:00", False),
        ("20:00-08:00", "20:00", "08:00", False),
        ("12pm-8pm", "12:00", "20:00", False),
        ("00:00-08:00", "00:00", "08:00", False),
        ("08:00-08:00", "08:00", "08:00", False),
        ("00:00-24:00", "00:00", "00:00", False),
        ("7a-3p", "07:00", "15:00", False),
        ("10-6am", "22:00", "06:00", True),
        ("07h00-15h00", "07:00", "15:00", False),
        ("730:1630", "07:30", "16:30", False),
        ("07:00 11:00 11:00 15:00", "07:00", "15:00", False),
    ],
)
def test_hours_in_many_spellings(text: str, start: str, end: str, is_guessed: bool) -> None:
    hours = hours_of(text)
    assert hours is not None
    assert (clock(hours.start), clock(hours.end)) == (start, end)
    assert hours.is_guessed == is_guessed or "." in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "D",
        "07:00",
        "25:00-07:00",
        "07:70-08:00",
        "00:00-23:59",
        "00:00-00:00",
        "07:00-11:00 17:00-22:30",
        "7-11/4-8",
        "2/11",
        "call 7-3 Bob",
        "13pm-2pm",
    ],
)
def test_what_is_no_hours(text: str) -> None:
    assert hours_of(text) is None


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("07:00-19:30 break 45", "07:00-19:30 break 45"),
        ("Long day 0700 to 1930 (60 min unpaid break)", "07:00-19:30 break 60"),
        ("Annual leave", "leave"),
        ("Sick", "sickness"),
        ("Rest day", "off"),
        ("Training 09:00-17:00", "training 09:00-17:00 break 30"),
        ("annual leave 7.5 hours", "leave 7.5"),
    ],
)
def test_words_of_a_key(words: str, meaning: str) -> None:
    found = meaning_from_words(words)
    assert found is not None
    assert said(found) == meaning


def test_what_a_mapping_says_comes_before_a_key_and_a_key_before_custom() -> None:
    given, keyed = (meaning_from_words(words) for words in ("06:00-14:00", "08:00-16:00"))
    assert given is not None
    assert keyed is not None
    codes = Codes(given={"D": given}, keyed={"D": keyed, "E": keyed})
    assert codes.meaning_of("d") == ("D", given)
    assert codes.meaning_of("E") == ("E", keyed)
    assert codes.guessed == {}
    assert codes.meaning_of("L") is not None
    assert list(codes.guessed) == ["L"]


@pytest.mark.parametrize("text", ["D*", "D (hub)", "D\nHub", "D - swap", "D?"])
def test_a_code_with_a_mark_is_the_code_and_told(text: str) -> None:
    codes = Codes()
    known = codes.meaning_of(text)
    assert known is not None
    assert known[0] == "D"
    assert any("read as D" in guess for guess in codes.guessed.values())


def test_unknown_codes_notes_colours_and_second_entries_are_all_told(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "rota.xlsx",
        ("Rota", [["Name", *dates(5)], ["Ann", "D", "Q9", "", "D"], ["Ann", "E"]]),
    )
    book = load_workbook(path)
    book["Rota"]["D2"].fill = PatternFill("solid", fgColor="FFFF00")
    book["Rota"]["E2"].comment = Comment("swap with Bob", "manager")
    book["Rota"].row_dimensions[2].hidden = True
    book.save(path)
    lines = told(import_rota(path, Mapping(), today=TODAY, accepts_loss=True).notes)
    assert "unknown code: 'Q9' (Rota!C2)" in lines
    assert "not read: empty cells of colour FFFF00 (Rota!D2)" in lines
    assert "not read: a note on the cell: swap with Bob (Rota!E2)" in lines
    assert any(line.startswith("question: Ann, 2026-11-02: 07:00-19:30 and") for line in lines)
    assert "guess: hidden rows of sheet Rota were read like the others" in lines


def test_a_colour_can_be_given_a_meaning(tmp_path: Path) -> None:
    path = simple(tmp_path / "rota.xlsx")
    book = load_workbook(path)
    book["Rota"]["D3"].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(path)
    case = import_rota(path, Mapping(colours={"FFFF00": "leave"}), today=TODAY).case
    assert ("Bob", 4) in [(row.person, row.first_day.day) for row in case.absences]


def test_a_formula_on_a_date_is_asked_about_and_never_worked_out(tmp_path: Path) -> None:
    rows = [["Name", *dates(4)], ["Ann", "D", '="D"'], ["Total", "=COUNTA(B2)"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    with pytest.raises(QuestionsError, match=r"Rota!C2: .*a formula without a saved value"):
        import_rota(path, Mapping(), today=TODAY)
    told_so = Mapping(cells={"Rota!C2": "N"})
    assert len(import_rota(path, told_so, today=TODAY).plan.duties) == 2


def test_a_mapping_that_was_written_gives_the_same_again(tmp_path: Path) -> None:
    first = import_rota(simple(tmp_path / "rota.xlsx"), Mapping(), today=TODAY)
    text = mapping_text(first.case.name, first.codes, first.guessed, {"Q9": 2}, {}, {"FFFF00": 3})
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    again = import_rota(
        tmp_path / "rota.xlsx", load_mapping(tmp_path / "mapping.toml"), today=TODAY
    )
    assert again.case == first.case
    assert again.plan == first.plan
    assert again.guessed == {}
    assert '# "Q9" = "…"  # unknown, in 2 cells' in text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[codes]\nD = 'nonsense'", "'nonsense' is no meaning"),
        ("[codes", "is no TOML file"),
        ("codez = 1", "'codez' is not known here"),
        ("year = 'soon'", "'soon' is not a whole number"),
    ],
)
def test_faults_of_a_mapping_are_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "mapping.toml").write_text(text)
    with pytest.raises(BadInput) as refused:
        load_mapping(tmp_path / "mapping.toml")
    assert message in str(refused.value)


def test_cycles_are_found_at_any_phase_and_shared() -> None:
    week = ["D", "D", "-", "-"] * 4
    assert line_of(week) == (("D", "D", "-", "-"), 0)
    assert line_of(week[1:13]) == (("D", "D", "-", "-"), 1)
    assert line_of([None if place == 5 else day for place, day in enumerate(week)]) == (
        ("D", "D", "-", "-"),
        0,
    )
    assert line_of(["D", "-", "-", "D", "D", "D"]) is None
    assert line_of(["-"] * 8) is None


def test_the_command_writes_case_plan_and_mapping_and_says_what_comes_next(tmp_path: Path) -> None:
    rota = simple(tmp_path / "rota.xlsx")
    targets = [
        "--out",
        str(tmp_path / "case"),
        "--plan",
        str(tmp_path / "plan"),
        "--write-mapping",
        str(tmp_path / "map.toml"),
    ]
    result = CliRunner().invoke(app(), ["import", str(rota), *targets, "--json"])
    assert result.exit_code == 0
    assert '"duties": 6' in result.stdout
    assert len(load_case(tmp_path / "case").people) == 2
    assert len(load_plan(tmp_path / "plan").duties) == 6
    assert load_mapping(tmp_path / "map.toml").name == "rota"
    checked = CliRunner().invoke(
        app(), ["check", str(tmp_path / "case"), str(tmp_path / "plan"), "--json"]
    )
    assert '"broken": []' in checked.stdout
