"""How is a CSV file read whatever spreadsheet saved it, and how is one written?

Commas, semicolons and tabs separate; a byte-order mark, any line ends, blank rows and empty columns
at the end are tolerated. What is not UTF-8 is a fault, because a name that is guessed wrong is
wrong for good; it is read all the same, so that its other faults show.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from rosterer.files.faults import Fault
from rosterer.files.tables import TextTable

SEPARATORS = ",;\t"
_SPECIAL = frozenset(SEPARATORS + '"\r\n')
LARGEST_CELL = 1_000_000
"""Characters; far beyond any honest cell, small enough that an unclosed quote is noticed."""


def read_csv(path: Path) -> tuple[TextTable | None, list[Fault]]:
    """The sheet of a CSV file and what is wrong with it as a file; no sheet when nothing can be
    read.
    """
    origin = path.name
    try:
        content = path.read_bytes()
    except OSError as refused:
        return None, [
            Fault(
                origin,
                f"cannot be read ({refused.strerror})",
                "check that it is a file that you may open",
            )
        ]
    text, faults = decoded(content, origin)
    try:
        table = _table(text, origin)
    except csv.Error:
        return None, [
            *faults,
            Fault(origin, "is no CSV file", "look for a double quote that is not closed"),
        ]
    if table is None:
        return None, [
            *faults,
            Fault(origin, "has no headings", "write the names of the columns into the first row"),
        ]
    return table, faults


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file: UTF-8, commas, one line feed a row."""
    lines = [",".join(_quoted(cell) for cell in row) for row in (header, *rows)]
    return ("\n".join(lines) + "\n").encode()


def decoded(
    content: bytes, origin: str, remedy: str = "save it as 'CSV UTF-8'"
) -> tuple[str, list[Fault]]:
    """The text of a file, and a fault with its row when it is not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        fault = Fault(origin, "is saved as UTF-16", remedy, row=1)
        return content.decode("utf-16", errors="replace"), [fault]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        text = content.decode("cp1252", errors="replace")
        shown = text.splitlines()[line - 1 : line] or [""]
        message = "holds letters that are not UTF-8 (it looks like an older Windows encoding)"
        return text, [Fault(origin, message, remedy, row=line, value=shown[0][:80])]


def _quoted(cell: str) -> str:
    # csv.writer leaves a lone carriage return bare when lines end in a line feed, and readers then
    # see two rows
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL & set(cell) else cell


def _table(text: str, origin: str) -> TextTable | None:
    first = next((line for line in text.splitlines() if line.strip(SEPARATORS + " ")), "")
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(LARGEST_CELL)
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    filled = [
        (number, tuple(cells))
        for number, cells in enumerate(records, start=1)
        if any(cell.strip() for cell in cells)
    ]
    if not filled:
        return None
    return TextTable(origin, filled[0][1], tuple(filled[1:]))
