"""How do cases and plans get in and out of files?

Each function is imported when it is first used: whoever only says what is wrong, as every command
does, need not load the vocabulary for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from rosterer.files.faults import BadInput, Fault

if TYPE_CHECKING:
    from rosterer.files.case_tables import check_case
    from rosterer.files.cases import load_case, save_case
    from rosterer.files.plans import load_plan, save_plan

__all__ = ["BadInput", "Fault", "check_case", "load_case", "load_plan", "save_case", "save_plan"]

_PLACES = {
    "check_case": "case_tables",
    "load_case": "cases",
    "save_case": "cases",
    "load_plan": "plans",
    "save_plan": "plans",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"rosterer.files has no {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found
