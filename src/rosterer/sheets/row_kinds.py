"""What kind of row stands below dates: of a person, a team, a key, totals, needs or names?"""

import re
from collections.abc import Mapping as MappingOf
from datetime import date

from rosterer.sheets.blocks import Block
from rosterer.sheets.codes import LONGEST_CODE, code_of
from rosterer.sheets.columns import Columns, name_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.labels import (
    explains_a_code,
    inline_of,
    names_a_shift,
    names_nobody,
)
from rosterer.sheets.meanings import meaning_from_words
from rosterer.sheets.names import (
    name_key,
    names_within,
    open_kind,
)
from rosterer.sheets.needs import is_asked, is_counted, is_plainly_asked
from rosterer.sheets.row_days import RowDays
from rosterer.sheets.seen import SeenSheet, text_of
from rosterer.sheets.times import (
    clock_text,
    hours_within,
    spells_of,
)

_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_WIDEST_KEY = 4
"""Cells of a row that explains a code."""
_WORD = re.compile(r"[^\W\d_]{2}")


class RowKinds(RowDays):
    """What the rows of a block are."""

    def __init__(self, sheet: SeenSheet, block: Block, columns: Columns) -> None:
        super().__init__(sheet, block, columns)
        self._section = sheet.title if is_asked(sheet.title) else ""
        """A heading that says that the rows below it are what is needed."""
        self._named: set[str] = set()
        """Whoever has a row already."""
        names = [name_of(sheet.row(row), columns) for row in block.rows]
        self._people = {
            name_key(one)
            for row, name in zip(block.rows, names, strict=True)
            if _WORD.search(name) and not self._explains(row, name)
            for one in (name, name.split()[0])
        }
        self._codes = {
            code_of(day.text)
            for row, name in zip(block.rows, names, strict=True)
            if name and not names_nobody(name) and not self._holds_names(row)
            for day in self._days(row).values()
            if day.text
        }

    def _holds_names(self, row: int) -> bool:
        """Whether most entries of a row are names of people who have rows themselves."""
        own = name_key(name_of(self._sheet.row(row), self._columns))
        texts = [day.text for day in self._days(row).values() if day.text]
        named = [
            text
            for text in texts
            if not is_code(text) and self._names(text) & (self._people - {own})
        ]
        return len(named) * 2 > len(texts)

    def _names(self, text: str) -> set[str]:
        """The people that an entry names, one or several."""
        names = {name_key(text), *map(name_key, names_within(text, has_commas_between=True))}
        return {name for name in names if len(name) > 1}

    def _explains(self, row: int, name: str) -> bool:
        """Whether a row has a short name and its meaning beside it, as a code of a key has."""
        values = self._sheet.row(row).values()
        is_short = len(name) <= LONGEST_CODE and len(values) <= _WIDEST_KEY
        return is_short and any(meaning_from_words(text_of(one)) for one in values)

    def _is_of_key(self, row: int, name: str) -> bool:
        """Whether the name or an entry of a row is a code and what it means."""
        code, _, words = name.partition(" ")
        is_code = self._is_code(code) or code_of(code) in CUSTOMARY
        values = self._sheet.row(row)
        inline = inline_of(name)
        return (
            explains_a_code(name)
            or (inline is not None and inline[0] in self._codes)
            or (is_code and hours_within(words) is not None)
            or any(explains_a_code(text_of(values.get(at))) for at in self._block.columns)
        )

    def _is_heading(self, row: int, filled: MappingOf[date, str], is_filled: bool) -> bool:
        values = self._sheet.row(row)
        has_fill = any((row, column) in self._sheet.fills for column in self._block.dates)
        if not has_fill and len(values) > 1 and len(set(map(str, values.values()))) == 1:
            return True
        is_plain = not any(
            values.get(column) is not None
            for what, column in self._columns.items()
            if what not in ("name", "first name", "surname")
            and not (what == "id" and "name" not in self._columns)
        )
        is_lost = any((row, column) in self._sheet.lost for column in self._block.columns)
        return not is_filled and not has_fill and is_plain and not is_lost

    def _has_days_below(self, row: int) -> bool:
        """Whether a later row has an entry on a date."""
        rows = (self._sheet.row(below) for below in self._block.rows if below > row)
        return any(values.keys() & self._block.columns for values in rows)

    def _is_needed(self, row: int, name: str, filled: MappingOf[date, str]) -> bool:
        label = f"{self._section} {name}".strip()
        num_numbers = sum(bool(_NUMBER.fullmatch(text)) for text in filled.values())
        is_counts = num_numbers * 2 > len(filled) and bool(filled)
        is_plain = is_plainly_asked(name) and open_kind(name) is None
        return is_asked(label) and (is_counts or is_plain) and not self._is_person(row)

    def _is_total(self, row: int, name: str, filled: MappingOf[date, str]) -> bool:
        numbers = bool(filled) and all(_NUMBER.fullmatch(text) for text in filled.values())
        if is_counted(name) and (numbers or not filled):
            return True
        is_of_shift = (
            names_a_shift(name)
            or hours_within(name) is not None
            or any(self._is_code(word) for word in name.split())
        )
        return numbers and not self._are_hours(list(filled.values())) and is_of_shift

    def _is_second(self, name: str, filled: MappingOf[date, str]) -> bool:
        """Whether somebody whom a row above has named too has duties here, and no heading says a
        date.
        """
        is_second = name_key(name) in self._named and any(map(self._is_duty, filled.values()))
        return is_second and self._block.is_of_weekdays and not self._block.has_weeks

    def _is_nobody(self, name: str, filled: MappingOf[date, str]) -> bool:
        texts = list(filled.values())
        is_of_numbers = bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)
        is_number = "name" not in self._columns and name.isalnum()
        return (names_nobody(name) and not is_number) or (
            is_of_numbers and not self._are_hours(texts)
        )

    def _is_code(self, name: str) -> bool:
        return code_of(name) in self._codes and len(name) <= LONGEST_CODE

    def _is_duty(self, text: str) -> bool:
        """Whether a text is a code of this rota, a customary one, or hours."""
        return (
            code_of(text) in self._codes
            or code_of(text) in CUSTOMARY
            or spells_of(text) is not None
            or (bool(clock_text(text)) and not text.isdigit())
        )

    def _is_person(self, row: int) -> bool:
        """Whether a row has a grade, a number or a contract, which only people have."""
        values = self._sheet.row(row)
        return any(
            values.get(column) is not None
            for what, column in self._columns.items()
            if what in ("id", "grade", "contract")
        )


def is_code(text: str) -> bool:
    """Whether a text is a customary code, or hours."""
    return code_of(text) in CUSTOMARY or spells_of(text) is not None
