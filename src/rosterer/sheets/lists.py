"""How is a rota read that is a list: a row for each duty, with a name, a date, and a code or a
start and an end?
"""

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rosterer.sheets.assembled import Assembled, assembled
from rosterer.sheets.codes import code_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.day_order import Order, order_of
from rosterer.sheets.days import STYLES, Style, hint_of
from rosterer.sheets.found import Found, FoundCell, FoundOpen, FoundPerson
from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.meanings import Meaning, clock, kind_of_words
from rosterer.sheets.names import (
    commas_of,
    is_among_people,
    is_of_many_parts,
    name_key,
    names_within,
    open_kind,
)
from rosterer.sheets.needs import is_counted, is_plainly_asked
from rosterer.sheets.notes import Note, asked_of_cell, asked_of_commas
from rosterer.sheets.seen import SeenSheet, Value, entry_of, text_of
from rosterer.sheets.times import LONGEST_SURE, MINUTES_PER_DAY, clock_text, spells_of
from rosterer.sheets.weekly import Weekly, is_of_a_week

_LAST_HEADING_ROW = 30
"""Headings stand near the top."""
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
_AWAY = ("leave", "unavailable")
_WHY = re.compile(
    r"(?:reason|kind|why|details|(?:leave|absence) (?:type|reason)|"
    r"(?:type|kind|reason)(?: of| for) (?:leave|absence))",
    re.IGNORECASE,
)
"""Headings that say why somebody is away, in a list of days."""
_LONGEST_AWAY = 400
"""Days that somebody may be away in one row; more is a wrong year."""
_TOGETHER = re.compile(r"\b(?:workers|carers|nurses)\b")
"""Headings of those who do one duty together."""
_SEVERAL = re.compile(r"\b(?:workers|carers|staff|people|names|employees|team|nurses)\b")
"""Headings of columns in which several people may stand."""


@dataclass(frozen=True)
class _List:
    """Where the headings of a list are, and how its cells are written."""

    row: int
    columns: MappingOf[str, int]
    others: tuple[int, ...]
    """Columns of a second and third person."""
    style: Style
    has_commas_between: bool
    is_weekly: bool
    """Its dates are those of weeks, and no other column says the day."""
    weekday: int | None
    """The column that says the day of a week, beside a date of the week."""
    away: str = ""
    """What a row of days without a word means, by the title of its sheet or the line above."""
    away_codes: frozenset[str] = frozenset()
    """Codes of leave by the mapping file."""


def read_list(
    sheet: SeenSheet, found: Found, mapping: Mapping, styles: Sequence[Style] = STYLES
) -> bool:
    """Add what a sheet of duties says; False when it has no such shape."""
    for row in sheet.rows[:_LAST_HEADING_ROW]:
        columns = _columns(sheet, row, mapping.columns)
        if not is_headed(columns):
            continue
        has_who = "name" in columns or "surname" in columns or "id" in columns
        order = _order(sheet, row, columns["date"], styles)
        style = order.style
        if not _num_dates(sheet, row, columns["date"], style):
            continue
        if not has_who:
            text = "a list of duties without a column of names; whose are they?"
            remedy = "add the name of the person, or name its heading under [columns]"
            found.notes.append(asked_of_cell(text, sheet.where((row, columns["date"])), remedy))
            return True
        if order.doubt:
            where = sheet.where((row, columns["date"]))
            remedy = 'say dates = "day/month" or "month/day" in a mapping file'
            found.notes.append(Note("question", order.doubt, where, remedy, ("dates", "")))
        if order.guess:
            found.notes.append(Note("guess", f"{sheet.title}: {order.guess}"))
        others = _other_names(sheet, row, columns, mapping.columns)
        are_apart = _are_apart(sheet, row, columns, mapping, found)
        weeks = _weeks(sheet, row, columns)
        away = _away_above(sheet, row) if "end date" in columns else ""
        about = _List(row, columns, others, style, are_apart, *weeks, away, _codes_of(mapping))
        if style.words:
            text = f"dates are taken to be written in {style.words}"
            found.notes.append(Note("guess", f"{sheet.title}: {text}"))
        found.lists.add(sheet.title)
        where = sheet.where((row, columns["date"]))
        with Weekly(found, mapping, where, about.is_weekly):
            for below in sheet.rows:
                if below > row:
                    _read_row(sheet, below, about, found)
        found.read |= {sheet.where((row, column)) for column in columns.values()}
        found.headings.setdefault(sheet.title, {}).update(
            {
                column: (row, text_of(value))
                for column, value in sheet.row(row).items()
                if column not in columns.values()
            }
        )
        return True
    return False


