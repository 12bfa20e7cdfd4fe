"""What does each cell of a rota mean, and which cells say nothing that anybody knows?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rosterer.sheets.codes import Codes, Meaning, code_of
from rosterer.sheets.found import Found, FoundCell
from rosterer.sheets.notes import Note

LONGEST_SHOWN = 40
"""Characters of an unknown code that are shown."""


@dataclass(frozen=True)
class Entry:
    """What a person does on a day: a code with its meaning."""

    person: str
    date: date
    code: str
    meaning: Meaning


def entries_of(
    found: Found,
    codes: Codes,
    colours: Mapping[str, Meaning],
    unknown: Counter[str],
    unknown_colours: Counter[str],
) -> list[Entry]:
    """What each cell means; the rest is noted and counted.

    Parameters
    ----------
    colours
        What empty cells of a colour mean.
    unknown, unknown_colours
        Filled with the codes and colours that nobody explains, and how often they stand there.
    """
    entries: dict[tuple[str, date], Entry] = {}
    for cell in found.cells:
        if not cell.text:
            if cell.fill in colours:
                entries.setdefault(
                    (cell.person, cell.date),
                    Entry(cell.person, cell.date, cell.fill, colours[cell.fill]),
                )
            elif cell.fill:
                unknown_colours[cell.fill] += 1
                found.notes.append(
                    Note("not read", f"empty cells of colour {cell.fill}", cell.where)
                )
            continue
        known = codes.meaning_of(cell.text)
        if known is None:
            code = code_of(cell.text)[:LONGEST_SHOWN]
            unknown[code] += 1
            found.notes.append(Note("unknown code", repr(code), cell.where))
            continue
        entry = Entry(cell.person, cell.date, *known)
        before = entries.get((cell.person, cell.date))
        if before is not None and before.code != entry.code:
            found.notes.append(
                Note("not read", f"a second entry of a person and day: {cell.text}", cell.where)
            )
            continue
        entries[cell.person, cell.date] = entry
    found.notes += _colours_beside_codes(found.cells)
    return list(entries.values())


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
