"""Where in a sheet do dates stand across, and which dates are they?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rosterer.sheets.calendars import Calendar, calendar_above, says_when
from rosterer.sheets.days import PLAIN, STYLES, DayHint, Style, hint_of
from rosterer.sheets.found import Found
from rosterer.sheets.notes import Note, asked_of_cell
from rosterer.sheets.roles import LEFT, role_of, roles_of
from rosterer.sheets.runs import Run, run_of
from rosterer.sheets.seen import Place, SeenSheet, Value, text_of
from rosterer.sheets.week_words import first_week_below, first_week_beside

FEWEST_DATES = 4
"""Dates in a row that make it a row of headings; fewer may be anything."""
FEWEST_WHOLE = 3
"""Whole dates in a row that make it one of headings."""
FEWEST_DIVIDED = 2
"""Whole dates, each with a start and an end below it."""
FEWEST_INITIALS = 5
"""Letters in a row that are taken for weekdays."""
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST_OF_A_TITLE = 4
"""Other cells of a row above the dates that says when they begin; below, one more cell makes the
row somebody's.
"""
_LOOKED_BACK = 60
"""Cells above a row of headings that may say its month."""
_WIDEST_DAY = 8
"""Columns that one date may span."""

Above = list[tuple[int, Value]]
"""Column and value of what was met above."""


@dataclass(frozen=True)
class Assumed:
    """What to assume of headings that do not say it."""

    year: int | None = None
    first_day: date | None = None
    """Of weekdays without any date."""
    styles: tuple[Style, ...] = STYLES


@dataclass(frozen=True)
class Block:
    """A row of dates and the rows below it, up to the next such row.

    Attributes
    ----------
    after
        The column before which other dates of the row end; names stand behind it or left of all.
    dates
        By column.
    spans
        By column of a date all columns that are its own (merged or divided headings).
    roles
        By column what it says of its day: start, end, length, activity and so on.
    concluded
        The date that no heading says, where there is one.
    is_of_weekdays
        No heading says more than a weekday.
    week_column
        Says the weeks of its rows, where one does.
    has_weeks
        Something beside or between its rows says their weeks.
    shifts
        By row how far it lies from the dates of the headings, where it is of another week.
    """

    heading_row: int
    rows: tuple[int, ...]
    dates: Mapping[int, date]
    spans: Mapping[int, tuple[int, ...]]
    roles: Mapping[int, str]
    after: int = 0
    concluded: date | None = None
    is_of_weekdays: bool = False
    week_column: int | None = None
    has_weeks: bool = False
    shifts: Mapping[int, timedelta] = field(default_factory=dict)

    def dates_of(self, row: int) -> Mapping[int, date]:
        """By column the dates of a row."""
        shift = self.shifts.get(row)
        return {column: on + shift for column, on in self.dates.items()} if shift else self.dates

    @property
    def first(self) -> int:
        """Column where its days begin."""
        return min(min(span) for span in self.spans.values())

    @property
    def columns(self) -> set[int]:
        """All columns of its days."""
        return {column for span in self.spans.values() for column in span}


@dataclass
class _Heading:
    row: int
    run: Run
    roles: Mapping[int, str]
    roles_row: int | None
    is_whole: bool
    """Its headings say their whole dates."""
    is_of_weekdays: bool = False


def blocks_of(sheet: SeenSheet, found: Found, assumed: Assumed) -> list[list[Block]]:
    """The blocks of a sheet, from above, each as its stretches of dates from left to right; what
    was assumed for their dates is noted.
    """
    headings: list[_Heading] = []
    second_lines: set[int] = set()
    above: Above = []
    since: Above = []
    for row in sheet.rows:
        values = {
            column: value
            for column, value in sheet.row(row).items()
            if sheet.merged.get((row, column), (row, column)) == (row, column)
        }
        values = _with_weekdays(values)
        if headings and _is_below(row, headings[-1].row, values, headings[-1], second_lines):
            last = max(headings[-1].run.dates)
            roles = headings[-1].roles
            found.read |= {sheet.where((row, at)) for at in values if at <= last or at in roles}
            second_lines.add(row)
            continue
        run, calendar = Run(), Calendar()
        if _num_hints(values):
            calendar = _calendar(sheet, row, values, headings, above, since, assumed)
            run = run_of(values, calendar, assumed.styles)
        roles, roles_row = roles_of(sheet, row, list(run.dates)) if run.dates else ({}, None)
        if _is_of_headings(values, run, has_roles=_is_divided(roles, run)):
            if headings and _is_better_line(headings[-1], row, run, values):
                found.read |= {sheet.where((headings[-1].row, at)) for at in headings[-1].run.dates}
                headings.pop()
            found.read |= {sheet.where((row, column)) for column in run.dates}
            is_of_weekdays = _is_of_weekdays(values, run)
            hint = hint_of(values[min(run.dates)], run.style)
            if calendar.is_assumed and hint is not None and hint.month is None:
                found.undated.add(sheet.title)
            headings.append(
                _Heading(row, run, roles, roles_row, _is_whole(values, run), is_of_weekdays)
            )
            since = []
        else:
            met = [(column, value) for column, value in values.items() if says_when(value)]
            if not headings or row > headings[-1].row + 1:
                found.read |= (
                    {sheet.where((row, column)) for column, _ in met}
                    if len(met) < FEWEST_DATES
                    and len(values) - len(met) <= (1 if headings else _MOST_OF_A_TITLE)
                    else set()
                )
            above = [*above, *values.items()][-_LOOKED_BACK:]
            since = [*since, *met]
    for heading in headings:
        _tell(sheet, heading, found)
    return [_blocks(sheet, headings, number, second_lines) for number in range(len(headings))]


def _with_weekdays(values: Mapping[int, Value]) -> dict[int, Value]:
    """The values of a row; initials of weekdays that follow one another stand for the weekdays."""
    letters = [column for column in sorted(values) if text_of(values[column]).upper() in "MTWFS"]
    if len(letters) < FEWEST_INITIALS or letters != [*range(letters[0], letters[-1] + 1)]:
        return dict(values)
    for first in range(len(WEEK)):
        names = [WEEK[(first + ahead) % len(WEEK)] for ahead in range(len(letters))]
        if all(
            text_of(values[column]).upper() == name[0].upper()
            for column, name in zip(letters, names, strict=True)
        ):
            return {**values, **dict(zip(letters, names, strict=True))}
    return dict(values)


def _is_divided(roles: Mapping[int, str], run: Run) -> bool:
    """Whether every date has its own columns below it."""
    return all(column in roles for column in run.dates)


def _is_of_headings(values: Mapping[int, Value], run: Run, *, has_roles: bool) -> bool:
    """Whether a row is one of dates: enough of them, and most of what stands between."""
    dates = run.dates
    fewest = FEWEST_DATES
    if _is_whole(values, run):
        fewest = FEWEST_DIVIDED if has_roles else FEWEST_WHOLE
    if len(dates) < fewest:
        return False
    between = [column for column in values if min(dates) <= column <= max(dates)]
    return len(dates) * 2 >= len(between)


def _tell(sheet: SeenSheet, heading: _Heading, found: Found) -> None:
    found.notes += [Note("guess", f"{sheet.title}: {guess}") for guess in heading.run.guesses]
    where = sheet.where((heading.row, min(heading.run.dates)))
    for row, column in _contradicted(sheet, heading):
        text = (
            f"{text_of(sheet.values[row, column])!r} is no weekday of {heading.run.dates[column]}"
        )
        found.notes.append(asked_of_cell(f"{text}, below or above which it stands", where))
    remedy = "write above it which date its first day is, such as week commencing 2/11/2026"
    found.notes += [Note("question", doubt, where, remedy) for doubt in heading.run.doubts]
    doubled = [column for column in heading.run.doubled if column not in heading.roles]
    for column in sorted([*heading.run.unplaced, *doubled]):
        where = sheet.where((heading.row, column))
        text = text_of(sheet.values.get((heading.row, column)))
        found.read.add(where)
        found.notes.append(
            asked_of_cell(
                f"the heading {text!r} may be a date and does not fit the dates beside it",
                where,
                "correct it, or say under [cells] of a mapping file which date it is, or ignore",
            )
        )


def _contradicted(sheet: SeenSheet, heading: _Heading) -> list[Place]:
    """The first cell of a line of weekdays right above or below the dates that says another day."""
    for row in (heading.row - 1, heading.row + 1):
        days = {
            column: hint.weekday
            for column in heading.run.dates
            if (value := sheet.values.get((row, column))) is not None
            and (hint := hint_of(value, heading.run.style)) is not None
            and hint.weekday is not None
            and hint.day is None
        }
        wrong = [at for at, day in days.items() if day != heading.run.dates[at].weekday()]
        if len(days) >= FEWEST_DATES and wrong:
            return [(row, wrong[0])]
    return []


def _is_better_line(before: _Heading, row: int, run: Run, values: Mapping[int, Value]) -> bool:
    """Whether a row of whole dates stands right below a row of dates that were only concluded."""
    return (
        row - before.row <= 2
        and not before.is_whole
        and len(run.dates) >= len(before.run.dates)
        and _is_whole(values, run)
    )


def _is_whole(values: Mapping[int, Value], run: Run) -> bool:
    hints = [hint_of(values[column], run.style) for column in run.dates]
    return all(hint is not None and hint.full is not None for hint in hints)


def _is_of_weekdays(values: Mapping[int, Value], run: Run) -> bool:
    hints = [hint_of(values[column], run.style) for column in run.dates]
    return all(hint is not None and hint.day is None for hint in hints)


def _is_below(
    row: int, above: int, values: Mapping[int, Value], heading: _Heading, second: set[int]
) -> bool:
    """Whether a row right below a row of dates says the same again, such as weekdays below dates,
    or names the columns of a day.
    """
    if row == heading.roles_row:
        return True
    if row - above > 3 or any(line not in second for line in range(above + 1, row)):
        return False
    dates = heading.run.dates
    below = {
        column: hint
        for column, value in values.items()
        if column in dates and (hint := hint_of(value, heading.run.style)) is not None
    }
    if len(below) >= FEWEST_DATES:
        return all(
            hint.weekday in (None, dates[column].weekday())
            and hint.day in (None, dates[column].day)
            for column, hint in below.items()
        )
    letters = {column: text_of(value) for column, value in values.items() if column in dates}
    return len(letters) >= FEWEST_DATES and all(
        letter.casefold() == f"{dates[column]:%A}"[: len(letter)].casefold()
        for column, letter in letters.items()
    )


def _blocks(
    sheet: SeenSheet, headings: Sequence[_Heading], number: int, second_lines: set[int]
) -> list[Block]:
    heading = headings[number]
    last = headings[number + 1].row if number + 1 < len(headings) else max(sheet.rows) + 1
    rows = tuple(
        other for other in sheet.rows if heading.row < other < last and other not in second_lines
    )
    blocks: list[Block] = []
    starts = sorted(heading.run.dates)
    after = 0
    for stretch in heading.run.stretches:
        spans = {column: _span(sheet, heading, column, starts) for column in stretch}
        is_of_weekdays = heading.is_of_weekdays
        blocks.append(
            Block(
                heading.row,
                rows,
                stretch,
                spans,
                heading.roles,
                after,
                is_of_weekdays=is_of_weekdays,
            )
        )
        after = max(max(span) for span in spans.values())
    return blocks


def _span(
    sheet: SeenSheet, heading: _Heading, column: int, starts: Sequence[int]
) -> tuple[int, ...]:
    """The columns of a date: what is merged with its heading, or has a part of the day below an
    empty heading; and an activity left of it.
    """
    row = heading.row
    stop = min([other for other in starts if other > column] or [column + _WIDEST_DAY])
    span = [column]
    for other in range(column + 1, min(stop, column + _WIDEST_DAY)):
        is_merged = sheet.merged.get((row, other)) == (row, column)
        is_empty = (row, other) not in sheet.values
        has_role = other in heading.roles and heading.roles[other] != LEFT
        is_empty = is_empty or (has_role and role_of(text_of(sheet.values[row, other])) != "")
        is_same = other in heading.run.doubled and has_role
        if is_merged or is_same or (is_empty and has_role):
            span.append(other)
    if heading.roles.get(column - 1) == LEFT:
        span.append(column - 1)
    return tuple(span)


def _calendar(
    sheet: SeenSheet,
    row: int,
    values: Mapping[int, Value],
    headings: Sequence[_Heading],
    above: Above,
    since: Above,
    assumed: Assumed,
) -> Calendar:
    """What stands above a row: best over its first heading or left of it, where a heading over the
    next week does not mislead.
    """
    hints = {column: hint for column, value in values.items() if (hint := _any_hint(value))}
    first = min(hints, default=0)
    if len(hints) > 1 and hints[first].full and not any(hints[one].full for one in [*hints][1:]):
        first = [*hints][1]  # a date before weekdays says when they begin
    left = [value for column, value in values.items() if column < first and says_when(value)]
    near = calendar_above(
        [*(value for column, value in above if column <= first), *left], sheet.title, assumed.year
    )
    calendar = (
        near
        if near.says_something
        else calendar_above([value for _, value in above], sheet.title, assumed.year)
    )
    beside = first_week_beside(sheet, row)
    if beside is not None and not any(hint.day for hint in hints.values()):
        return Calendar(beside.year, beside.month, beside, assumed.year)
    if calendar.week_begins is None and calendar.week_ends is None and _are_weekdays(hints):
        lined = first_week_below(sheet, row)
        if lined is not None:
            return Calendar(lined.year, lined.month, lined, assumed.year)
    if headings and hints and not any(hint.full or hint.month for hint in hints.values()):
        fresh = calendar_above([*(value for _, value in since), *left], "", None)
        before = _names(sheet, headings[-1].row + 1, row, first)
        after = _names(sheet, row + 1, row + 1 + _LOOKED_BACK, first)
        if not fresh.says_something and before & after:
            return replace(calendar, after=max(headings[-1].run.dates.values()))
    is_open = not calendar.says_something or (
        calendar.week_begins is None and calendar.week_ends is None and _are_weekdays(hints)
    )
    if is_open and assumed.first_day is not None:
        return replace(
            calendar,
            week_begins=assumed.first_day,
            month=assumed.first_day.month,
            year=assumed.first_day.year,
            is_assumed=True,
        )
    return calendar


def _are_weekdays(hints: Mapping[int, DayHint]) -> bool:
    """Whether headings say no more than weekdays."""
    return bool(hints) and all(hint.day is None for hint in hints.values())


def _names(sheet: SeenSheet, start: int, stop: int, first: int) -> set[str]:
    """Words left of the dates in rows up to the next row of headings."""
    names: set[str] = set()
    for row in range(start, stop):
        values = sheet.row(row)
        if _num_hints(values) >= FEWEST_DATES and all(
            _any_hint(value) for column, value in values.items() if column > first
        ):
            break
        names |= {
            value.casefold().strip()
            for column, value in values.items()
            if column < first and isinstance(value, str)
        }
    return names - {"name", "names", "staff", "total", "totals", "required", "week"}


def _any_hint(value: Value) -> DayHint | None:
    return next((hint for style in STYLES if (hint := hint_of(value, style))), None)


def _num_hints(values: Mapping[int, Value], style: Style | None = None) -> int:
    if style is not None:
        return sum(hint_of(value, style) is not None for value in values.values())
    return max(_num_hints(values, one) for one in (PLAIN, *STYLES[2:]))
