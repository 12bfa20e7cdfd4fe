"""How does a caller say which rows of a list are wanted?"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query
from sqlalchemy import ColumnElement

from rosterer_api.asking import Moment
from rosterer_api.filters import LARGEST_NUMBER, Scalar, created_between, has_metadata
from rosterer_api.problems import ErrorItem, ProblemError
from rosterer_api.service import Service
from rosterer_api.storage.tables import Base
from rosterer_api.views import MOST_METADATA_BYTES

METADATA = 'Only what has these entries in its metadata: a JSON object, such as `{"ward": "7"}`.'


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
            422 when the metadata that is wanted is no JSON object of texts, numbers, true and
            false.
        """
        found = created_between(table, self.created_from, self.created_before)
        if self.metadata is not None:
            wanted = scalars_of(_object(self.metadata), parameter="metadata")
            found.append(has_metadata(table, wanted, is_sqlite=service.database.is_sqlite))
        return found


def _filters(
    metadata: Annotated[
        str | None, Query(description=METADATA, max_length=MOST_METADATA_BYTES)
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
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if isinstance(value, dict | list) or (is_number and not abs(value) <= LARGEST_NUMBER):
            raise _refused(f"look for a text, a number, true, false or null in {name!r}", place)
    return wanted


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
        if isinstance(found, dict):
            return found
    except (ValueError, RecursionError):
        pass
    raise _refused("no JSON object", {"parameter": "metadata"})


def _refused(detail: str, place: dict[str, str]) -> ProblemError:
    item = ErrorItem(detail=detail, **place)
    return ProblemError(422, "bad-request", "metadata cannot be looked for", [item])
