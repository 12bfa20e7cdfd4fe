"""In which of its three forms does a case or a plan stand there: a folder, a workbook or one JSON
document?
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from rosterer.files.faults import BadInput, Fault
from rosterer.files.tables import Draft
from rosterer.files.workbook_open import is_workbook


def draft_of(
    kind: Literal["case", "plan"],
    path: Path,
    folder: Callable[[Path], Draft],
    document: Callable[[Path], Draft],
    workbook: Callable[[Path], Draft],
) -> Draft:
    """What is read there, by the reader of its form.

    Raises
    ------
    BadInput
        When nothing is there, or nothing of such a form.
    """
    if path.is_dir():
        return folder(path)
    if path.suffix.lower() == ".json" and path.is_file():
        return document(path)
    if is_workbook(path) and path.is_file():
        return workbook(path)
    if not path.exists():
        raise BadInput(
            [
                Fault(
                    str(path),
                    "does not exist",
                    f"give the folder, the workbook or the JSON document of a {kind}",
                )
            ]
        )
    remedy = f"a {kind} is a folder of CSV files, one .xlsx workbook or one .json document"
    raise BadInput([Fault(str(path), f"is no {kind}", remedy)])
