"""What do many routes have in common?"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from rosterer.export.formula_safe import safe
from rosterer_api.problems import Problem, ProblemError
from rosterer_api.service import Service, the_service
from rosterer_api.views import ExternalId

TheService = Annotated[Service, Depends(the_service)]
ByExternalId = Annotated[
    ExternalId | None, Query(description="Only what carries this id of the caller's own.")
]

OwnId = Annotated[ExternalId | None, Query(description="An id of the caller's own.")]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Answers in the problem shape, for the contract."""
    always = (400, 401, 403, 408, 413, 422, 429, 503)
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"model": Problem, "content": content} for status in sorted({*always, *statuses})
    }


def unless_known(request: Request, response: Response, tag: str) -> bool:
    """Set the ETag; true when the caller has this version already and needs no body."""
    response.headers["ETag"] = f'"{tag}"'
    given = {
        part.strip().removeprefix("W/")
        for part in request.headers.get("if-none-match", "").split(",")
    }
    return f'"{tag}"' in given or "*" in given


def as_json(view: BaseModel, headers: Mapping[str, str] | None = None) -> Response:
    """A view as it is sent. What is read most goes this way: nothing is validated again, and no
    other thread is asked.
    """
    return Response(
        view.model_dump_json(), media_type="application/json", headers=dict(headers or {})
    )


def rows_as(
    format: Literal["json", "csv"], rows: Sequence[Mapping[str, Any]], headers: Mapping[str, str]
) -> Response:
    """A table in the form asked for; texts that begin like formulas are made harmless in CSV."""
    if format == "json":
        return Response(
            json.dumps(rows, ensure_ascii=False).encode(),
            media_type="application/json",
            headers=dict(headers),
        )
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: safe(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
            for row in rows
        )
    return Response(
        text.getvalue().encode(), media_type="text/csv; charset=utf-8", headers=dict(headers)
    )


def conflict(detail: str) -> ProblemError:
    """409: what is asked for does not fit the present state."""
    return ProblemError(409, "conflict", detail)
