"""Does a sentence of the sheet speak of the hours of a code that is only customary, and does the
key of one team speak of the codes of another?
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from rosterer.sheets.codes import LONGEST_CODE, code_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.found import Found
from rosterer.sheets.key import Key
from rosterer.sheets.meanings import said
from rosterer.sheets.seen import SeenSheet, text_of, title_of
from rosterer.sheets.times import hours_within, num_hours_within

_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s*[ap]m\b|\b(?!202[4-9])[0-2]\d[0-5]\d\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_NAMED = {"DAY": "D", "NIGHT": "N", "EARLY": "E", "LATE": "L", "EARLIES": "E", "LATES": "L"}
_NAMED |= {"DAYS": "D", "NIGHTS": "N"}
PARTS = re.compile(r"[\s/+,;&|*?!#]+")
"""What stands between the codes of a cell."""


def told_in_prose(
    sheets: Iterable[SeenSheet], found: Found, key: Key, turned: Set[str]
) -> dict[str, str]:
    """By customary code that no key explains a sentence that may say its hours, and does not say
    those of custom.
    """
    used = {part for cell in found.cells if cell.meaning is None for part in parts_of(cell.text)}
    used = {code for code in used if code in CUSTOMARY and code not in key.codes}
    cells = {cell.where for cell in found.cells}
    told: dict[str, str] = {}
    for sheet in sheets:
        people = found.person_rows.get(sheet.title, set())
        for place, value in sorted(sheet.values.items()):
            text = text_of(value)
            line = place[1] if sheet.title in turned else place[0]
            if line in people or sheet.where(place) in cells or len(text) <= LONGEST_CODE:
                continue
            if isinstance(value, str) and _CLOCK.search(text):
                told |= {code: text for code in _spoken_of(text, used) if code not in told}
    return told


def parts_of(text: str) -> set[str]:
    """A code and the codes of which it may be made."""
    code = code_of(text)
    return {code, *PARTS.split(code)} - {""}


def _spoken_of(text: str, used: Set[str]) -> Iterator[str]:
    """The codes of which a text with times may speak otherwise than custom does."""
    words = _WORD.findall(text)
    hours = hours_within(text)
    for code in sorted(used):
        is_named = code in words
        custom = CUSTOMARY[code]
        if not is_named and hours is not None and custom.kind == "shift":
            is_named = any(_NAMED.get(word.upper(), word) == code for word in words)
        is_as_custom = num_hours_within(text) == 1 and hours == custom.hours
        if is_named and not is_as_custom:
            yield code


def lent_keys(found: Found, key: Key) -> dict[tuple[str, str], str]:
    """By sheet and code what only the key below another team's rota says of it, where custom says
    something else; weeks of the same people share their key.
    """
    people: dict[str, set[str]] = defaultdict(set)
    used: dict[str, set[str]] = defaultdict(set)
    for cell in found.cells:
        title = title_of(cell.where)
        people[title].add(cell.person)
        used[title] |= parts_of(cell.text) if cell.meaning is None else set()
    lent: dict[tuple[str, str], str] = {}
    for code, titles in key.sheets.items():
        custom, meaning = CUSTOMARY.get(code), key.codes.get(code)
        if custom is None or meaning is None or meaning.is_like(custom):
            continue
        if not titles <= people.keys():
            continue  # a key on a sheet of its own is everybody's
        for title, codes in used.items():
            is_shared = any(people[title] & people[other] for other in titles)
            if code in codes and not is_shared:
                lent[title, code] = f"{said(meaning)} on sheet {min(titles)}"
    return lent
