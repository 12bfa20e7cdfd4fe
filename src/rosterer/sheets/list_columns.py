"""Which columns does a list of duties have, and how are its cells written?"""

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from rosterer.sheets.day_order import Order, order_of
from rosterer.sheets.days import STYLES, Style, hint_of
from rosterer.sheets.found import Found
from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.meanings import ABSENCES, kind_of_words
from rosterer.sheets.names import (
    commas_of,
    is_among_people,
    is_of_many_parts,
)
from rosterer.sheets.notes import asked_of_commas
from rosterer.sheets.seen import SeenSheet, Value, entry_of, text_of
from rosterer.sheets.times import clock_text
from rosterer.sheets.weekly import is_of_a_week

_WHY = re.compile(
    r"(?:reason|kind|why|details|(?:leave|absence) (?:type|reason)|"
    r"(?:type|kind|reason)(?: of| for) (?:leave|absence))",
    re.IGNORECASE,
)
"""Headings that say why somebody is away, in a list of days."""
_TOGETHER = re.compile(r"\b(?:workers|carers|nurses)\b")
"""Headings of those who do one duty together."""
_SEVERAL = re.compile(r"\b(?:workers|carers|staff|people|names|employees|team|nurses)\b")
"""Headings of columns in which several people may stand."""


@dataclass(frozen=True)
class ListColumns:
    """Where the headings of a list are, and how its cells are written."""

    row: int
    columns: MappingOf[str, int]
    others: tuple[int, ...]
    """Columns of a second and third person."""
    style: Style
    has_commas_between: bool
    is_weekly: bool
    """Its dates are those of weeks, and no other column says the day."""
    weekday: int | None
    """The column that says the day of a week, beside a date of the week."""
    away: str = ""
    """What a row of days without a word means, by the title of its sheet or the line above."""
    away_codes: frozenset[str] = frozenset()
    """Codes of leave by the mapping file."""


def is_headed(columns: MappingOf[str, int]) -> bool:
    """Whether columns are those of a list: a date, what is done, and by whom or when."""
    has_who = "name" in columns or "surname" in columns or "id" in columns
    is_timed = {"start", "end"} <= columns.keys()
    has_what = bool({"code", "time", "end date"} & columns.keys()) or is_timed
    return has_what and "date" in columns and (has_who or is_timed)


def columns_of(sheet: SeenSheet, row: int, own: MappingOf[str, str]) -> dict[str, int]:
    """Columns by what they hold; of several with dates the one with most whole dates."""
    columns: dict[str, int] = {}
    dates: list[int] = []
    for column, value in sorted(sheet.row(row).items()):
        what = meaning_of_heading(text_of(value), own)
        if what == "date" or (what == "start" and "start" in columns):
            dates.append(column)
        elif what == "contract" and text_of(value).casefold() in ("hours", "hrs"):
            columns.setdefault("length", column)
        elif what and what not in ("contract", "ignore"):
            columns.setdefault(what, column)
    if "week" in columns:
        dates.append(columns["week"])
    if "start" in columns:
        dates.append(columns["start"])  # a moment holds its date
    best = max(
        dates,
        key=lambda column: max(num_dates(sheet, row, column, style) for style in STYLES),
        default=None,
    )
    if best is None:
        return columns
    columns = {**columns, "date": best}
    return _of_days(sheet, row, columns) if best == columns.get("start") else columns


def _of_days(sheet: SeenSheet, row: int, columns: dict[str, int]) -> dict[str, int]:
    """Columns such as From and To, where they hold days and no times: they are the first and the
    last day.
    """
    held = {
        what: [
            value
            for below in sheet.rows
            if below > row and (value := sheet.values.get((below, columns[what]))) is not None
        ]
        for what in ("start", "end")
        if what in columns
    }
    if not all(_are_days(values) for values in held.values()):
        return columns
    days = {what: column for what, column in columns.items() if what not in ("start", "end")}
    if "end" in columns:
        days.setdefault("end date", columns["end"])
    why = [at for at, one in sorted(sheet.row(row).items()) if _WHY.fullmatch(text_of(one).strip())]
    return {"code": why[0], **days} if why and "end date" in days else days


def _are_days(values: Sequence[Value]) -> bool:
    """Whether most values are dates, and none holds a time of the clock."""
    days = [_day_alone(value) for value in values]
    return sum(days) * 2 > len(days) and not any(
        clock_text(value) for value, is_day in zip(values, days, strict=True) if not is_day
    )


