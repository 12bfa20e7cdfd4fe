"""Do thousands of damaged rota sheets give anything but a case that can be judged, or a report of
what is wrong?
"""

from pathlib import Path
from random import Random

import pytest

from rosterer.files import BadInput, check_case
from rosterer.referee import judge
from rosterer.sheets import Imported, Mapping, import_rota, told
from tests.damage.spoil import csv_of, damaged_book, damaged_table, damaged_text, parts_of
from tests.sheets.rotas import TODAY, Cell, dates, saved

SHEETS, BOOKS = 2000, 500
ROWS: list[list[Cell]] = [
    ["Home First North, November 2026"],
    ["Name", "Grade", "Hours", *dates(9), "Total"],
    ["Earlies team"],
    ["Ann", "3", 37.5, "E", "E", "L*", "", "A/L", "SICK", "0700-1930", "7-3", "", 31],
    ["Bob", "2", 30, "LD", "", "LD", "", "12.5", "D/O", "TR", "", "Q9", 31],
    ["Required E", "", "", *[2] * 9],
    ["Nights team"],
    ["Cat", "3", 37.5, "", "N", "N", "N", "", "", "N", "N", "N", 40],
    ["Total", "", "", *[3] * 9],
    [],
    ["Name", "Grade", "Hours", *dates(9, dates(10)[-1])],
    ["Ann", "3", 37.5, "E"],
    ["Key"],
    ["E", "07:00-15:00 30 min break"],
    ["A/L", "Annual leave"],
]


def outcome(path: Path) -> Imported | BadInput:
    """What was read, sound enough to be judged; or the faults."""
    try:
        imported = import_rota(path, Mapping(), today=TODAY)
    except BadInput as refused:
        if not all(fault.file and fault.message and fault.remedy for fault in refused.faults):
            raise AssertionError("a fault does not say where, what, or what to do") from refused
        return refused
    assert check_case(imported.case) == ()
    assert told(imported.notes)
    assert imported.mapping
    judge(imported.case, imported.plan)
    return imported


@pytest.mark.slow
def test_thousands_of_damaged_csv_rotas(tmp_path: Path) -> None:
    path = tmp_path / "rota.csv"
    rows = [["" if cell is None else str(cell) for cell in row] for row in ROWS]
    for number in range(SHEETS):
        chance, table = Random(number), rows
        for _ in range(chance.choice((1, 1, 2, 4, 8))):
            table = damaged_table(table, chance)
        content = csv_of(table, chance)
        path.write_bytes(damaged_text(content, chance) if number % 5 == 0 else content)
        assert isinstance(outcome(path), Imported | BadInput), number


@pytest.mark.slow
def test_hundreds_of_damaged_rota_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "rota.xlsx"
    book = saved(path, ("North", ROWS), ("South", ROWS[:6])).read_bytes()
    parts = parts_of(book)
    for number in range(BOOKS):
        path.write_bytes(damaged_book(book, parts, Random(number)))
        assert isinstance(outcome(path), Imported | BadInput), number
