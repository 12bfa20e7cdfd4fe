"""Which facts do the rows of a table state, and what is wrong with the rest?"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rosterer.files.cells import CellFault, short, value_of
from rosterer.files.columns import Column, columns_of
from rosterer.files.faults import MOST_ASKED, MOST_FAULTS, Fault, Known, nearest
from rosterer.files.tables import (
    MOST_ROWS,
    Entry,
    Rows,
    TextTable,
    too_many_columns,
    too_many_rows,
)
from rosterer.files.wanted import require_wanted
from rosterer_models.vocabulary.base import Fact

LONGEST_MESSAGE = 240
"""Characters: the longest sentence of the vocabulary with a value of ordinary length."""
UNKNOWN = "correct its name or remove it; the reference of the format lists what there is"


def rows_of(table: TextTable, model: type[Fact]) -> tuple[Rows[Fact], list[Fault]]:
    """Read a sheet of text as facts of a model; every fault of every row is reported."""
    require_wanted()
    wide = too_many_columns(table)
    if wide:
        return Rows(table.origin, is_whole=False), wide
    columns = columns_of(model)
    places, faults = _headings(table, columns)
    missing = [
        column.name for column in columns if column.is_required and column.name not in places
    ]
    if missing:
        shown = ", ".join(missing)
        faults.append(
            Fault(
                table.origin,
                f"missing: {shown}",
                "add the column" + "s" * (len(missing) > 1),
                row=1,
                column=missing[0],
            )
        )
    entries: list[Entry[Fact]] = []
    doubtful: list[Mapping[str, object]] = []
    faults += too_many_rows(table.origin, len(table.rows))
    for number, cells in table.rows[:MOST_ROWS]:
        require_wanted(number)
        if len(faults) > MOST_FAULTS:
            return Rows(table.origin, tuple(entries), tuple(doubtful), is_whole=False), faults
        faults += _surplus(table, number, cells)
        values, wrong = _values(table.origin, number, cells, columns, places)
        faults += wrong
        fact = None
        if not wrong and not missing:
            fact, wrong = fact_of(model, values, table.origin, number)
            faults += wrong
        if fact is None:
            doubtful.append(values)
        else:
            entries.append(Entry(fact, number))
    return Rows(table.origin, tuple(entries), tuple(doubtful), is_whole=not missing), faults


def fact_of(
    model: type[Fact], values: Mapping[str, object], origin: str, row: int | None
) -> tuple[Fact | None, list[Fault]]:
    """One fact of checked or unchecked values, or what is wrong with them."""
    try:
        return model.model_validate(dict(values)), []
    except ValidationError as refused:
        return None, faults_of(refused, model, origin, row)


def faults_of(
    refused: ValidationError, model: type[Fact], origin: str, row: int | None
) -> list[Fault]:
    """What a refusal of the vocabulary says, in words, once for each column."""
    faults: dict[str | None, Fault] = {}
    num_unknown = 0
    for detail in islice(refused.errors(include_url=False), MOST_FAULTS + 1):
        path = [
            str(part)
            for part in detail["loc"]
            if part != "[key]" and not str(part).startswith(("constrained", "literal["))
        ]
        column = short(".".join(path)) or None
        num_unknown += detail["type"] == "extra_forbidden"
        message, remedy = refusal_words(detail, model, is_asked=num_unknown <= MOST_ASKED)
        shown = (
            None if detail["type"] in ("missing", "value_error") else shown_value(detail["input"])
        )
        faults[column] = Fault(origin, message, remedy, row, column, shown)
    return list(faults.values())


def shown_value(value: object) -> str:
    """A wrong value as it is shown: as its file has it, and short."""
    if not isinstance(value, bool | list | tuple | dict | None):
        return short(str(value))
    try:
        return short(json.dumps(value, ensure_ascii=False, default=str))
    except (ValueError, RecursionError):
        return "[…]"


def refusal_words(
    detail: ErrorDetails | Mapping[str, Any], model: type[Fact] = Fact, *, is_asked: bool = True
) -> tuple[str, str]:
    """What is wrong with one value that the vocabulary refused, and what to do about it.

    Parameters
    ----------
    is_asked
        Whether the nearest is looked for where a name is not known.
    """
    context, shown = detail.get("ctx", {}), repr(shown_value(detail["input"]))
    match detail["type"]:
        case "missing":
            return "nothing is given", "fill it in"
        case "extra_forbidden":
            *above, name = (str(part) for part in detail["loc"])
            near = nearest(name, _fields_within(model, above)) if is_asked else ""
            return f"{short(name)!r} is not known here", near or UNKNOWN
        case "string_pattern_mismatch":
            return (
                f"{shown} is not an id",
                "use letters, digits, '_', '.' and '-', starting with a letter or a digit",
            )
        case "string_too_long":
            return f"{shown} is too long", f"use at most {context['max_length']} characters"
        case "literal_error":
            choices = str(context["expected"]).replace("'", "")
            return f"{shown} is not allowed", f"use one of: {choices}"
        case "greater_than_equal":
            return f"{shown} is too small", f"use {context['ge']:.15g} or more"
        case "greater_than":
            return f"{shown} is too small", f"use more than {context['gt']:.15g}"
        case "less_than_equal":
            return f"{shown} is too large", f"use {context['le']:.15g} or less"
        case "value_error":
            message, _, remedy = str(context["error"]).partition("; ")
            # a sentence of the vocabulary quotes the value whole
            return message if len(
                message
            ) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…", remedy or "correct the row"
        case "string_type":
            return f"{shown} is not a text", "write it between double quotes"
    what, remedy = _kind_words(detail["type"], detail["input"])
    return f"{shown} {what}", remedy


def _kind_words(refusal: str, value: object) -> tuple[str, str]:
    """What to say where something of another kind stands."""
    match refusal.partition("_")[0]:
        case "int":
            return "is not a whole number", "write digits alone, such as 30"
        case "float" | "finite":
            return "is not a number", "write digits with a point, such as 1500.5"
        case "bool":
            return "is neither true nor false", "write true or false, without quotes"
        case "date" | "datetime":
            return "is not a date", "write the day alone, such as 2026-11-02"
        case "tuple" | "list":
            one = json.dumps(value) if isinstance(value, str) else str(value)
            return "is not a list", f"write [{short(one)}]" if isinstance(
                value, str | int | float | date
            ) else "write […]"
        case "dict" | "model" | "mapping":
            return (
                "is no group of names and values",
                'give each value by its name, such as {"morning": 30, "lunch": 20}',
            )
    return "cannot be read", "the reference of the format says what may stand here"


def _fields_within(model: type[BaseModel], path: Sequence[str]) -> Iterable[str]:
    for name in path:
        inner = model.model_fields[name].annotation if name in model.model_fields else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
    return model.model_fields


def _headings(table: TextTable, columns: Sequence[Column]) -> tuple[dict[str, int], list[Fault]]:
    names = [column.name for column in columns]
    known, filled = Known(names), _filled(table)
    places: dict[str, int] = {}
    faults = []
    for place, heading in enumerate(table.header):
        name = heading.strip()
        if not name:
            if place in filled:
                message = f"column {place + 1} has values and no heading"
                faults.append(Fault(table.origin, message, "give it a heading or clear it", row=1))
        elif name not in names:
            shown, remedy = short(name), known.nearest(name) or UNKNOWN
            faults.append(
                Fault(
                    table.origin,
                    f"{shown!r} is not a column of this table",
                    remedy,
                    1,
                    shown,
                    shown,
                )
            )
        elif name in places:
            faults.append(
                Fault(
                    table.origin,
                    f"{name!r} stands twice in the headings",
                    "remove one of the two",
                    1,
                    name,
                    name,
                )
            )
        else:
            places[name] = place
    return places, faults


def _filled(table: TextTable) -> set[int]:
    """The columns without a heading in which something stands; every cell is looked at once."""
    bare = [place for place, heading in enumerate(table.header) if not heading.strip()]
    filled: set[int] = set()
    if not bare:
        return filled
    for _, cells in table.rows[:MOST_ROWS]:
        filled.update(place for place in range(bare[0], len(cells)) if cells[place].strip())
    return filled.intersection(bare)


def _surplus(table: TextTable, number: int, cells: Sequence[str]) -> list[Fault]:
    beyond = [cell for cell in cells[len(table.header) :] if cell.strip()]
    if not beyond:
        return []
    message = f"has {len(cells)} cells and the headings are {len(table.header)}"
    return [
        Fault(
            table.origin,
            message,
            "put a value that holds the separator between double quotes",
            number,
            value=short(beyond[0]),
        )
    ]


def _values(
    origin: str,
    number: int,
    cells: Sequence[str],
    columns: Sequence[Column],
    places: Mapping[str, int],
) -> tuple[dict[str, object], list[Fault]]:
    values: dict[str, object] = {}
    faults = []
    for column in columns:
        place = places.get(column.name)
        text = cells[place] if place is not None and place < len(cells) else ""
        if not text.strip():
            if column.is_required and column.shape == "list":
                values[column.name] = ()
            continue
        try:
            values[column.name] = value_of(text, column)
        except CellFault as wrong:
            faults.append(
                Fault(origin, wrong.message, wrong.remedy, number, column.name, short(text))
            )
    return values, faults
