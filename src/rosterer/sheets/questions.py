"""What does somebody have to answer before a rota can be read, and what is lost without answers?"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rosterer.files.faults import BadInput, Fault
from rosterer.sheets.notes import Note, shown
from rosterer_models.vocabulary.loss import Loss


class QuestionsError(BadInput):
    """A rota in which something that may change the meaning was not read; ``mapping`` is a mapping
    file with a line for each question, to be filled in.
    """

    def __init__(self, path: Path, questions: Sequence[Note], mapping: str) -> None:
        super().__init__(_faults(path, questions))
        self.mapping = mapping
        self.questions = tuple(questions)


class NoDutyKnownError(BadInput):
    """A rota in which no duty has hours that are known; ``mapping`` is a mapping file to fill
    in.
    """

    def __init__(
        self,
        path: Path,
        unknown: Sequence[str],
        known: Sequence[str],
        unknown_colours: Sequence[str],
        mapping: str,
    ) -> None:
        codes_met = ", ".join(sorted(unknown)[:10]) or "none"
        others = f"; others: {', '.join(sorted(known)[:10])}" if known else ""
        colours_met = (
            f"; colours of empty cells: {', '.join(sorted(unknown_colours)[:10])}"
            if unknown_colours
            else ""
        )
        remedy = (
            "say in a mapping file what they mean; codes "
            f"that nobody knows: {codes_met}{others}{colours_met}"
        )
        super().__init__([Fault(path.name, "has no duty whose hours are known", remedy)])
        self.mapping = mapping
        self.unknown, self.unknown_colours = tuple(unknown), tuple(unknown_colours)


def losses_of(path: Path, questions: Sequence[Note]) -> list[Loss]:
    """What a plan keeps of the questions that were left open."""
    return [
        Loss(where=f"{path.name}, {note.where}" if note.where else path.name, what=_said(note))
        for note in questions
    ]


def _faults(path: Path, questions: Sequence[Note]) -> list[Fault]:
    """A fault for each kind of question; the same in many cells is one."""
    together: dict[tuple[str, str], list[Note]] = defaultdict(list)
    for note in questions:
        together[_said(note), note.remedy].append(note)
    faults = []
    for (text, remedy), notes in together.items():
        where = [note.where for note in notes if note.where]
        more = f" (also {shown(where[1:])})" if len(where) > 1 else ""
        file = f"{path.name}, {where[0]}" if where else path.name
        faults.append(Fault(file, text + more, remedy, value=notes[0].answer[1] or None))
    return faults


def _said(note: Note) -> str:
    return f"{note.text} is a code that nobody knows" if note.kind == "unknown code" else note.text
