"""How is a rota read that is a list: a row for each duty, with a name, a date, and a code or a
start and an end?
"""

from collections.abc import Mapping
from datetime import date

from rosterer.sheets.days import hint_of
from rosterer.sheets.found import Found, FoundCell, FoundPerson, meaning_of_heading
from rosterer.sheets.needs import is_plainly_asked
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, Value, text_of

_LAST_HEADING_ROW = 30
"""Headings stand near the top."""


def read_list(sheet: SeenSheet, found: Found, own_headings: Mapping[str, str]) -> bool:
    """Add what a sheet of duties says; False when it has no such shape."""
    for row in sheet.rows[:_LAST_HEADING_ROW]:
        columns = _columns(sheet.row(row), own_headings)
        has_who = "name" in columns or "surname" in columns or "id" in columns
        if (
            has_who
            and "date" in columns
            and ("code" in columns or {"start", "end"} <= columns.keys())
        ):
            for below in sheet.rows:
                if below > row:
                    _read_row(sheet, below, columns, found)
            found.read |= {sheet.where((row, column)) for column in columns.values()}
            others = {
                column: (row, text_of(value))
                for column, value in sheet.row(row).items()
                if column not in columns.values()
            }
            found.headings.setdefault(sheet.title, {}).update(others)
            return True
    return False


def _columns(values: Mapping[int, Value], own_headings: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, value in sorted(values.items()):
        what = meaning_of_heading(text_of(value), own_headings)
        if what and what not in columns and what != "contract":
            columns[what] = column
    return columns


def _read_row(sheet: SeenSheet, row: int, columns: Mapping[str, int], found: Found) -> None:
    values = sheet.row(row)

    def text(what: str) -> str:
        return text_of(values.get(columns[what])) if what in columns else ""

    found.read |= {sheet.where((row, column)) for column in columns.values()}
    name = " ".join(
        part for part in (text("first name"), text("name"), text("surname")) if part
    ) or text("id")
    when = values.get(columns["date"])
    hint = hint_of(when) if when is not None else None
    on: date | None = hint.full if hint is not None else None
    where = sheet.where((row, columns["date"]))
    if not name or on is None:
        if name or when is not None:
            found.notes.append(
                Note("not read", "a row without a name or without a whole date", where)
            )
        return
    if is_plainly_asked(name):
        found.notes.append(
            Note(
                "not read",
                f"a row of what is needed, {name!r}: lists of duties have people alone",
                where,
            )
        )
        return
    start, end = _clock(text("start")), _clock(text("end"))
    code = text("code") or (f"{start}-{end}" if start and end else "")
    if not code:
        found.notes.append(Note("not read", "a row without a code or hours", where))
        return
    person = FoundPerson(
        name.casefold(), name, text("team") or sheet.title, text("id"), text("grade")
    )
    found.add_person(person, where)
    found.cells.append(FoundCell(person.key, on, code, where))


def _clock(text: str) -> str:
    """The time of a moment such as ``2026-11-02 07:00``."""
    return (
        text.rpartition(" ")[2]
        if text[:1] == "2" and "-" in text
        else text.removesuffix(":00")
        if text.count(":") == 2
        else text
    )
