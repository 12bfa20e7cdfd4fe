"""How is a rota read that has people down and dates across, perhaps in several blocks with a team
above each?
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from rosterer.sheets.blocks import Assumed, Block, blocks_of
from rosterer.sheets.codes import LONGEST_CODE, code_of, paid_hours
from rosterer.sheets.days import hint_of, says_when
from rosterer.sheets.found import (
    Found,
    FoundCell,
    FoundNeed,
    FoundPerson,
    contract_of,
    meaning_of_heading,
)
from rosterer.sheets.needs import is_asked, is_counted, is_plainly_asked
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, Value, text_of

KEY = re.compile(
    r"^(key|legend|codes?|shift codes?|abbreviations?|notes?)\b(?!.{30})", re.IGNORECASE
)
"""Below it no more people follow; what codes it explains is read elsewhere."""
LONGEST_HEADING = 40
"""Characters: longer words between people are a remark."""
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_CLOCK = re.compile(r"\d{1,2}[:.]?\d{2}")
_FIRST_IS_FRACTION = re.compile(r"\d{1,2}[.,](?:25|5|75)0?")

Texts = dict[date, str]


def read_grid(
    sheet: SeenSheet, found: Found, own_headings: Mapping[str, str], assumed: Assumed
) -> bool:
    """Add what a sheet of people and dates says; False when it has no such shape."""
    blocks = blocks_of(sheet, found, assumed)
    for block in blocks:
        first = min(block.dates)
        columns = _person_columns(sheet, block, first, own_headings)
        if columns:
            _Rows(sheet, block, columns, found).read()
        else:
            found.notes.append(
                Note(
                    "not read",
                    "no column of names left of the dates",
                    sheet.where((block.heading_row, first)),
                )
            )
    return bool(blocks)


class _Rows:
    """The rows of a block, one after another."""

    def __init__(
        self, sheet: SeenSheet, block: Block, columns: Mapping[str, int], found: Found
    ) -> None:
        self._sheet, self._block, self._columns, self._found = sheet, block, columns, found
        self._first = min(block.dates)
        self._team = sheet.title
        self._section = sheet.title if is_asked(sheet.title) else ""
        """A heading that says that the rows below it are what is needed."""
        self._hours_are_duties = self._are_hours_usual()

    def read(self) -> None:
        """Add people, cells, requirements and notes."""
        sheet, block, found = self._sheet, self._block, self._found
        found.dates |= set(block.dates.values())
        for column, value in sheet.row(block.heading_row).items():
            if column in self._columns.values() or not text_of(value):
                found.read.add(sheet.where((block.heading_row, column)))
            elif column not in block.dates:
                found.headings.setdefault(sheet.title, {}).setdefault(
                    column, (block.heading_row, text_of(value))
                )
        found.read |= {
            sheet.where((row, column))
            for row in (block.heading_row - 1, block.heading_row + 1)
            for column in self._columns.values()
            if meaning_of_heading(text_of(sheet.values.get((row, column))), {})
        }
        codes = {
            code_of(_cell_text(sheet.row(row), span))
            for row in block.rows
            for span in block.spans.values()
        }
        joined = self._ends_below()
        for row in block.rows:
            values = sheet.row(row)
            name = _name(values, self._columns)
            if KEY.match(name):
                found.read.add(sheet.where((row, self._columns.get("name", 1))))
                break
            if (code_of(name) in codes and len(name) <= LONGEST_CODE) or row in joined.values():
                continue
            cells = self._cells(row)
            if row in joined:
                ends = self._cells(joined[row])
                cells = {on: f"{text}-{ends[on]}" if text else "" for on, text in cells.items()}
                self._take(joined[row])
            self._row(row, values, name, cells)

    def _row(self, row: int, values: Mapping[int, Value], name: str, cells: Texts) -> None:
        sheet, found = self._sheet, self._found
        filled = {on: text for on, text in cells.items() if text}
        if not name:
            if filled:
                self._take(row)
                if row != self._block.heading_row + 1 or not _is_subheading(filled):
                    found.notes.append(
                        Note(
                            "not read",
                            "a row with entries and no name",
                            sheet.where((row, self._first)),
                        )
                    )
            return
        has_fill = any((row, column) in sheet.fills for column in self._block.dates)
        is_banner = not has_fill and len(values) > 1 and len(set(map(str, values.values()))) == 1
        if any(hint.full for text in filled.values() if (hint := hint_of(text))):
            self._take(
                row
            )  # a line such as "week commencing 9 Nov", above the dates of the next block
            if not all(says_when(text) for text in filled.values()):
                found.notes.append(
                    Note("not read", f"a row with dates, {name!r}", sheet.where((row, self._first)))
                )
            return
        if is_banner or (not filled and not has_fill and _is_heading(values, self._columns)):
            self._take(row)
            self._heading(name, sheet.where((row, self._columns.get("name", 1))))
            return
        numbers = bool(filled) and all(_NUMBER.fullmatch(text) for text in filled.values())
        label = f"{self._section} {name}".strip()
        num_numbers = sum(bool(_NUMBER.fullmatch(text)) for text in filled.values())
        if (
            is_asked(label)
            and ((num_numbers * 2 > len(filled) and filled) or is_plainly_asked(name))
            and not self._is_person(row)
        ):
            self._take(row)
            self._need(row, label, filled)
            return
        if (is_counted(name) and (numbers or not filled)) or (
            numbers and not self._are_hours(filled)
        ):
            self._take(row)
            found.notes.append(
                Note(
                    "not read", "a row of totals", sheet.where((row, self._columns.get("name", 1)))
                )
            )
            return
        self._take(row)
        person = _person(
            sheet, row, values, self._columns, self._block.heading_row, name, self._team
        )
        found.add_person(person, sheet.where((row, min(self._columns.values()))))
        for column, on in self._block.dates.items():
            fill = sheet.fills.get((row, column), "")
            if cells[on] or fill:
                found.cells.append(
                    FoundCell(person.key, on, cells[on], sheet.where((row, column)), fill)
                )

    def _heading(self, name: str, where: str) -> None:
        """A row with nothing but words: the name of a team, or of a part with requirements or
        totals; or a remark.
        """
        if is_asked(name) and len(name) <= LONGEST_HEADING:
            self._section = name
        elif is_counted(name) or len(name) > LONGEST_HEADING:
            self._found.notes.append(Note("not read", repr(name[:80]), where))
        else:
            self._section, self._team = "", name
            self._found.notes.append(Note("guess", f"{name!r} is the name of a team", where))

    def _need(self, row: int, label: str, filled: Texts) -> None:
        where = {on: self._sheet.where((row, column)) for column, on in self._block.dates.items()}
        if not filled:
            self._found.notes.append(
                Note(
                    "not read",
                    f"a row of what is needed, {label!r}, without numbers",
                    where[min(where)],
                )
            )
            return
        self._found.needs.append(
            FoundNeed(
                self._team,
                label,
                filled,
                where,
                self._sheet.where((row, self._columns.get("name", 1))),
            )
        )

    def _cells(self, row: int) -> Texts:
        values = self._sheet.row(row)
        return {
            on: _cell_text(values, self._block.spans[column])
            for column, on in self._block.dates.items()
        }

    def _take(self, row: int) -> None:
        """Remember that the cells of a row were read or told of."""
        columns = {column for span in self._block.spans.values() for column in span} | set(
            self._columns.values()
        )
        self._found.read |= {
            self._sheet.where((row, column)) for column in self._sheet.row(row) if column in columns
        }

    def _is_person(self, row: int) -> bool:
        """Whether a row has a grade, a number or a contract, which only people have."""
        values = self._sheet.row(row)
        return any(
            values.get(column) is not None
            for what, column in self._columns.items()
            if what in ("id", "grade", "contract")
        )

    def _ends_below(self) -> dict[int, int]:
        """By row of starts the row of ends below it, where a person has two rows of times."""
        joined: dict[int, int] = {}
        for row, below in zip(self._block.rows, self._block.rows[1:], strict=False):
            name, other = (_name(self._sheet.row(one), self._columns) for one in (row, below))
            starts, ends = (
                {on: text for on, text in self._cells(one).items() if text} for one in (row, below)
            )
            if (
                name
                and other in ("", name)
                and row not in joined.values()
                and starts.keys() == ends.keys()
                and all(_CLOCK.fullmatch(text) for text in (*starts.values(), *ends.values()))
                and starts
            ):
                joined[row] = below
        return joined

    def _are_hours_usual(self) -> bool:
        """Whether most rows have nothing but numbers that may be the hours of duties."""
        rows = [[text for text in self._cells(row).values() if text] for row in self._block.rows]
        filled = [texts for texts in rows if texts]
        return sum(all(paid_hours(text) for text in texts) for texts in filled) * 2 > len(filled)

    def _are_hours(self, filled: Texts) -> bool:
        texts = list(filled.values())
        is_likely = self._hours_are_duties or any(
            _FIRST_IS_FRACTION.fullmatch(text) for text in texts
        )
        return is_likely and all(
            paid_hours(text) or float(text.replace(",", ".")) == 0 for text in texts
        )


def _cell_text(values: Mapping[int, Value], span: Sequence[int]) -> str:
    """The text of a day; two cells of one day are its start and end."""
    texts = list(
        dict.fromkeys(
            text_of(values.get(column)) for column in span if values.get(column) is not None
        )
    )
    return "-".join(texts)


def _is_subheading(filled: Mapping[date, str]) -> bool:
    """A line of weekdays, or of start and end, below the dates."""
    return all(
        hint_of(text) is not None or text.casefold() in ("start-end", "from-to", "am-pm", "in-out")
        for text in filled.values()
    )


def _is_heading(values: Mapping[int, Value], columns: Mapping[str, int]) -> bool:
    """A row with nothing but a name has no person's grade or contract either: it names a team."""
    return not any(
        values.get(column) is not None
        for what, column in columns.items()
        if what not in ("name", "first name", "surname")
    )


