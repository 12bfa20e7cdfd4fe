"""How does a cell of a workbook become the text of a cell of a CSV file, and a text a cell, without
loss?

Numbers, dates and times of day are cells of their own kind where a workbook keeps them exactly, and
text everywhere else. Formulas are never worked out: their results are whatever the program that
saved the file last believed.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Protocol

from rosterer.files.cells import CellFault, atom_text, text_of
from rosterer.files.columns import Column, Kind
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, clock_text

CellValue = str | int | float | date | None
"""What is written into a cell."""

LONGEST_TEXT = 32_767
"""Characters that a cell of a workbook holds."""

_FIRST_SAFE_DATE = date(1900, 3, 1)
"""Before it the calendars of spreadsheets disagree (a 29 February 1900 that never was)."""
_LAST_SERIAL = 2_958_465
"""31 December 9999 as a spreadsheet counts days."""
_SERIAL_ZERO = datetime(1899, 12, 30)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Readable(Protocol):
    """A cell as openpyxl gives it."""

    @property
    def value(self) -> object: ...

    @property
    def data_type(self) -> str: ...


def cell_of(value: object, column: Column) -> CellValue:
    """What to write into a cell for a value of a column: a number or date where the workbook keeps
    it exactly, else its text.
    """
    if column.shape == "one" and not isinstance(value, bool):
        if isinstance(value, int | float) and _is_kept(value):
            return value
        if isinstance(value, date) and value >= _FIRST_SAFE_DATE:
            return value
    return text_of(value, column) or None


def escaped(text: str) -> str:
    """A text with what XML cannot hold written as ``_x000D_``."""
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text that `escaped` wrote."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def cell_text(cell: Readable, kind: Kind) -> str:
    """The text of a cell, as it would stand in a CSV file.

    Parameters
    ----------
    kind
        What is expected there: a bare number is read as a date or a time of day where one of these
        is.

    Raises
    ------
    CellFault
        When the cell holds a formula or an error.
    """
    value = cell.value
    if cell.data_type == "f":
        raise CellFault("holds a formula", "copy the cell and paste its value over it")
    if cell.data_type == "e":
        raise CellFault(f"shows the error {value}", "write the value itself")
    if isinstance(value, str):
        return unescaped(value)
    if isinstance(value, datetime):
        return _moment_text(value, kind)
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, timedelta):
        return _clock_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_text(value, kind)
    return atom_text(value)


def _is_kept(value: int | float) -> bool:
    """Whether a number survives the sixteen digits that are written, sign of zero included."""
    return (
        repr(value) != "-0.0" and type(value)(float(f"{value:.16g}")) == value and abs(value) < 1e15
    )


def _moment_text(value: datetime, kind: Kind) -> str:
    if kind == "clock" or value.date() < _FIRST_SAFE_DATE:
        return value.time().isoformat("minutes")
    is_day = value.time() == time()
    return value.date().isoformat() if is_day else value.isoformat(" ")


def _number_text(value: int | float, kind: Kind) -> str:
    if kind == "date" and 61 <= value <= _LAST_SERIAL:
        return _moment_text(_SERIAL_ZERO + timedelta(days=value), kind)
    if kind == "clock" and 0 <= value < 1:
        return clock_text(round(value * MINUTES_PER_DAY))
    return atom_text(value)


def _clock_text(value: timedelta) -> str:
    minutes = value.total_seconds() / 60
    return clock_text(round(minutes)) if 0 <= minutes < MINUTES_PER_DAY else str(value)
