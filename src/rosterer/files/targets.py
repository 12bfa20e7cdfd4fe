"""May something be written there? Asked whenever a case or a plan is saved, and before long work.

A case and a plan have files of the same names, so one is never written over the other.
"""

from collections.abc import Callable
from pathlib import Path

from rosterer.files.atomic import try_beside
from rosterer.files.faults import BadInput, Fault
from rosterer.files.kinds import is_case, is_plan
from rosterer.files.workbook_open import is_workbook


def require_plan_target(path: Path | str) -> None:
    """Raise ``BadInput`` where no plan can be written, or where a case stands."""
    path = Path(path)
    if _is(is_case, path):
        raise BadInput(
            [
                Fault(
                    str(path),
                    "is a case, which the plan would destroy",
                    "choose another place for the plan",
                )
            ]
        )
    _require_room(path)


def require_case_target(path: Path | str) -> None:
    """Raise ``BadInput`` where no case can be written, or where a plan stands."""
    path = Path(path)
    if _is(is_plan, path):
        raise BadInput(
            [
                Fault(
                    str(path),
                    "is a plan, which the case would destroy",
                    "choose another place for the case",
                )
            ]
        )
    _require_room(path)


def _require_room(path: Path) -> None:
    is_file = path.suffix.lower() == ".json" or is_workbook(path)
    if path.exists() and path.is_dir() == is_file:
        there = "a folder" if is_file else "a file"
        raise BadInput(
            [
                Fault(
                    str(path),
                    f"cannot be written (there is {there} of that name)",
                    "choose another place",
                )
            ]
        )
    try:
        try_beside(path)
    except OSError as refused:
        raise BadInput(
            [Fault(str(path), f"cannot be written ({refused.strerror})", "choose another place")]
        ) from refused


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    """Whether it is of the kind; what cannot be read is of none, and may be replaced."""
    try:
        return kind(path)
    except BadInput:
        return False
