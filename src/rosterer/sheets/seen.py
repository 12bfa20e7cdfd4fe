"""What stands in the cells of a manager's spreadsheet, whatever its shape?"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rosterer.files.cells import CONTROL
from rosterer.files.csvtext import SEPARATORS, decoded
from rosterer.files.faults import BadInput, Fault
from rosterer.files.workbook_cells import unescaped
from rosterer.files.workbook_open import is_workbook, opened
from rosterer.sheets.notes import Note

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Place = tuple[int, int]
"""Row and column, from 1."""
Value = str | int | float | date | time
"""A date is a day; a moment keeps its time."""
_MOST_CELLS = 2_000_000
"""Filled cells of a sheet: a year of a thousand people takes a fifth of that."""


@dataclass(frozen=True)
class SeenSheet:
    """The filled cells of a sheet.

    Attributes
    ----------
    values
        Merged cells repeat their value.
    merged
        By place the first place of the merged cells it belongs to.
    fills
        Colours of backgrounds, as hexadecimal digits or a name of the theme.
    hidden_rows
        They are read like others, and said to be.
    is_turned
        Rows are the columns of the file.
    """

    title: str
    values: Mapping[Place, Value]
    merged: Mapping[Place, Place] = field(default_factory=dict)
    fills: Mapping[Place, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()
    is_turned: bool = False

    def turned(self) -> "SeenSheet":
        """The sheet with rows and columns exchanged; places are still told as they stand in the
        file.
        """

        def swap(place: Place) -> Place:
            return place[1], place[0]

        return SeenSheet(
            self.title,
            {swap(place): value for place, value in self.values.items()},
            {swap(place): swap(first) for place, first in self.merged.items()},
            {swap(place): fill for place, fill in self.fills.items()},
            is_turned=not self.is_turned,
        )

    @property
    def rows(self) -> list[int]:
        """Rows with a value."""
        return sorted({row for row, _ in self.values})

    def row(self, number: int) -> dict[int, Value]:
        """Values of a row by column."""
        return dict(self._by_row.get(number, {}))

    @property
    def _by_row(self) -> Mapping[int, Mapping[int, Value]]:
        # a frozen dataclass keeps what it works out in its dictionary
        known = self.__dict__.get("_rows")
        if known is None:
            known = {}
            for (row, column), value in self.values.items():
                known.setdefault(row, {})[column] = value
            self.__dict__["_rows"] = known
        rows: Mapping[int, Mapping[int, Value]] = known
        return rows

    def where(self, place: Place) -> str:
        """``Team A!F7``."""
        from openpyxl.utils import get_column_letter

        row, column = (place[1], place[0]) if self.is_turned else place
        return f"{self.title}!{get_column_letter(column)}{row}"


def text_of(value: Value | None) -> str:
    """A value as somebody would say it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # what nobody sees is no part of a name, and no case may hold it
    return " ".join(CONTROL.sub(" ", str(value)).split())


def seen_sheets(path: Path) -> list[SeenSheet]:
    """The sheets of a workbook or of a CSV file that have anything in them.

    Raises
    ------
    BadInput
        When the file cannot be read.
    """
    if not path.is_file():
        raise BadInput(
            [Fault(str(path), "does not exist", "give an .xlsx workbook or a .csv file")]
        )
    if is_workbook(path):
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
    return [sheet for sheet in sheets if sheet.values]


def _of_csv(path: Path) -> SeenSheet:
    text, faults = decoded(path.read_bytes(), path.name)
    notes = tuple(
        Note("guess", f"{path.name} {fault.message}; its letters were guessed") for fault in faults
    )
    first = next((line for line in text.splitlines() if line.strip(SEPARATORS + " ")), "")
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(1_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as broken:
        remedy = "look for a double quote that is not closed"
        raise BadInput([Fault(path.name, f"is no CSV file ({broken})", remedy)]) from broken
    values = {
        (number, column): cell.strip()
        for number, row in enumerate(rows, start=1)
        for column, cell in enumerate(row, start=1)
        if cell.strip()
    }
    return SeenSheet(path.stem, values, notes=notes)


def _of_workbook(path: Path) -> list[SeenSheet]:
    with opened(path, is_streamed=False) as book:
        formulas = {sheet.title: _formulas(sheet) for sheet in book.worksheets}
    with opened(path, is_streamed=False, is_computed=True) as book:
        return list(_sheets(book, formulas))


def _formulas(sheet: "Worksheet") -> set[Place]:
    return {place for place, cell in sheet._cells.items() if cell.data_type == "f"}


def _sheets(book: "Workbook", formulas: Mapping[str, set[Place]]) -> Iterator[SeenSheet]:
    for sheet in book.worksheets:
        cells: Mapping[Place, object] = (
            sheet._cells
        )  # iter_rows would fill in a million empty cells
        if len(cells) > _MOST_CELLS:
            raise BadInput(
                [
                    Fault(
                        sheet.title,
                        f"has {len(cells):,} cells",
                        "copy the rota alone into a new workbook",
                    )
                ]
            )
        values: dict[Place, Value] = {}
        fills: dict[Place, str] = {}
        notes: list[Note] = []
        where = SeenSheet(sheet.title, {}).where
        for place, cell in cells.items():
            value = _value(getattr(cell, "value", None))
            fill = _fill(cell)
            if fill:
                fills[place] = fill
            if value is None:
                if place in formulas[sheet.title]:
                    notes.append(
                        Note(
                            "not read",
                            "a formula without a saved value; open and save the file in Excel",
                            where(place),
                        )
                    )
                continue
            if getattr(cell, "data_type", "") == "e":
                notes.append(Note("not read", f"the cell shows the error {value}", where(place)))
                continue
            values[place] = value
            comment = getattr(cell, "comment", None)
            if comment is not None:
                notes.append(
                    Note(
                        "not read",
                        f"a note on the cell: {' '.join(str(comment.text).split())[:120]}",
                        where(place),
                    )
                )
        merged: dict[Place, Place] = {}
        for group in sheet.merged_cells.ranges:
            first = (group.min_row, group.min_col)
            for row in range(group.min_row, group.max_row + 1):
                for column in range(group.min_col, group.max_col + 1):
                    merged[row, column] = first
                    if first in values:
                        values[row, column] = values[first]
        filled = {row for row, _ in values}
        hidden = frozenset(
            number
            for number, row in sheet.row_dimensions.items()
            if row.hidden and number in filled
        )
        if hidden:
            notes.append(
                Note("guess", f"hidden rows of sheet {sheet.title} were read like the others")
            )
        if any(dimension.hidden for dimension in sheet.column_dimensions.values()):
            notes.append(
                Note("guess", f"hidden columns of sheet {sheet.title} were read like the others")
            )
        if sheet.sheet_state != "visible" and values:
            notes.append(
                Note("guess", f"sheet {sheet.title} is hidden and was read like the others")
            )
        yield SeenSheet(sheet.title, values, merged, fills, hidden, tuple(notes))


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
