"""What does the file itself explain: a key such as ``D | 07:00-19:30`` ``AL = Annual leave``, or a
colour with words?
"""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from rosterer.sheets.codes import CUSTOMARY, LONGEST_CODE, Meaning, code_of, meaning_from_words
from rosterer.sheets.days import hint_of
from rosterer.sheets.seen import Place, SeenSheet, text_of
from rosterer.sheets.times import hours_of

_INLINE = re.compile(r"^\s*([A-Za-z0-9/*+]{1,8})\s*(?:=|:|–|—|\s-\s)\s*(.+)$")
_WIDEST = 4
"""Cells right of a code that may explain it."""


@dataclass
class Key:
    """What keys say."""

    codes: dict[str, Meaning] = field(default_factory=dict)
    colours: dict[str, Meaning] = field(default_factory=dict)
    colour_places: dict[str, str] = field(default_factory=dict)
    """By colour the words of the key and where they stand."""
    read: set[str] = field(default_factory=set)


def key_of(sheets: Iterable[SeenSheet], used: Set[str], colours: Set[str], taken: Set[str]) -> Key:
    """Codes and colours that cells explain, in themselves or in the cells to their right.

    Parameters
    ----------
    used
        Codes that stand in the rota.
    colours
        Of its empty cells.
    taken
        Places of the rota itself.
    """
    key = Key()
    for sheet in sheets:
        for place in sheet.values:
            if sheet.where(place) not in taken:
                _code(sheet, place, used, key)
        for place, colour in sheet.fills.items():
            if colour in colours and colour not in key.colours and sheet.where(place) not in taken:
                _colour(sheet, place, colour, key)
    return key


def _code(sheet: SeenSheet, place: Place, used: Set[str], key: Key) -> None:
    row, column = place
    text = text_of(sheet.values[place])
    inline = _INLINE.match(text)
    if inline and code_of(inline[1]) in used:
        meaning, code, width = meaning_from_words(inline[2]), code_of(inline[1]), 0
    elif len(text) <= LONGEST_CODE and code_of(text) in used:
        meaning, code, width = _explained(sheet, row, column), code_of(text), _WIDEST
    else:
        return
    if meaning is not None:
        key.codes.setdefault(code, meaning)
        key.read |= {sheet.where((row, other)) for other in range(column, column + width + 1)}


def _colour(sheet: SeenSheet, place: Place, colour: str, key: Key) -> None:
    row, column = place
    words = text_of(sheet.values.get(place)) or text_of(sheet.values.get((row, column + 1)))
    meaning: Meaning | None = CUSTOMARY.get(code_of(words)) or meaning_from_words(words)
    if meaning is None and code_of(words).rstrip("S") in CUSTOMARY:
        meaning = CUSTOMARY[code_of(words).rstrip("S")]
    if words and meaning is not None:
        key.colours[colour] = meaning
        key.colour_places[colour] = f"{words!r}, {sheet.where(place)}"
        key.read |= {sheet.where((row, column)), sheet.where((row, column + 1))}


def _explained(sheet: SeenSheet, row: int, column: int) -> Meaning | None:
    """The words right of a code, when they are no codes or dates of a rota themselves."""
    right = [
        text_of(value)
        for place, value in sorted(sheet.row(row).items())
        if column < place <= column + _WIDEST
    ]
    if not right or len([text for text in sheet.row(row) if text]) > LONGEST_CODE:
        return None
    words = " ".join(right)
    if len(right) >= 2 and hours_of(f"{right[0]}-{right[1]}"):
        words = f"{right[0]}-{right[1]} {' '.join(right[2:])}"
    if all(len(text) <= 3 for text in right) or hint_of(words) is not None:
        return None
    return meaning_from_words(words)
