"""What does a row of a list say: who, on which day, and what is done?"""

import re
from collections.abc import Mapping as MappingOf
from datetime import date, datetime, timedelta

from rosterer.sheets.assembled import Assembled, assembled
from rosterer.sheets.codes import code_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.days import Style, hint_of
from rosterer.sheets.found import Found, FoundCell, FoundOpen, FoundPerson
from rosterer.sheets.leave_hours import with_hours_of_leave
from rosterer.sheets.list_columns import ListColumns, date_of
from rosterer.sheets.meanings import ABSENCES, Meaning, clock, kind_of_words
from rosterer.sheets.names import (
    is_of_many_parts,
    name_key,
    names_within,
    open_kind,
)
from rosterer.sheets.needs import is_counted, is_plainly_asked
from rosterer.sheets.notes import Note, asked_of_cell
from rosterer.sheets.seen import SeenSheet, Value, entry_of, text_of
from rosterer.sheets.times import LONGEST_SURE, MINUTES_PER_DAY, spells_of

_STATUS = re.compile(
    r"\b(?:cancel\w*|declin\w*|reject\w*|withdrawn|no.?show|swap\w*|replaced|covered|deleted|"
    r"did not attend|dna|void)\b",
    re.IGNORECASE,
)
"""Words beside a duty that say that it may not be one."""


_GONE = re.compile(r"(?:is )?(?:deleted|cancell?ed|declined|rejected|removed|void|archived)", re.I)
_STANDS = re.compile(
    r"(?:is )?(?:published|attended|confirmed|approved|accepted|active|live|worked)", re.I
)
"""Headings of columns that say whether a row still stands."""
_YES, _NO = {"YES", "Y", "TRUE", "1", "X", "✓"}, {"NO", "N", "FALSE", "0", "✗"}
_SPOTS = re.compile(
    r"(?:open|vacant|unfilled) (?:spots?|shifts?|places?|posts?)|vacancies|unfilled", re.IGNORECASE
)
"""Headings of numbers of people who are still needed."""
_MOST_SPOTS = 50
_LONGEST_AWAY = 400
"""Days that somebody may be away in one row; more is a wrong year."""


def read_row(sheet: SeenSheet, row: int, about: ListColumns, found: Found) -> None:
    values = sheet.row(row)
    columns = about.columns
    found.read |= {sheet.where((row, column)) for column in columns.values()}

    def text(what: str) -> str:
        return text_of(values.get(columns[what])) if what in columns else ""

    cell = entry_of(values.get(columns["name"])) if "name" in columns else ""
    name = " ".join(part for part in (text("first name"), cell, text("surname")) if part)
    name = name or text("id")
    where = sheet.where((row, columns["date"]))
    if any((row, column) in sheet.ignored for column in columns.values()):
        found.notes.append(Note("not read", "a row, as told", where))
        return
    on = date_of(values.get(columns["date"]), about.style)
    if about.weekday is not None and on is not None:
        found.read.add(sheet.where((row, about.weekday)))
        on = _of_its_week(on, values.get(about.weekday))
    day = _day(values, about, on)
    problem = _problem(sheet, row, about, name, on, day)
    spots = _open_spots(sheet, row, about, found)
    if spots and on is not None and day.text and not day.problem:
        team = text("team") or sheet.title
        open_row = FoundOpen("vacant", team, on, day.text, where, day.meaning)
        found.open += [open_row] * spots
        if not name:
            return
    if problem:
        place = sheet.where((row, columns["name"])) if not name and "name" in columns else where
        found.notes.append(asked_of_cell(problem, place))
        return
    if on is None or not name:
        if name or on is not None or day.text:
            found.notes.append(Note("not read", "a row without a duty", where))
        return
    last = _last_day(values, about, on) if day.meaning is None else on
    day, told = with_hours_of_leave(sheet, row, about, day, (last - on).days + 1)
    if told is not None:
        found.notes.append(told)
        if told.is_question:
            return
    names = names_within(name, has_commas_between=about.has_commas_between)
    for column in about.others:
        found.read.add(sheet.where((row, column)))
        more = entry_of(values.get(column))
        names += names_within(more, has_commas_between=about.has_commas_between)
    many = next(filter(is_of_many_parts, names), "")
    if many and not about.has_commas_between:
        text_of_many = f"{many!r} has an odd number of parts; who is meant?"
        found.notes.append(asked_of_cell(text_of_many, sheet.where((row, columns["name"]))))
        return
    for one in names if "name" in columns and "surname" not in columns else [name]:
        kind = open_kind(one)
        if kind is not None:
            team = text("team") or sheet.title
            found.open.append(FoundOpen(kind, team, on, day.text, where, day.meaning))
            continue
        found.person_rows.setdefault(sheet.title, set()).add(row)
        number = text("id") if len(names) == 1 else ""
        team, grade = text("team") or sheet.title, text("grade")
        known = found.people.get(name_key(one))
        if known is not None and number and known.number not in ("", number):
            twice = f"{one} has the numbers {known.number} and {number}; is it one person or two?"
            found.notes.append(asked_of_cell(twice, where))
            continue
        key = found.add_person(FoundPerson(name_key(one), one, team, number, grade), where)
        found.cells += [
            FoundCell(key, on + timedelta(days=later), day.text, where, "", day.meaning)
            for later in range((last - on).days + 1)
        ]