def _person_columns(
    sheet: SeenSheet, block: Block, first: int, own_headings: Mapping[str, str]
) -> dict[str, int]:
    """Columns left of the dates by what they hold; names by their heading, or else the column with
    most different words.
    """
    columns: dict[str, int] = {}
    for row in range(block.heading_row - 2, block.heading_row + 2):
        for column, value in sheet.row(row).items():
            what = (
                meaning_of_heading(text_of(value), own_headings)
                if column < first or column > max(block.dates)
                else ""
            )
            is_total = column > first and text_of(value).casefold().strip() in ("hours", "hrs")
            if (
                what
                and not is_total
                and what not in columns
                and what not in ("date", "code", "start", "end")
            ):
                columns[what] = column
            elif (
                what == "name"
                and text_of(sheet.values.get((row, columns["name"]))).casefold() == "person"
                and row == block.heading_row
            ):
                columns.setdefault("id", columns["name"])  # an exported rota has both
                columns["name"] = column
    if "name" in columns or "surname" in columns:
        return columns
    words: dict[int, set[str]] = {}
    for row in block.rows:
        for column, value in sheet.row(row).items():
            if column < first and isinstance(value, str) and column not in columns.values():
                words.setdefault(column, set()).add(value)
    if not words:
        return {}
    best = max(words, key=lambda column: (len(words[column]), -column))
    return {**columns, "name": best}


def _name(values: Mapping[int, Value], columns: Mapping[str, int]) -> str:
    parts = [
        text_of(values.get(columns[what]))
        for what in ("first name", "name", "surname")
        if what in columns
    ]
    return " ".join(part for part in parts if part) or (
        text_of(values.get(columns["id"])) if "id" in columns else ""
    )


def _person(
    sheet: SeenSheet,
    row: int,
    values: Mapping[int, Value],
    columns: Mapping[str, int],
    heading_row: int,
    name: str,
    team: str,
) -> FoundPerson:
    def text(what: str) -> str:
        return text_of(values.get(columns[what])) if what in columns else ""

    contract = None
    if "contract" in columns:
        heading = next(
            (
                text_of(sheet.values.get((heading_row + shift, columns["contract"])))
                for shift in (0, -1, 1)
            ),
            "",
        )
        contract = contract_of(heading, text("contract"))
    return FoundPerson(
        name.casefold(), name, text("team") or team, text("id"), text("grade"), contract
    )
