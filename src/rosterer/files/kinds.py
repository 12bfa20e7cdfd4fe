"""Is this a case or a plan?"""

from pathlib import Path

from rosterer.files.documents import read_document
from rosterer.files.plan_tables import NEEDED_PLAN_TABLES, PLAN_DOCUMENT
from rosterer.files.settings import SETTINGS_FILE
from rosterer.files.workbook_open import is_workbook, opened
from rosterer.files.workbook_sheets import SETTINGS_SHEET

FIRST_DAY = "first_day"
"""A case has it, whatever else may be missing, and no plan does."""


def is_case(path: Path) -> bool:
    """True for the folder, workbook or document of a case; false for all else: reading it as a plan
    then names what is wrong.

    Raises
    ------
    BadInput
        When a workbook cannot be read.
    """
    if path.is_dir():
        return (path / SETTINGS_FILE).exists()
    if is_workbook(path) and path.is_file():
        return SETTINGS_SHEET in _sheet_names(path)
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    document, _ = read_document(path)
    return document is not None and FIRST_DAY in document


def is_plan(path: Path) -> bool:
    """True for the folder, workbook or document of a plan; false for all else: reading it as a case
    then names what is wrong.

    Raises
    ------
    BadInput
        When a workbook cannot be read.
    """
    if path.is_dir():
        if (path / SETTINGS_FILE).exists():
            return False
        return any(
            (path / name).exists()
            for name in (PLAN_DOCUMENT, *(f"{name}.csv" for name in NEEDED_PLAN_TABLES))
        )
    if is_workbook(path) and path.is_file():
        names = _sheet_names(path)
        return SETTINGS_SHEET not in names and any(name in names for name in NEEDED_PLAN_TABLES)
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    document, _ = read_document(path)
    return (
        document is not None
        and FIRST_DAY not in document
        and any(name in document for name in NEEDED_PLAN_TABLES)
    )


def _sheet_names(path: Path) -> set[str]:
    with opened(path, is_streamed=True) as book:
        return {str(name).strip().casefold() for name in book.sheetnames}
