"""How is a rota read that is a list: a row for each duty, with a name, a date, and a code or a
start and an end?
"""

from collections.abc import Sequence

from rosterer.sheets.days import STYLES, Style
from rosterer.sheets.found import Found
from rosterer.sheets.list_columns import (
    ListColumns,
    are_apart,
    away_above,
    codes_of_absence,
    columns_of,
    is_headed,
    num_dates,
    order_of_list,
    other_names,
    weeks_of,
)
from rosterer.sheets.list_rows import read_row
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.notes import Note, asked_of_cell
from rosterer.sheets.seen import SeenSheet, text_of
from rosterer.sheets.weekly import Weekly

_LAST_HEADING_ROW = 30
"""Headings stand near the top."""


def read_list(
    sheet: SeenSheet, found: Found, mapping: Mapping, styles: Sequence[Style] = STYLES
) -> bool:
    """Add what a sheet of duties says; False when it has no such shape."""
    for row in sheet.rows[:_LAST_HEADING_ROW]:
        columns = columns_of(sheet, row, mapping.columns)
        if not is_headed(columns):
            continue
        has_who = "name" in columns or "surname" in columns or "id" in columns
        order = order_of_list(sheet, row, columns["date"], styles)
        style = order.style
        if not num_dates(sheet, row, columns["date"], style):
            continue
        if not has_who:
            text = "a list of duties without a column of names; whose are they?"
            remedy = "add the name of the person, or name its heading under [columns]"
            found.notes.append(asked_of_cell(text, sheet.where((row, columns["date"])), remedy))
            return True
        if order.doubt:
            where = sheet.where((row, columns["date"]))
            remedy = 'say dates = "day/month" or "month/day" in a mapping file'
            found.notes.append(Note("question", order.doubt, where, remedy, ("dates", "")))
        if order.guess:
            found.notes.append(Note("guess", f"{sheet.title}: {order.guess}"))
        others = other_names(sheet, row, columns, mapping.columns)
        is_apart = are_apart(sheet, row, columns, mapping, found)
        weeks = weeks_of(sheet, row, columns)
        away = away_above(sheet, row) if "end date" in columns else ""
        about = ListColumns(
            row, columns, others, style, is_apart, *weeks, away, codes_of_absence(mapping)
        )
        if style.words:
            text = f"dates are taken to be written in {style.words}"
            found.notes.append(Note("guess", f"{sheet.title}: {text}"))
        found.lists.add(sheet.title)
        where = sheet.where((row, columns["date"]))
        with Weekly(found, mapping, where, about.is_weekly):
            for below in sheet.rows:
                if below > row:
                    read_row(sheet, below, about, found)
        found.read |= {sheet.where((row, column)) for column in columns.values()}
        found.headings.setdefault(sheet.title, {}).update(
            {
                column: (row, text_of(value))
                for column, value in sheet.row(row).items()
                if column not in columns.values()
            }
        )
        return True
    return False


def heading_of_list(sheet: SeenSheet, mapping: Mapping) -> int | None:
    """The row in which the headings of a list with dates stand; none where there is no list."""
    for row in sheet.rows:
        columns = columns_of(sheet, row, mapping.columns)
        if is_headed(columns) and any(
            num_dates(sheet, row, columns["date"], style) for style in mapping.styles
        ):
            return row
    return None
