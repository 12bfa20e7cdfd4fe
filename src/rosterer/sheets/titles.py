"""Does a title say other days than those that were read: another year, or a later end?"""

import re
from collections.abc import Iterator, Set
from datetime import date

from rosterer.sheets.calendars import DATE, TIMES, WRITTEN
from rosterer.sheets.days import MONTHS, hint_of
from rosterer.sheets.found import Found
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, text_of, title_of

_YEAR = re.compile(r"(?<![\d./-])(20[2-9]\d)(?:\s*[/-]\s*(\d{2})(?!\d))?(?![./-]?\d)")
"""A year, or one such as 2025/26."""
_ABOUT_A_ROTA = re.compile(
    r"\b(?:rota|roster|off.?duty|schedule|week|w/?c|month|" + "|".join(MONTHS) + r")\b"
)
_LONGEST = 60
"""Characters of a title; longer words are a remark."""


def asked_titles(sheet: SeenSheet, found: Found, mapping: Mapping) -> Iterator[Note]:
    """Questions of the texts above a rota and of the title of its sheet."""
    own = {one.date for one in found.cells if title_of(one.where) == sheet.title}
    if not own:
        return
    first = min(found.heading_rows.get(sheet.title, {0}), default=0)
    texts = [("", sheet.title)]
    texts += [
        (sheet.where(place), text_of(value))
        for place, value in sorted(sheet.values.items())
        if place[0] < first and isinstance(value, str) and place not in sheet.ignored
    ]
    every = found.dates | {one.date for one in found.cells}
    for where, text in texts:
        folded = text.casefold()
        if len(text) > _LONGEST or WRITTEN.search(folded):
            continue
        if mapping.year is None and (note := _of_another_year(where, text, own)) is not None:
            yield note
        elif mapping.last_day is None and (last := _later_day(folded, every)) is not None:
            said = f"{text!r} speaks of {last}, and the rota that was read ends on {max(every)}"
            remedy = "add what is missing, or say last_day in a mapping file"
            yield Note("question", said, where, remedy, ("last_day", ""))


def _of_another_year(where: str, text: str, days: Set[date]) -> Note | None:
    plain = TIMES.sub(" ", text.casefold())
    years = {int(found[1]) for found in _YEAR.finditer(plain)}
    years |= {2000 + int(found[2]) for found in _YEAR.finditer(plain) if found[2]}
    read = {on.year for on in days}
    if not years or years & read or not _ABOUT_A_ROTA.search(plain):
        return None
    named = f"sheet {text!r}" if not where else repr(text)
    said = f"{named} says {min(years)}, and the days of the rota were read as of {min(read)}"
    remedy = "correct the one that is wrong, or say year in a mapping file"
    return Note("question", said, where, remedy, ("year", ""))


def _later_day(text: str, days: Set[date]) -> date | None:
    """The second of two dates of a title, where it lies after all days that were read."""
    found = [hint.full for one in DATE.finditer(text) if (hint := hint_of(one[0])) is not None]
    told = [on for on in found if on is not None]
    is_later = len(told) == 2 and min(days) <= told[0] <= max(days) < told[1]
    return told[1] if is_later else None
