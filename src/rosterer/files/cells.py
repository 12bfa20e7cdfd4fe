"""How does a value become the text of a cell, and a text a value, without loss?

Lists are joined by blanks, maps are written ``morning=30;lunch=20``, truth is ``yes`` or ``no``,
dates are ISO, numbers plain, and an empty cell means the default. A text that would be mistaken
(empty where the default is not, with blanks around it, or itself in double quotes) is written
within double quotes.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from rosterer.files.columns import Column, Kind

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}(\.0*)?")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Characters that nobody sees and terminals obey; tabs and line ends are none of them."""
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_TRUTH = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}


class CellFault(ValueError):  # noqa: N818 - what is wrong with the input, not with the program
    """A cell that cannot be read: what is wrong, and what to write instead."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


SHOWN_TEXT = 80
"""Characters of a wrong value that are shown: enough to find it."""


def short(text: str) -> str:
    """A wrong value as it is shown."""
    return text if len(text) <= SHOWN_TEXT else text[: SHOWN_TEXT - 1] + "…"


def text_of(value: object, column: Column) -> str:
    """The text of a value in a column."""
    if value is None:
        return ""
    if column.shape == "list":
        assert isinstance(value, tuple)
        return " ".join(atom_text(item) for item in value)
    if column.shape == "map":
        assert isinstance(value, Mapping)
        return ";".join(f"{key}={atom_text(item)}" for key, item in value.items())
    if column.kind == "text" and isinstance(value, str):
        return _quoted(value, column)
    return atom_text(value)


def value_of(text: str, column: Column) -> object:
    """The value of a cell's text; not for empty cells, which mean the default.

    Raises
    ------
    CellFault
        When the text cannot be a value of the column.
    """
    text = text.strip()
    if column.shape == "list":
        return tuple(_READERS[column.kind](part) for part in re.split(r"[\s;]+", text) if part)
    if column.shape == "map":
        return _map(text, column.kind)
    if column.kind == "text" and len(text) >= 2 and text[0] == text[-1] == '"':
        return plain_text(text[1:-1])
    return _READERS[column.kind](text)


def plain_text(text: str) -> str:
    """The text itself.

    Raises
    ------
    CellFault
        When it holds a control character, which may not even be seen on a page and does harm in a
        terminal.
    """
    found = CONTROL.search(text)
    if found:
        raise CellFault(
            f"holds the control character {found[0]!r}", "remove it, or write the text anew"
        )
    return text


def _quoted(value: str, column: Column) -> str:
    is_lost_when_empty = not value and bool(column.default or column.is_required)
    is_mistaken = value != value.strip() or (len(value) >= 2 and value[0] == value[-1] == '"')
    return f'"{value}"' if is_lost_when_empty or is_mistaken else value


def atom_text(value: object) -> str:
    """The text of one value that is neither list nor map."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return value.isoformat() if isinstance(value, date) else str(value)


def _map(text: str, kind: Kind) -> dict[str, object]:
    pairs: dict[str, object] = {}
    for part in re.split(r"[\s;]+", re.sub(r"\s*=\s*", "=", text)):
        if not part:
            continue
        key, equals, value = part.partition("=")
        if not equals or not key or not value:
            raise CellFault(
                f"{short(part)!r} is not of the form name=value",
                "write pairs such as morning=30;lunch=20",
            )
        if key in pairs:
            raise CellFault(f"{short(key)!r} is given twice", "keep one of the two")
        pairs[key] = _READERS[kind](value)
    return pairs


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise CellFault(f"{short(text)!r} is not a whole number", "write digits alone, such as 30")
    return int(text.partition(".")[0])


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text) or len(text) > 40:
        raise CellFault(
            f"{short(text)!r} is not a number",
            "write digits with a point, without signs for money or thousands, such as 1500.5",
        )
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise CellFault(f"{text!r} is too large", "write a smaller number")
    return value


def _truth(text: str) -> bool:
    if text.casefold() not in _TRUTH:
        raise CellFault(f"{short(text)!r} is neither yes nor no", "write yes or no")
    return _TRUTH[text.casefold()]


def _date(text: str) -> date:
    if not _ISO_DATE.fullmatch(text):
        turned = _DAY_FIRST.fullmatch(text)
        example = (
            f"{turned[3]}-{int(turned[2]):02d}-{int(turned[1]):02d}"
            if turned and int(turned[2]) <= 12
            else "2026-11-02"
        )
        raise CellFault(
            f"{short(text)!r} is not a date of the form year-month-day", f"write it like {example}"
        )
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CellFault(
            f"{text!r} is not a day of the calendar", "correct the month or the day"
        ) from None


_READERS: dict[Kind, Callable[[str], object]] = {
    "text": plain_text,
    "id": str,
    "clock": str,
    "choice": str,
    "yes/no": _truth,
    "integer": _integer,
    "number": _number,
    "date": _date,
}
