"""What does each row below a row of dates say: somebody's days, open work, what is needed, a team,
totals, or part of a key?
"""

import re
from collections.abc import Iterable

from rosterer.sheets.blocks import Block
from rosterer.sheets.codes import LONGEST_CODE
from rosterer.sheets.columns import Columns, name_of
from rosterer.sheets.found import Found
from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.labels import (
    KEY,
    names_nobody,
)
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.names import (
    is_placeholder,
    name_key,
    open_kind,
    remark_within,
)
from rosterer.sheets.notes import Note, asked_of_cell, asked_of_row
from rosterer.sheets.row_kinds import is_code
from rosterer.sheets.row_readings import UNNAMED, RowReadings
from rosterer.sheets.seen import SeenSheet, text_of
from rosterer.sheets.times import (
    clock_text,
    hours_within,
    spells_of,
)
from rosterer.sheets.week_words import week_within

_WORD = re.compile(r"[^\W\d_]{2}")
_TWO_ROWS = (
    "say under [rows] of a mapping file that it is weeks (each row is a week later than the one "
    "above), person (both rows are of one week) or ignore"
)
_NAMED = (
    "say under [rows] of a mapping file that it is ignore, or write it on a sheet of its own with "
    "its hours beside it"
)
_PLAIN = (
    "write names alone into the cells, with ; between people, or say under [rows] of a mapping "
    "file that it is ignore"
)
_HEADING = (
    "write the hours in a column headed Shift, or say under [rows] of a mapping file what it is: "
    "person or ignore"
)


class Rows(RowReadings):
    """The rows of a block, one after another."""

    def __init__(
        self, sheet: SeenSheet, block: Block, columns: Columns, found: Found, mapping: Mapping
    ) -> None:
        super().__init__(sheet, block, columns, found, mapping)
        self._own = {name_key(name): what for name, what in mapping.rows.items()}

    def read(self) -> None:
        """Add people, cells, open work, requirements and notes."""
        self._read_headings()
        below = {row for stack in self._stacks.values() for row in stack.values()}
        below -= self._stacks.keys()
        is_key = False
        for row in self._block.rows:
            name = name_of(self._sheet.row(row), self._columns)
            if row in below:
                self._take(row)
            elif KEY.match(name) and name_key(name) not in self._own:
                self._found.read.add(self._where(row))
                is_key = is_key or not name.casefold().startswith("note")
            elif is_key:
                self._below_key(row, name)
            else:
                self._row(row, name)

    def _read_headings(self) -> None:
        sheet, block, found = self._sheet, self._block, self._found
        found.dates |= {on for row in block.rows for on in block.dates_of(row).values()}
        for column, value in sheet.row(block.heading_row).items():
            if column in self._columns.values() or not text_of(value):
                found.read.add(sheet.where((block.heading_row, column)))
            elif column not in block.columns:
                found.headings.setdefault(sheet.title, {}).setdefault(
                    column, (block.heading_row, text_of(value))
                )
        found.read |= {
            sheet.where((row, column))
            for row in (block.heading_row - 1, block.heading_row + 1)
            for column in self._columns.values()
            if meaning_of_heading(text_of(sheet.values.get((row, column))), {})
        }
        for place, why in sheet.lost.items():
            if place[0] == block.heading_row:
                found.read.add(sheet.where(place))
                text = f"a heading that may be a date cannot be read: {why}"
                found.notes.append(asked_of_cell(text, sheet.where(place)))

    def _below_key(self, row: int, name: str) -> None:
        """A row of the key; one that looks like somebody's days is asked about."""
        days = [day.text for day in self._days(row).values() if day.text or day.problem]
        is_short = len(name) <= LONGEST_CODE and " " not in name
        if is_short and all(spells_of(text) or clock_text(text) for text in days):
            return  # a code and its hours
        if name and not self._is_code(name) and days and all(map(self._is_duty, days)):
            self._ask(row, name, f"{name!r} stands below the key and has codes on dates")

    def _row(self, row: int, name: str) -> None:
        days = self._days(row)
        filled = {on: day.text for on, day in days.items() if day.text}
        is_filled = bool(filled) or any(day.problem for day in days.values())
        own = self._own.get(name_key(name), "")
        if own:
            self._as_told(row, name, days, own)
        elif hours_within(name) is not None and (words := _words(filled.values())):
            text = f"{name!r} says hours, and beside it stands {words!r}, which is no plain name"
            self._take(row)
            self._found.notes.append(asked_of_row(text, self._where(row), name, _PLAIN))
        elif self._is_of_key(row, name):
            return  # a key below the rota
        elif is_filled and self._holds_names(row):
            self._take(row)
            said = repr(name) if name else "a row without a name"
            text = f"{said} has names of people of the rota on dates"
            if name:
                self._found.notes.append(asked_of_row(text, self._where(row), name, _NAMED))
            else:
                self._found.notes.append(asked_of_cell(text, self._first_cell(row), UNNAMED))
        elif meaning_of_heading(name, {}) == "name" and not any(map(is_code, filled.values())):
            self._take(row)
            text = f"{name!r} is a heading, and what stands beside it on dates is no code"
            if is_filled:
                self._found.notes.append(asked_of_row(text, self._where(row), name, _HEADING))
        elif not name:
            self._without_name(row, filled, is_filled)
        elif self._is_code(name):
            if is_filled and all(map(self._is_duty, filled.values())):
                self._ask(row, name, f"{name!r} is a code, and the row has codes on dates")
        elif self._says_dates(row, name, filled):
            return
        elif self._is_heading(row, filled, is_filled):
            self._heading(row, name)
        elif self._is_needed(row, name, filled):
            self._need(row, f"{self._section} {name}".strip(), filled)
        elif (kind := open_kind(name) or self._open_section) is not None:
            self._open(row, name, days, kind)
        elif self._is_total(row, name, filled):
            self._take(row)
            self._found.notes.append(Note("not read", "a row of totals", self._where(row)))
        elif names_nobody(name) and not any(map(self._is_duty, filled.values())):
            self._take(row)
            self._found.notes.append(Note("not read", repr(name[:80]), self._where(row)))
        elif (week := week_within(name)) is not None:
            text = f"{name!r} has entries on weekdays, and says a week ({week}) beside a name"
            self._ask(row, name, text)
        elif self._is_second(name, filled):
            text = f"{name!r} stands in two rows below weekdays; are they two weeks?"
            self._take(row)
            self._found.notes.append(asked_of_row(text, self._where(row), name, _TWO_ROWS))
        elif self._is_nobody(name, filled):
            self._ask(row, name, f"{name!r} has entries on dates and is nobody's name")
        elif is_placeholder(name):
            self._ask(row, name, f"{name!r} may be somebody, or work that nobody does")
        elif remark := remark_within(name):
            text = f"{name!r} says more than a name; does {remark!r} change the rota?"
            self._ask(row, name, text)
        else:
            self._person(row, name, days)


def _words(texts: Iterable[str]) -> str:
    """The first of several texts that hold a word, and neither a code nor hours."""
    worded = [text for text in texts if _WORD.search(text)]
    worded = [text for text in worded if not is_code(text) and hours_within(text) is None]
    return worded[0] if len(worded) > 1 else ""
