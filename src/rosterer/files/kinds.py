"""Is this a case or a plan?"""

from pathlib import Path

from rosterer.files.documents import read_document
from rosterer.files.plans import NEEDED_PLAN_TABLES, PLAN_DOCUMENT
from rosterer.files.settings import SETTINGS_FILE


def is_plan(path: Path) -> bool:
    """True for the folder or document of a plan; false for all else, so that reading it as a case names what is wrong."""
    if path.is_dir():
        if (path / SETTINGS_FILE).exists():
            return False
        return any((path / name).exists() for name in (PLAN_DOCUMENT, *(f"{name}.csv" for name in NEEDED_PLAN_TABLES)))
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    document, _ = read_document(path)
    return document is not None and "first_day" not in document and any(name in document for name in NEEDED_PLAN_TABLES)
