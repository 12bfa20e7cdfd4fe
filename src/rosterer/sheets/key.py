"""What does the file itself explain: a key such as ``D | 07:00-19:30`` ``AL = Annual leave``, or a
colour with words?
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from rosterer.sheets.assembled import break_of
from rosterer.sheets.codes import LONGEST_CODE, ON_CALL, code_of, paid_hours
from rosterer.sheets.customary import CUSTOMARY, by_its_code
from rosterer.sheets.days import hint_of
from rosterer.sheets.labels import inline_of
from rosterer.sheets.meanings import Meaning, clock, meaning_from_words, said
from rosterer.sheets.roles import role_of
from rosterer.sheets.seen import Place, SeenSheet, text_of
from rosterer.sheets.times import clock_text, hours_of, hours_within, num_hours_within

_WIDEST = 6
"""Cells right of a code that may explain it."""


@dataclass
class Key:
    """What keys say."""

    codes: dict[str, Meaning] = field(default_factory=dict)
    colours: dict[str, Meaning] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    """By code words of the key that nobody understands."""
    torn: dict[str, str] = field(default_factory=dict)
    """By code what two keys say differently; nobody knows which of them is meant."""
    colour_places: dict[str, str] = field(default_factory=dict)
    """By colour the words of the key and where they stand."""
    asleep: dict[str, str] = field(default_factory=dict)
    """By code words of the key that say a sleep-in with hours."""
    sheets: dict[str, set[str]] = field(default_factory=dict)
    """By code where it is explained."""
    read: set[str] = field(default_factory=set)


def key_of(
    sheets: Iterable[SeenSheet],
    used: Set[str],
    colours: Set[str],
    taken: Set[str],
    person_rows: Mapping[str, Set[int]],
) -> Key:
    """Codes and colours that cells explain, in themselves or in the cells to their right.

    Parameters
    ----------
    used
        Codes that stand in the rota.
    colours
        Of its empty cells.
    taken
        Places of the rota itself.
    person_rows
        By sheet; what stands there beside somebody's days may be a remark.
    """
    key = Key()
    for sheet in sheets:
        free = {place for place in sheet.values if sheet.where(place) not in taken}
        for place in sorted(free):
            is_beside = place[0] in person_rows.get(sheet.title, ())
            _code(sheet, place, free, used, key, is_beside=is_beside)
        for place, colour in sheet.fills.items():
            if colour in colours and colour not in key.colours and sheet.where(place) not in taken:
                _colour(sheet, place, colour, key)
    key.unclear |= key.torn
    key.codes = {code: one for code, one in key.codes.items() if code not in key.torn}
    return key


def _code(
    sheet: SeenSheet,
    place: Place,
    free: Set[Place],
    used: Set[str],
    key: Key,
    *,
    is_beside: bool,
) -> None:
    row, column = place
    text = text_of(sheet.values[place])
    inline = inline_of(text)
    spaced = text.partition(" ")
    if not inline and code_of(spaced[0]) in used and hours_within(spaced[2]):
        inline = (code_of(spaced[0]), spaced[2])
    if inline and inline[0] in used:
        (code, words), width = inline, 0
    elif len(text) <= LONGEST_CODE and code_of(text) in used:
        code, words, width = code_of(text), _words_right(sheet, place, free, used), _WIDEST
    else:
        return
    meaning = meaning_from_words(words) or CUSTOMARY.get(code_of(words))
    if meaning is not None:
        meaning = by_its_code(code, meaning)
    if meaning is not None and meaning.hours is not None and ON_CALL.search(words):
        if "sleep" in words.casefold():
            key.asleep[code] = words
        else:
            meaning = None  # no work, or none of the usual pay and rest
    if num_hours_within(words) > 1:
        meaning = None  # other hours on other days
    known = key.codes.get(code)
    if meaning is not None and known is not None and not known.is_like(meaning):
        there = f"{said(known)}, and on sheet {sheet.title} {words}"
        key.torn.setdefault(code, there)
    if words and meaning is not None:
        key.codes.setdefault(code, meaning)
        key.sheets.setdefault(code, set()).add(sheet.title)
        key.unclear.pop(code, None)
        explained = range(column, column + width + 1)
        key.read |= {sheet.where((row, at)) for at in explained if (row, at) in free}
    elif (
        words
        and (any(map(str.isalpha, words)) or clock_text(words))
        and not is_beside
        and known is None
    ):
        key.unclear.setdefault(code, words)


def _colour(sheet: SeenSheet, place: Place, colour: str, key: Key) -> None:
    row, column = place
    words = text_of(sheet.values.get(place)) or text_of(sheet.values.get((row, column + 1)))
    meaning: Meaning | None = CUSTOMARY.get(code_of(words)) or meaning_from_words(words)
    if meaning is None and code_of(words).rstrip("S") in CUSTOMARY:
        meaning = CUSTOMARY[code_of(words).rstrip("S")]
    if words and meaning is not None:
        key.colours[colour] = meaning
        key.colour_places[colour] = f"{words!r}, {sheet.where(place)}"
        key.read |= {sheet.where((row, column)), sheet.where((row, column + 1))}


def _words_right(sheet: SeenSheet, place: Place, free: Set[Place], used: Set[str]) -> str:
    """The words right of a code, when they are no codes or dates of a rota themselves."""
    row, column = place
    right: list[str] = []
    for at in range(column + 1, column + _WIDEST + 1):
        if (row, at) in free:
            text = text_of(sheet.values[row, at])
            is_length = bool(clock_text(text)) or break_of(text) is not None
            if right and len(text) <= LONGEST_CODE and not is_length and not text.isdigit():
                break  # the next code of a key that lies across
            right.append(text)
    words = " ".join(right)
    for number, (start, end) in enumerate(pairwise(right)):
        is_plain = start.isdigit() and len(start) < 3  # a number of people, not a time
        found = None if is_plain else hours_of(f"{clock_text(start)}-{clock_text(end)}")
        if found is not None and clock_text(start) and clock_text(end):
            pause = _pause_headed(sheet, row, column, right)
            left = " ".join([*right[:number], *right[number + 2 :]])
            words = f"{clock(found.start)}-{clock(found.end)} {pause or left}"
            break
    is_of_codes = all(code_of(text) in used or not any(map(str.isalpha, text)) for text in right)
    if hours_within(words) is not None:
        return words
    is_said = len(right) == 1 and bool(clock_text(words)) and not words.isdigit()
    return "" if (is_of_codes and not is_said) or hint_of(words) is not None else words


def _pause_headed(sheet: SeenSheet, row: int, column: int, right: Sequence[str]) -> str:
    """The break of a code, or what is paid of it, where its column is headed so."""
    for at, text in enumerate(right, start=column + 1):
        above = (text_of(sheet.values.get((other, at))) for other in range(row - 1, 0, -1))
        heading = next((one for one in above if any(map(str.isalpha, one))), "")
        role = role_of(heading)
        minutes = break_of(text) if role == "break" else None
        if minutes is not None:
            return f"break {minutes}"
        if role == "length" and paid_hours(text) is not None:
            return f"paid {text}"
    return ""
