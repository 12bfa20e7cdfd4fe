"""What do the sheets of a case or plan workbook say, as neutral tables of text?"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rosterer.files.cells import CellFault, value_of
from rosterer.files.columns import Column, Kind, columns_of
from rosterer.files.faults import MOST_FAULTS, BadInput, Fault, Known
from rosterer.files.rows import rows_of
from rosterer.files.tables import MOST_COLUMNS, Rows, TextTable, too_many_columns
from rosterer.files.wanted import require_wanted
from rosterer.files.workbook_cells import cell_text
from rosterer.files.workbook_open import opened
from rosterer.files.workbook_sheets import LAST_ROW, SETTINGS_HEADER
from rosterer_models.vocabulary.base import Fact

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

READ_ME = "read-me"
"""A sheet for people; it is not read."""
MOST_CELLS = 50_000_000
"""Cells of a workbook, empty ones before the last of a row included: all that a large case needs,
few enough to look at.
"""
MOST_BEYOND = 500_000
"""Cells of a workbook that lie to the right of all headings, or of all that a table may have:
formats that were spread over too many columns leave some thousands, one value at the end of each
row makes sixteen thousand a row.
"""


@dataclass(frozen=True)
class Sheet:
    """A worksheet as text, and its cells that have none."""

    table: TextTable | None
    faults: tuple[Fault, ...]


def read_sheets(
    path: Path, models: Mapping[str, Mapping[str, Kind]]
) -> tuple[dict[str, Sheet], list[Fault]]:
    """Every worksheet of a workbook by its name.

    Parameters
    ----------
    models
        By known sheet the kind of value under each heading.

    Raises
    ------
    BadInput
        When the file is no workbook that can be read.
    """
    sheets: dict[str, Sheet] = {}
    faults: list[Fault] = []
    known, walk = Known(models), _Walk()
    with opened(path, is_streamed=True) as book:
        for worksheet in book.worksheets:
            if len(faults) > MOST_FAULTS:
                raise BadInput(faults)
            name = str(worksheet.title).strip().casefold()
            origin = f"{path.name}, sheet {worksheet.title}"
            if name == READ_ME:
                continue
            if name not in models:
                faults.append(
                    Fault(
                        origin,
                        "is not a table of this workbook",
                        known.nearest(name) or "delete or rename it",
                    )
                )
            elif name in sheets:
                faults.append(Fault(origin, "stands twice in the workbook", "keep one of the two"))
            else:
                sheets[name] = _sheet(worksheet, origin, models[name], walk)
    return sheets, faults


def facts_of(sheet: Sheet, model: type[Fact], origin: str) -> tuple[Rows[Fact], list[Fault]]:
    """The rows of a table's sheet; a cell that could not be read is reported once."""
    if sheet.table is None:
        return Rows(origin, is_whole=False), list(sheet.faults)
    rows, faults = rows_of(sheet.table, model)
    unread = {(fault.row, fault.column) for fault in sheet.faults}
    return rows, [
        *sheet.faults,
        *(fault for fault in faults if (fault.row, fault.column) not in unread),
    ]


def settings_of_sheet(
    sheet: Sheet, sections: Mapping[str, Mapping[str, Column]]
) -> tuple[dict[str, object], dict[str, int], list[Fault]]:
    """Raw settings by name, sections as maps; the row of each (by ``section.setting``); what cannot
    be read.
    """
    faults = list(sheet.faults)
    raw: dict[str, object] = {}
    lines: dict[str, int] = {}
    if sheet.table is None:
        return raw, lines, faults
    header = [heading.strip() for heading in sheet.table.header]
    needed = SETTINGS_HEADER[:3]
    if any(name not in header for name in needed):
        faults.append(
            Fault(
                sheet.table.origin,
                "lacks a heading",
                f"the first row has {', '.join(needed)}",
                row=1,
            )
        )
        return raw, lines, faults
    places = [header.index(name) for name in needed]
    unread = {fault.row for fault in sheet.faults}
    for number, cells in sheet.table.rows:
        section, setting, text = (
            (cells[place] if place < len(cells) else "").strip() for place in places
        )
        name = f"{section}.{setting}" if section else setting
        lines.setdefault(name, number)
        column = sections.get(section, {}).get(setting)
        if not text or number in unread:
            continue
        target = raw if not section else raw.setdefault(section, {})
        assert isinstance(target, dict)
        if setting in target:
            faults.append(
                Fault(
                    sheet.table.origin,
                    f"{name} is given twice",
                    "keep one of the two",
                    number,
                    "setting",
                    setting,
                )
            )
            continue
        try:
            # a setting that nobody knows goes on as it is, and is refused with the name nearest to
            # it
            target[setting] = text if column is None else value_of(text, column)
        except CellFault as wrong:
            faults.append(
                Fault(sheet.table.origin, wrong.message, wrong.remedy, number, name, text[:80])
            )
    return raw, lines, faults


def kinds_of(model: type[Fact]) -> dict[str, Kind]:
    """The kind of one value under each heading of a model's table; lists and maps are text in a
    cell.
    """
    return {
        column.name: column.kind if column.shape == "one" else "text"
        for column in columns_of(model)
    }


@dataclass
class _Walk:
    """How much of a workbook has been looked at."""

    num_cells: int = 0
    num_beyond: int = 0

    def is_too_long(self, num_cells: int, num_headings: int) -> bool:
        """Whether a row of so many cells is one too many."""
        self.num_cells += num_cells
        self.num_beyond += max(0, num_cells - min(num_headings, MOST_COLUMNS))
        return self.num_cells > MOST_CELLS or self.num_beyond > MOST_BEYOND


def _sheet(worksheet: "Worksheet", origin: str, kinds: Mapping[str, Kind], walk: _Walk) -> Sheet:
    worksheet.reset_dimensions()  # type: ignore[attr-defined] # what a file claims to be its size need not be true
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    faults: list[Fault] = []
    for number, cells in enumerate(worksheet.iter_rows(max_row=LAST_ROW), start=1):
        require_wanted(number)
        if len(faults) > MOST_FAULTS:
            break
        texts = []
        if walk.is_too_long(len(cells), len(header)):
            faults.append(
                Fault(
                    origin,
                    "has cells far beyond its table",
                    "copy the table into a new sheet",
                    number,
                )
            )
            break
        for place, cell in enumerate(cells):
            if cell.value is None:
                texts.append("")
                continue
            heading = header[place].strip() if place < len(header) else ""
            try:
                texts.append(cell_text(cell, kinds.get(heading, "text")))
            except CellFault as wrong:
                faults.append(
                    Fault(
                        origin,
                        wrong.message,
                        wrong.remedy,
                        number,
                        heading or None,
                        str(cell.value)[:80],
                    )
                )
                texts.append(str(cell.value))
        while texts and not texts[-1].strip():
            texts.pop()
        if not texts:
            continue
        if not header:
            header = tuple(texts)
            if too_many_columns(TextTable(origin, header, ())):
                break
        else:
            rows.append((number, tuple(texts)))
    if not header:
        remedy = "write the names of the columns into the first row"
        return Sheet(None, (*faults, Fault(origin, "has no headings", remedy)))
    return Sheet(TextTable(origin, header, tuple(rows)), tuple(faults))
