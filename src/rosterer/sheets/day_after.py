"""Did somebody forget to write the last date above the duties of one more day?

A column right of the last date without a heading may be anything. It is read as the day after only
where nothing speaks against it; wherever anything does, it stays a question.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from rosterer.sheets.blocks import Block
from rosterer.sheets.calendars import calendar_above
from rosterer.sheets.codes import code_of, paid_hours
from rosterer.sheets.columns import Columns, name_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.days import hint_of
from rosterer.sheets.found import Concluded, Found
from rosterer.sheets.labels import KEY, names_nobody
from rosterer.sheets.notes import Note, asked_of_cell
from rosterer.sheets.seen import SeenSheet, entry_of, text_of

FEWEST_BEFORE = 5
"""Dates that follow one another, column by column, before the one that nobody wrote."""
_LOOKED_ABOVE = 3
"""Rows above the dates whose words would say what stands in a column."""
_TITLES_ABOVE = 6
"""Rows above the dates whose words may say when they end."""
_WEEK = re.compile(r"\b(?:weeks?|wk|w/?c|w/?b|w/?e|commencing|beginning|ending)\b", re.IGNORECASE)
_TICKS = frozenset({"X", "Y", "V", "✓", "✔", "☑"})
"""They may tick anything: who was told, who drives."""


def with_day_after(sheet: SeenSheet, block: Block, columns: Columns, found: Found) -> Block:
    """The block with one more day, where the column right of its last date is surely the next; else
    the block as it is.
    """
    last = max(block.columns)
    column = last + 1
    if (
        column in columns.values()
        or block.shifts
        or not _ends_with_days(block, last)
        or _says_otherwise(sheet, block, column)
        or _is_complete(sheet, block)
        or not _holds_duties(sheet, block, columns, column)
    ):
        return block
    on = block.dates[last] + timedelta(days=1)
    where = sheet.where((block.heading_row, column))
    said = f"{on:%a} {on.day} {on:%b %Y}, the day after"
    text = f"{_named(sheet, where)} has no heading; taken for {said}"
    found.notes.append(Note("guess", text, where))
    places = frozenset(sheet.where((row, column)) for row in block.rows)
    found.concluded.append(Concluded(on, where, places))
    return replace(
        block,
        dates={**block.dates, column: on},
        spans={**block.spans, column: (column,)},
        concluded=on,
    )


def ask_of_days_told_twice(found: Found) -> None:
    """Take back each day that was concluded and that a heading elsewhere says of the same people;
    ask instead.
    """
    for one in found.concluded:
        people = {cell.person for cell in found.cells if cell.where in one.places}
        if not people & found.headed.get(one.date, set()):
            continue
        found.cells = [cell for cell in found.cells if cell.where not in one.places]
        found.open = [row for row in found.open if row.where not in one.places]
        text = (
            f"no heading above codes or hours; the day after would be {one.date}, of which other "
            "cells speak for the same people"
        )
        remedy = "write the heading into the sheet, or say under [cells] which date it is"
        found.notes.append(asked_of_cell(text, one.where, remedy))


def _ends_with_days(block: Block, last: int) -> bool:
    """Whether enough days follow one another up to the last column, a column each."""
    before = range(last - FEWEST_BEFORE + 1, last + 1)
    if any(block.spans.get(column) != (column,) for column in before):
        return False
    final: date = block.dates[last]
    return max(block.dates.values()) == final and all(
        final - block.dates[column] == timedelta(days=last - column) for column in before
    )


def _says_otherwise(sheet: SeenSheet, block: Block, column: int) -> bool:
    """Whether anything above the column, or another column without a heading, speaks against a
    forgotten date.
    """
    row = block.heading_row
    if any(place in known for place in [(row, column)] for known in (sheet.values, sheet.lost)):
        return True
    if (row, column) in sheet.ignored:
        return True
    if (row, column + 1) not in sheet.values and any(
        (below, column + 1) in sheet.values for below in block.rows
    ):
        return True
    on = block.dates[column - 1] + timedelta(days=1)
    first = min(block.rows, default=row + 1)
    near = [*range(max(1, row - _LOOKED_ABOVE), row), *range(row + 1, first)]
    return any(_line_says_otherwise(sheet, other, column, on) for other in near)


def _line_says_otherwise(sheet: SeenSheet, row: int, column: int, on: date) -> bool:
    """Whether a line beside the dates names something else there, or ends where the dates end."""
    text = text_of(sheet.values.get((row, column)))
    first = sheet.merged.get((row, column), (row, column))
    if text and first[1] < column:
        return False  # a title over the dates
    if not text:
        days = range(column - FEWEST_BEFORE, column)
        return all(
            (row, day) in sheet.values and sheet.merged.get((row, day), (row, day)) == (row, day)
            for day in days
        )
    hint = hint_of(sheet.values[row, column])
    if hint is not None:
        return hint.weekday not in (None, on.weekday()) or hint.day not in (None, on.day)
    return text.casefold() != f"{on:%A}"[: len(text)].casefold()


def _is_complete(sheet: SeenSheet, block: Block) -> bool:
    """Whether the dates are a whole month, or end as a title says: with this date, a week or a
    month.
    """
    days = list(block.dates.values())
    last = max(days)
    on = last + timedelta(days=1)
    if on.day == 1 and min(days).day == 1:
        return True
    row = block.heading_row
    titles = [
        text_of(value)
        for (other, column), value in sheet.values.items()
        if row - _TITLES_ABOVE <= other < row or (other == row and column < block.first)
    ]
    month = calendar_above(titles, "", None).month
    if month is not None and month == last.month != on.month:
        return True
    is_of_weeks = len(days) % 7 == 0
    ends = re.compile(
        rf"(?<!\d)0?{last.day}(?:st|nd|rd|th)?[\s./-]+(?:{last:%b}|0?{last.month}\b)|{last}",
        re.IGNORECASE,
    )
    return any(
        ends.search(title) or (is_of_weeks and _WEEK.search(title))
        for title in [sheet.title, *titles]
    )


def _holds_duties(sheet: SeenSheet, block: Block, columns: Columns, column: int) -> bool:
    """Whether everything in the column is a code or are hours that stand under dates too, and no
    date has fewer cells filled than it.
    """
    filled = [row for row in block.rows if (row, column) in sheet.values]
    if any((row, column) in sheet.lost for row in block.rows):
        return False
    people = _people(sheet, block, columns)
    used = {
        at: [code_of(entry_of(sheet.values.get((row, at)))) for row in people] for at in block.dates
    }
    known = {code for codes in used.values() for code in codes if code}
    codes = [code_of(entry_of(sheet.values[row, column])) for row in filled]
    fullest = max(sum(map(bool, texts)) for texts in used.values())
    return (
        all(row in people for row in filled)
        and all(code in known and not _may_be_else(code) for code in codes)
        and any(code not in CUSTOMARY or CUSTOMARY[code].kind != "off" for code in codes)
        and len(codes) <= fullest
    )


def _people(sheet: SeenSheet, block: Block, columns: Columns) -> list[int]:
    """The rows above a key that have a name."""
    rows: list[int] = []
    for row in block.rows:
        name = name_of(sheet.row(row), columns)
        if KEY.match(name):
            break
        if name and not names_nobody(name):
            rows.append(row)
    return rows


def _may_be_else(code: str) -> bool:
    """Whether a code may be a total or a tick as well."""
    return paid_hours(code) is not None or code.replace(".", "", 1).isdigit() or code in _TICKS


def _named(sheet: SeenSheet, where: str) -> str:
    cell = where.rpartition("!")[2]
    letters = cell.rstrip("0123456789")
    return f"row {cell.removeprefix(letters)}" if sheet.is_turned else f"column {letters}"
