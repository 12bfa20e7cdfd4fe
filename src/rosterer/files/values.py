"""Is each value of a TOML or JSON document of the kind that its column wants?

The vocabulary would take ``true`` for 1 and 20261102 for a day of 1970. Whoever writes that means
something else, so it is refused here, before the vocabulary looks at the rest; ``"30"`` can mean
nothing but 30.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from rosterer.files.cells import CellFault, atom_text, plain_text, value_of
from rosterer.files.columns import Column, columns_of
from rosterer.files.faults import MOST_FAULTS, Fault
from rosterer.files.rows import fact_of, shown_value
from rosterer_models.vocabulary.base import Fact

_EXAMPLES = {"integer": "30", "number": "1500.5"}
_NEVER_CONVERTED = ("id", "clock", "choice")
"""The vocabulary takes texts alone for these."""


def fact_of_values(
    model: type[Fact], raw: Mapping[str, object], origin: str, row: int | None
) -> tuple[Fact | None, list[Fault]]:
    """One fact of a raw object, or everything that is wrong with it; ``null`` stands for what is
    left out.
    """
    values, faults = typed_values(raw, model, origin, row)
    if len(faults) > MOST_FAULTS:
        return None, faults  # the others were not looked at
    fact, refused = fact_of(model, values, origin, row)
    if not faults:
        return fact, refused
    # what the vocabulary says of a column that was taken out, or of the whole row without it, is no
    # news
    told = names_of(faults)
    return None, [
        *faults,
        *(fault for fault in refused if fault.column is not None and not names_of([fault]) & told),
    ]


def typed_values(
    raw: Mapping[str, object], model: type[Fact], origin: str, row: int | None
) -> tuple[dict[str, object], list[Fault]]:
    """The values that are of the kind of their column, and a fault for each other; what is no
    column stays as it is.
    """
    known = _columns_by_name(model)
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for name, value in raw.items():
        if len(faults) > MOST_FAULTS:
            break
        column = known.get(name)
        if value is None and column is not None:
            continue
        if column is None or (column.shape == "one" and column.kind in _NEVER_CONVERTED):
            values[name] = value
            continue
        wrong = list(islice(_misread(value, column), MOST_FAULTS + 1))
        if not wrong:
            values[name] = value
        for path, atom, found in wrong:
            faults.append(
                Fault(
                    origin,
                    found.message,
                    found.remedy,
                    row,
                    ".".join((name, *path)),
                    shown_value(atom),
                )
            )
    return values, faults


def names_of(faults: Iterable[Fault]) -> set[str]:
    """The columns that faults speak of, without the place in a list."""
    return {(fault.column or "").partition(".")[0] for fault in faults}


@cache
def _columns_by_name(model: type[Fact]) -> dict[str, Column]:
    return {column.name: column for column in columns_of(model)}


def _misread(value: object, column: Column) -> Iterator[tuple[tuple[str, ...], object, CellFault]]:
    for path, atom in _atoms(value, column):
        try:
            _check(atom, column)
        except CellFault as wrong:
            yield path, atom, wrong


def _atoms(value: object, column: Column) -> Iterator[tuple[tuple[str, ...], object]]:
    """Each single value with its place; a list where none belongs is left to the vocabulary, and
    the other way round.
    """
    if column.shape == "list" and isinstance(value, list | tuple):
        yield from (((str(place),), item) for place, item in enumerate(value))
    elif column.shape == "map" and isinstance(value, Mapping):
        yield from (((str(key),), item) for key, item in value.items())
    elif column.shape == "one":
        yield (), value


def _check(atom: object, column: Column) -> None:
    if not isinstance(atom, bool | int | float | str):
        return
    match column.kind:
        case "text" if isinstance(atom, str):
            plain_text(atom)
        case "integer" | "number" if isinstance(atom, bool | str):
            _check_number(atom, column)
        case "yes/no" if not isinstance(atom, bool):
            raise CellFault(
                f"{shown_value(atom)!r} is neither true nor false",
                "write true or false, without quotes",
            )
        case "date" if isinstance(atom, str):
            value_of(atom, Column(column.name, "date", "one", is_required=True, default=None))
        case "date":
            raise CellFault(f"{shown_value(atom)!r} is not a date", 'write it like "2026-11-02"')


def _check_number(atom: bool | str, column: Column) -> None:
    if isinstance(atom, str):
        try:
            value_of(atom, Column(column.name, column.kind, "one", is_required=True, default=None))
        except CellFault:
            pass
        else:
            return  # a number in quotes can mean nothing else
    has_example = column.shape == "one" and column.default is not None
    example = atom_text(column.default) if has_example else _EXAMPLES[column.kind]
    whole = "whole " * (column.kind == "integer")
    raise CellFault(
        f"{shown_value(atom)!r} is not a {whole}number", f"write digits alone, such as {example}"
    )
