"""How is a case or plan read from one JSON document, and written as one?"""

import json
from collections.abc import Mapping
from pathlib import Path

from rosterer.files.cells import short
from rosterer.files.csvtext import decoded
from rosterer.files.faults import MOST_FAULTS, Fault
from rosterer.files.tables import MOST_ROWS, Entry, Rows, too_many_rows
from rosterer.files.values import fact_of_values
from rosterer.files.wanted import require_wanted
from rosterer_models.vocabulary.base import Fact


def read_document(path: Path) -> tuple[dict[str, object] | None, list[Fault]]:
    """The object of a JSON file, or why there is none."""
    try:
        text, faults = decoded(path.read_bytes(), path.name, "save it as UTF-8")
    except OSError as refused:
        return None, [
            Fault(
                path.name,
                f"cannot be read ({refused.strerror})",
                "check that it is a file that you may open",
            )
        ]
    try:
        document = json.loads(
            text, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as wrong:
        return None, [*faults, _refusal(wrong, path.name, text)]
    if not isinstance(document, dict):
        return None, [
            *faults,
            Fault(path.name, "is not one JSON object", "write { … } with a list for each table"),
        ]
    return document, faults


def document_bytes(document: Mapping[str, object]) -> bytes:
    """A JSON file: UTF-8, indented, so that two versions can be compared line by line."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def rows_of_list(values: object, model: type[Fact], origin: str) -> tuple[Rows[Fact], list[Fault]]:
    """Read a list of objects as facts of a model; rows count from 1."""
    require_wanted()
    if not isinstance(values, list):
        return Rows(origin, is_whole=False), [
            Fault(origin, "is not a list", "write [ … ] with an object for each row")
        ]
    entries: list[Entry[Fact]] = []
    doubtful: list[Mapping[str, object]] = []
    faults = too_many_rows(origin, len(values))
    for row, item in enumerate(values[:MOST_ROWS], start=1):
        require_wanted(row)
        if len(faults) > MOST_FAULTS:
            return Rows(origin, tuple(entries), tuple(doubtful), is_whole=False), faults
        if not isinstance(item, dict):
            faults.append(
                Fault(origin, "is not an object", "write { … } with a value for each column", row)
            )
            continue
        fact, wrong = fact_of_values(model, item, origin, row)
        faults += wrong
        if fact is None:
            doubtful.append(item)
        else:
            entries.append(Entry(fact, row))
    return Rows(origin, tuple(entries), tuple(doubtful)), faults


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document: dict[str, object] = {}
    for name, value in pairs:
        if name in document:
            raise _NotJsonError(f"{short(name)!r} is given twice in one object")
        document[name] = value
    return document


def _refuse_constant(word: str) -> object:
    raise _NotJsonError(f"{word} is not a number")


class _NotJsonError(ValueError):
    """What is said of a document that Python would read, in words for its owner."""


def _refusal(wrong: ValueError | RecursionError, origin: str, text: str) -> Fault:
    """Why a document cannot be read, with the line where that is known."""
    message, remedy, row = "is no JSON document", "check brackets, commas and quotes", None
    match wrong:
        case json.JSONDecodeError():
            row = wrong.lineno
            message += f" at column {wrong.colno}" if text.strip() else ", but empty"
            remedy = remedy if text.strip() else "write { … } with a list for each table"
        case _NotJsonError():
            message += f" ({wrong})"
        case RecursionError():
            message, remedy = "is nested too deeply", "write { … } with a list for each table"
        case _:
            message, remedy = "holds a number of too many digits", "write a shorter number"
    return Fault(origin, message, remedy, row)
