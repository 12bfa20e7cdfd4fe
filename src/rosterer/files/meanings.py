"""What does a column or a setting mean, in the words of the reference?

The words stand in ``meanings.csv`` beside this module, so that an installed program can show them;
a test keeps them equal to the reference pages.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rosterer.files.cells import text_of
from rosterer.files.columns import Column

_TYPE_WORDS = {
    "text": "text",
    "id": "id",
    "clock": "time of day, such as 07:30",
    "choice": "a word",
    "yes/no": "yes or no",
    "integer": "whole number",
    "number": "number",
    "date": "date",
}


@dataclass(frozen=True)
class Meaning:
    """The unit and the meaning of a column; both may be empty."""

    unit: str = ""
    words: str = ""


@cache
def meanings() -> dict[tuple[str, str], Meaning]:
    """Meanings by table (or section, or ``case``) and column."""
    text = (files("rosterer.files") / "meanings.csv").read_text(encoding="utf-8")
    return {
        (row["table"], row["column"]): Meaning(row["unit"], row["meaning"])
        for row in csv.DictReader(text.splitlines())
    }


def note_on(table: str, column: Column) -> str:
    """What to tell somebody who fills in a column: meaning, type and unit, and what an empty cell
    means.
    """
    meaning = meanings().get((table, column.name), Meaning())
    kind = " · ".join(column.choices) if column.choices else _TYPE_WORDS[column.kind]
    if column.shape == "list":
        kind = f"several, separated by blanks; each: {kind}"
    elif column.shape == "map":
        kind = f"such as morning=30;lunch=20; each: {kind}"
    default = text_of(column.default, column)
    empty = (
        "Needed." if column.is_required else (f"Empty: {default}." if default else "May be empty.")
    )
    return "\n".join(
        part
        for part in (meaning.words, f"{kind}{', ' + meaning.unit if meaning.unit else ''}", empty)
        if part
    )
