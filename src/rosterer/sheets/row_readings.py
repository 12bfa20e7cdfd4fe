"""What comes of a row of nobody: open work, a need, a team, a remark or a question?"""

import re
from collections.abc import Mapping as MappingOf
from datetime import date

from rosterer.sheets.blocks import Block
from rosterer.sheets.calendars import says_when
from rosterer.sheets.columns import Columns
from rosterer.sheets.counts import counted
from rosterer.sheets.days import hint_of
from rosterer.sheets.found import Found, FoundNeed, FoundOpen
from rosterer.sheets.labels import (
    LONGEST_HEADING,
    MOST_WORDS,
    names_nobody,
)
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.names import (
    OpenKind,
    open_kind,
)
from rosterer.sheets.needs import is_asked, is_counted
from rosterer.sheets.notes import Note, asked_of_cell, asked_of_row
from rosterer.sheets.row_days import Days
from rosterer.sheets.row_people import RowPeople
from rosterer.sheets.seen import SeenSheet, text_of
from rosterer.sheets.week_words import says_several_weeks, week_within

_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
UNNAMED = "write the name into the sheet, or say under [cells] that each is ignore"


class RowReadings(RowPeople):
    """Adds to what was found what other rows say."""

    def __init__(
        self, sheet: SeenSheet, block: Block, columns: Columns, found: Found, mapping: Mapping
    ) -> None:
        super().__init__(sheet, block, columns, found, mapping)
        self._open_section: OpenKind | None = None
        """A heading that says that nobody of the rota does what stands below it."""

    def _as_told(self, row: int, name: str, days: Days, what: str) -> None:
        """A row that its owner explains."""
        filled = {on: day.text for on, day in days.items() if day.text}
        if what in ("person", "weeks"):
            if what == "person" and self._is_second(name, filled):
                text = f"both rows of {name!r} are of one week, as told"
                self._found.notes.append(Note("guess", text, self._where(row)))
            self._person(row, name, days)
        elif what in ("vacant", "agency"):
            self._open(row, name, days, "agency" if what == "agency" else "vacant")
        elif what == "needed":
            self._need(row, f"{self._section} {name}".strip(), filled)
        elif what == "team":
            self._take(row)
            self._section, self._open_section, self._team = "", None, name
        else:
            self._take(row)
            self._found.notes.append(Note("not read", f"row {name!r}, as told", self._where(row)))

    def _without_name(self, row: int, filled: MappingOf[date, str], is_filled: bool) -> None:
        if not is_filled:
            return
        self._take(row)
        texts = list(filled.values())
        where = self._first_cell(row)
        role = self._label(row)
        if role == "overtime":
            text = "overtime (OT) in a row of its own, and nobody knows when it begins"
            self._found.notes.append(asked_of_cell(text, where))
        elif role in ("break", "length", "start", "end"):
            text = f"a row of times ({role}) that belongs to nobody's other rows"
            self._found.notes.append(asked_of_cell(text, where))
        elif (
            texts and all(_NUMBER.fullmatch(text) for text in texts) and not self._hours_are_duties
        ):
            self._found.notes.append(Note("not read", "a row of numbers and no name", where))
        elif texts and not any(map(self._is_duty, texts)):
            self._found.notes.append(Note("not read", "a row with entries and no name", where))
        elif row > self._block.heading_row + 1 or not all(
            text.casefold() in ("start-end", "from-to", "am-pm", "in-out") for text in texts
        ):
            label = " ".join(
                text_of(value)
                for column, value in sorted(self._sheet.row(row).items())
                if column < self._block.first
            )
            said = f" ({label!r})" if label else ""
            above = f" below {self._last!r}" if self._last else ""
            text = (
                f"a row with codes or hours on dates and no name{said}{above}; whose are they, or "
                "are they a second spell of work?"
            )
            self._found.notes.append(asked_of_cell(text, where, UNNAMED))

    def _says_dates(self, row: int, name: str, filled: MappingOf[date, str]) -> bool:
        """A line such as "week commencing 9 Nov", above the dates of the next block."""
        if not any(hint.full for text in filled.values() if (hint := hint_of(text))):
            return False
        self._take(row)
        is_named = bool(name) and not says_when(name) and week_within(name) is None
        if is_named or not all(says_when(text) for text in filled.values()):
            where = self._sheet.where((row, self._block.first))
            self._found.notes.append(asked_of_row(f"a row with dates, {name!r}", where, name))
        return True

    def _heading(self, row: int, name: str) -> None:
        """A row with nothing but words: the name of a team, or of a part with requirements or
        totals; or a remark.
        """
        self._take(row)
        if says_several_weeks(name) and self._has_days_below(row):
            text = f"{name!r} stands above rows, and nobody knows which weeks they are of"
            self._found.notes.append(asked_of_row(text, self._where(row), name))
        elif is_asked(name) and len(name) <= LONGEST_HEADING:
            self._section = name
        elif (
            is_counted(name)
            or len(name) > LONGEST_HEADING
            or len(name.split()) > MOST_WORDS
            or names_nobody(name)
            or not self._has_days_below(row)
        ):
            self._found.notes.append(Note("not read", repr(name[:80]), self._where(row)))
        elif open_kind(name) is not None and not name.casefold().startswith("bank"):
            self._section, self._open_section = "", open_kind(name)
        else:
            self._section, self._open_section, self._team = "", None, name
            text = f"{name!r} is the name of a team"
            self._found.notes.append(Note("guess", text, self._where(row)))

    def _need(self, row: int, label: str, filled: MappingOf[date, str]) -> None:
        self._take(row)
        where = {
            on: self._sheet.where((row, column)) for column, on in self._block.dates_of(row).items()
        }
        if filled:
            self._found.needs.append(FoundNeed(self._team, label, filled, where, self._where(row)))
            return
        text = f"a row of what is needed, {label!r}, without numbers"
        self._found.notes.append(Note("not read", text, where[min(where)]))

    def _open(self, row: int, name: str, days: Days, kind: OpenKind) -> None:
        """Work that nobody of the rota does."""
        self._take(row)
        numbers = [day.text for day in days.values() if _NUMBER.fullmatch(day.text)]
        if numbers and not self._are_hours(numbers):
            self._ask(row, name, f"{name!r} has numbers, and no shift that they count")
            return
        for column, on in self._block.dates_of(row).items():
            where = self._day_where(row, column)
            if days[on].problem:
                self._found.notes.append(asked_of_cell(days[on].problem, where))
            elif days[on].text:
                number, text = counted(days[on].text)
                one = FoundOpen(kind, self._team, on, text, where, days[on].meaning)
                self._found.open += [one] * number
