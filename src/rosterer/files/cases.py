"""How is a case read from, and written to, a folder, a workbook or a JSON document?"""

from pathlib import Path

from rosterer.files.atomic import write_file, write_folder
from rosterer.files.case_tables import CASE_TABLES, NEEDED_TABLES, case_of, settings_of, text_rows
from rosterer.files.csvtext import csv_bytes, read_csv
from rosterer.files.documents import document_bytes, read_document, rows_of_list
from rosterer.files.faults import MOST_FAULTS, BadInput, Fault, Known
from rosterer.files.forms import draft_of
from rosterer.files.kinds import is_plan
from rosterer.files.people_by_name import PEOPLE, PeopleByName, people_by_name
from rosterer.files.rows import rows_of
from rosterer.files.settings import (
    HEADINGS,
    SECTIONS,
    SETTINGS_FILE,
    read_settings,
    sound_settings,
    toml_text,
)
from rosterer.files.tables import Draft, Rows
from rosterer.files.targets import require_case_target
from rosterer.files.workbook import case_workbook, draft_of_workbook
from rosterer.files.workbook_open import is_workbook
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case

CASE_FILES = (SETTINGS_FILE, *(f"{name}.csv" for name in CASE_TABLES))
"""Every file that a case folder may hold."""


def load_case(path: Path | str) -> Case:
    """Read a case.

    Parameters
    ----------
    path
        A folder with ``case.toml`` and a CSV file a table, one ``.xlsx`` workbook or one ``.json``
        document.

    Raises
    ------
    BadInput
        With everything that is wrong, each with its place.
    """
    path = Path(path)
    try:
        return case_of(
            draft_of("case", path, _draft_of_folder, _draft_of_document, draft_of_workbook)
        )
    except BadInput:
        if is_plan(path):
            remedy = (
                "give the case that it was made for; where both are asked for, CASE comes "
                "before PLAN"
            )
            raise BadInput(
                [Fault(path.name or str(path), "is a plan, and a case is needed here", remedy)]
            ) from None
        raise


def save_case(case: Case, path: Path | str, *, empty_tables: bool = False) -> None:
    """Write a case as a JSON document where the name ends in ``.json``, a workbook where in
    ``.xlsx``, else a folder; in one step.

    Parameters
    ----------
    empty_tables
        Write tables without rows too, so that somebody can fill them in; else only those needed.

    Raises
    ------
    BadInput
        When nothing can be written there, a plan stands there, or a text is longer than a cell of a
        workbook.
    """
    path = Path(path)
    require_case_target(path)
    try:
        if path.suffix.lower() == ".json":
            write_file(path, document_bytes(case.model_dump(mode="json")))
            return
        if is_workbook(path):
            write_file(path, case_workbook(case, empty_tables=empty_tables))
            return
        contents = {SETTINGS_FILE: toml_text(settings_of(case)).encode()}
        for name, model in CASE_TABLES.items():
            facts: tuple[Fact, ...] = getattr(case, name)
            if facts or empty_tables or name in NEEDED_TABLES:
                contents[f"{name}.csv"] = csv_bytes(*text_rows(facts, model))
        write_folder(path, contents, CASE_FILES)
    except OSError as refused:
        raise BadInput(
            [Fault(str(path), f"cannot be written ({refused.strerror})", "choose another place")]
        ) from refused


def _draft_of_folder(path: Path) -> Draft:
    settings, faults = read_settings(path / SETTINGS_FILE)
    tables: dict[str, Rows[Fact]] = {}
    people = PeopleByName()
    for name, model in CASE_TABLES.items():
        if len(faults) > MOST_FAULTS:
            break  # nothing is looked for any more
        file = path / f"{name}.csv"
        if not file.exists():
            tables[name] = Rows(file.name, is_whole=name not in NEEDED_TABLES)
            if name in NEEDED_TABLES:
                faults.append(
                    Fault(
                        file.name,
                        "is missing",
                        "add it; a file with only its headings is an empty table",
                    )
                )
            continue
        table, wrong = read_csv(file)
        faults += wrong
        if table is None:
            tables[name] = Rows(file.name, is_whole=False)
            continue
        if name == PEOPLE:
            people = people_by_name(table)
        table, wrong = people.with_ids(name, table)
        faults += wrong
        tables[name], wrong = rows_of(table, model)
        faults += wrong
    files = Known(CASE_FILES)
    for file in sorted(path.glob("*.csv")):
        if file.name not in CASE_FILES:
            faults.append(
                Fault(
                    file.name,
                    "is not a table of a case",
                    files.nearest(file.name) or "move it elsewhere",
                )
            )
    return Draft(SETTINGS_FILE, settings.values, tables, tuple(faults), settings.lines)


def _draft_of_document(path: Path) -> Draft:
    document, faults = read_document(path)
    if document is None:
        return Draft(path.name, faults=tuple(faults))
    settings, wrong = sound_settings(
        {key: value for key, value in document.items() if key not in CASE_TABLES}, path.name
    )
    faults += wrong
    tables: dict[str, Rows[Fact]] = {}
    for name, model in CASE_TABLES.items():
        if len(faults) > MOST_FAULTS:
            break  # nothing is looked for any more
        origin = f"{path.name}, {name}"
        if document.get(name) is not None:
            tables[name], wrong = rows_of_list(document[name], model, origin)
            faults += wrong
            continue
        tables[name] = Rows(origin, is_whole=name not in NEEDED_TABLES)
        if name in NEEDED_TABLES:
            faults.append(
                Fault(path.name, f"has no table {name!r}", "add it; [] is an empty table")
            )
    assert set(settings) <= {*HEADINGS, *SECTIONS}
    return Draft(path.name, settings, tables, tuple(faults))
