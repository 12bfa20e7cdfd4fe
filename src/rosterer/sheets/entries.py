"""What does each cell of a rota mean, and which cells say nothing that anybody knows?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from rosterer.sheets.codes import ON_CALL, TWO_SPELLS, Codes, code_of
from rosterer.sheets.found import Found, FoundCell, FoundOpen
from rosterer.sheets.meanings import Meaning, clock, of_spells
from rosterer.sheets.names import OpenKind
from rosterer.sheets.notes import Note, asked_of_cell
from rosterer.sheets.prose import parts_of
from rosterer.sheets.seen import title_of
from rosterer.sheets.times import hours_within, is_one_duty, joined

LONGEST_SHOWN = 40
"""Characters of an unknown code that are shown."""


@dataclass(frozen=True)
class Entry:
    """What a person does on a day: a code with its meaning."""

    person: str
    date: date
    code: str
    meaning: Meaning


@dataclass(frozen=True)
class OpenEntry:
    """A shift on a date that nobody of the rota does."""

    kind: OpenKind
    team: str
    date: date
    code: str
    meaning: Meaning


class Entries:
    """What the cells of a rota mean; the rest is noted and counted.

    Parameters
    ----------
    colours
        What empty cells of a colour mean.
    """

    def __init__(self, found: Found, codes: Codes, colours: Mapping[str, Meaning]) -> None:
        self._found, self._codes, self._colours = found, codes, colours
        self._entries: dict[tuple[str, date], tuple[Entry, str]] = {}
        self._timed: set[tuple[str, date]] = set()
        """Whose entries have times of their own, not a code for them."""
        self.open: list[OpenEntry] = []
        self.unknown: Counter[str] = Counter()
        """Codes that nobody explains, and how often they stand there."""
        self.unknown_colours: Counter[str] = Counter()
        for cell in found.cells:
            self._read(cell)
        for row in found.open:
            self._read_open(row)
        found.notes += _colours_beside_codes(found.cells)

    @property
    def all(self) -> list[Entry]:
        """What people do."""
        return [entry for entry, _ in self._entries.values()]

    def _read(self, cell: FoundCell) -> None:
        if not cell.text and cell.meaning is None:
            self._read_colour(cell)
            return
        known = self._known(cell)
        if known is None:
            self._found.unread.add((cell.person, cell.date))
            return
        entry, key = Entry(cell.person, cell.date, *known), (cell.person, cell.date)
        before, where = self._entries.get(key, (None, ""))
        if key in self._found.unread:
            return
        if before is None or before.meaning.kind == "off":
            self._entries[key] = (entry, cell.where)
            if cell.meaning is not None:
                self._timed.add(key)
        elif entry.meaning.is_like(before.meaning):
            text = f"{self._about(entry)} stands twice, and is read once"
            self._found.notes.append(Note("guess", text, cell.where))
        elif entry.meaning.kind != "off":
            self._second(before, entry, where, cell)
            if cell.meaning is not None:
                self._timed.add(key)

    def _read_colour(self, cell: FoundCell) -> None:
        if cell.fill in self._colours:
            entry = Entry(cell.person, cell.date, cell.fill, self._colours[cell.fill])
            self._entries.setdefault((cell.person, cell.date), (entry, cell.where))
        elif cell.fill:
            self.unknown_colours[cell.fill] += 1
            self._found.notes.append(
                Note("not read", f"empty cells of colour {cell.fill}", cell.where)
            )

    def _known(self, cell: FoundCell | FoundOpen) -> tuple[str, Meaning] | None:
        if cell.meaning is not None:
            return self._codes.take(cell.text, cell.meaning)
        title = title_of(cell.where)
        known = self._codes.on_sheet(cell.text, title)
        lent = None if known else self._lent(cell.text, title)
        if lent is None:
            known = known or self._codes.meaning_of(cell.text)
        if known is not None:
            return known
        code = code_of(cell.text)
        self.unknown[code[:LONGEST_SHOWN]] += 1
        why = self._codes.asked.get(code)
        if why is None and code in self._codes.unclear:
            words = self._codes.unclear[code]
            what = "no start and end"
            if hours_within(words) is not None and ON_CALL.search(words):
                what = "a sleep-in or on-call with hours, and no ordinary work"
            why = f"the sheet says {words!r} of it, which is {what}"
        if code in self._codes.torn:
            why = f"its keys say {self._codes.unclear[code]}; which of them counts here?"
        why = lent or why
        remedy = (
            "say under [codes] of a mapping file what it means, such as "
            '"07:00-22:30 break 60", "07:00-11:00 17:00-22:30", leave, "leave 7.5" or off'
        )
        is_torn = code in self._codes.torn or lent is not None
        answer = ("codes", f"{title}!{code}" if is_torn else code)
        if is_torn:
            remedy = (
                "say under [codes] of a mapping file what it means on each sheet, such as "
                f'"{title}!{code}" = "07:00-22:30 break 60"'
            )
        if why is not None:
            whose = f"{self._name(cell.person)}, {cell.date}: " if _is_spells(cell, why) else ""
            text = f"{whose}{code[:LONGEST_SHOWN]!r}: {why}"
            self._found.notes.append(Note("question", text, cell.where, remedy, answer))
        else:
            text = repr(code[:LONGEST_SHOWN])
            self._found.notes.append(Note("unknown code", text, cell.where, remedy, answer))
        return None

    def _lent(self, text: str, title: str) -> str | None:
        """Why a code is not read that only the key of another team explains, against custom."""
        codes = self._codes
        for part in sorted(parts_of(text)):
            said = codes.lent.get((title, part))
            if said is not None and part not in codes.given and code_of(text) not in codes.given:
                return f"no key of this sheet explains {part}; a key says {said}; is it so here?"
        return None

    def _second(self, before: Entry, entry: Entry, first: str, cell: FoundCell) -> None:
        """Another entry of a person and day: spells that touch are one duty, and so are those that
        follow one another where each has its times beside it; others are asked about, and then none
        of them is read.
        """
        key, second = (entry.person, entry.date), cell.where
        hours = [one.meaning.hours for one in (before, entry)]
        spells = joined(
            [
                spell
                for one in (before.meaning, entry.meaning)
                if one.hours is not None
                for spell in one.spells or (one.hours,)
            ]
        )
        kinds = {before.meaning.kind, entry.meaning.kind}
        pauses = {before.meaning.unpaid_break, entry.meaning.unpaid_break}
        if len(spells) == 1 and kinds == {"shift"} and None not in hours:
            pause = None if None in pauses else sum(one or 0 for one in pauses)
            meaning = Meaning("shift", spells[0], pause)
            self._entries[key] = (Entry(*key, *self._codes.take("", meaning)), second)
            text = f"{self._about(entry)} goes on where the one before ends: one duty"
            self._found.notes.append(Note("guess", text, second))
            return
        is_timed = key in self._timed and cell.meaning is not None
        if is_timed and len(spells) > 1 and kinds == {"shift"} and is_one_duty(spells):
            unpaid = sum(one.meaning.unpaid_break or 0 for one in (before, entry))
            split = of_spells(spells, unpaid)
            if split.is_possible:
                self._entries[key] = (Entry(*key, *self._codes.take("", split)), second)
                text = f"{self._about(entry)} is a further spell of the same duty"
                self._found.notes.append(Note("guess", text, second))
                return
        self._found.unread.add(key)
        del self._entries[key]
        named = " and ".join(map(self._about, (before, entry)))
        row = second.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        why = (
            f"are {TWO_SPELLS}"
            if None not in hours
            else "are both of one day; which of them is so?"
        )
        text = (
            f"{self._name(entry.person)}, {entry.date}: {named} {why} "
            f"(the other stands in {first}, this one in row {row})"
        )
        remedy = "leave one of them out, with ignore under [cells] of a mapping file"
        self._found.notes.append(asked_of_cell(text, second, remedy))

    def _read_open(self, row: FoundOpen) -> None:
        known = self._known(row)
        if known is None:
            return
        code, meaning = known
        if meaning.kind == "shift":
            self.open.append(OpenEntry(row.kind, row.team, row.date, code, meaning))
        elif meaning.kind != "off":
            text = f"{row.text!r} in a row of what nobody of the rota does"
            self._found.notes.append(Note("not read", text, row.where))

    def _about(self, entry: Entry) -> str:
        hours = entry.meaning.hours
        return f"{clock(hours.start)}-{clock(hours.end)}" if hours else entry.code

    def _name(self, key: str) -> str:
        person = self._found.people.get(key)
        return person.name if person else key


def _is_spells(cell: FoundCell | FoundOpen, why: str) -> TypeGuard[FoundCell]:
    return isinstance(cell, FoundCell) and TWO_SPELLS in why


def _colours_beside_codes(cells: list[FoundCell]) -> list[Note]:
    """Colours that some cells of a code have and others lack may mean something; they are not
    read.
    """
    fills: dict[str, set[str]] = {}
    for cell in cells:
        if cell.text:
            fills.setdefault(code_of(cell.text), set()).add(cell.fill)
    return [
        Note("not read", f"the colour {cell.fill} of cells that have a code", cell.where)
        for cell in cells
        if cell.text and cell.fill and len(fills[code_of(cell.text)]) > 1
    ]
