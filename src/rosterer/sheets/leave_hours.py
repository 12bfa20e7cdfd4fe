"""What are the days of leave of a row worth, where a column of hours says it?"""

import re
from dataclasses import replace

from rosterer.referee.words import counted
from rosterer.sheets.assembled import Assembled
from rosterer.sheets.codes import code_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.list_columns import ListColumns
from rosterer.sheets.meanings import (
    ABSENCES,
    LONG_DUTY_MINUTES,
    MOST_HOURS_A_DAY,
    kind_of_words,
    of_absence,
)
from rosterer.sheets.notes import Note, asked_of_cell
from rosterer.sheets.seen import SeenSheet, text_of

_HOURS = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:h|hrs?|hours?)?", re.IGNORECASE)
_HEADING = re.compile(r"\b(?:hours?|hrs)\b", re.IGNORECASE)


def with_hours_of_leave(
    sheet: SeenSheet, row: int, about: ListColumns, day: Assembled, days: int
) -> tuple[Assembled, Note | None]:
    """A day of absence with its share of the hours beside the row, and what is told or asked.

    Parameters
    ----------
    days
        From the first to the last of the row.
    """
    column = about.columns.get("length", -1)
    said = text_of(sheet.values.get((row, column)))
    heading = text_of(sheet.values.get((about.row, column)))
    custom = CUSTOMARY.get(code_of(day.text))
    kind = custom.kind if custom is not None else kind_of_words(day.text)
    if not said or kind not in ABSENCES or day.meaning is not None or not _HEADING.search(heading):
        return day, None
    where, number = sheet.where((row, column)), _HOURS.fullmatch(said)
    hours = float(number[1].replace(",", ".")) if number else -1.0
    if not 0 <= hours <= MOST_HOURS_A_DAY * days:
        text = f"{said!r} below {heading!r} are no hours of {counted(days, 'day')} of {day.text}"
        return day, asked_of_cell(text, where, "say under [cells] how many hours, or ignore")
    if days == 1 and 0 < hours * 60 < LONG_DUTY_MINUTES:
        return replace(day, text=f"{day.text} {hours:g}"), None  # may be a part of the day
    meaning = of_absence(kind, hours / days)
    text = f"{day.text} of {hours:g} hours is taken for {hours / days:g} hours on each of its days"
    return replace(day, meaning=meaning), Note("guess", text, where) if days > 1 else None