def _outside_its_week(values: MappingOf[int, Value], about: ListColumns, on: date) -> str:
    """Why a date contradicts the week beside it."""
    column = about.columns.get("week")
    if column is None or column == about.columns["date"] or column not in values:
        return ""
    begins = date_of(values[column], about.style)
    if begins is None or abs(on - begins) < timedelta(days=7):
        return ""
    return f"{on} is not in the week of {begins}, which stands beside it"


def _of_its_week(begins: date, weekday: Value | None) -> date | None:
    """The day of a week that a weekday says; none without one."""
    hint = None if weekday is None else hint_of(weekday)
    if hint is None or hint.weekday is None:
        return None
    return begins + timedelta(days=(hint.weekday - begins.weekday()) % 7)


def _open_spots(sheet: SeenSheet, row: int, about: ListColumns, found: Found) -> int:
    """How many more people a row says are needed."""
    for column, value in sheet.row(row).items():
        heading = text_of(sheet.values.get((about.row, column)))
        if _SPOTS.fullmatch(heading.strip()) and text_of(value).isdigit():
            found.read |= {sheet.where((row, column)), sheet.where((about.row, column))}
            return min(int(text_of(value)), _MOST_SPOTS)
    return 0


def _problem(
    sheet: SeenSheet, row: int, about: ListColumns, name: str, on: date | None, day: Assembled
) -> str:
    """Why a row with a duty cannot be read."""
    values = sheet.row(row)
    columns = set(about.columns.values())
    lost = next(
        (why for place, why in sheet.lost.items() if place[0] == row and place[1] in columns), ""
    )
    has_duty = bool(day.text or day.problem)
    if lost:
        return lost
    if is_plainly_asked(name) and open_kind(name) is None:
        return f"a row of what is needed, {name!r}: lists of duties have people alone"
    if on is None:
        is_total = is_counted(name) or not name
        return "" if is_total or not has_duty else "a row of a duty without a whole date"
    if not name:
        return "a row of a duty without a name" if has_duty else ""
    if day.problem:
        return day.problem
    if not day.text:
        return "a row without a code or hours"
    if any((row, column) in sheet.struck for column in columns):
        return "a row that is struck through; is it still so?"
    outside = _outside_its_week(values, about, on)
    if outside:
        return outside
    for column, value in values.items():
        hint = hint_of(value, about.style) if column not in columns else None
        if hint is not None and hint.weekday not in (None, on.weekday()) and hint.day is None:
            return f"{text_of(value)} is no weekday of {on}"
        heading = text_of(sheet.values.get((about.row, column)))
        said = text_of(value).upper()
        is_gone = _GONE.fullmatch(heading) and said in _YES
        if column not in columns and (is_gone or (_STANDS.fullmatch(heading) and said in _NO)):
            return f"a row of which {heading!r} says {text_of(value)!r}; is the duty worked?"
        if column not in columns and _STATUS.search(text_of(value)):
            return f"a row that says {text_of(value)!r}; is the duty worked?"
    return ""


