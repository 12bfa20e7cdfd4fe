"""How do the cells of a workbook or a CSV file come to be seen?"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rosterer.files.csvtext import SEPARATORS, decoded
from rosterer.files.faults import BadInput, Fault
from rosterer.files.workbook_cells import unescaped
from rosterer.files.workbook_open import has_lost_styles, is_workbook, opened
from rosterer.sheets.codes import code_of
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import Place, SeenSheet, Value

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CELLS = 2_000_000
"""Filled cells of a sheet: a year of a thousand people takes a fifth of that."""
_CELL = re.compile(r"([A-Z]{1,2}|[A-W][A-Z]{2}|X[A-F][A-D])([1-9]\d{0,6})")
"""A cell as spreadsheets name it."""
_ALIKE = (".xlsm", ".xltx", ".xltm")
"""Workbooks under other names; what they can do besides is never run."""


def seen_sheets(path: Path, said: Mapping[str, str] | None = None) -> list[SeenSheet]:
    """The sheets of a workbook or of a CSV file that have anything in them.

    Parameters
    ----------
    said
        By place, such as ``Rota!F7``, what its owner says instead; ``ignore`` says nothing.

    Raises
    ------
    BadInput
        When the file cannot be read.
    """
    if not path.is_file():
        raise BadInput(
            [Fault(str(path), "does not exist", "give an .xlsx workbook or a .csv file")]
        )
    if is_workbook(path) or path.suffix.lower() in _ALIKE:
        sheets = _of_workbook(path)
    elif path.suffix.lower() in (".csv", ".txt", ".tsv"):
        sheets = [_of_csv(path)]
    else:
        raise BadInput(
            [
                Fault(
                    path.name,
                    "is no spreadsheet that can be read",
                    "save it as .xlsx or as CSV UTF-8",
                )
            ]
        )
    sheets = [sheet for sheet in sheets if sheet.values or sheet.lost]
    _say(path, sheets, said or {})
    return sheets


def _say(path: Path, sheets: list[SeenSheet], said: Mapping[str, str]) -> None:
    """Put what the owner says in the place of what stands there."""
    left = dict(said)
    for number, sheet in enumerate(sheets):
        own = {place: left.pop(where) for where in said if (place := _named(sheet, where))}
        if not own:
            continue
        values = {place: value for place, value in sheet.values.items() if place not in own}
        values |= {place: text for place, text in own.items() if code_of(text) != "IGNORE"}
        lost = {place: why for place, why in sheet.lost.items() if place not in own}
        sheets[number] = replace(
            sheet,
            values=values,
            lost=lost,
            struck=sheet.struck - own.keys(),
            ignored=frozenset(own.keys() - values.keys()),
        )
    if left:
        remedy = "name cells of the rota, such as Rota!F7"
        raise BadInput(
            Fault(path.name, f"has nothing in {where}", remedy, column=f"cells.{where}")
            for where in sorted(left)
        )


def _named(sheet: SeenSheet, where: str) -> Place | None:
    """The cell of a sheet that a place such as ``Rota!F7`` names, within what is filled: an empty
    one may be a heading that was forgotten.
    """
    title, _, cell = where.rpartition("!")
    found = _CELL.fullmatch(cell)
    if title != sheet.title or found is None:
        return None
    from openpyxl.utils import column_index_from_string

    place = int(found[2]), column_index_from_string(found[1])
    filled = {*sheet.values, *sheet.lost}
    rows, columns = {row for row, _ in filled}, {column for _, column in filled}
    is_within = place[0] in rows and min(columns) <= place[1] <= max(columns)
    return place if is_within else None


def _of_csv(path: Path) -> SeenSheet:
    text, faults = decoded(path.read_bytes(), path.name)
    notes = tuple(
        Note("guess", f"{path.name} {fault.message}; its letters were guessed") for fault in faults
    )
    separator = max(SEPARATORS, key=text.count)
    csv.field_size_limit(1_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as broken:
        remedy = "look for a double quote that is not closed"
        raise BadInput([Fault(path.name, "is no CSV file that can be read", remedy)]) from broken
    for number, row in enumerate(rows, start=1):
        if any(_swallows_rows(cell, separator) for cell in row):
            message = "has rows within one cell"
            remedy = "look for a double quote that is not closed"
            raise BadInput([Fault(path.name, message, remedy, row=number)])
    values = {
        (number, column): cell.strip()
        for number, row in enumerate(rows, start=1)
        for column, cell in enumerate(row, start=1)
        if cell.strip()
    }
    return SeenSheet(path.stem, values, notes=notes)


def _swallows_rows(cell: str, separator: str) -> bool:
    """Whether a cell holds lines with separators of their own, as behind an open quote."""
    return sum(line.count(separator) > 1 for line in cell.splitlines()) > 1


def _of_workbook(path: Path) -> list[SeenSheet]:
    with opened(path, is_streamed=False) as book:
        formulas = {sheet.title: _formulas(sheet) for sheet in book.worksheets}
    with opened(path, is_streamed=False, is_computed=True, is_rich=True) as book:
        sheets = list(_sheets(book, formulas))
        if has_lost_styles(book) and sheets:
            text = "colours, notes and struck letters: the workbook could be read without them only"
            sheets[0] = replace(sheets[0], notes=(*sheets[0].notes, Note("not read", text)))
        return sheets


def _formulas(sheet: "Worksheet") -> set[Place]:
    return {place for place, cell in sheet._cells.items() if cell.data_type == "f"}


def _sheets(book: "Workbook", formulas: Mapping[str, set[Place]]) -> Iterator[SeenSheet]:
    for sheet in book.worksheets:
        # iter_rows would fill in a million empty cells
        cells: Mapping[Place, object] = sheet._cells
        if len(cells) > _MOST_CELLS:
            message = f"has {len(cells):,} cells"
            raise BadInput([Fault(sheet.title, message, "copy the rota alone into a new workbook")])
        seen = _Seen(sheet.title)
        for place, cell in cells.items():
            seen.add(place, cell, is_formula=place in formulas[sheet.title])
        merged = {
            (row, column): (group.min_row, group.min_col)
            for group in sheet.merged_cells.ranges
            for row in range(group.min_row, group.max_row + 1)
            for column in range(group.min_col, group.max_col + 1)
        }
        for place, first in merged.items():
            if first in seen.values:
                seen.values[place] = seen.values[first]
        hidden = frozenset(_hidden_rows(sheet, {row for row, _ in seen.values}))
        columns = frozenset(_hidden_columns(sheet) & {column for _, column in seen.values})
        is_hidden = sheet.sheet_state != "visible"
        seen.notes += _hidden_notes(
            sheet.title, {"rows": bool(hidden), "columns": bool(columns)}, is_hidden=is_hidden
        )
        yield SeenSheet(
            sheet.title,
            seen.values,
            merged,
            seen.fills,
            hidden,
            tuple(seen.notes),
            lost=seen.lost,
            struck=frozenset(seen.struck),
            hidden_columns=columns,
            is_hidden=is_hidden,
        )


class _Seen:
    """What the cells of a sheet show, one after another."""

    def __init__(self, title: str) -> None:
        self.values: dict[Place, Value] = {}
        self.fills: dict[Place, str] = {}
        self.lost: dict[Place, str] = {}
        self.struck: set[Place] = set()
        self.notes: list[Note] = []
        self._where = SeenSheet(title, {}).where

    def add(self, place: Place, cell: object, *, is_formula: bool) -> None:
        whole = getattr(cell, "value", None)
        value = _value(str(whole) if isinstance(whole, list) else whole)
        fill = _fill(cell)
        if fill:
            self.fills[place] = fill
        comment = getattr(cell, "comment", None)
        if comment is not None:
            text = f"a note on the cell: {' '.join(str(comment.text).split())[:120]}"
            self.notes.append(Note("not read", text, self._where(place)))
        if value is None:
            if is_formula:
                self.lost[place] = (
                    "a formula without a saved value; open and save the file in Excel"
                )
            return
        if getattr(cell, "data_type", "") == "e":
            self.lost[place] = f"the cell shows the error {value}"
            return
        self.values[place] = value
        if getattr(getattr(cell, "font", None), "strike", None) or _is_struck_in_part(whole):
            self.struck.add(place)


def _is_struck_in_part(value: object) -> bool:
    """Whether a text has parts that are struck through."""
    parts = value if isinstance(value, list) else []
    return any(
        getattr(getattr(part, "font", None), "strike", None) and str(part).strip() for part in parts
    )


def _hidden_rows(sheet: "Worksheet", filled: set[int]) -> Iterator[int]:
    for number, row in sheet.row_dimensions.items():
        if number in filled and (row.hidden or row.height == 0):
            yield number


def _hidden_columns(sheet: "Worksheet") -> set[int]:
    return {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden or dimension.width == 0
        for column in range(dimension.min or 0, (dimension.max or 0) + 1)
    }


def _hidden_notes(title: str, parts: Mapping[str, bool], *, is_hidden: bool) -> Iterator[Note]:
    for part, has_some in parts.items():
        if has_some:
            yield Note("guess", f"hidden {part} of sheet {title} were read like the others")
    if is_hidden:
        yield Note("guess", f"sheet {title} is hidden and was read like the others")


def _value(value: object) -> Value | None:
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, str):
        return unescaped(value).strip() or None
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return time(minutes // 60, minutes % 60) if 0 <= minutes < 1440 else str(value)
    if isinstance(value, int | float | date | time):
        return value
    return str(value)


def _fill(cell: object) -> str:
    fill = getattr(cell, "fill", None)
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb":
        text = str(colour.rgb)[-6:].upper()
        return "" if text == "FFFFFF" else text
    return f"{colour.type}{colour.theme if colour.type == 'theme' else colour.indexed}"
