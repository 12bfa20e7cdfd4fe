"""Which sheets do managers have? Small ones of each common shape."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MONDAY = date(2026, 11, 2)
TODAY = date(2026, 10, 1)
Cell = str | int | float | date | None


def dates(number: int, first: date = MONDAY) -> list[date]:
    """Days one after another."""
    return [first + timedelta(days=ahead) for ahead in range(number)]


def saved(path: Path, *sheets: tuple[str, Sequence[Sequence[Cell]]]) -> Path:
    """A workbook of rows."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets:
        sheet: Worksheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def simple(path: Path) -> Path:
    """Two people over a week."""
    return saved(
        path,
        (
            "Rota",
            [
                ["Name", *dates(7)],
                ["Ann Able", "D", "D", "", "N", "N", "OFF", "AL"],
                ["Bob", "E", "L"],
            ],
        ),
    )
