"""How does a view say of what shape something is that is passed on as it was kept?

Lists are read often, and a row of years ago must not make one unreadable: what is kept as JSON is
therefore not validated again when it is shown. The contract still says what it is, by the name of a
component.
"""

from typing import Any

from pydantic import WithJsonSchema

MARK = "x-component"
"""Stands for a reference until the contract is put together."""


def shown_as(component: str) -> WithJsonSchema:
    """Said of a value of which the contract has a component."""
    return WithJsonSchema({MARK: component})


def list_shown_as(component: str) -> WithJsonSchema:
    """Said of a list of such values."""
    return WithJsonSchema({"type": "array", "items": {MARK: component}})


def reference(component: str) -> dict[str, Any]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{component}"}


def with_references(document: Any) -> Any:
    """A document in which every mark is a reference."""
    if isinstance(document, dict):
        if MARK in document:
            return reference(document[MARK])
        return {name: with_references(value) for name, value in document.items()}
    return (
        [with_references(value) for value in document] if isinstance(document, list) else document
    )