def _day(values: MappingOf[int, Value], about: ListColumns, on: date | None) -> Assembled:
    """What a row says of its day."""
    columns = about.columns
    parts = {
        role: values[columns[role]]
        for role in ("start", "end", "code", "break", "length")
        if role in columns and values.get(columns[role]) is not None
    }
    time = entry_of(values.get(columns["time"])) if "time" in columns else ""
    if time and not {"start", "end"} <= parts.keys():
        spells = spells_of(time)
        if spells is None or len(spells) != 1:
            return Assembled(time)
        parts |= {"start": clock(spells[0].start), "end": clock(spells[0].end)}
    later = _later(parts.get("end"), values.get(columns.get("end date", 0)), about.style)
    day = assembled(parts, is_grid=False)
    if not {"start", "end"} & parts.keys():
        return _of_a_span(day, on, later, about)
    if on is not None and later is not None and later - on not in (timedelta(0), timedelta(days=1)):
        return Assembled(
            problem=f"a duty from {on} to {later} (End Date) is longer than a day; "
            "write a row for each"
        )
    if later is None and _is_doubtful(day.meaning):
        hours = day.meaning.hours if day.meaning is not None else None
        return Assembled(f"{clock(hours.start)}-{clock(hours.end)}") if hours else day
    if on is not None and later is not None and day.meaning is not None and day.meaning.hours:
        ends_later = day.meaning.hours.end <= day.meaning.hours.start
        if ends_later != (later > on):
            return Assembled(problem=f"a duty on {on} that ends on {later} at that time is none")
    return day


def _is_doubtful(meaning: Meaning | None) -> bool:
    """Whether a duty is so long that it has to be confirmed, and nothing beside it does so."""
    if meaning is None or meaning.hours is None or meaning.unpaid_break is not None:
        return False
    return LONGEST_SURE < meaning.hours.minutes < MINUTES_PER_DAY


def _of_a_span(day: Assembled, on: date | None, last: date | None, about: ListColumns) -> Assembled:
    """A row without times: leave from one day to another is of each day, a duty of one alone."""
    text = day.text or about.away
    if day.problem or not text or on is None or last is None or last == on:
        return Assembled(text if last is not None else day.text, day.meaning, day.problem)
    if not 0 < (last - on).days <= _LONGEST_AWAY:
        return Assembled(problem=f"{text!r} from {on} to {last} is no time that somebody is away")
    if _is_away(text) or code_of(text) in about.away_codes:
        return Assembled(text)
    return Assembled(
        problem=f"{text!r} from {on} to {last}, and nobody knows whether each day is one; write a "
        "row for each"
    )


def _is_away(text: str) -> bool:
    known = CUSTOMARY.get(code_of(text))
    return (known.kind if known is not None else kind_of_words(text)) in ABSENCES


def _last_day(values: MappingOf[int, Value], about: ListColumns, on: date) -> date:
    """The last day of a row without times."""
    if "end date" not in about.columns or {"start", "end"} & about.columns.keys():
        return on
    return _later(None, values.get(about.columns["end date"]), about.style) or on


def _later(end: Value | None, end_date: Value | None, style: Style) -> date | None:
    """The date on which a duty ends, where it is said."""
    if end_date is not None:
        return date_of(end_date, style)
    if isinstance(end, datetime) or (isinstance(end, str) and len(end) > len("00:00:00")):
        return date_of(end, style)
    return None
