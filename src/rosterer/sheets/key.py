"""Which codes does the file itself explain: a key such as ``D | 07:00-19:30`` or ``AL = Annual leave``?"""

import re
from collections.abc import Iterable

from rosterer.sheets.codes import LONGEST_CODE, Meaning, code_of, meaning_from_words
from rosterer.sheets.days import hint_of
from rosterer.sheets.seen import SeenSheet, text_of
from rosterer.sheets.times import hours_of

_INLINE = re.compile(r"^\s*([A-Za-z0-9/*+]{1,8})\s*(?:=|:|–|—|\s-\s)\s*(.+)$")


def keyed_codes(sheets: Iterable[SeenSheet], used: frozenset[str]) -> dict[str, Meaning]:
    """Codes that a cell explains in itself or in the cells to its right; only codes that the rota uses.

    Parameters
    ----------
    used
        Codes that stand in the rota.
    """
    meanings: dict[str, Meaning] = {}
    for sheet in sheets:
        for (row, column), value in sheet.values.items():
            text = text_of(value)
            inline = _INLINE.match(text)
            if inline and code_of(inline[1]) in used:
                meaning = meaning_from_words(inline[2])
                if meaning is not None:
                    meanings.setdefault(code_of(inline[1]), meaning)
            elif len(text) <= LONGEST_CODE and code_of(text) in used:
                meaning = _explained(sheet, row, column)
                if meaning is not None:
                    meanings.setdefault(code_of(text), meaning)
    return meanings


def _explained(sheet: SeenSheet, row: int, column: int) -> Meaning | None:
    """The words right of a code, when they are no codes or dates of a rota themselves."""
    right = [text_of(value) for place, value in sorted(sheet.row(row).items()) if column < place <= column + 4]
    if not right or len([text for text in sheet.row(row) if text]) > LONGEST_CODE:
        return None
    words = " ".join(right)
    if len(right) >= 2 and hours_of(f"{right[0]}-{right[1]}"):
        words = f"{right[0]}-{right[1]} {' '.join(right[2:])}"
    if all(len(text) <= 3 for text in right) or hint_of(words) is not None:
        return None
    return meaning_from_words(words)
