"""What does a row below a row of dates, with the rows that belong to it, say of each day?"""

import re
from collections.abc import Mapping as MappingOf
from datetime import date

from rosterer.sheets.assembled import Assembled, assembled
from rosterer.sheets.blocks import Block
from rosterer.sheets.codes import paid_hours
from rosterer.sheets.columns import Columns
from rosterer.sheets.roles import LEFT, role_of
from rosterer.sheets.seen import SeenSheet, Value, entry_of, text_of
from rosterer.sheets.stacked import stacks_of
from rosterer.sheets.times import (
    clock_text,
    spells_of,
)

_FIRST_IS_FRACTION = re.compile(r"\d{1,2}[.,](?:25|5|75)0?")
Days = dict[date, Assembled]


class RowDays:
    """The days of each row of a block."""

    def __init__(self, sheet: SeenSheet, block: Block, columns: Columns) -> None:
        self._sheet, self._block, self._columns = sheet, block, columns
        self._stacks = stacks_of(sheet, block, columns)
        self._hours_are_duties = self._are_hours_usual()

    def _days(self, row: int) -> Days:
        """What a row, with the rows that belong to it, says of each date."""
        stack = self._stacks.get(row)
        days: Days = {}
        for column, on in self._block.dates_of(row).items():
            span = self._block.spans[column]
            if stack is not None:
                parts = {role: self._sheet.values.get((at, column)) for role, at in stack.items()}
                days[on] = assembled({role: one for role, one in parts.items() if one is not None})
            else:
                days[on] = self._day(self._sheet.row(row), span)
        return days

    def _day(self, values: MappingOf[int, Value], span: tuple[int, ...]) -> Assembled:
        roles = {column: self._block.roles.get(column, "") for column in span}
        roles = {column: "activity" if role == LEFT else role for column, role in roles.items()}
        held = {column: values[column] for column in span if values.get(column) is not None}
        if any(role in ("start", "end") for role in roles.values()):
            parts = {role: held[at] for at, role in roles.items() if at in held and role}
            return assembled(parts)
        if {"am", "pm"} <= set(roles.values()):
            return _halves(
                [entry_of(held.get(at)) for at in sorted(span) if roles[at] in ("am", "pm")]
            )
        if "length" in roles.values():
            return _with_length(held, roles)
        texts = list(dict.fromkeys(entry_of(value) for value in held.values()))
        if len(texts) == 2 and all(clock_text(text) for text in texts):
            return assembled(dict(zip(("start", "end"), held.values(), strict=True)))
        return Assembled("\n".join(texts))

    def _where(self, row: int) -> str:
        return self._sheet.where((row, self._columns.get("name", min(self._columns.values()))))

    def _day_where(self, row: int, column: int, part: str = "") -> str:
        """The cell of a day: the part named, or else the first that has anything in it."""
        for one in self._block.spans[column]:
            if part and self._block.roles.get(one) == part:
                return self._sheet.where((row, one))
        held = [
            one for one in sorted(self._block.spans[column]) if (row, one) in self._sheet.values
        ]
        return self._sheet.where((row, column if column in held or not held else held[0]))

    def _first_cell(self, row: int) -> str:
        held = [one for one in sorted(self._block.columns) if (row, one) in self._sheet.values]
        return self._sheet.where((row, held[0] if held else self._block.first))

    def _label(self, row: int) -> str:
        """The role that stands left of the days of a row."""
        values = self._sheet.row(row)
        roles = (role_of(text_of(one)) for at, one in values.items() if at < self._block.first)
        return next((role for role in roles if role), "")

    def _are_hours_usual(self) -> bool:
        """Whether most rows have nothing but numbers that may be the hours of duties."""
        rows = [
            [day.text for day in self._days(row).values() if day.text] for row in self._block.rows
        ]
        filled = [texts for texts in rows if texts]
        return sum(all(paid_hours(text) for text in texts) for texts in filled) * 2 > len(filled)

    def _are_hours(self, texts: list[str]) -> bool:
        is_likely = self._hours_are_duties or any(
            _FIRST_IS_FRACTION.fullmatch(text) for text in texts
        )
        return is_likely and all(
            paid_hours(text) or float(text.replace(",", ".")) == 0 for text in texts
        )


def _with_length(held: MappingOf[int, Value], roles: MappingOf[int, str]) -> Assembled:
    """A code with its paid hours beside it."""
    code = "\n".join(entry_of(value) for at, value in held.items() if not roles[at])
    paid = next((text_of(value) for at, value in held.items() if roles[at] == "length"), "")
    if not code:
        is_nothing = not paid or paid.strip("0.,:-–") == ""
        return Assembled(problem="" if is_nothing else "hours without a code")
    return Assembled(code if not paid or paid.strip("0.,") == "" else f"{code} {paid}")


def _halves(texts: list[str]) -> Assembled:
    """The morning and the afternoon of a day."""
    if len(set(texts)) == 1:
        return Assembled(texts[0])
    if all(spells_of(text) for text in texts if text):
        return Assembled("\n".join(text for text in texts if text))
    if not all(texts):
        return Assembled(problem=f"{''.join(texts)!r} stands in one half of the day alone")
    return Assembled("\n".join(texts))
