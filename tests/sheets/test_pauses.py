"""Is the unpaid break read as a key says it, however it is written, and asked about in doubt?"""

from datetime import time
from pathlib import Path

import pytest

from rosterer.sheets.meanings import meaning_from_words, said
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, duties, paid, read

WEEK = dates(7)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("08:00-20:00 break 60", 60),
        ("08:00-20:00 break: 60", 60),
        ("08:00-20:00 60 min break", 60),
        ("08:00-20:00 (1h break)", 60),
        ("08:00-20:00 (1h30 break)", 90),
        ("08:00-20:00 (incl 1 hr break)", 60),
        ("08:00-20:00 incl. 45 min break", 45),
        ("0800-2000 less 45 mins", 45),
        ("08:00-20:00; 60 mins unpaid", 60),
        ("08:00-20:00, 60 minutes", 60),
        ("08:00-20:00 11h paid", 60),
        ("08:00-20:00 paid hours: 11.25", 45),
        ("08:00-20:00 (11h)", 60),
        ("08:00-20:00 (12h)", 30),  # its length, and the usual break
        ("08:00-20:00 30 min paid break", 0),
        ("08:00-20:00 no break", 0),
        ("08:00-20:00 ward 3", 30),
    ],
)
def test_a_break_in_many_spellings(words: str, minutes: int) -> None:
    meaning = meaning_from_words(words)
    assert meaning is not None
    assert said(meaning) == f"08:00-20:00 break {minutes}"


@pytest.mark.parametrize(
    "words",
    [
        "08:00-20:00 less half an hour",
        "08:00-20:00 2 x 30 min breaks",
        "08:00-20:00 6h paid",
        "08:00-20:00 30 min and 45 min",
    ],
)
def test_a_break_that_cannot_be_read_makes_hours_no_meaning(words: str) -> None:
    assert meaning_from_words(words) is None


def rota(path: Path, *key: list[Cell]) -> Path:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Asha", "D", "D"], ["Ben", "D"], [], *key]
    return saved(path, ("Rota", rows))


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("08:00-20:00 break 60", 11),
        ("08:00-20:00 incl. 45 min break", 11.25),
        ("0800-2000 less 45 mins", 11.25),
        ("2000-0800 less 45 mins", 11.25),
    ],
)
def test_hours_of_a_key_with_a_break_are_no_date(words: str, hours: float, tmp_path: Path) -> None:
    imported = read(rota(tmp_path / "rota.xlsx", ["Key"], ["D", words]))
    assert paid(imported) == [hours] * 3


def test_a_key_with_a_column_of_paid_hours_says_the_break(tmp_path: Path) -> None:
    key: list[list[Cell]] = [
        ["Key", "Start", "End", "Paid hours"],
        ["D", time(8), time(20), 11],
    ]
    imported = read(rota(tmp_path / "rota.xlsx", *key))
    assert paid(imported) == [11, 11, 11]


@pytest.mark.parametrize("words", ["08:00", "Day from 08:00", "Long day, 12 hours"])
def test_times_of_a_key_that_are_no_start_and_end_are_asked_about(
    words: str, tmp_path: Path
) -> None:
    assert "'D'" in asked(rota(tmp_path / "rota.xlsx", ["Key"], ["D", words]))


def test_words_of_a_key_without_times_leave_what_is_customary(tmp_path: Path) -> None:
    imported = read(rota(tmp_path / "rota.xlsx", ["Key"], ["D", "Long day"]))
    assert duties(imported)["Ben"] == ["2 07:00-19:30"]