def heading_of_list(sheet: SeenSheet, mapping: Mapping) -> int | None:
    """The row in which the headings of a list with dates stand; none where there is no list."""
    for row in sheet.rows:
        columns = _columns(sheet, row, mapping.columns)
        if is_headed(columns) and any(
            _num_dates(sheet, row, columns["date"], style) for style in mapping.styles
        ):
            return row
    return None


def is_headed(columns: MappingOf[str, int]) -> bool:
    """Whether columns are those of a list: a date, what is done, and by whom or when."""
    has_who = "name" in columns or "surname" in columns or "id" in columns
    is_timed = {"start", "end"} <= columns.keys()
    has_what = bool({"code", "time", "end date"} & columns.keys()) or is_timed
    return has_what and "date" in columns and (has_who or is_timed)


def _columns(sheet: SeenSheet, row: int, own: MappingOf[str, str]) -> dict[str, int]:
    """Columns by what they hold; of several with dates the one with most whole dates."""
    columns: dict[str, int] = {}
    dates: list[int] = []
    for column, value in sorted(sheet.row(row).items()):
        what = meaning_of_heading(text_of(value), own)
        if what == "date" or (what == "start" and "start" in columns):
            dates.append(column)
        elif what == "contract" and text_of(value).casefold() in ("hours", "hrs"):
            columns.setdefault("length", column)
        elif what and what not in ("contract", "ignore"):
            columns.setdefault(what, column)
    if "week" in columns:
        dates.append(columns["week"])
    if "start" in columns:
        dates.append(columns["start"])  # a moment holds its date
    best = max(
        dates,
        key=lambda column: max(_num_dates(sheet, row, column, style) for style in STYLES),
        default=None,
    )
    if best is None:
        return columns
    columns = {**columns, "date": best}
    return _of_days(sheet, row, columns) if best == columns.get("start") else columns


def _of_days(sheet: SeenSheet, row: int, columns: dict[str, int]) -> dict[str, int]:
    """Columns such as From and To, where they hold days and no times: they are the first and the
    last day.
    """
    held = {
        what: [
            value
            for below in sheet.rows
            if below > row and (value := sheet.values.get((below, columns[what]))) is not None
        ]
        for what in ("start", "end")
        if what in columns
    }
    if not all(_are_days(values) for values in held.values()):
        return columns
    days = {what: column for what, column in columns.items() if what not in ("start", "end")}
    if "end" in columns:
        days.setdefault("end date", columns["end"])
    why = [at for at, one in sorted(sheet.row(row).items()) if _WHY.fullmatch(text_of(one).strip())]
    return {"code": why[0], **days} if why and "end date" in days else days


def _are_days(values: Sequence[Value]) -> bool:
    """Whether most values are dates, and none holds a time of the clock."""
    days = [_day_alone(value) for value in values]
    return sum(days) * 2 > len(days) and not any(
        clock_text(value) for value, is_day in zip(values, days, strict=True) if not is_day
    )


def _day_alone(value: Value) -> bool:
    """Whether a value is a date without a time."""
    if isinstance(value, datetime):
        return value.time() == time()
    hint = hint_of(value)
    return hint is not None and hint.day is not None


def _other_names(
    sheet: SeenSheet, row: int, columns: MappingOf[str, int], own: MappingOf[str, str]
) -> tuple[int, ...]:
    """Columns whose numbered headings name more people of a duty."""
    return tuple(
        column
        for column, value in sorted(sheet.row(row).items())
        if column not in columns.values()
        and text_of(value)[-1:].isdigit()
        and meaning_of_heading(text_of(value), own) == "name"
    )


def _num_dates(sheet: SeenSheet, row: int, column: int, style: Style) -> int:
    return sum(
        _date_of(sheet.values.get((below, column)), style) is not None
        for below in sheet.rows
        if below > row
    )


def _weeks(sheet: SeenSheet, row: int, columns: MappingOf[str, int]) -> tuple[bool, int | None]:
    """Whether dates are those of weeks, and the column of weekdays that says their days."""
    if not is_of_a_week(text_of(sheet.values.get((row, columns["date"])))):
        return False, None
    for column in sorted(sheet.row(row)):
        texts = [
            value
            for below in sheet.rows
            if below > row and (value := sheet.values.get((below, column))) is not None
        ]
        hints = [hint_of(value) for value in texts]
        if hints and all(hint and hint.weekday is not None and hint.day is None for hint in hints):
            return False, column
    return True, None


def _order(sheet: SeenSheet, row: int, column: int, styles: Sequence[Style]) -> Order:
    rows = [below for below in sheet.rows if below > row and (below, column) in sheet.values]
    if not rows:
        return Order(styles[0])
    weekdays = [
        next(
            (
                hint.weekday
                for at, value in sheet.row(below).items()
                if at != column and (hint := hint_of(value)) is not None and hint.day is None
            ),
            None,
        )
        for below in rows
    ]
    return order_of([sheet.values[below, column] for below in rows], weekdays, styles, _date_of)


