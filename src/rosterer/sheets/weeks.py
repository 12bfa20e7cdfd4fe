"""Which week does a row below weekdays speak of, where a column or a line between the rows says it?

Weekdays name a day of one week. A number or a date beside somebody's name moves a row to another
week; without it two weeks would be pressed into one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from rosterer.sheets.blocks import Block
from rosterer.sheets.columns import Columns, name_of
from rosterer.sheets.found import Found
from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.names import name_key
from rosterer.sheets.needs import is_asked
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, text_of
from rosterer.sheets.week_words import Week, is_of_ends, week_of, week_of_words

_WEEK = timedelta(days=7)
_LAST, _EARLY = 52, 27
"""The last week of most years, and a week of the other half of one."""


class _Said(NamedTuple):
    """The week of a row."""

    week: Week
    line: int = 0
    """The line between rows that says it; 0 where a column does."""


@dataclass(frozen=True)
class _Column:
    """A column that says weeks."""

    at: int
    heading: str
    is_told: bool
    """Its owner says so."""


def with_weeks(
    sheet: SeenSheet, block: Block, columns: Columns, found: Found, own: Mapping[str, str]
) -> Block:
    """The block with each row moved to the week that is said of it; where nobody knows which week
    that is, a question, and the block without the rows of it.
    """
    column = _column(sheet, block, columns, own)
    said, unread = _said(sheet, block, column)
    lines = {one.line for one in said.values()} - {0}
    if column is not None:
        found.read |= {sheet.where((row, column.at)) for row in (block.heading_row, *block.rows)}
    found.read |= {sheet.where((row, at)) for row in lines for at in sheet.row(row)}
    rows = tuple(row for row in block.rows if row not in lines)
    if not said and not unread:
        return block
    shifts = _shifts(sheet, block, said, rows)
    why = unread or _doubt(sheet, block, columns, said, shifts, column)
    if why or shifts is None:
        found.notes.append(_asked(sheet, block, why or "", column))
        rows = tuple(row for row in rows if row not in said)
        return replace(block, rows=rows)
    found.notes += _told(sheet, block, shifts)
    moved = {row: one for row, one in shifts.items() if one}
    at = column.at if column else None
    return replace(block, rows=rows, shifts=moved, has_weeks=True, week_column=at)


def with_told_weeks(
    sheet: SeenSheet, block: Block, columns: Columns, own: Mapping[str, str]
) -> Block:
    """The block with the rows of each person a week apart of whom its owner says so."""
    if block.has_weeks or not block.is_of_weekdays:
        return block
    told = {name_key(name) for name, what in own.items() if what == "weeks"}
    number: Counter[str] = Counter()
    shifts: dict[int, timedelta] = {}
    for row in block.rows:
        name = name_key(name_of(sheet.row(row), columns))
        if name in told:
            shifts[row] = _WEEK * number[name]
            number[name] += 1
    return replace(block, shifts={**block.shifts, **shifts})


def _column(
    sheet: SeenSheet, block: Block, columns: Columns, own: Mapping[str, str]
) -> _Column | None:
    """The column beside the days that says weeks: by its heading, or by its words alone."""
    held = {at for row in block.rows for at in sheet.row(row)}
    told = {" ".join(heading.casefold().split()) for heading in own}
    for at in sorted(held - block.columns - set(columns.values())):
        near = (block.heading_row, block.heading_row - 1, block.heading_row + 1)
        headings = [text_of(sheet.values.get((row, at))) for row in near]
        for heading in headings:
            if meaning_of_heading(heading, own) == "week":
                return _Column(at, heading, heading.casefold() in told)
        texts = [text_of(value) for row in block.rows if (value := sheet.row(row).get(at))]
        if not headings[0] and at < block.first and texts and all(map(week_of_words, texts)):
            return _Column(at, "", is_told=False)
    return None


def _said(sheet: SeenSheet, block: Block, column: _Column | None) -> tuple[dict[int, _Said], str]:
    """The week of each row with entries, and why one cannot be read."""
    said: dict[int, _Said] = {}
    last: _Said | None = None
    filled = [row for row in block.rows if _is_filled(sheet, block, row)]
    is_dense = column and sum(column.at in sheet.row(row) for row in filled) * 2 > len(filled)
    for row in block.rows:
        line = None if row in filled else _line(sheet, row)
        value = sheet.row(row).get(column.at) if column is not None else None
        if line is not None:
            last = _Said(line, row)
        elif column is not None and value is not None:
            week = week_of(value, is_end=is_of_ends(column.heading))
            last = last if week is None else _Said(week)
            if week is None and row in filled:
                where = sheet.where((row, column.at))
                return said, f"{text_of(value)!r} in {where} is no week that anybody knows"
        elif is_dense and row in filled:
            return said, f"{sheet.where((row, block.first))} is in a row that says none"
        if last is not None and row in filled:
            said[row] = last
    return said, ""


def _line(sheet: SeenSheet, row: int) -> Week | None:
    """The week that a line between rows says, which says nothing else."""
    texts = {text_of(value) for value in sheet.row(row).values()}
    return week_of_words(texts.pop()) if len(texts) == 1 else None


def _is_filled(sheet: SeenSheet, block: Block, row: int) -> bool:
    values = sheet.row(row)
    return len(set(map(text_of, values.values()))) > 1 and any(at in block.columns for at in values)


def _shifts(
    sheet: SeenSheet, block: Block, said: Mapping[int, _Said], rows: tuple[int, ...]
) -> dict[int, timedelta] | None:
    """How far each row lies from the dates of the headings; None where weeks and dates mix, or do
    not fit the headings.
    """
    weeks = [one.week for one in said.values()]
    if not weeks:
        return None
    first, last = min(block.dates.values()), max(block.dates.values())
    if all(week.begins or week.ends for week in weeks):
        shifts = {
            row: one.week.begins - first if one.week.begins else (one.week.ends or last) - last
            for row, one in said.items()
        }
        is_fit = all(not shift % _WEEK for shift in shifts.values())
        return shifts if is_fit else None
    numbers = [week.number for week in weeks if week.number is not None]
    if len(numbers) < len(weeks):
        return None
    year_end = _last_week(numbers, first)
    if year_end is None:
        return None
    numbers = [number + year_end * (number < _EARLY) for number in numbers]
    least = min(numbers)
    if any(row < min(said) and _is_filled(sheet, block, row) for row in rows):
        least -= 1  # what stands above the first line is of the week before
    if least < 1:
        return None
    return {row: _WEEK * (one - least) for row, one in zip(said, numbers, strict=True)}


def _last_week(numbers: Sequence[int], first: date) -> int | None:
    """How many weeks to add to those after New Year: none where no year ends, nothing where nobody
    knows whether a week 53 is missing.
    """
    if numbers[0] < _EARLY or min(numbers) >= _EARLY or not _LAST <= max(numbers) <= _LAST + 1:
        return 0
    num_weeks = date(first.isocalendar().year, 12, 28).isocalendar().week
    return num_weeks if num_weeks == max(numbers) else None


def _doubt(
    sheet: SeenSheet,
    block: Block,
    columns: Columns,
    said: Mapping[int, _Said],
    shifts: Mapping[int, timedelta] | None,
    column: _Column | None,
) -> str:
    """Why nobody knows the week of a row."""
    if shifts is None:
        return "the weeks said beside the rows do not fit the headings"
    different = set(shifts.values())
    if not block.is_of_weekdays and different != {timedelta(0)}:
        return "weeks are said beside rows whose headings are dates"
    span = max(block.dates.values()) - min(block.dates.values())
    if len(different) > 1 and span >= _WEEK:
        return "weeks are said beside rows of more than a week"
    weeks: dict[str, list[timedelta]] = defaultdict(list)
    for row, shift in shifts.items():
        name = name_of(sheet.row(row), columns)
        if name and _is_filled(sheet, block, row):
            weeks[name_key(name)].append(shift)
    if any(found != sorted(found) for found in weeks.values()):
        return "the weeks of one person do not follow one another"
    is_of_numbers = all(one.week.number is not None for one in said.values())
    is_clear = any(one.line for one in said.values()) or (column and column.is_told)
    one_each = all(len(set(found)) == 1 for found in weeks.values())
    if is_of_numbers and not is_clear and len(different) > 1 and one_each:
        return "everybody has one week, and not the same: it may be the line on which each begins"
    if any(is_asked(name) and len(set(found)) < len(different) for name, found in weeks.items()):
        return "a row of what is needed says one week alone"
    return ""


def _asked(sheet: SeenSheet, block: Block, why: str, column: _Column | None) -> Note:
    named = (
        f"column {column.heading!r} says weeks" if column and column.heading else "weeks are said"
    )
    where = sheet.where((block.heading_row, column.at if column else block.first))
    if column and column.heading:
        remedy = (
            "say under [columns] of a mapping file that it is a week (each row in its own) or "
            "ignore, or write a row of dates above each week"
        )
        return Note("question", f"{named}; {why}", where, remedy, ("columns", column.heading))
    remedy = "write a row of dates above each week"
    return Note("question", f"{named}; {why}", where, remedy)


def _told(sheet: SeenSheet, block: Block, shifts: Mapping[int, timedelta]) -> Iterator[Note]:
    filled = (row for row in block.rows if _is_filled(sheet, block, row))
    moved = {shifts.get(row, timedelta(0)) for row in filled}
    begins = {min(block.dates.values()) + shift for shift in moved}
    if len(begins) > 1:
        words = ", ".join(f"{on:%a} {on.day} {on:%b %Y}" for on in sorted(begins))
        where = sheet.where((block.heading_row, block.first))
        yield Note("guess", f"rows are of the weeks that begin on {words}, as is said", where)
