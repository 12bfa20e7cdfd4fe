"""How is a rota read that has people down and dates across, perhaps in several blocks with a team above each?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rosterer.sheets.codes import LONGEST_CODE, code_of
from rosterer.sheets.days import Calendar, DayHint, calendar_above, dates_across, hint_of
from rosterer.sheets.found import Found, FoundCell, FoundPerson, contract_of, meaning_of_heading
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, Value, text_of

FEWEST_DATES = 4
"""Dates in a row that make it a row of headings; fewer may be anything."""
_TOTALS = re.compile(
    r"\b(totals?|required|requirement|needed|target|minimum|min|count|number on|staffing|shortfall|variance|cover|on duty|hours)\b",
    re.IGNORECASE,
)

_KEY = re.compile(r"^(key|legend|codes?|shift codes?|abbreviations?|notes?)\b", re.IGNORECASE)
"""Below it no more people follow; what codes it explains is read elsewhere."""


@dataclass(frozen=True)
class Block:
    """A row of dates and the rows below it, up to the next such row."""

    heading_row: int
    rows: tuple[int, ...]
    dates: Mapping[int, date]
    spans: Mapping[int, tuple[int, ...]]
    """By the first column of a date all columns that are its own (merged headings)."""


def read_grid(sheet: SeenSheet, found: Found, own_headings: Mapping[str, str], assumed_year: int | None) -> bool:
    """Add what a sheet of people and dates says; False when it has no such shape."""
    blocks = _blocks(sheet, found, assumed_year)
    for block in blocks:
        _read_block(sheet, block, found, own_headings)
    return bool(blocks)


def _blocks(sheet: SeenSheet, found: Found, assumed_year: int | None) -> list[Block]:
    headings: list[tuple[int, dict[int, date]]] = []
    seen: list[Value] = []
    for row in sheet.rows:
        values = {
            column: value
            for column, value in sheet.row(row).items()
            if sheet.merged.get((row, column), (row, column)) == (row, column)
        }
        dates, guesses = _dates(values, calendar_above(seen[-60:], sheet.title, assumed_year))
        if len(dates) >= FEWEST_DATES:
            if headings and row - headings[-1][0] == 1 and set(dates) <= set(headings[-1][1]):
                continue  # a second line of headings below the first, such as weekdays below dates
            headings.append((row, dates))
            found.notes += [Note("guess", f"{sheet.title}: {guess}") for guess in guesses]
        else:
            seen += values.values()
    blocks = []
    for number, (row, dates) in enumerate(headings):
        last = headings[number + 1][0] if number + 1 < len(headings) else max(sheet.rows) + 1
        below = tuple(other for other in sheet.rows if row < other < last)
        spans = {
            column: tuple(other for other in range(column, column + 4) if sheet.merged.get((row, other)) == (row, column))
            or (column,)
            for column in dates
        }
        blocks.append(Block(row, below, dates, spans))
    return blocks


def _dates(values: Mapping[int, Value], above: Calendar) -> tuple[dict[int, date], list[str]]:
    """The longest run of dates in a row, left to right."""
    hints: dict[int, DayHint] = {}
    best: tuple[dict[int, date], list[str]] = ({}, [])
    for column in [*sorted(values), None]:
        hint = hint_of(values[column]) if column is not None else None
        if column is not None and hint is not None:
            attempt, guesses = dates_across({**hints, column: hint}, above)
            if attempt:
                hints[column] = hint
                if len(attempt) > len(best[0]):
                    best = (attempt, guesses)
                continue
            hints = {column: hint}
            continue
        hints = {}
    return best


def _read_block(sheet: SeenSheet, block: Block, found: Found, own_headings: Mapping[str, str]) -> None:
    first = min(block.dates)
    columns = _person_columns(sheet, block, first, own_headings)
    if not columns:
        found.notes.append(Note("not read", "no column of names left of the dates", sheet.where((block.heading_row, first))))
        return
    team = sheet.title
    codes = {code_of(_cell_text(sheet.row(row), span)) for row in block.rows for span in block.spans.values()}
    read = {column for span in block.spans.values() for column in span} | set(columns.values())
    for row in block.rows:
        values = sheet.row(row)
        name = _name(values, columns)
        if _KEY.match(name):
            break
        if code_of(name) in codes and len(name) <= LONGEST_CODE:
            continue
        cells = {on: _cell_text(values, block.spans[column]) for column, on in block.dates.items()}
        filled = {on: text for on, text in cells.items() if text}
        if not name:
            if filled and not _is_subheading(filled):
                found.notes.append(Note("not read", "a row with entries and no name", sheet.where((row, first))))
            continue
        has_fill = any((row, column) in sheet.fills for column in block.dates)
        is_banner = not has_fill and len(values) > 1 and len(set(map(str, values.values()))) == 1
        if is_banner or (not filled and not has_fill and _is_heading(values, columns)):
            team = name if not _TOTALS.search(name) else team
            continue
        if _TOTALS.search(name) or (filled and all(re.fullmatch(r"-?\d+([.,]\d+)?", text) for text in filled.values())):
            found.notes.append(Note("not read", "a row of totals or requirements", sheet.where((row, columns.get("name", 1)))))
            continue
        person = _person(sheet, row, values, columns, block.heading_row, name, team)
        found.add_person(person, sheet.where((row, min(columns.values()))))
        for column, on in block.dates.items():
            fill = sheet.fills.get((row, column), "")
            if cells[on] or fill:
                found.cells.append(FoundCell(person.key, on, cells[on], sheet.where((row, column)), fill))
        for column, value in values.items():
            if column not in read and column > first and isinstance(value, str) and len(value) > 2:
                found.notes.append(Note("not read", f"beside the dates: {text_of(value)[:80]}", sheet.where((row, column))))


def _cell_text(values: Mapping[int, Value], span: Sequence[int]) -> str:
    """The text of a day; two cells of one day are its start and end."""
    texts = list(dict.fromkeys(text_of(values.get(column)) for column in span if values.get(column) is not None))
    return "-".join(texts)


def _is_subheading(filled: Mapping[date, str]) -> bool:
    """A line of weekdays, or of start and end, below the dates."""
    return all(
        hint_of(text) is not None or text.casefold() in ("start-end", "from-to", "am-pm", "in-out") for text in filled.values()
    )


def _is_heading(values: Mapping[int, Value], columns: Mapping[str, int]) -> bool:
    """A row with nothing but a name has no person's grade or contract either: it names a team."""
    return not any(
        values.get(column) is not None for what, column in columns.items() if what not in ("name", "first name", "surname")
    )