def _away_above(sheet: SeenSheet, row: int) -> str:
    """Leave or another absence, where the line above a list or the title of its sheet says it."""
    above = [
        text_of(one) for other in sheet.rows if other < row for one in sheet.row(other).values()
    ]
    kinds = {text: kind_of_words(text) for text in (*above[-1:], sheet.title)}
    return next((str(kind).upper() for kind in kinds.values() if kind in _AWAY), "")


def _codes_of(mapping: Mapping) -> frozenset[str]:
    """Codes that somebody is away by, as their owner says."""
    return frozenset(code for code, one in mapping.meanings().items() if one.kind in _AWAY)


def _are_apart(
    sheet: SeenSheet, row: int, columns: MappingOf[str, int], mapping: Mapping, found: Found
) -> bool:
    """Whether a comma in the column of names stands between people; asked where nobody knows."""
    if mapping.commas:
        return mapping.commas == "between people"
    column = columns.get("name", 0)
    cells = [(below, entry_of(sheet.values.get((below, column)))) for below in sheet.rows]
    cells = [(below, text) for below, text in cells if below > row and text]
    texts = [text for _, text in cells]
    commas = commas_of(texts)
    heading = text_of(sheet.values.get((row, column))).casefold()
    if commas != "unsure" or "surname" in heading:
        return commas == "between"
    if _TOGETHER.search(heading) and any("," not in text for text in texts):
        return True
    has_many = any(is_of_many_parts(text) for text in texts)
    if _SEVERAL.search(heading) or is_among_people(texts) or has_many:
        below, text = next((below, text) for below, text in cells if "," in text)
        found.notes.append(asked_of_commas(text, sheet.where((below, column))))
    return False


def _date_of(value: Value | None, style: Style) -> date | None:
    if value is None:
        return None
    text = text_of(value)
    moment = re.fullmatch(
        r"(\S*\d\S*)[ T]+\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]m)?", text, re.IGNORECASE
    )
    hint = hint_of(moment[1] if moment else value, style)
    on = hint.full if hint is not None else None
    if on is None or (hint is not None and hint.weekday not in (None, on.weekday())):
        return None
    return on


def _read_row(sheet: SeenSheet, row: int, about: _List, found: Found) -> None:
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
    on = _date_of(values.get(columns["date"]), about.style)
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


def _outside_its_week(values: MappingOf[int, Value], about: _List, on: date) -> str:
    """Why a date contradicts the week beside it."""
    column = about.columns.get("week")
    if column is None or column == about.columns["date"] or column not in values:
        return ""
    begins = _date_of(values[column], about.style)
    if begins is None or abs(on - begins) < timedelta(days=7):
        return ""
    return f"{on} is not in the week of {begins}, which stands beside it"


def _of_its_week(begins: date, weekday: Value | None) -> date | None:
    """The day of a week that a weekday says; none without one."""
    hint = None if weekday is None else hint_of(weekday)
    if hint is None or hint.weekday is None:
        return None
    return begins + timedelta(days=(hint.weekday - begins.weekday()) % 7)


def _open_spots(sheet: SeenSheet, row: int, about: _List, found: Found) -> int:
    """How many more people a row says are needed."""
    for column, value in sheet.row(row).items():
        heading = text_of(sheet.values.get((about.row, column)))
        if _SPOTS.fullmatch(heading.strip()) and text_of(value).isdigit():
            found.read |= {sheet.where((row, column)), sheet.where((about.row, column))}
            return min(int(text_of(value)), _MOST_SPOTS)
    return 0


def _problem(
    sheet: SeenSheet, row: int, about: _List, name: str, on: date | None, day: Assembled
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


def _day(values: MappingOf[int, Value], about: _List, on: date | None) -> Assembled:
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


def _of_a_span(day: Assembled, on: date | None, last: date | None, about: _List) -> Assembled:
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
    return (known.kind if known is not None else kind_of_words(text)) in _AWAY


def _last_day(values: MappingOf[int, Value], about: _List, on: date) -> date:
    """The last day of a row without times."""
    if "end date" not in about.columns or {"start", "end"} & about.columns.keys():
        return on
    return _later(None, values.get(about.columns["end date"]), about.style) or on


def _later(end: Value | None, end_date: Value | None, style: Style) -> date | None:
    """The date on which a duty ends, where it is said."""
    if end_date is not None:
        return _date_of(end_date, style)
    if isinstance(end, datetime) or (isinstance(end, str) and len(end) > len("00:00:00")):
        return _date_of(end, style)
    return None
