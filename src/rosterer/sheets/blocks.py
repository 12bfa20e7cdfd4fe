"""Where in a sheet do dates stand across, and which dates are they?"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from rosterer.sheets.days import Calendar, DayHint, calendar_above, dates_across, hint_of, says_when
from rosterer.sheets.found import Found
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, Value

FEWEST_DATES = 4
"""Dates in a row that make it a row of headings; fewer may be anything."""
_LOOKED_BACK = 60
"""Cells above a row of headings that may say its month."""
_WIDEST_DAY = 4
"""Columns that one date may span."""

Above = list[tuple[int, Value]]
"""Column and value of what was met above."""


@dataclass(frozen=True)
class Assumed:
    """What to assume of headings that do not say it."""

    year: int | None = None
    first_day: date | None = None
    """Of weekdays without any date."""


@dataclass(frozen=True)
class Block:
    """A row of dates and the rows below it, up to the next such row."""

    heading_row: int
    rows: tuple[int, ...]
    dates: Mapping[int, date]
    spans: Mapping[int, tuple[int, ...]]
    """By the first column of a date all columns that are its own (merged headings)."""


def blocks_of(sheet: SeenSheet, found: Found, assumed: Assumed) -> list[Block]:
    """The blocks of a sheet, from above; what was assumed for their dates is noted."""
    headings: list[tuple[int, dict[int, date]]] = []
    second_lines: set[int] = set()
    above: Above = []
    since: Above = []
    for row in sheet.rows:
        values = {
            column: value
            for column, value in sheet.row(row).items()
            if sheet.merged.get((row, column), (row, column)) == (row, column)
        }
        if headings and row - headings[-1][0] == 1 and _is_second_line(values, headings[-1][1]):
            found.read |= {sheet.where((row, column)) for column in values}
            second_lines.add(row)
            continue
        dates: dict[int, date] = {}
        guesses: list[str] = []
        if len(_hints(values)) >= FEWEST_DATES:
            dates, guesses = _dates(
                values, _calendar(sheet, row, values, headings, above, since, assumed)
            )
        if len(dates) >= FEWEST_DATES:
            found.read |= {sheet.where((row, column)) for column in dates}
            headings.append((row, dates))
            since = []
            found.notes += [Note("guess", f"{sheet.title}: {guess}") for guess in guesses]
        else:
            met = [(column, value) for column, value in values.items() if says_when(value)]
            if not headings or row > headings[-1][0] + 1:
                found.read |= (
                    {sheet.where((row, column)) for column, _ in met}
                    if len(met) < FEWEST_DATES
                    else set()
                )
            above = [*above, *values.items()][-_LOOKED_BACK:]
            since = [*since, *met]
    return [_block(sheet, headings, number, second_lines) for number in range(len(headings))]


def _is_second_line(values: Mapping[int, Value], dates: Mapping[int, date]) -> bool:
    """Whether a row below a row of dates says the same again, such as weekdays below dates."""
    below = {column: hint for column, hint in _hints(values).items() if column in dates}
    return len(below) >= FEWEST_DATES and all(
        hint.weekday in (None, dates[column].weekday()) and hint.day in (None, dates[column].day)
        for column, hint in below.items()
    )


def _block(
    sheet: SeenSheet,
    headings: Sequence[tuple[int, dict[int, date]]],
    number: int,
    second_lines: Set[int],
) -> Block:
    row, dates = headings[number]
    last = headings[number + 1][0] if number + 1 < len(headings) else max(sheet.rows) + 1
    spans = {
        column: tuple(
            other
            for other in range(column, column + _WIDEST_DAY)
            if sheet.merged.get((row, other)) == (row, column)
        )
        or (column,)
        for column in dates
    }
    return Block(
        row,
        tuple(other for other in sheet.rows if row < other < last and other not in second_lines),
        dates,
        spans,
    )


def _calendar(
    sheet: SeenSheet,
    row: int,
    values: Mapping[int, Value],
    headings: Sequence[tuple[int, dict[int, date]]],
    above: Above,
    since: Above,
    assumed: Assumed,
) -> Calendar:
    """What stands above a row: best over its first heading or left of it, where a heading over the
    next week does not mislead.
    """
    hints = _hints(values)
    first = min(hints, default=0)
    near = calendar_above(
        [value for column, value in above if column <= first], sheet.title, assumed.year
    )
    calendar = (
        near
        if near.says_something
        else calendar_above([value for _, value in above], sheet.title, assumed.year)
    )
    if headings and hints and not any(hint.full or hint.month for hint in hints.values()):
        fresh = calendar_above([value for _, value in since], "", None)
        before = _names(sheet, headings[-1][0] + 1, row, first)
        if not fresh.says_something and before & _names(
            sheet, row + 1, row + 1 + _LOOKED_BACK, first
        ):
            return replace(calendar, after=max(headings[-1][1].values()))
    if not calendar.says_something and assumed.first_day is not None:
        return replace(
            calendar,
            week_begins=assumed.first_day,
            month=assumed.first_day.month,
            year=assumed.first_day.year,
        )
    return calendar


def _names(sheet: SeenSheet, start: int, stop: int, first: int) -> set[str]:
    """Words left of the dates in rows up to the next row of headings."""
    names: set[str] = set()
    for row in range(start, stop):
        values = sheet.row(row)
        if len(_hints(values)) >= FEWEST_DATES and all(
            hint_of(value) for column, value in values.items() if column > first
        ):
            break
        names |= {
            value.casefold().strip()
            for column, value in values.items()
            if column < first and isinstance(value, str)
        }
    return names - {"name", "names", "staff", "total", "totals", "required", "week"}


def _hints(values: Mapping[int, Value]) -> dict[int, DayHint]:
    hints = {column: hint_of(value) for column, value in values.items()}
    return {column: hint for column, hint in hints.items() if hint is not None}


def _dates(values: Mapping[int, Value], above: Calendar) -> tuple[dict[int, date], list[str]]:
    """The longest run of dates in a row, left to right."""
    hints: dict[int, DayHint] = {}
    best: tuple[dict[int, date], list[str]] = ({}, [])
    for column in [*sorted(values), None]:
        hint = hint_of(values[column]) if column is not None else None
        if column is not None and hint is not None:
            attempt, guesses = dates_across({**hints, column: hint}, above)
            if attempt:
                hints[column] = hint
                if len(attempt) > len(best[0]):
                    best = (attempt, guesses)
                continue
            hints = {column: hint}
            continue
        hints = {}
    return best
