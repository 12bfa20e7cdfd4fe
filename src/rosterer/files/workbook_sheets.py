"""What does a sheet of a case workbook look like: headings with notes, drop-downs, kinds of
cells?
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, cast

from rosterer.files.checks.references import REFERENCES
from rosterer.files.columns import Column, columns_of
from rosterer.files.faults import BadInput, Fault
from rosterer.files.meanings import meanings, note_on
from rosterer.files.workbook_cells import LONGEST_TEXT, CellValue, cell_of, escaped
from rosterer_models.vocabulary.base import Fact

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

SETTINGS_SHEET = "case"
SETTINGS_HEADER = ("section", "setting", "value", "meaning")
LAST_ROW = 1_048_576
"""Rows of a worksheet."""
_LISTED_ROWS = 5_000
"""Rows below the headings that have drop-downs, and rows of the table that a drop-down offers."""
_AUTHOR = "Rosterer"


@contextmanager
def streamed_book(content: BinaryIO) -> "Iterator[Workbook]":
    """A workbook to fill sheet by sheet; its bytes go to ``content`` at the end, unless something
    went wrong.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()  # an open streamed sheet complains when it is thrown away
        raise
    book.save(content)


def add_settings(
    book: "Workbook", title: str, sections: Mapping[str, tuple[type[Fact], Mapping[str, object]]]
) -> None:
    """Add the sheet of all that is no table, a row for each setting.

    Parameters
    ----------
    sections
        By section ("" for what is in none): the model that has the settings as fields, and the
        values of those to write.
    """
    sheet = _new_sheet(book, title)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCD", (12, 26, 24, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_heading(sheet, name) for name in SETTINGS_HEADER])
    for section, (model, values) in sections.items():
        for column in columns_of(model):
            if column.name not in values:
                continue
            value = values[column.name]
            about = meanings().get((section or SETTINGS_SHEET, column.name))
            words = (
                "" if about is None else f"{about.words}{f' ({about.unit})' if about.unit else ''}"
            )
            cells: list[CellValue] = [
                section or None,
                column.name,
                None if value is None else cell_of(value, column),
                words,
            ]
            sheet.append([_cell(sheet, cell, f"sheet {title}, {column.name}") for cell in cells])


def add_table(
    book: "Workbook", name: str, model: type[Fact], facts: Iterable[Fact], tables: Sequence[str]
) -> None:
    """Add the sheet of a table.

    Parameters
    ----------
    tables
        The tables that the workbook has, so that drop-downs offer what stands in them.

    Raises
    ------
    BadInput
        When a text or the table is larger than a sheet holds.
    """
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter

    columns = columns_of(model)
    sheet = _new_sheet(book, name)
    sheet.freeze_panes = "B2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(column.name) + 2)
        _offer(sheet, name, column, get_column_letter(place), tables)
    headings = []
    for column in columns:
        heading = _heading(sheet, column.name)
        heading.comment = Comment(note_on(name, column), _AUTHOR, width=320, height=140)
        headings.append(heading)
    sheet.append(headings)
    for row, fact in enumerate(facts, start=2):
        if row > LAST_ROW:
            raise BadInput(
                [
                    Fault(
                        name,
                        "has more rows than a worksheet",
                        "write a folder or a JSON document instead",
                    )
                ]
            )
        place_words = f"{name} row {row}"
        sheet.append(
            [
                _cell(sheet, cell_of(getattr(fact, column.name), column), place_words)
                for column in columns
            ]
        )


def _new_sheet(book: "Workbook", title: str) -> "Worksheet":
    """A streamed sheet; for what is written here it has all that an ordinary one has, which its
    types do not say.
    """
    return cast("Worksheet", book.create_sheet(title))


def _heading(sheet: "Worksheet", text: str) -> "Cell":
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill

    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="DCE6F1")
    return cell


def _cell(sheet: "Worksheet", value: CellValue, where: str) -> "Cell | None":
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    if isinstance(value, str):
        text = escaped(value)
        if len(text) > LONGEST_TEXT:
            remedy = (
                f"shorten it to {LONGEST_TEXT:,} characters, or write a folder or a JSON document"
            )
            raise BadInput([Fault(where, "is too long for a cell of a workbook", remedy)])
        cell = WriteOnlyCell(sheet, text)
        # a text stays a text: not a formula, an error or a date, and not a number when it is edited
        cell.data_type = "s"
        cell.number_format = "@"
        return cell
    cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _offer(
    sheet: "Worksheet", table: str, column: Column, letter: str, tables: Sequence[str]
) -> None:
    """A drop-down below a heading, where one value out of a list stands in a cell."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.shape != "one":
        return
    choices = ("yes", "no") if column.kind == "yes/no" else column.choices
    source = f'"{",".join(choices)}"' if choices else _declared(table, column, tables)
    if source is None:
        return
    is_strict = bool(choices)
    offer = DataValidation(
        type="list", formula1=source, allow_blank=True, showErrorMessage=is_strict
    )
    offer.errorTitle, offer.error = (
        column.name,
        f"One of: {', '.join(choices)}" if choices else None,
    )
    offer.add(f"{letter}2:{letter}{_LISTED_ROWS}")
    sheet.data_validations.append(offer)


def _declared(table: str, column: Column, tables: Sequence[str]) -> str | None:
    """The cells of the sheet that declares what the column names."""
    from openpyxl.utils import get_column_letter

    from rosterer.files.case_tables import CASE_TABLES

    for reference in REFERENCES:
        if (reference.table, reference.column) == (
            table,
            column.name,
        ) and reference.target in tables:
            assert reference.target is not None
            names = [one.name for one in columns_of(CASE_TABLES[reference.target])]
            letter = get_column_letter(names.index(reference.target_column) + 1)
            return f"{reference.target}!${letter}$2:${letter}${_LISTED_ROWS}"
    return None
