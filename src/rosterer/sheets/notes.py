"""What did the reader of a rota sheet guess, what could it not read, and what does it ask?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

NoteKind = Literal["question", "unknown code", "guess", "not read"]
SHOWN_PLACES = 6
"""Cells named in one line; a few are enough to find the kind, all of them stand in the list itself.
"""
_ORDER: tuple[NoteKind, ...] = ("question", "guess", "unknown code", "not read")


@dataclass(frozen=True)
class Note:
    """One thing that its owner should look at.

    Attributes
    ----------
    where
        Sheet and cell, such as ``Team A!F7``; empty for what concerns the whole file.
    remedy
        What answers a question.
    answer
        Section and key of the mapping file in which the answer stands.
    """

    kind: NoteKind
    text: str
    where: str = ""
    remedy: str = ""
    answer: tuple[str, str] = ("", "")

    @property
    def is_question(self) -> bool:
        """Whether something that can change the meaning of the rota was not read."""
        return self.kind in ("question", "unknown code")


def asked_of_cell(text: str, where: str, remedy: str = "") -> Note:
    """A question that the mapping file answers with what the cell should say."""
    usual = "say under [cells] of a mapping file what the cell means, or ignore"
    return Note("question", text, where, remedy or usual, ("cells", where))


def asked_of_row(text: str, where: str, name: str, remedy: str = "") -> Note:
    """A question that the mapping file answers with what a row is."""
    remedy = remedy or (
        "say under [rows] of a mapping file what it is: person, vacant, agency, needed, total, "
        "team or ignore"
    )
    return Note("question", text, where, remedy, ("rows", name) if name else ("cells", where))


def asked_of_commas(text: str, where: str) -> Note:
    """A question that the mapping file answers for all cells with names."""
    said = f"{' '.join(text.split())!r} may be two people, or the surname and first name of one"
    remedy = 'say commas = "between people" or "after surnames" in a mapping file'
    return Note("question", said, where, remedy, ("commas", ""))


def told(notes: Iterable[Note]) -> list[str]:
    """The notes as lines, those that say the same put together: questions first, then guesses, then
    unknown codes, then what was not read.
    """
    lines = []
    for kind, text, where in sorted(_together(notes), key=lambda line: _ORDER.index(line[0])):
        lines.append(f"{kind}: {text}" + (f" ({shown(where)})" if where else ""))
    return lines


def _together(notes: Iterable[Note]) -> list[tuple[NoteKind, str, list[str]]]:
    places: dict[tuple[NoteKind, str], list[str]] = defaultdict(list)
    for note in notes:
        places[note.kind, note.text].append(note.where)
    return [
        (kind, text, [place for place in where if place]) for (kind, text), where in places.items()
    ]


def shown(where: list[str]) -> str:
    """The first places, and how many more there are."""
    more = f" and {len(where) - SHOWN_PLACES} more" if len(where) > SHOWN_PLACES else ""
    return f"{', '.join(where[:SHOWN_PLACES])}{more}"
