"""Who stands in a row, and what do they do on each day?"""

from rosterer.sheets.assembled import Assembled
from rosterer.sheets.blocks import Block
from rosterer.sheets.codes import code_of
from rosterer.sheets.columns import Columns, contract_heading, person_of
from rosterer.sheets.contract_cells import told_of_contract
from rosterer.sheets.found import Found, FoundCell
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.meanings import clock
from rosterer.sheets.names import (
    name_key,
)
from rosterer.sheets.notes import Note, asked_of_cell, asked_of_row
from rosterer.sheets.row_days import Days
from rosterer.sheets.row_kinds import RowKinds
from rosterer.sheets.seen import SeenSheet, text_of
from rosterer.sheets.times import (
    at_night,
    hours_of,
    is_of_nights,
)


class RowPeople(RowKinds):
    """Adds people and their days to what was found."""

    def __init__(
        self, sheet: SeenSheet, block: Block, columns: Columns, found: Found, mapping: Mapping
    ) -> None:
        super().__init__(sheet, block, columns)
        self._found = found
        self._told = {code_of(code) for code in mapping.codes}
        self._team = sheet.title
        self._last = ""
        """Whoever stands above."""

    def _take(self, row: int) -> None:
        """Remember that the cells of a row were read or told of."""
        columns = self._block.columns | set(self._columns.values())
        self._found.read |= {
            self._sheet.where((row, column)) for column in self._sheet.row(row) if column in columns
        }

    def _ask(self, row: int, name: str, text: str) -> None:
        self._take(row)
        self._found.notes.append(asked_of_row(text, self._where(row), name))

    def _person(self, row: int, name: str, days: Days) -> None:
        sheet, found = self._sheet, self._found
        self._take(row)
        found.person_rows.setdefault(sheet.title, set()).add(row)
        person = person_of(sheet, row, self._columns, self._block.heading_row, name, self._team)
        key = found.add_person(person, self._where(row))
        self._tell_contract(row, name)
        self._last = name
        self._named.add(name_key(name))
        for column, on in self._block.dates_of(row).items():
            if on != self._block.concluded:
                found.headed.setdefault(on, set()).add(key)
            day, where = days[on], self._day_where(row, column, days[on].at)
            fill = sheet.fills.get((row, column), "")
            lost = [
                sheet.lost[row, one]
                for one in self._block.spans[column]
                if (row, one) in sheet.lost
            ]
            struck = any((row, one) in sheet.struck for one in self._block.spans[column])
            problem = day.problem or (lost[0] if lost else "")
            if struck and not problem:
                problem = f"{day.text!r} is struck through; is it still so?"
            if problem:
                problem = f"{name}, {on}: {problem}"
                found.read |= {sheet.where((row, one)) for one in self._block.spans[column]}
                found.notes.append(asked_of_cell(problem, where))
                found.unread.add((key, on))
            elif day.text or fill:
                text = self._at_night(day, where)
                found.cells.append(FoundCell(key, on, text, where, fill, day.meaning))

    def _tell_contract(self, row: int, name: str) -> None:
        """Hours that a contract may say are read, told or asked about."""
        column = self._columns.get("contract")
        if column is None or self._sheet.merged.get((row, column), (row, column)) != (row, column):
            return
        heading = contract_heading(self._sheet, self._columns, self._block.heading_row)
        text = text_of(self._sheet.values.get((row, column)))
        note = told_of_contract(heading, text, name, self._sheet.where((row, column)))
        if note is not None:
            self._found.notes.append(note)

    def _at_night(self, day: Assembled, where: str) -> str:
        """What stands on a day; below a heading of nights 8-8 is from evening to morning."""
        hours = hours_of(day.text)
        is_told = day.meaning is not None or code_of(day.text) in self._told
        if hours is None or is_told or not is_of_nights(self._team) or at_night(hours) == hours:
            return day.text
        night = at_night(hours)
        text = f"{clock(night.start)}-{clock(night.end)}"
        note = f"{day.text} below {self._team!r} is taken for {text}"
        self._found.notes.append(Note("guess", note, where))
        return text
