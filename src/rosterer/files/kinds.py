"""Is this a case or a plan?"""

from pathlib import Path

from rosterer.files.documents import read_document
from rosterer.files.plans import NEEDED_PLAN_TABLES, PLAN_DOCUMENT
from rosterer.files.settings import SETTINGS_FILE
from rosterer.files.workbook_open import is_workbook, opened
from rosterer.files.workbook_sheets import SETTINGS_SHEET


def is_plan(path: Path) -> bool:
    """True for the folder, workbook or document of a plan; false for all else: reading it as a case then names what is wrong.

    Raises
    ------
    BadInput
        When a workbook cannot be read.
    """
    if path.is_dir():
        if (path / SETTINGS_FILE).exists():
            return False
        return any((path / name).exists() for name in (PLAN_DOCUMENT, *(f"{name}.csv" for name in NEEDED_PLAN_TABLES)))
    if is_workbook(path) and path.is_file():
        with opened(path, is_streamed=True) as book:
            names = {str(name).strip().casefold() for name in book.sheetnames}
        return SETTINGS_SHEET not in names and any(name in names for name in NEEDED_PLAN_TABLES)
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    document, _ = read_document(path)
    return document is not None and "first_day" not in document and any(name in document for name in NEEDED_PLAN_TABLES)
