"""How is a plan read from, and written to, a folder, a workbook or a JSON document?"""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from rosterer.files.atomic import write_file, write_folder
from rosterer.files.case_tables import text_rows
from rosterer.files.cells import atom_text
from rosterer.files.csvtext import csv_bytes, read_csv
from rosterer.files.documents import document_bytes, read_document, rows_of_list
from rosterer.files.faults import MOST_FAULTS, BadInput, Fault, Known
from rosterer.files.forms import draft_of
from rosterer.files.kinds import is_case
from rosterer.files.plan_tables import (
    DERIVED_TABLES,
    NEEDED_PLAN_TABLES,
    PLAN_CLAIMS,
    PLAN_DOCUMENT,
    PLAN_FILES,
    PLAN_TABLES,
)
from rosterer.files.rows import rows_of
from rosterer.files.tables import Draft, Rows
from rosterer.files.targets import require_plan_target
from rosterer.files.values import fact_of_values
from rosterer.files.workbook_open import is_workbook
from rosterer.files.workbook_plan import draft_of_plan_workbook, plan_workbook
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

DerivedRow = Mapping[str, object]
"""A row of a derived table: texts, numbers, dates and truths by column."""


def load_plan(path: Path | str) -> Plan:
    """Read a plan.

    Parameters
    ----------
    path
        A folder (``duties.csv`` and ``placements.csv`` are enough), one ``.xlsx`` workbook or one
        ``.json`` document.

    Raises
    ------
    BadInput
        With everything that is wrong, each with its place.
    """
    path = Path(path)
    try:
        return _plan_of(
            draft_of("plan", path, _draft_of_folder, _draft_of_document, _draft_of_workbook)
        )
    except BadInput:
        if is_case(path):
            remedy = "give CASE, then PLAN; a plan has a folder of its own"
            raise BadInput(
                [Fault(path.name or str(path), "is a case, and a plan is needed here", remedy)]
            ) from None
        raise


def save_plan(
    plan: Plan,
    path: Path | str,
    *,
    case: Case | None = None,
    summary: Mapping[str, object] | None = None,
    cover: Sequence[DerivedRow] = (),
    occupancy: Sequence[DerivedRow] = (),
) -> None:
    """Write a plan as a JSON document where the name ends in ``.json``, a workbook where in
    ``.xlsx``, else a folder; in one step.

    Parameters
    ----------
    case
        Whose plan it is: its name, days and fingerprint go into ``plan.json``.
    summary
        The figures that ``rosterer solve --json`` prints.
    cover, occupancy
        Need and supply of each care cell, beds of each unit and day: for reading, recomputed by
        whoever judges.

    Raises
    ------
    BadInput
        When nothing can be written there, or a case stands there: both have files of the same
        names.
    """
    path = Path(path)
    require_plan_target(path)
    about: dict[str, object] = {}
    if case is not None:
        first_day = case.first_day.isoformat()
        about["case"] = {
            "name": case.name,
            "first_day": first_day,
            "days": case.days,
            "fingerprint": case.fingerprint,
        }
    for name in PLAN_CLAIMS:
        claims: Fact | None = getattr(plan, name)
        about[name] = None if claims is None else claims.model_dump(mode="json")
    about["summary"] = dict(summary or {})
    derived = {"cover": cover, "occupancy": occupancy}
    try:
        if path.suffix.lower() == ".json":
            tables = plan.model_dump(mode="json", exclude=set(PLAN_CLAIMS))
            texts = {
                name: [{key: _plain(value) for key, value in row.items()} for row in rows]
                for name, rows in derived.items()
            }
            write_file(path, document_bytes(about | tables | texts))
            return
        if is_workbook(path):
            told = {
                **({"case": case.name, "fingerprint": case.fingerprint} if case else {}),
                **{name: _in_words(value) for name, value in (summary or {}).items()},
            }
            write_file(path, plan_workbook(plan, PLAN_TABLES, NEEDED_PLAN_TABLES, derived, told))
            return
        contents = {PLAN_DOCUMENT: document_bytes(about)}
        for name, model in PLAN_TABLES.items():
            facts: tuple[Fact, ...] | None = getattr(plan, name)
            if (
                facts
                or name in NEEDED_PLAN_TABLES
                or (name == "reservations" and facts is not None)
            ):
                contents[f"{name}.csv"] = csv_bytes(*text_rows(facts or (), model))
        for name, rows in derived.items():
            if rows:
                header = tuple(rows[0])
                contents[f"{name}.csv"] = csv_bytes(
                    header, [tuple(atom_text(row[key]) for key in header) for row in rows]
                )
        write_folder(path, contents, PLAN_FILES)
    except OSError as refused:
        raise BadInput(
            [Fault(str(path), f"cannot be written ({refused.strerror})", "choose another place")]
        ) from refused


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else atom_text(value)


