"""Which rows of a list are wanted: by the caller's metadata, and by time?"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from rosterer_api.storage.tables import Base

Scalar = str | bool | int | float | None
LARGEST_NUMBER = 8_999_999_999_999_999
"""The largest that can be kept at the top of metadata, listed and stopped by: beyond 2**53 programs
disagree on what a number in JSON is, and a pattern can say this one.
"""
_BAD_ESCAPES = (
    r"\\u0000"
    r"|\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})"
    r"|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}"
)
"""Escapes that PostgreSQL keeps in JSON and does not take for jsonb; one such row must not spoil a
whole list.
"""


def is_beyond_search(value: object) -> bool:
    """Whether a value is a number that nobody could look for."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return not abs(value) <= LARGEST_NUMBER


def searchable(entries: dict[str, Any]) -> dict[str, Any]:
    """Metadata whose numbers can all be looked for.

    Raises
    ------
    ValueError
        With the first that cannot.
    """
    for name, value in entries.items():
        if is_beyond_search(value):
            raise ValueError(
                f"the number in {name[:80]!r} cannot be looked for; write it as a text"
            )
    return entries


def has_metadata(
    table: type[Base], wanted: Mapping[str, Scalar], *, is_sqlite: bool
) -> ColumnElement[bool]:
    """Whether a row's metadata holds each of these entries, at its top level."""
    column = table.__table__.columns["meta"]
    if any("\x00" in text for pair in wanted.items() for text in pair if isinstance(text, str)):
        return false()  # nothing that holds it can be looked for
    if is_sqlite:
        return and_(true(), *(_has_entry(column, name, value) for name, value in wanted.items()))
    text = cast(column, Text)
    holds = cast(text, JSONB).contains(cast(bindparam(None, json.dumps(wanted), Text), JSONB))
    return case((text.op("~*")(_BAD_ESCAPES), False), else_=holds)


def created_between(
    table: type[Base], first: datetime | None, before: datetime | None
) -> list[ColumnElement[bool]]:
    """Whether a row was made at the first moment or after it, and before the second."""
    created = table.__table__.columns["created"]
    found: list[ColumnElement[bool]] = []
    if first is not None:
        found.append(created >= first.timestamp())
    if before is not None:
        found.append(created < before.timestamp())
    return found


def _has_entry(column: Any, name: str, value: Scalar) -> ColumnElement[bool]:
    entry = func.json_each(column).table_valued("key", "value", "type")
    if value is None or isinstance(value, bool):
        kinds = [json.dumps(value)]
        is_equal: ColumnElement[bool] = literal(True)
    else:
        kinds = ["text"] if isinstance(value, str) else ["integer", "real"]
        is_equal = entry.c.value == value
    return exists(
        select(1).select_from(entry).where(entry.c.key == name, entry.c.type.in_(kinds), is_equal)
    )
