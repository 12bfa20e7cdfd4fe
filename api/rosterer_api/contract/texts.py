"""Which texts and names does the service take, as far as a schema can say it?

A text with a NUL character can be kept by no database, and a map with names of a pattern takes no
others. The models and the reading of bodies refuse both; here the contract says so too.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

NO_NUL = "^[^\\x00]*$"
_SAID = {"pattern", "enum", "const", "format"}
"""What says of a text already which it may be."""
_NAME = re.compile(r'"#/components/schemas/([^"]+)"')


def describe_texts(document: dict[str, Any]) -> None:
    """Add what is true of every text that is sent, wherever a body can hold it."""
    schemas = document["components"]["schemas"]
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _without_null(parameter["schema"])
    for name in _sent(document):
        _describe(schemas[name])


def _sent(document: dict[str, Any]) -> set[str]:
    """The components that bodies consist of."""
    bodies = [
        operation.get("requestBody")
        for path in document["paths"].values()
        for operation in path.values()
    ]
    left, found = set(_named(bodies)), set[str]()
    while left:
        name = left.pop()
        found.add(name)
        left |= set(_named(document["components"]["schemas"][name])) - found
    return found


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter may be: in an address and in headers "null" is a text like any other."""
    kinds = schema.get("anyOf", ())
    others = [kind for kind in kinds if kind != {"type": "null"}]
    if len(kinds) != len(others) + 1 or len(others) != 1:
        return schema
    said = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    return {**others[0], **said}


def _named(value: object) -> Iterator[str]:
    return (match[1] for match in _NAME.finditer(json.dumps(value)))


def _describe(value: Any) -> None:
    if isinstance(value, dict):
        if value.get("type") == "string" and not _SAID & value.keys():
            value["pattern"] = NO_NUL
        if "patternProperties" in value and "additionalProperties" not in value:
            ((pattern, inner),) = value.pop("patternProperties").items()
            value["additionalProperties"] = inner
            value["propertyNames"] = {**value.get("propertyNames", {}), "pattern": pattern}
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            _describe(inner)
