"""How many rows of a sheet hold nothing, before anything of it is parsed?

A row counts by its own values: an element without a text is none, and those of one row make up for
no other.
"""

import re

_ROW = re.compile(rb"<(?:\w+:)?row\b")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*(?<!/)>[^<]")
_LONGEST_TAG = 1000
"""Bytes of a tag, and of the text behind it, that may wait for the next piece."""


class RowCount:
    """Rows of a sheet that is read piece by piece.

    Attributes
    ----------
    num_empty
        Rows that have ended, or were begun, without a value.
    """

    def __init__(self) -> None:
        self.num_empty = 0
        self._is_empty = False
        """Whether the row that was begun last has no value so far."""
        self._tail = b""

    def read(self, piece: bytes) -> None:
        """Go on with the next piece."""
        text, begin, tail = (self._tail + piece).rpartition(b"<")
        self._tail = (begin + tail)[:_LONGEST_TAG]
        before, *rows = _ROW.split(text)
        for number, row in enumerate((before, *rows)):
            is_new = number > 0
            if is_new:
                self.num_empty += 1
                self._is_empty = True
            if self._is_empty and _VALUE.search(row):
                self.num_empty -= 1
                self._is_empty = False
