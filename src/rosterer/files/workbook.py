"""How is a case read from, and written to, one Excel workbook?

Sheet ``case`` has the settings, and every table has a sheet of its name with the same columns as
its CSV file.
"""

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rosterer.files.case_tables import CASE_TABLES, NEEDED_TABLES, settings_of
from rosterer.files.columns import Column, Kind, columns_of
from rosterer.files.faults import MOST_FAULTS, Fault
from rosterer.files.people_by_name import PEOPLE, PeopleByName, people_by_name
from rosterer.files.settings import HEADINGS, SECTIONS, sound_settings
from rosterer.files.tables import Draft, Rows, TextTable
from rosterer.files.workbook_read import Sheet, facts_of, kinds_of, read_sheets, settings_of_sheet
from rosterer.files.workbook_sheets import (
    SETTINGS_HEADER,
    SETTINGS_SHEET,
    add_settings,
    add_table,
    streamed_book,
)
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case


def case_workbook(case: Case, *, empty_tables: bool = False) -> bytes:
    """A workbook of a case: needed tables and those that have rows, or all.

    Raises
    ------
    BadInput
        When a text or a table is larger than a sheet holds.
    """
    facts: dict[str, tuple[Fact, ...]] = {name: getattr(case, name) for name in CASE_TABLES}
    written = {
        name: rows for name, rows in facts.items() if rows or empty_tables or name in NEEDED_TABLES
    }
    return workbook_of(settings_of(case), written)


def template_workbook() -> bytes:
    """An empty workbook with every table, to be filled in: notes on the headings, drop-downs below
    them.
    """
    settings: dict[str, object] = {
        name: Case.model_fields[name].get_default() for name in HEADINGS[3:]
    }
    settings |= {"name": None, "note": "", "first_day": None, "days": 28}
    settings |= {name: model() for name, model in SECTIONS.items()}
    return workbook_of(settings, dict.fromkeys(CASE_TABLES, ()))


def workbook_of(settings: Mapping[str, object], tables: Mapping[str, tuple[Fact, ...]]) -> bytes:
    """A workbook of settings and tables."""
    headings = {name: settings[name] for name in HEADINGS}
    sections = {name: (model, dict(settings[name])) for name, model in SECTIONS.items()}  # type: ignore[call-overload]
    content = io.BytesIO()
    with streamed_book(content) as book:
        add_settings(book, SETTINGS_SHEET, {"": (Case, headings), **sections})
        for name, facts in tables.items():
            add_table(book, name, CASE_TABLES[name], facts, tuple(tables))
    return content.getvalue()


def draft_of_workbook(path: Path) -> Draft:
    """What a workbook says of a case, and what is wrong with it.

    Raises
    ------
    BadInput
        When the file is no workbook that can be read.
    """
    kinds: dict[str, dict[str, Kind]] = {
        name: kinds_of(model) for name, model in CASE_TABLES.items()
    }
    sheets, faults = read_sheets(
        path, {SETTINGS_SHEET: dict.fromkeys(SETTINGS_HEADER, "text"), **kinds}
    )
    settings: dict[str, object] = {}
    lines: dict[str, int] = {}
    origin = f"{path.name}, sheet {SETTINGS_SHEET}"
    if SETTINGS_SHEET in sheets:
        raw, lines, wrong = settings_of_sheet(sheets[SETTINGS_SHEET], _setting_columns())
        settings, refused = sound_settings(raw, origin)
        told = {fault.row for fault in wrong}
        placed = [_on_row(fault, lines) for fault in refused]
        faults += [
            *wrong,
            *(fault for fault in placed if fault.row is None or fault.row not in told),
        ]
    else:
        faults.append(
            Fault(
                origin,
                "is missing",
                f"add it: {', '.join(SETTINGS_HEADER[:3])} with at least name, first_day and days",
            )
        )
    tables: dict[str, Rows[Fact]] = {}
    people = people_by_name(named) if (named := _table(sheets, PEOPLE)) else PeopleByName()
    for name, model in CASE_TABLES.items():
        if len(faults) > MOST_FAULTS:
            break  # nothing is looked for any more
        where = f"{path.name}, sheet {name}"
        if name in sheets:
            tables[name], wrong = facts_of(_with_ids(name, sheets[name], people), model, where)
            faults += wrong
            continue
        tables[name] = Rows(where, is_whole=name not in NEEDED_TABLES)
        if name in NEEDED_TABLES:
            faults.append(
                Fault(
                    where, "is missing", "add it; a sheet with only its headings is an empty table"
                )
            )
    return Draft(origin, settings, tables, tuple(faults), lines)


def _table(sheets: Mapping[str, Sheet], name: str) -> TextTable | None:
    return sheets[name].table if name in sheets else None


def _with_ids(name: str, sheet: Sheet, people: PeopleByName) -> Sheet:
    if sheet.table is None:
        return sheet
    table, faults = people.with_ids(name, sheet.table)
    return Sheet(table, (*sheet.faults, *faults))


def _setting_columns() -> dict[str, dict[str, Column]]:
    headings = {column.name: column for column in columns_of(Case) if column.name in HEADINGS}
    return {
        "": headings,
        **{
            name: {column.name: column for column in columns_of(model)}
            for name, model in SECTIONS.items()
        },
    }


def _on_row(fault: Fault, lines: Mapping[str, int]) -> Fault:
    """The fault with the row of its setting, or of the section that it speaks of."""
    name = fault.column or ""
    section = name.split(".")[0]
    row = (
        lines.get(name)
        or lines.get(section)
        or next((row for key, row in lines.items() if key.startswith(f"{section}.")), None)
    )
    return replace(fault, row=row)