def _person_columns(sheet: SeenSheet, block: Block, first: int, own_headings: Mapping[str, str]) -> dict[str, int]:
    """Columns left of the dates by what they hold; names by their heading, or else the column with most different words."""
    columns: dict[str, int] = {}
    for row in range(block.heading_row - 2, block.heading_row + 2):
        for column, value in sheet.row(row).items():
            what = meaning_of_heading(text_of(value), own_headings) if column < first or column > max(block.dates) else ""
            if what and what not in columns and what not in ("date", "code", "start", "end"):
                columns[what] = column
    if "name" in columns or "surname" in columns:
        return columns
    words: dict[int, set[str]] = {}
    for row in block.rows:
        for column, value in sheet.row(row).items():
            if column < first and isinstance(value, str) and column not in columns.values():
                words.setdefault(column, set()).add(value)
    if not words:
        return {}
    best = max(words, key=lambda column: (len(words[column]), -column))
    return {**columns, "name": best}


def _name(values: Mapping[int, Value], columns: Mapping[str, int]) -> str:
    parts = [text_of(values.get(columns[what])) for what in ("first name", "name", "surname") if what in columns]
    return " ".join(part for part in parts if part)


def _person(
    sheet: SeenSheet, row: int, values: Mapping[int, Value], columns: Mapping[str, int], heading_row: int, name: str, team: str
) -> FoundPerson:
    def text(what: str) -> str:
        return text_of(values.get(columns[what])) if what in columns else ""

    contract = None
    if "contract" in columns:
        heading = next((text_of(sheet.values.get((heading_row + shift, columns["contract"]))) for shift in (0, -1, 1)), "")
        contract = contract_of(heading, text("contract"))
    return FoundPerson(name.casefold(), name, text("team") or team, text("id"), text("grade"), contract)
