"""Which columns does a table have, and what stands in each?

Everything here is read off the vocabulary, so that a new field of a model is a new column of its
table without further work.
"""

import types
import typing
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import StringConstraints
from pydantic_core import PydanticUndefined

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.shift import Clock

Kind = Literal["text", "id", "clock", "choice", "yes/no", "integer", "number", "date"]
Shape = Literal["one", "list", "map"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    kind
        What one value is; for a list its items, for a map (``id=value``) its values.
    choices
        The words or numbers allowed; empty when any are.
    default
        What an empty cell means; ``None`` also where the column is required.
    """

    name: str
    kind: Kind
    shape: Shape
    is_required: bool
    default: object
    choices: tuple[str, ...] = ()


def _kind(hint: object) -> tuple[Kind, tuple[str, ...]]:
    if hint == Clock:
        return "clock", ()
    if get_origin(hint) is Annotated:
        base, *constraints = get_args(hint)
        if base is str and any(isinstance(item, StringConstraints) for item in constraints):
            return "id", ()
        return _kind(base)
    if get_origin(hint) is Literal:
        choices = get_args(hint)
        return ("integer" if isinstance(choices[0], int) else "choice"), tuple(
            str(choice) for choice in choices
        )
    simple: dict[object, Kind] = {bool: "yes/no", int: "integer", float: "number", date: "date"}
    return simple.get(hint, "text"), ()


def _column(name: str, hint: object, default: object) -> Column:
    is_required = default is PydanticUndefined
    value = None if is_required else default
    if get_origin(hint) in (Union, types.UnionType):
        inner = [item for item in get_args(hint) if item is not type(None)]
        # the wish of a request is a word or a shift: any text will do here, the checks know the
        # shifts
        hint = inner[0] if len(inner) == 1 else inner[-1]
    shape: Shape = "one"
    if get_origin(hint) is tuple:
        shape, hint = "list", get_args(hint)[0]
    elif get_origin(hint) is dict:
        shape, hint = "map", get_args(hint)[1]
    kind, choices = _kind(hint)
    return Column(name, kind, shape, is_required, value, choices)


@cache
def columns_of(model: type[Fact]) -> tuple[Column, ...]:
    """The columns of a model's table, in the order of its fields."""
    hints = typing.get_type_hints(model, include_extras=True)
    return tuple(
        _column(name, hints[name], field.default) for name, field in model.model_fields.items()
    )