def _in_words(figure: object) -> object:
    """A figure of the summary for a cell: of an object its sentence, of a list theirs."""
    if isinstance(figure, Mapping):
        return figure.get("sentence", "")
    if isinstance(figure, list):
        return " ".join(f"{_in_words(one)}." for one in figure)
    return figure


def _plan_of(draft: Draft) -> Plan:
    if draft.faults:
        raise BadInput(draft.faults)
    tables = {
        name: tuple(entry.fact for entry in rows.entries) for name, rows in draft.tables.items()
    }
    return Plan.model_validate({**draft.settings, **tables})


def _claims(document: Mapping[str, object], file: str) -> tuple[dict[str, object], list[Fault]]:
    """What a plan says of itself, and what of its document is not known."""
    known = ("case", "summary", *PLAN_CLAIMS, *PLAN_TABLES, *DERIVED_TABLES)
    names = Known(known)
    faults = [
        Fault(
            file,
            f"{key[:80]!r} is not known here",
            names.nearest(key) or "remove it",
            column=key[:80],
        )
        for key in islice((key for key in document if key not in known), MOST_FAULTS + 1)
    ]
    settings: dict[str, object] = {}
    for name, model in PLAN_CLAIMS.items():
        claims, place = document.get(name), f"{file}, {name}"
        if claims is None:
            continue
        if not isinstance(claims, dict):
            remedy = "write { … } with a value for each claim, or null"
            faults.append(Fault(place, "is not an object", remedy))
            continue
        settings[name], wrong = fact_of_values(model, claims, place, None)
        faults += wrong
    return settings, faults


def _draft_of_workbook(path: Path) -> Draft:
    return draft_of_plan_workbook(path, PLAN_TABLES, NEEDED_PLAN_TABLES, DERIVED_TABLES)


def _draft_of_folder(path: Path) -> Draft:
    faults: list[Fault] = []
    settings: dict[str, object] = {}
    if (path / PLAN_DOCUMENT).exists():
        document, faults = read_document(path / PLAN_DOCUMENT)
        if document is not None:
            settings, wrong = _claims(document, PLAN_DOCUMENT)
            faults += wrong
    tables: dict[str, Rows[Fact]] = {}
    for name, model in PLAN_TABLES.items():
        if len(faults) > MOST_FAULTS:
            break  # nothing is looked for any more
        file = path / f"{name}.csv"
        if not file.exists():
            if name in NEEDED_PLAN_TABLES:
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
        if table is not None:
            tables[name], wrong = rows_of(table, model)
            faults += wrong
    files = Known(PLAN_FILES)
    for file in sorted(path.glob("*.csv")):
        if file.name not in PLAN_FILES:
            faults.append(
                Fault(
                    file.name,
                    "is not a table of a plan",
                    files.nearest(file.name) or "move it elsewhere",
                )
            )
    return Draft(PLAN_DOCUMENT, settings, tables, tuple(faults))


def _draft_of_document(path: Path) -> Draft:
    document, faults = read_document(path)
    if document is None:
        return Draft(path.name, faults=tuple(faults))
    settings, wrong = _claims(document, path.name)
    faults += wrong
    tables: dict[str, Rows[Fact]] = {}
    for name, model in PLAN_TABLES.items():
        if len(faults) > MOST_FAULTS:
            break  # nothing is looked for any more
        if document.get(name) is not None:
            tables[name], wrong = rows_of_list(document[name], model, f"{path.name}, {name}")
            faults += wrong
        elif name in NEEDED_PLAN_TABLES:
            faults.append(
                Fault(path.name, f"has no table {name!r}", "add it; [] is an empty table")
            )
    return Draft(path.name, settings, tables, tuple(faults))
