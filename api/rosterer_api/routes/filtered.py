"""How does a caller say which rows of a list are wanted?"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query
from sqlalchemy import ColumnElement

from rosterer_api.asking import Moment
from rosterer_api.filters import Scalar, created_between, has_metadata, is_beyond_search
from rosterer_api.problems import ErrorItem, ProblemError
from rosterer_api.service import Service
from rosterer_api.storage.tables import Base

MOST_LETTERS = 4000
"""Of metadata in an address; written as ``%F0%9F…`` they still fit into one."""
_HEX = "[0-9A-Fa-f]"
_LETTER = (
    r'(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]'
    rf"|\\u(?:[0-9A-Ca-cEFef]{_HEX}{{3}}|[Dd][0-7]{_HEX}{{2}}"
    rf"|[Dd][89ABab]{_HEX}{{2}}\\u[Dd][C-Fc-f]{_HEX}{{2}}))"
)
_TEXT = f'"{_LETTER}*"'
_NUMBER = r"-?(?:0|[1-9][0-9]{0,14}|[1-8][0-9]{15})(?:\.[0-9]{1,25})?(?:[Ee]-[0-9]{1,3})?"
_ENTRY = rf"[ \t\r\n]*{_TEXT}[ \t\r\n]*:[ \t\r\n]*(?:{_TEXT}|{_NUMBER}|true|false|null)[ \t\r\n]*"
FLAT_OBJECT = rf"^[ \t\r\n]*\{{(?:{_ENTRY}(?:,{_ENTRY})*|[ \t\r\n]*)\}}[ \t\r\n]*$"
"""A JSON object of texts, true, false, null and numbers on which programs agree."""
METADATA = (
    "Only what has all of these entries in its metadata: a JSON object of texts, numbers, true, "
    'false and null, such as `{"ward": "7"}`.'
)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed down to."""

    metadata: str | None
    created_from: datetime | None
    created_before: datetime | None

    def conditions(self, service: Service, table: type[Base]) -> list[ColumnElement[bool]]:
        """What a row must fulfil.

        Raises
        ------
        ProblemError
            422 when the metadata that is wanted is no JSON object of texts, numbers, true, false
            and null.
        """
        found = created_between(table, self.created_from, self.created_before)
        if self.metadata is not None:
            found += [
                has_metadata(table, {name: value}, is_sqlite=service.database.is_sqlite)
                for name, value in _entries(self.metadata)
            ]
        return found


def _filters(
    metadata: Annotated[
        str | None,
        Query(
            description=METADATA,
            max_length=MOST_LETTERS,
            json_schema_extra={"pattern": FLAT_OBJECT},
        ),
    ] = None,
    created_from: Annotated[
        Moment | None, Query(description="Only what was made then or later.")
    ] = None,
    created_before: Annotated[
        Moment | None, Query(description="Only what was made before.")
    ] = None,
) -> Filters:
    return Filters(metadata, created_from, created_before)


Filtered = Annotated[Filters, Depends(_filters)]


def scalars_of(wanted: dict[str, Any], **place: str) -> dict[str, Scalar]:
    """Entries that can be looked for.

    Raises
    ------
    ProblemError
        422 where a value is a list, an object, or a number beyond what programs agree on.
    """
    for name, value in wanted.items():
        if isinstance(value, dict | list) or is_beyond_search(value):
            raise _refused(f"look for a text, a number, true, false or null in {name!r}", place)
    return wanted


def _entries(text: str) -> list[tuple[str, Scalar]]:
    """The entries; of one name all that there are, so that none is dropped in silence."""
    if re.fullmatch(FLAT_OBJECT, text) is None:
        raise _refused(
            "no JSON object of texts, numbers, true, false and null", {"parameter": "metadata"}
        )
    found: list[tuple[str, Scalar]] = json.loads(text, object_pairs_hook=list)
    return found


def _refused(detail: str, place: dict[str, str]) -> ProblemError:
    item = ErrorItem(detail=detail, **place)
    return ProblemError(422, "bad-request", "metadata cannot be looked for", [item])
