"""Which small changes of a sheet must never make it read wrong?

Some keep the meaning (a blank column, a remark, another separator), some lose part of it (a code
that nobody knows, a heading that is no date). Whatever they are, what comes out is the right
reading or a refusal: a reading that differs has lost or invented something without a word.
"""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import openpyxl

from benchmarks._corpus import Reading, Sheet

Rows = list[list[str]]
Change = Callable[[Rows, Reading, Random], str]
"""Alters the rows in place and says what it did."""


def rows_of(path: Path) -> Rows:
    """The cells of a CSV file, every row as long as the longest."""
    raw = path.read_bytes()
    text = _decoded(raw)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def changed(sheet: Sheet, number: int, folder: Path) -> tuple[str, Path]:
    """What the change of this number does to a sheet, and the file that it wrote."""
    assert sheet.right is not None
    rng = Random(f"{sheet.folder.name} {number}")
    rows = rows_of(sheet.rota)
    what = rng.choice(CHANGES)(rows, sheet.right, rng)
    path = folder / f"{sheet.rota.stem}{rng.choice(['.csv', '.csv', '.xlsx'])}"
    if path.suffix == ".xlsx":
        _write_workbook(rows, path)
        return f"{what}, as a workbook", path
    separator = rng.choice(",;\t")
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return f"{what}, separated by {separator!r}", path


def _write_workbook(rows: Rows, path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = path.stem[:31]
    for i, row in enumerate(rows, 1):
        for j, text in enumerate(row, 1):
            if text:
                page.cell(i, j, text)
    book.save(path)


def blank_column(rows: Rows, right: Reading, rng: Random) -> str:
    """Columns stand further right."""
    at = rng.randrange(1, len(rows[0]) + 1)
    for row in rows:
        row.insert(at, "")
    return f"blank column {at + 1}"


def column_of_hours(rows: Rows, right: Reading, rng: Random) -> str:
    """A sum of hours between or behind the days."""
    at, head = rng.randrange(2, max(3, len(rows[0]) + 1)), _head(rows)
    for i, row in enumerate(rows):
        row.insert(at, "Total hrs" if i == head else "37.5" if i > head and any(row) else "")
    return f"total hrs in column {at + 1}"


def blank_row(rows: Rows, right: Reading, rng: Random) -> str:
    """Rows stand further down."""
    at = rng.randrange(len(rows) + 1)
    rows.insert(at, [""] * len(rows[0]))
    return f"blank row {at + 1}"


def remark(rows: Rows, right: Reading, rng: Random) -> str:
    """A sentence in a row of its own."""
    at = rng.randrange(len(rows) + 1)
    rows.insert(at, ["Please tell the office of any swap", *[""] * (len(rows[0]) - 1)])
    return f"a remark in row {at + 1}"


def unknown_code(rows: Rows, right: Reading, rng: Random) -> str:
    """Nobody knows what a cell means."""
    return _replace(rows, right, rng, range(_head(rows) + 1, len(rows)), "ZQ")


def doubt(rows: Rows, right: Reading, rng: Random) -> str:
    """Something is written behind what stands in a cell."""
    behind = rng.choice([" 1/2", " + OT", " late", " 10:00"])
    return _replace(rows, right, rng, range(_head(rows) + 1, len(rows)), "{}" + behind)


def misspelt_heading(rows: Rows, right: Reading, rng: Random) -> str:
    """A heading with a date or hours is none any more."""
    return _replace(rows, right, rng, [_head(rows)], rng.choice(["Wdnsday", ""]), needs_digit=True)


CHANGES: tuple[Change, ...] = (
    blank_column,
    column_of_hours,
    blank_row,
    remark,
    unknown_code,
    doubt,
    misspelt_heading,
)


def _head(rows: Rows) -> int:
    """The first row with at least four filled cells."""
    return next((i for i, row in enumerate(rows) if sum(map(bool, row)) >= 4), 0)


def _replace(
    rows: Rows,
    right: Reading,
    rng: Random,
    where: Sequence[int],
    text: str,
    needs_digit: bool = False,
) -> str:
    """Put a text into a cell where no names stand: another name would be another person."""
    names = {word for name in right.people for word in name.split()}
    is_name = [[bool(names & set(text.replace(",", " ").split())) for text in row] for row in rows]
    below = _head(rows) + 1
    cells = [
        (i, j)
        for i in where
        for j in range(1, len(rows[i]))
        if rows[i][j].strip()
        and not is_name[i][j]
        and (i < below or not any(row[j] for row in is_name[below:]))
        and (not needs_digit or any(map(str.isdigit, rows[i][j])))
    ]
    if not cells:
        return "nothing"
    i, j = rng.choice(cells)
    was, rows[i][j] = rows[i][j], text.format(rows[i][j])
    return f"{rows[i][j]!r} for {was!r} in row {i + 1}, column {j + 1}"
