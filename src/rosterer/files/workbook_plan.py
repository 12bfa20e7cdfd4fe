"""How is a plan read from, and written to, one Excel workbook?

Sheets ``certificate`` and ``origin`` have what the plan says of itself, and every table has a sheet
of its name; sheets of
what is derived, and ``read-me``, are for people and are not read.
"""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from rosterer.files.cells import atom_text
from rosterer.files.columns import Kind, columns_of
from rosterer.files.faults import MOST_FAULTS, Fault
from rosterer.files.plan_tables import PLAN_CLAIMS
from rosterer.files.rows import faults_of
from rosterer.files.tables import Draft, Rows
from rosterer.files.workbook_cells import escaped
from rosterer.files.workbook_read import (
    READ_ME,
    Sheet,
    facts_of,
    kinds_of,
    read_sheets,
    settings_of_sheet,
)
from rosterer.files.workbook_sheets import SETTINGS_HEADER, add_settings, add_table, streamed_book
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.plan import Plan


def plan_workbook(
    plan: Plan,
    tables: Mapping[str, type[Fact]],
    needed: Sequence[str],
    derived: Mapping[str, Sequence[Mapping[str, object]]],
    about: Mapping[str, object],
) -> bytes:
    """A workbook of a plan.

    Parameters
    ----------
    tables, needed
        The models of a plan's tables, and those that are written even when they are empty.
    derived
        Rows of tables for reading alone.
    about
        Figures for the sheet ``read-me``.
    """
    content = io.BytesIO()
    with streamed_book(content) as book:
        if about:
            sheet = book.create_sheet(READ_ME)
            for name, value in about.items():
                sheet.append([name, escaped(atom_text(value))])
        for name, model in PLAN_CLAIMS.items():
            claims: Fact | None = getattr(plan, name)
            if claims is not None:
                add_settings(book, name, {"": (model, dict(claims))})
        for name, model in tables.items():
            facts: tuple[Fact, ...] | None = getattr(plan, name)
            if facts or name in needed or (name == "reservations" and facts is not None):
                add_table(book, name, model, facts or (), tuple(tables))
        for name, rows in derived.items():
            if rows:
                sheet = book.create_sheet(name)
                sheet.append(list(rows[0]))
                for row in rows:
                    sheet.append(
                        [
                            value if isinstance(value, int | float) else atom_text(value)
                            for value in row.values()
                        ]
                    )
    return content.getvalue()


def draft_of_plan_workbook(
    path: Path, tables: Mapping[str, type[Fact]], needed: Sequence[str], ignored: Sequence[str]
) -> Draft:
    """What a workbook says of a plan, and what is wrong with it.

    Raises
    ------
    BadInput
        When the file is no workbook that can be read.
    """
    kinds: dict[str, Mapping[str, Kind]] = {name: kinds_of(model) for name, model in tables.items()}
    kinds |= {name: dict.fromkeys(SETTINGS_HEADER, "text") for name in PLAN_CLAIMS}
    kinds |= {name: {} for name in ignored}
    sheets, faults = read_sheets(path, kinds)
    settings: dict[str, object] = {}
    for name, model in PLAN_CLAIMS.items():
        if name in sheets:
            settings[name], wrong = _claims(sheets[name], model, f"{path.name}, sheet {name}")
            faults += wrong
    rows: dict[str, Rows[Fact]] = {}
    for name, model in tables.items():
        if len(faults) > MOST_FAULTS:
            break  # nothing is looked for any more
        where = f"{path.name}, sheet {name}"
        if name in sheets:
            rows[name], wrong = facts_of(sheets[name], model, where)
            faults += wrong
        elif name in needed:
            faults.append(
                Fault(
                    where, "is missing", "add it; a sheet with only its headings is an empty table"
                )
            )
    return Draft(path.name, settings, rows, tuple(faults))


def _claims(sheet: Sheet, model: type[Fact], origin: str) -> tuple[Fact | None, list[Fault]]:
    raw, lines, faults = settings_of_sheet(
        sheet, {"": {column.name: column for column in columns_of(model)}}
    )
    try:
        return model.model_validate(raw), faults
    except ValidationError as refused:
        return None, faults or [
            Fault(
                origin,
                fault.message,
                fault.remedy,
                lines.get(fault.column or ""),
                fault.column,
                fault.value,
            )
            for fault in faults_of(refused, model, origin, None)
        ]
