"""What does each row below a row of dates say: somebody's days, open work, what is needed, a team,
totals, or part of a key?
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from datetime import date

from rosterer.sheets.assembled import Assembled, assembled
from rosterer.sheets.blocks import Block
from rosterer.sheets.calendars import says_when
from rosterer.sheets.codes import LONGEST_CODE, code_of, paid_hours
from rosterer.sheets.columns import Columns, name_of, person_of
from rosterer.sheets.counts import counted
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.days import hint_of
from rosterer.sheets.found import Found, FoundCell, FoundNeed, FoundOpen
from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.labels import (
    KEY,
    LONGEST_HEADING,
    MOST_WORDS,
    explains_a_code,
    inline_of,
    names_a_shift,
    names_nobody,
)
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.meanings import clock, meaning_from_words
from rosterer.sheets.names import (
    OpenKind,
    is_placeholder,
    name_key,
    names_within,
    open_kind,
    remark_within,
)
from rosterer.sheets.needs import is_asked, is_counted, is_plainly_asked
from rosterer.sheets.notes import Note, asked_of_cell, asked_of_row
from rosterer.sheets.roles import LEFT, role_of
from rosterer.sheets.seen import SeenSheet, Value, entry_of, text_of
from rosterer.sheets.stacked import stacks_of
from rosterer.sheets.times import (
    at_night,
    clock_text,
    hours_of,
    hours_within,
    is_of_nights,
    spells_of,
)
from rosterer.sheets.week_words import says_several_weeks, week_within

_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_WIDEST_KEY = 4
"""Cells of a row that explains a code."""
_WORD = re.compile(r"[^\W\d_]{2}")
_FIRST_IS_FRACTION = re.compile(r"\d{1,2}[.,](?:25|5|75)0?")

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
_UNNAMED = "write the name into the sheet, or say under [cells] that each is ignore"
_HEADING = (
    "write the hours in a column headed Shift, or say under [rows] of a mapping file what it is: "
    "person or ignore"
)

Days = dict[date, Assembled]


class Rows:
    """The rows of a block, one after another."""

    def __init__(
        self, sheet: SeenSheet, block: Block, columns: Columns, found: Found, mapping: Mapping
    ) -> None:
        self._sheet, self._block, self._columns, self._found = sheet, block, columns, found
        self._own = {name_key(name): what for name, what in mapping.rows.items()}
        self._told = {code_of(code) for code in mapping.codes}
        self._team = sheet.title
        self._section = sheet.title if is_asked(sheet.title) else ""
        """A heading that says that the rows below it are what is needed."""
        self._open_section: OpenKind | None = None
        """A heading that says that nobody of the rota does what stands below it."""
        self._named: set[str] = set()
        """Whoever has a row already."""
        self._last = ""
        """Whoever stands above."""
        self._stacks = stacks_of(sheet, block, columns)
        self._hours_are_duties = self._are_hours_usual()
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
                self._found.notes.append(asked_of_cell(text, self._first_cell(row), _UNNAMED))
        elif meaning_of_heading(name, {}) == "name" and not any(map(_is_code, filled.values())):
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

    def _holds_names(self, row: int) -> bool:
        """Whether most entries of a row are names of people who have rows themselves."""
        own = name_key(name_of(self._sheet.row(row), self._columns))
        texts = [day.text for day in self._days(row).values() if day.text]
        named = [
            text
            for text in texts
            if not _is_code(text) and self._names(text) & (self._people - {own})
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
            self._found.notes.append(asked_of_cell(text, where, _UNNAMED))

    def _label(self, row: int) -> str:
        """The role that stands left of the days of a row."""
        values = self._sheet.row(row)
        roles = (role_of(text_of(one)) for at, one in values.items() if at < self._block.first)
        return next((role for role in roles if role), "")

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

    def _person(self, row: int, name: str, days: Days) -> None:
        sheet, found = self._sheet, self._found
        self._take(row)
        found.person_rows.setdefault(sheet.title, set()).add(row)
        person = person_of(sheet, row, self._columns, self._block.heading_row, name, self._team)
        key = found.add_person(person, self._where(row))
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

    def _take(self, row: int) -> None:
        """Remember that the cells of a row were read or told of."""
        columns = self._block.columns | set(self._columns.values())
        self._found.read |= {
            self._sheet.where((row, column)) for column in self._sheet.row(row) if column in columns
        }

    def _ask(self, row: int, name: str, text: str) -> None:
        self._take(row)
        self._found.notes.append(asked_of_row(text, self._where(row), name))

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


def _words(texts: Iterable[str]) -> str:
    """The first of several texts that hold a word, and neither a code nor hours."""
    worded = [text for text in texts if _WORD.search(text)]
    worded = [text for text in worded if not _is_code(text) and hours_within(text) is None]
    return worded[0] if len(worded) > 1 else ""


def _is_code(text: str) -> bool:
    """Whether a text is a customary code, or hours."""
    return code_of(text) in CUSTOMARY or spells_of(text) is not None


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