def _day_alone(value: Value) -> bool:
    """Whether a value is a date without a time."""
    if isinstance(value, datetime):
        return value.time() == time()
    hint = hint_of(value)
    return hint is not None and hint.day is not None


def other_names(
    sheet: SeenSheet, row: int, columns: MappingOf[str, int], own: MappingOf[str, str]
) -> tuple[int, ...]:
    """Columns whose numbered headings name more people of a duty."""
    return tuple(
        column
        for column, value in sorted(sheet.row(row).items())
        if column not in columns.values()
        and text_of(value)[-1:].isdigit()
        and meaning_of_heading(text_of(value), own) == "name"
    )


def num_dates(sheet: SeenSheet, row: int, column: int, style: Style) -> int:
    return sum(
        date_of(sheet.values.get((below, column)), style) is not None
        for below in sheet.rows
        if below > row
    )


def weeks_of(sheet: SeenSheet, row: int, columns: MappingOf[str, int]) -> tuple[bool, int | None]:
    """Whether dates are those of weeks, and the column of weekdays that says their days."""
    if not is_of_a_week(text_of(sheet.values.get((row, columns["date"])))):
        return False, None
    for column in sorted(sheet.row(row)):
        texts = [
            value
            for below in sheet.rows
            if below > row and (value := sheet.values.get((below, column))) is not None
        ]
        hints = [hint_of(value) for value in texts]
        if hints and all(hint and hint.weekday is not None and hint.day is None for hint in hints):
            return False, column
    return True, None


def order_of_list(sheet: SeenSheet, row: int, column: int, styles: Sequence[Style]) -> Order:
    rows = [below for below in sheet.rows if below > row and (below, column) in sheet.values]
    if not rows:
        return Order(styles[0])
    weekdays = [
        next(
            (
                hint.weekday
                for at, value in sheet.row(below).items()
                if at != column and (hint := hint_of(value)) is not None and hint.day is None
            ),
            None,
        )
        for below in rows
    ]
    return order_of([sheet.values[below, column] for below in rows], weekdays, styles, date_of)


def away_above(sheet: SeenSheet, row: int) -> str:
    """Leave or another absence, where the line above a list or the title of its sheet says it."""
    above = [
        text_of(one) for other in sheet.rows if other < row for one in sheet.row(other).values()
    ]
    kinds = {text: kind_of_words(text) for text in (*above[-1:], sheet.title)}
    return next((str(kind).upper() for kind in kinds.values() if kind in ABSENCES), "")


def codes_of_absence(mapping: Mapping) -> frozenset[str]:
    """Codes that somebody is away by, as their owner says."""
    return frozenset(code for code, one in mapping.meanings().items() if one.kind in ABSENCES)


def are_apart(
    sheet: SeenSheet, row: int, columns: MappingOf[str, int], mapping: Mapping, found: Found
) -> bool:
    """Whether a comma in the column of names stands between people; asked where nobody knows."""
    if mapping.commas:
        return mapping.commas == "between people"
    column = columns.get("name", 0)
    cells = [(below, entry_of(sheet.values.get((below, column)))) for below in sheet.rows]
    cells = [(below, text) for below, text in cells if below > row and text]
    texts = [text for _, text in cells]
    commas = commas_of(texts)
    heading = text_of(sheet.values.get((row, column))).casefold()
    if commas != "unsure" or "surname" in heading:
        return commas == "between"
    if _TOGETHER.search(heading) and any("," not in text for text in texts):
        return True
    has_many = any(is_of_many_parts(text) for text in texts)
    if _SEVERAL.search(heading) or is_among_people(texts) or has_many:
        below, text = next((below, text) for below, text in cells if "," in text)
        found.notes.append(asked_of_commas(text, sheet.where((below, column))))
    return False


def date_of(value: Value | None, style: Style) -> date | None:
    """The date of a value, with a time or without; None where its weekday is another."""
    if value is None:
        return None
    text = text_of(value)
    moment = re.fullmatch(
        r"(\S*\d\S*)[ T]+\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]m)?", text, re.IGNORECASE
    )
    hint = hint_of(moment[1] if moment else value, style)
    on = hint.full if hint is not None else None
    if on is None or (hint is not None and hint.weekday not in (None, on.weekday())):
        return None
    return on
