"""What do scenario files say, and what is wrong with them?

Every fault of every file is told at once, in our own words: the file, the number of the change (as
the row), its field and the remedy.
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pydantic import ValidationError

from rosterer.files.cells import short
from rosterer.files.faults import BadInput, Fault, nearest
from rosterer.files.rows import refusal_words
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.change import Change, Scenario

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

KINDS: dict[str, type[Fact]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(Change)[0])
}
"""The kinds of change by name."""


def read_scenarios(paths: Iterable[Path]) -> list[Scenario]:
    """Read scenarios.

    Raises
    ------
    BadInput
        With every fault of every file.
    """
    found: list[Scenario] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found.append(read_scenario(path))
        except BadInput as refused:
            faults += refused.faults
    if faults:
        raise BadInput(faults)
    return found


def read_scenario(path: Path, name: str | None = None) -> Scenario:
    """Read a scenario from TOML; its name defaults to the file's, or to another one.

    Raises
    ------
    BadInput
        With every fault of the file.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as failure:
        raise BadInput([Fault(str(path), "cannot be read", str(failure.strerror))]) from failure
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as failure:
        line = re.search(r"line (\d+)", str(failure))
        where = f" from line {line[1]} on" if line else ""
        remedy = 'write name = "…" and, below it, a [[change]] table for each change'
        raise BadInput([Fault(str(path), f"is no TOML file{where}", remedy)]) from failure
    try:
        return Scenario.model_validate({"name": name or path.stem, **document})
    except ValidationError as failure:
        raise BadInput(
            _fault(path, error) for error in failure.errors(include_url=False)
        ) from failure


def _fault(path: Path, error: "ErrorDetails") -> Fault:
    place = [str(part) for part in error["loc"] if part != "[key]"]
    if place == ["name"]:
        return _name_fault(path, str(error["input"]))
    number, known = None, list(Scenario.model_fields)
    if place[0] == "change" and len(place) > 1:
        number = int(place[1]) + 1
        known = list(KINDS[place[2]].model_fields) if len(place) > 2 else []
        place = place[3:]
    match error["type"]:
        case "union_tag_not_found" | "model_attributes_type":
            place = ["kind"]
            message, remedy = "no kind is given", f"say one of: {', '.join(KINDS)}"
        case "union_tag_invalid":
            place, told = ["kind"], str(error["ctx"]["tag"])
            message = f"{short(told)!r} is no kind of change"
            remedy = nearest(told, KINDS) or f"use one of: {', '.join(KINDS)}"
        case "extra_forbidden" if len(place) == 1:
            message = f"{short(place[0])!r} is not known here"
            remedy = nearest(place[0], known) or f"use one of: {', '.join(known)}"
        case "greater_than_equal" | "less_than_equal" if _is_day(error):
            message, remedy = "this day is beyond all calendars", "use a day of our time"
        case _:
            message, remedy = refusal_words(error)
    return Fault(str(path), message, remedy, number, ".".join(place) or None)


def _is_day(error: "ErrorDetails") -> bool:
    return any(isinstance(error["ctx"].get(end), str) for end in ("ge", "le"))


def _name_fault(path: Path, name: str) -> Fault:
    return Fault(
        str(path),
        f"{name!r} is no name of a scenario",
        "write a name of at most 64 letters, digits, '-', '_' and '.', such as more-hub-beds; "
        "what else is to be said goes into note",
        column="name",
    )
