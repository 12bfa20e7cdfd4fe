"""What is wrong with a file, where exactly, and what should its owner do?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

SHOWN_FAULTS = 50
"""A screenful or two: enough to mend by hand; ``BadInput.faults`` has up to a thousand."""
MOST_FAULTS = 1000
"""More faults of one input than anybody mends at once; it is not looked for others after that."""


MOST_NAMES = 2000
"""Among more than so many, the nearest costs longer to find than its owner needs."""
MOST_ASKED = 50
"""Names of one table or object whose nearest is looked for: whoever wrote more that nobody knows
wrote for another format.
"""
LONGEST_ASKED = 200
"""Characters; nothing that is known has a longer name."""
_ITEM = re.compile(r"\.[0-9]+$")


def visible(text: str) -> str:
    """A text with escapes for what cannot be seen: a damaged file must not command the terminal
    that shows its faults.
    """
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one place.

    Attributes
    ----------
    file
        The file, or the file and its sheet or table, as its owner names it.
    row
        Row of the file as a spreadsheet counts it (headings are row 1); for JSON the place in the
        list, from 1.
    column, value
        The column (or setting) and what stands there.
    message, remedy
        What is wrong, and what to do about it.
    """

    file: str
    message: str
    remedy: str = ""
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f" row {self.row}"
        if self.column is not None:
            # the value tells which item of a list it is
            column = _ITEM.sub("", self.column)
            place += f", column {column}" if self.row is not None else f", {column}"
        return visible(f"{place}: {self.message}" + (f"; {self.remedy}" if self.remedy else ""))


class BadInput(Exception):  # noqa: N818 - the word users and callers read; it is not an error of the program
    """The input cannot be used; ``faults`` lists what is wrong with it, each with its place.

    Everything, unless there are more than a thousand faults: ``and_more`` then says so.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = tuple(islice(faults, MOST_FAULTS + 1))
        self.faults = found[:MOST_FAULTS]
        self.and_more = len(found) > MOST_FAULTS
        super().__init__(self.faults)

    def __str__(self) -> str:
        shown = [str(fault) for fault in self.faults[:SHOWN_FAULTS]]
        if len(self.faults) > SHOWN_FAULTS:
            at_least = "at least " * self.and_more
            shown.append(f"… and {at_least}{len(self.faults) - SHOWN_FAULTS} more")
        return "\n".join(shown)


class Known:
    """Names that are known; for the first few others the nearest is looked for.

    Parameters
    ----------
    names
        Those that are known.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names, self._found = tuple(names), dict[str, str]()

    def nearest(self, word: str) -> str:
        """The remedy for a name that is not known; nothing once many have been asked for."""
        if word not in self._found and len(self._found) < MOST_ASKED:
            self._found[word] = nearest(word, self._names)
        return self._found.get(word, "")


def nearest(word: str, known: Iterable[str]) -> str:
    """The remedy for a name that is not known: the nearest one that is, or the few there are."""
    names = sorted(set(known))
    if len(names) > MOST_NAMES or len(word) > LONGEST_ASKED:
        return ""
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(word.strip().casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    if 0 < len(names) <= 12:
        return "known: " + ", ".join(name if len(name) <= 80 else f"{name[:79]}…" for name in names)
    return ""
