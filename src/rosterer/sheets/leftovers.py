"""Is there anything left in a file that may change what the rota means?

Every cell is accounted for: whatever nobody read is noted, and asked about where it may be a duty.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rosterer.sheets.codes import Codes
from rosterer.sheets.days import hint_of
from rosterer.sheets.found import Found
from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.names import name_key, names_within
from rosterer.sheets.needs import is_counted
from rosterer.sheets.notes import Note
from rosterer.sheets.remarks import says_of_somebody
from rosterer.sheets.seen import Place, SeenSheet, Value, entry_of, text_of
from rosterer.sheets.times import clock_text
from rosterer.sheets.week_words import week_of_words

_HARMLESS = re.compile(
    r"\b(usual|preferred|preferences?|phone|tel|mobile|ext|email|grade|band|skills?|comments?|notes?|"
    r"remarks?|dob|birth|created|updated|driver|client|service user|postcode|balance|remaining|"
    r"left|entitlement|taken|"
    r"availability|gender|sex|ratio|managers?|supervisor|mentor|buddy|authorised|key ?worker)\b",
    re.IGNORECASE,
)
"""Headings of columns that hold no duties, whatever stands below them."""
_OF_PEOPLE = re.compile(
    r"\b(start(?:ed)? date|joined|dob|birth|review|expiry|expires|dbs|appraisal|training)\b",
    re.IGNORECASE,
)
"""Headings of dates that are no days of a rota."""
_AWAY = re.compile(r"\b(leave|absences?|away|sick(?:ness)?|swaps?)\b", re.IGNORECASE)
"""Headings of columns that say who is not there, in whatever form."""
_NUM_DAYS = re.compile(r"\b(?:days|nights|weeks|repeats?|quantity|qty)\b", re.IGNORECASE)
"""Headings of numbers that say how often a row counts."""
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_DATE_LIKE = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}")
_YES_OR_NO = {"Y", "N", "YES", "NO"}
FEWEST_DAYS = 4
"""Weekdays or dates of a row that make it one of headings."""
FEWEST_BELOW_DAYS = 2
"""Codes or hours below them that make a sheet look like a rota."""
FEWEST_DUTIES = 4
"""Codes or hours on a sheet without dates that make it look like a rota."""


def asked_columns(sheet: SeenSheet, found: Found, codes: Codes, mapping: Mapping) -> Iterator[Note]:
    """A question for each column that holds codes or hours beside somebody's name and stands under
    no date.
    """
    rows = found.person_rows.get(sheet.title, set())
    columns: dict[int, list[tuple[int, str]]] = {}
    for (row, column), value in sorted(sheet.values.items()):
        if row in rows and sheet.where((row, column)) not in found.read:
            columns.setdefault(column, []).append((row, entry_of(value)))
    for column, cells in columns.items():
        _, heading = found.headings.get(sheet.title, {}).get(column, (0, ""))
        above = sheet.where((_heading_row(sheet, found, cells[0][0]), column))
        if above in map(sheet.where, sheet.ignored):
            continue
        if _is_harmless(heading, [text for _, text in cells], mapping):
            continue
        duties = [
            (row, text)
            for row, text in cells
            if _is_duty(text, codes)
            or (_AWAY.search(heading) and not _NUMBER.fullmatch(text))
            or (sheet.title in found.lists and _names_somebody(text, found))
            or (sheet.title in found.lists and _says_more_days(heading, text))
        ]
        if duties:
            row, text = duties[0]
            where = sheet.where((row, column))
            named = f"column {heading!r}" if heading else "a column without a heading"
            remedy = "name it under [columns] of a mapping file, such as ignore, or "
            remedy = f"{remedy if heading else ''}say under [cells] which date {above} is"
            remedy += "" if heading else ", or ignore"
            answer = ("columns", heading) if heading else ("cells", above)
            said = f"{named} holds codes, hours or names, such as {text!r}, and was not read"
            yield Note("question", said, where, remedy, answer)


def _heading_row(sheet: SeenSheet, found: Found, row: int) -> int:
    """The row of headings above a row."""
    above = [other for other in found.heading_rows.get(sheet.title, ()) if other < row]
    return max(above, default=min(sheet.rows))


def _says_more_days(heading: str, text: str) -> bool:
    """Whether a column of a list holds other days than that of the row, or how many there are."""
    if _NUM_DAYS.search(heading):
        return bool(_NUMBER.fullmatch(text)) and text not in ("0", "1")
    hint = hint_of(text)
    return hint is not None and hint.full is not None and not _OF_PEOPLE.search(heading)


def _names_somebody(text: str, found: Found) -> bool:
    names = names_within(text, has_commas_between=True)
    return any(name_key(name) in found.people for name in names)


def _is_harmless(heading: str, texts: Sequence[str], mapping: Mapping) -> bool:
    if _DATE_LIKE.search(heading):
        return meaning_of_heading(heading, mapping.columns) == "ignore"
    return bool(
        meaning_of_heading(heading, mapping.columns) == "ignore"
        or is_counted(heading)
        or _HARMLESS.search(heading)
        or ("Y" in "".join(texts).upper() and {text.upper() for text in texts} <= _YES_OR_NO)
    )


def _is_duty(text: str, codes: Codes) -> bool:
    """Whether a text could be read as a duty, or as leave, if it stood under a date."""
    if text.replace(".", "", 1).replace(",", "", 1).isdigit():
        return False
    probe = replace(codes, used={}, guessed={}, asked={})
    known = probe.meaning_of(text)
    is_time = bool(clock_text(text))
    return is_time or bool(probe.asked) or (known is not None and known[1].kind != "off")


def asked_sheets(sheet: SeenSheet, found: Found, codes: Codes) -> Iterator[Note]:
    """A question for a sheet that was taken for no rota and may say something of one."""
    texts = [
        text_of(value)
        for place, value in sheet.values.items()
        if sheet.where(place) not in found.read
    ]
    dates = [
        place
        for place, value in sheet.values.items()
        if (hint := hint_of(value)) is not None
        and hint.full is not None
        and not _OF_PEOPLE.search(_heading_above(sheet, place))
    ]
    people = {name_key(text) for text in texts} & found.people.keys()
    duties = [text for text in texts if _is_duty(text, codes) and len(text) > 1]
    is_like_a_rota = _has_days_above_duties(sheet, codes)
    remarks = [text for text in texts if says_of_somebody(text, found)]
    is_asked = bool(people) and bool(dates or len(duties) >= FEWEST_DUTIES)
    if not is_asked and not is_like_a_rota and not remarks:
        return
    remedy = "write ignore_sheets in a mapping file if it says nothing of the rota"
    text = f"sheet {sheet.title} names people of the rota with dates or codes, and was not read"
    if not people and remarks:
        text = f"sheet {sheet.title} speaks of somebody of the rota, {remarks[0][:80]!r}, and was "
        text += "not read"
    elif not people:
        text = f"sheet {sheet.title} has codes or hours below days, and was not read"
    if is_like_a_rota:
        remedy += "; say under [first_days] on which day it begins if it says no date"
    yield Note(
        "question", text, sheet.where(min(sheet.values)), remedy, ("ignore_sheets", sheet.title)
    )


def _has_days_above_duties(sheet: SeenSheet, codes: Codes) -> bool:
    """Whether codes or hours stand in the columns of a row of weekdays or dates, or beside a column
    of them.
    """
    return any(_is_above_duties(one, codes) for one in (sheet, sheet.turned()))


def _is_above_duties(sheet: SeenSheet, codes: Codes) -> bool:
    for row in sheet.rows:
        days = {column for column, value in sheet.row(row).items() if _says_days(value)}
        fewest = FEWEST_DAYS if any(hint_of(sheet.values[row, at]) for at in days) else 2
        if len(days) < fewest:
            continue
        below = (
            entry_of(value)
            for (other, column), value in sheet.values.items()
            if other > row and column in days
        )
        if sum(_is_duty(text, codes) for text in below) >= FEWEST_BELOW_DAYS:
            return True
    return False


def _says_days(value: Value) -> bool:
    """Whether a heading says a weekday, a date or a week."""
    hint = hint_of(value)
    if hint is None:
        return week_of_words(text_of(value)) is not None
    return hint.weekday is not None or hint.month is not None


def _heading_above(sheet: SeenSheet, place: Place) -> str:
    """The first text of a column."""
    row, column = place
    above = (text_of(sheet.values.get((other, column))) for other in range(1, row))
    return next((text for text in above if text), "")


def lost_cells(sheet: SeenSheet, found: Found) -> Iterator[Note]:
    """A note for each cell without a value that can be read and that was not asked about."""
    for place, why in sorted(sheet.lost.items()):
        if sheet.where(place) not in found.read:
            yield Note("not read", why, sheet.where(place))
