"""What did the reader of a rota sheet guess, and what could it not read?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

NoteKind = Literal["guess", "unknown code", "not read"]
SHOWN_PLACES = 6
"""Cells named in one line; a few are enough to find the kind, all of them stand in the list itself.
"""


@dataclass(frozen=True)
class Note:
    """One thing that its owner should look at.

    Attributes
    ----------
    where
        Sheet and cell, such as ``Team A!F7``; empty for what concerns the whole file.
    """

    kind: NoteKind
    text: str
    where: str = ""


def told(notes: Iterable[Note]) -> list[str]:
    """The notes as lines, those that say the same put together: guesses first, then unknown codes,
    then what was not read.
    """
    places: dict[tuple[NoteKind, str], list[str]] = defaultdict(list)
    for note in notes:
        places[note.kind, note.text].append(note.where)
    order: tuple[NoteKind, ...] = ("guess", "unknown code", "not read")
    lines = []
    for kind, text in sorted(places, key=lambda key: order.index(key[0])):
        where = [place for place in places[kind, text] if place]
        more = f" and {len(where) - SHOWN_PLACES} more" if len(where) > SHOWN_PLACES else ""
        lines.append(
            f"{kind}: {text}" + (f" ({', '.join(where[:SHOWN_PLACES])}{more})" if where else "")
        )
    return lines
