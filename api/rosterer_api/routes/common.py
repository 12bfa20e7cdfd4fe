"""What do many routes have in common?"""

import csv
import io
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, RootModel

from rosterer.export.formula_safe import safe
from rosterer_api.made import JSON, Made, made
from rosterer_api.problems import Problem, ProblemError
from rosterer_api.sendable import sendable
from rosterer_api.service import Service, the_service
from rosterer_api.tags import matches_strongly, matches_weakly
from rosterer_api.views import ExternalId

_log = logging.getLogger("rosterer.api")
Row = TypeVar("Row")
Shown = TypeVar("Shown", bound=BaseModel)
TableFormat = Literal["json", "csv"]
TheService = Annotated[Service, Depends(the_service)]
ByExternalId = Annotated[
    ExternalId | None, Query(description="Only what carries this id of the caller's own.")
]

OwnId = Annotated[ExternalId | None, Query(description="An id of the caller's own.")]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Answers in the problem shape, for the contract."""
    always = (400, 401, 403, 408, 413, 422, 429, 431, 503)
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"model": Problem, "content": content} for status in sorted({*always, *statuses})
    }


def unless_known(request: Request, response: Response, tag: str) -> bool:
    """Set the ETag; true when the caller has this version already and needs no body."""
    response.headers["ETag"] = f'"{tag}"'
    return matches_weakly(f'"{tag}"', request.headers.getlist("if-none-match"))


def require_match(request: Request, tag: str, detail: str) -> None:
    """Go on only where the caller means this version, or says nothing of versions.

    Raises
    ------
    ProblemError
        412 with the detail, when ``If-Match`` names others alone.
    """
    given = request.headers.getlist("if-match")
    if given and not matches_strongly(f'"{tag}"', given):
        raise ProblemError(412, "precondition-failed", detail)


def as_json(view: BaseModel, headers: Mapping[str, str] | None = None) -> Response:
    """A view as it is sent. What is read most goes this way: nothing is validated again, and no
    other thread is asked.

    Where an old row holds what cannot be sent, the rest of it is sent, and the rest of a list.
    """
    try:
        content: str | bytes = view.model_dump_json()
    except ValueError:
        _log.warning("a row holds what cannot be sent; it was left out of the answer")
        content = json.dumps(sendable(view.model_dump(mode="json", warnings=False))).encode()
    return Response(content, media_type="application/json", headers=dict(headers or {}))


def shown(view: Callable[[Row], Shown], rows: Iterable[Row]) -> list[Shown]:
    """What is shown of each row; one that cannot be shown takes none of the others with it."""
    found = []
    for row in rows:
        try:
            found.append(view(row))
        except (ValueError, TypeError, LookupError, AttributeError) as wrong:
            extra = {"row": str(getattr(row, "id", "")), "failure": str(wrong)}
            _log.error("a row cannot be shown; its list is sent without it", extra=extra)
    return found


def list_of(view: Callable[[Row], Shown], rows: Iterable[Row]) -> Response:
    """All rows, as they are sent."""
    return as_json(RootModel[list[Any]](shown(view, rows)))


def rows_as(format: TableFormat, rows: Sequence[Mapping[str, Any]]) -> Made:
    """A table in the form asked for; texts that begin like formulas are made harmless in CSV."""
    if format == "json":
        return made(json.dumps(rows, ensure_ascii=False).encode(), JSON)
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: safe(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
            for row in rows
        )
    return made(text.getvalue().encode(), "text/csv; charset=utf-8")


def conflict(detail: str) -> ProblemError:
    """409: what is asked for does not fit the present state."""
    return ProblemError(409, "conflict", detail)
