"""How does a text stay a text in whatever spreadsheet opens an export?

A name such as ``=HYPERLINK(…)`` would be worked out by the program that opens the file. Exports put
an apostrophe before a text that begins like a formula; a case's own files stay as they are, because
they are read back.
"""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ALONE = frozenset("-+–")
"""Marks such as the dash of a day off, which no program takes for a formula."""


def safe(text: str) -> str:
    """The text, behind an apostrophe when it begins like a formula."""
    if text in _ALONE:
        return text
    begins = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if begins else text
