"""What stands in the cells of a manager's spreadsheet, whatever its shape?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from rosterer.files.cells import CONTROL
from rosterer.sheets.notes import Note

Place = tuple[int, int]
"""Row and column, from 1."""
Value = str | int | float | date | time
"""A date is a day; a moment keeps its time."""


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
    hidden_rows, hidden_columns
        They are asked about where they say duties.
    is_hidden
        The whole sheet is.
    is_turned
        Rows are the columns of the file.
    lost
        By place why a cell that shows something has no value that can be read.
    struck
        Cells whose text is struck through.
    ignored
        Cells that their owner says to leave out.
    """

    title: str
    values: Mapping[Place, Value]
    merged: Mapping[Place, Place] = field(default_factory=dict)
    fills: Mapping[Place, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()
    is_turned: bool = False
    lost: Mapping[Place, str] = field(default_factory=dict)
    struck: frozenset[Place] = frozenset()
    ignored: frozenset[Place] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

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
            lost={swap(place): why for place, why in self.lost.items()},
            struck=frozenset(swap(place) for place in self.struck),
            ignored=frozenset(swap(place) for place in self.ignored),
        )

    def part(self, first: int, last: int) -> "SeenSheet":
        """What stands in some of its rows."""
        values = {place: one for place, one in self.values.items() if first <= place[0] <= last}
        fills = {place: one for place, one in self.fills.items() if first <= place[0] <= last}
        lost = {place: one for place, one in self.lost.items() if first <= place[0] <= last}
        return replace(self, values=values, fills=fills, lost=lost)

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


def title_of(where: str) -> str:
    """The sheet of a cell."""
    return where.rpartition("!")[0]


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


def entry_of(value: Value | None) -> str:
    """A value as an entry of a day: like `text_of`, with a line for each line of the cell."""
    if not isinstance(value, str):
        return text_of(value)
    return "\n".join(line for part in value.splitlines() if (line := text_of(part)))
