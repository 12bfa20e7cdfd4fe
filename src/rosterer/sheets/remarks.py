"""Does a remark beside a rota say something of somebody: that they are away, or work another day?

`Ann sick 4th Nov` below the rota is nobody's row, and changes what the rota means.
"""

import re
from collections.abc import Iterator, Set

from rosterer.sheets.days import MONTHS, hint_of
from rosterer.sheets.found import Found
from rosterer.sheets.meanings import kind_of_words
from rosterer.sheets.notes import Note, asked_of_cell
from rosterer.sheets.seen import SeenSheet, text_of
from rosterer.sheets.times import hours_within

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORTEST = 3
"""Letters of a first name that is looked for within words."""
_NO_NAMES = {*MONTHS, "sunday", "monday", "friday", "will", "mark", "grace", "hope", "the"}
"""First names that are other words too; whole names are looked for all the same."""
_WRITTEN = re.compile(
    r"\b(?:print\w*|issued?|updated?|created|review\w*|published|revised|prepared|approved|"
    r"compiled|written|authori[sz]ed|manager|contact|tel|phone|mobile|e-?mail)\b",
    re.IGNORECASE,
)
"""Who made a rota, or is asked about it, does nothing in it."""
_DATED = re.compile(
    r"\d{1,2}\s*[./-]\s*\d{1,2}|\b\d{1,2}(?:st|nd|rd|th)\b|"
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|"
    r"\b(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:AL|A/L|TOIL|swap\w*|swop\w*|cover\w*|instead|until|till|off|away|unable|cannot|can't|"
    r"only|leav\w+|starts?|starting|finish\w*|returns?|back|nights?|earl(?:y|ies)|lates?|days?|"
    r"shifts?|cancel\w*|mov\w+|extra|overtime|training|course)\b|<>|↔|→|½",
    re.IGNORECASE,
)


def asked_remarks(sheet: SeenSheet, found: Found, used: Set[str]) -> Iterator[Note]:
    """A question for each text that names somebody of the rota and a day, an absence or a change,
    and that nobody read.

    Parameters
    ----------
    used
        Places of which the rota was made, and of those asked about already.
    """
    first = min(found.heading_rows.get(sheet.title, {0}), default=0)
    rows = found.person_rows.get(sheet.title, set())
    for place, value in sorted(sheet.values.items()):
        is_free = place[0] not in rows and sheet.merged.get(place, place) == place
        if not isinstance(value, str) or not is_free or sheet.where(place) in used:
            continue
        if place in sheet.ignored or not says_of_somebody(value, found):
            continue
        if place[0] >= first or kind_of_words(value) is not None:
            text = f"{text_of(value)[:80]!r} speaks of somebody of the rota, and was not read"
            remedy = (
                "write it into the rota, then say under [cells] of a mapping file that this is "
                "ignore"
            )
            yield asked_of_cell(text, sheet.where(place), remedy)


def says_of_somebody(text: str, found: Found) -> bool:
    """Whether a text names somebody of the rota, and says more of them than their name."""
    if not names_somebody(text, found) or _WRITTEN.search(text):
        return False
    words = {word.casefold() for word in _WORD.findall(text)}
    named = {word.casefold() for one in found.people.values() for word in _WORD.findall(one.name)}
    if words <= named:
        return False
    return bool(
        _DATED.search(text)
        or _CHANGES.search(text)
        or kind_of_words(text) is not None
        or hours_within(text) is not None
        or hint_of(text) is not None
    )


def names_somebody(text: str, found: Found) -> bool:
    """Whether the name of somebody of the rota, or their first name with a capital, stands within
    a text.
    """
    words = _WORD.findall(text)
    folded = " ".join(words).casefold()
    for person in found.people.values():
        parts = _WORD.findall(person.name)
        whole = " ".join(parts).casefold()
        first = parts[0] if parts else ""
        is_first = first in words and first[:1].isupper() and len(first) >= _SHORTEST
        if is_first and first.casefold() not in _NO_NAMES:
            return True
        if len(parts) > 1 and re.search(rf"\b{re.escape(whole)}\b", folded):
            return True
    return False
