"""Can the owner of a rota say that a part of a duty is a sleep-in or on call?"""

from pathlib import Path

import pytest

from rosterer.sheets import Mapping
from rosterer.sheets.meanings import meaning_from_words, said
from tests.sheets.rotas import Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, read

WEEK = dates(7)
SLEEP_IN = "14:00-22:00/30 22:00-07:00=sleep-in"


def _rota(path: Path, code: str = "SI") -> Path:
    rows: list[list[Cell]] = [["Name", *WEEK], ["Ann", code, None, "E"], ["Bob", "E", code]]
    return saved(path / "rota.xlsx", ("Rota", rows))


def test_a_sleep_in_is_asked_about_and_can_be_answered(tmp_path: Path) -> None:
    path = _rota(tmp_path)
    assert "'SI' is a code that nobody knows" in asked(path)
    case = read(path, Mapping(codes={"SI": SLEEP_IN})).case
    shift = next(one for one in case.shifts if one.shift == "SI")
    assert shift.spells == tuple(SLEEP_IN.split())
    assert shift.paid_minutes == 450
    bands = {band.band: (band.start, band.end) for band in case.bands}
    # nobody who sleeps is there: E is from 07:00 to 15:00
    assert {bands[name] for name in shift.contact} == {("14:00", "15:00"), ("15:00", "22:00")}


def test_a_cell_may_say_it_too(tmp_path: Path) -> None:
    case = read(_rota(tmp_path, SLEEP_IN)).case
    assert any(one.spells == tuple(SLEEP_IN.split()) for one in case.shifts)


def test_a_duty_of_a_sleep_in_alone_gives_no_cover(tmp_path: Path) -> None:
    case = read(_rota(tmp_path), Mapping(codes={"SI": "22:00-07:00=sleep-in"})).case
    shift = next(one for one in case.shifts if one.shift == "SI")
    assert (shift.paid_minutes, shift.contact) == (0, {})


@pytest.mark.parametrize("words", [SLEEP_IN, "08:00-16:00 16:00-20:00=on-call"])
def test_what_is_said_is_written_back(words: str) -> None:
    meaning = meaning_from_words(words)
    assert meaning is not None
    assert said(meaning) == words


@pytest.mark.parametrize(
    "words",
    ["22:00-07:00=on-call", "14:00-22:00 21:00-07:00=sleep-in", "late 22:00-07:00=sleep-in"],
)
def test_what_no_shift_can_be_is_no_meaning(words: str) -> None:
    assert meaning_from_words(words) is None
