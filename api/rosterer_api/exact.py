"""Is a value of the very kind that is asked for?

A model takes ``true`` for 1, ``"7"`` for 7 and a number for a moment. Whoever writes that means
something else; 30.0 can mean nothing but 30.
"""

import codecs
import json
from typing import Any

from pydantic import TypeAdapter, ValidationError


def slips(exact: TypeAdapter[Any], text: bytes) -> list[dict[str, Any]]:
    """Values that a model would take for something of another kind, as it tells its refusals.

    Parameters
    ----------
    text
        JSON that the model takes.
    """
    try:
        exact.validate_json(text.removeprefix(codecs.BOM_UTF8), strict=True)
    except ValidationError as refused:
        return [
            dict(error)
            for error in refused.errors(include_url=False)
            if not (error["type"].startswith("int") and isinstance(error["input"], float))
        ]
    return []


def refusals(model: type[Any], content: object) -> list[dict[str, Any]]:
    """Everything that a model, asked exactly, has against a content of JSON values."""
    adapter = TypeAdapter[Any](model)
    try:
        adapter.validate_python(content)
    except ValidationError as refused:
        return [dict(error) for error in refused.errors(include_url=False)]
    return slips(adapter, json.dumps(content).encode())
