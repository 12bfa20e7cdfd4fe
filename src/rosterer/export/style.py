"""How do the sheets of an export look: colours that also stand in words, borders, and paper?"""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, cast

from rosterer.export.formula_safe import safe
from rosterer.files.workbook_cells import LONGEST_TEXT, escaped
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.time import SATURDAY

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FONT, RULE = "Calibri", "B7B7B7"
LINE = 15
"""Points of a line of text."""
_BROADER = 1.1
"""Characters of a text over those of digits, by which widths of columns count."""
A3, A4 = 8, 9
"""Paper sizes as workbooks number them."""
_PAPER_POINTS = {A4: 784, A3: 1133}
"""Across, landscape, within the margins."""
_POINTS_PER_CHARACTER = 7.0
"""Of the width of a column, in programs that lay columns out most broadly."""
FONT_POINTS, LEAST_POINTS = 11, 7.2
"""Of texts as written, and the least to which a sheet is made smaller to fit on its paper."""


@dataclass(frozen=True)
class Tone:
    """A background with its ink."""

    fill: str
    ink: str = "000000"
    is_bold: bool = False


HEADING = Tone("DCE6F1", is_bold=True)
SPECIAL = Tone("FFE699", is_bold=True)
"""A weekend or a bank holiday."""
ROUND, UNIT, NIGHT, AWAY, TRAINING = (
    Tone("E2F0D9"),
    Tone("DDEBF7"),
    Tone("26355D", "FFFFFF"),
    Tone("D9D9D9"),
    Tone("FCE4D6"),
)
SPECIAL_EMPTY = Tone("FFF8E5")
"""A day off at a weekend or on a bank holiday."""
SHORT = Tone("F8CBAD", is_bold=True)
TOTAL = Tone("F2F2F2", is_bold=True)


def put(
    sheet: "Worksheet",
    row: int,
    column: int,
    value: str | int | float | date | None,
    tone: Tone | None = None,
) -> "Cell":
    """Write a value into a ruled cell: texts as texts that no program takes for a formula, numbers
    and dates as such.
    """
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = cast("Cell", sheet.cell(row, column))
    if isinstance(value, str):
        cell.value = escaped(safe(value))[:LONGEST_TEXT]
        cell.data_type = "s"
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "ddd d mmm yyyy"
    elif isinstance(value, float):
        cell.number_format = "0.00" if abs(value) < 1000 else "#,##0.00"
    if tone is not None:
        cell.fill = PatternFill("solid", fgColor=tone.fill)
    cell.font = Font(
        name=FONT,
        size=FONT_POINTS,
        bold=tone is not None and tone.is_bold,
        color="000000" if tone is None else tone.ink,
    )
    line = Side(style="thin", color=RULE)
    cell.border = Border(left=line, right=line, top=line, bottom=line)
    cell.alignment = Alignment(
        horizontal="left" if isinstance(value, date | str) else None, vertical="top", wrap_text=True
    )
    return cell


def title(sheet: "Worksheet", row: int, text: str, *, is_bold: bool) -> None:
    """Words above a table, without rules, in one line however long."""
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, 1, escaped(safe(text)))
    cell.data_type = "s"
    cell.font = Font(name=FONT, size=14 if is_bold else FONT_POINTS, bold=is_bold)
    cell.alignment = Alignment(vertical="top")
    sheet.row_dimensions[row].height = 21 if is_bold else 16


def centre(cell: "Cell") -> None:
    """A code in the middle of its cell; a long one is written smaller instead of running into the
    next day.
    """
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)


def fit_rows(sheet: "Worksheet", first_row: int = 1) -> None:
    """Make rows as high as their texts need: programs do not all do that for files that others
    wrote.
    """
    from openpyxl.utils import get_column_letter

    letters = {column: get_column_letter(column) for column in range(1, sheet.max_column + 1)}
    width = {
        column: max(1.0, sheet.column_dimensions[letter].width - 1)
        for column, letter in letters.items()
    }
    for number, row in enumerate(sheet.iter_rows(min_row=first_row), start=first_row):
        lines = 1
        for cell in row:
            if isinstance(cell.value, str):
                parts = cell.value.split("\n")
                lines = max(
                    lines,
                    sum(max(1, ceil(len(part) * _BROADER / width[cell.column])) for part in parts),
                )
        sheet.row_dimensions[number].height = min(409, LINE * lines + 3)


def put_row(
    sheet: "Worksheet",
    row: int,
    values: list[str | int | float | date | None],
    tone: Tone | None = None,
) -> None:
    """Write a row from its first column on."""
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value, tone)


def widths(sheet: "Worksheet", *characters: float) -> None:
    """Set the widths of the first columns."""
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(characters, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def set_up_print(
    sheet: "Worksheet", title: str, *, heading_rows: str, heading_columns: str | None = None
) -> None:
    """Landscape, headings on every page; as wide as one page of A4, else of A3, else as several, so
    that no text is too small.
    """
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize, sheet.page_setup.fitToWidth = _paper(_points_across(sheet))
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = heading_rows
    if heading_columns:
        sheet.print_title_cols = heading_columns
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.8
    sheet.page_margins.header = sheet.page_margins.footer = 0.35
    header, footer = sheet.oddHeader, sheet.oddFooter
    assert header is not None
    assert footer is not None
    header.left.text = title.replace("&", "&&")[:200]
    footer.left.text = "Rosterer"
    footer.right.text = "Page &P of &N"


def _points_across(sheet: "Worksheet") -> float:
    """The width of all columns."""
    from openpyxl.utils import get_column_letter

    letters = (get_column_letter(column) for column in range(1, sheet.max_column + 1))
    return sum(sheet.column_dimensions[letter].width * _POINTS_PER_CHARACTER for letter in letters)


def _paper(points: float) -> tuple[int, int]:
    """The paper for a sheet so wide, and how many pages it takes across."""
    readable = points * LEAST_POINTS / FONT_POINTS
    for paper, across in _PAPER_POINTS.items():
        if readable <= across:
            return paper, 1
    return A3, ceil(readable / _PAPER_POINTS[A3])


def is_special(case: Case, day: date) -> bool:
    """A weekend or a bank holiday."""
    return day.weekday() >= SATURDAY or day in case.holidays


def day_heading(case: Case, day: date) -> str:
    """Weekday, day and month, with ``BH`` on a bank holiday."""
    mark = " BH" if day in case.holidays else ""
    return f"{day:%a}{mark}\n{day.day} {day:%b}"
