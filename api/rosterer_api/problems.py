"""How does the service say that something is wrong?

Always in one shape, RFC 9457: ``application/problem+json`` with ``type``, ``title``, ``status``,
``detail``, the ``request_id``, and in ``errors`` every fault of the body at once, each with a JSON
pointer where the body was JSON.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from itertools import groupby
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from starlette.exceptions import HTTPException

from rosterer.files.faults import MOST_FAULTS, BadInput, Fault
from rosterer_api.room import is_for_want_of_room
from rosterer_api.scratch import is_lost
from rosterer_api.storage import is_away
from rosterer_api.words import place_of, told_once, words_of

TYPE_PREFIX = "urn:rosterer:problem:"
MEDIA_TYPE = "application/problem+json"
MANY_FAULTS = 20
"""From so many on, their kinds are counted."""
_VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|\b[0-9][0-9.,:-]*")
_NO_ROOM = (
    "the service has no room for the files that this needs (its disk or its work folder may be "
    "full); nothing was kept; try again later"
)
_LATER = {"Retry-After": "30"}
_log = logging.getLogger("rosterer.api")


class ErrorItem(BaseModel):
    """One fault."""

    detail: str
    pointer: str | None = None
    """JSON pointer into the body."""
    parameter: str | None = None
    """Name of the query parameter, header or part of the path."""
    file: str | None = None
    row: int | None = None
    column: str | None = None
    remedy: str | None = None


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[ErrorItem] = []
    kinds: dict[str, int] | None = None
    """How many of the errors are of which kind, where there are many."""
    more: bool | None = None
    """Whether there are more errors than are listed."""


AsPage = Callable[[Request, Problem, Mapping[str, str]], Response]
"""How a problem is shown to people; it stands in the scope of what they ask for."""


class ProblemError(HTTPException):
    """A request that cannot be met; caught at the edge and told in the one shape."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        errors: Sequence[ErrorItem] = (),
        headers: Mapping[str, str] | None = None,
        *,
        more: bool = False,
        is_attempt: bool = False,
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.kind = kind
        self.errors = list(errors)
        self.more = more
        self.is_attempt = is_attempt or status == HTTPStatus.FORBIDDEN
        """Whether somebody tried what they may not do, which the audit log keeps."""

    @property
    def why(self) -> str:
        """Why, in a sentence for the audit log."""
        return self.errors[0].detail if len(self.errors) == 1 else str(self.detail)


def not_found(what: str, name: str, *, is_attempt: bool = False) -> ProblemError:
    """404 for a thing that is not there, or, as an attempt, that the caller may not know of."""
    detail = f"there is no {what} {name!r}"
    return ProblemError(404, "not-found", detail, is_attempt=is_attempt)


def bad_input(refused: BadInput, status: int = 422) -> ProblemError:
    """422 with every fault of a case or plan; 503 where it was no fault of theirs but want of
    room.
    """
    if is_for_want_of_room(refused):
        return ProblemError(503, "no-room", _NO_ROOM, headers=_LATER)
    return ProblemError(
        status,
        "bad-input",
        f"{_count(refused.faults, refused.and_more)} in the input; nothing was kept",
        fault_items(refused),
        more=refused.and_more,
    )


def bad_request(errors: Sequence[ErrorItem], *, is_attempt: bool = False) -> ProblemError:
    """422 with every fault of a request."""
    return ProblemError(
        422,
        "bad-request",
        f"{_count(errors[:MOST_FAULTS], len(errors) > MOST_FAULTS)} in the request; "
        "nothing was done",
        errors[:MOST_FAULTS],
        more=len(errors) > MOST_FAULTS,
        is_attempt=is_attempt,
    )


def not_there(errors: Sequence[ErrorItem]) -> ProblemError:
    """404 with everything that a request names and that is not there."""
    detail = f"{_count(errors, and_more=False)} in the request; nothing was done"
    return ProblemError(404, "not-found", detail, errors)


def fault_items(refused: BadInput) -> list[ErrorItem]:
    """The faults of a case or plan."""
    return [_item(fault) for fault in refused.faults]


def problem_response(
    request: Request,
    status: int,
    kind: str,
    detail: str,
    errors: Sequence[ErrorItem] = (),
    headers: Mapping[str, str] | None = None,
    *,
    more: bool = False,
) -> Response:
    """An answer in the one shape; in a page where somebody looks at it."""
    problem = Problem(
        type=TYPE_PREFIX + kind,
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
        request_id=request.scope.get("request_id", ""),
        errors=list(errors),
        kinds=kinds_of(errors) if len(errors) >= MANY_FAULTS else None,
        more=True if more else None,
    )
    as_page: AsPage | None = request.scope.get("as_page")
    if as_page is not None:
        return as_page(request, problem, headers or {})
    content = problem.model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def kinds_of(errors: Sequence[ErrorItem]) -> dict[str, int]:
    """How many errors say the same but for the values in them, the most frequent first."""
    return dict(Counter(_VALUES.sub("…", error.detail) for error in errors).most_common())


def error_items(
    errors: Sequence[Mapping[str, Any]], content: object, model: type[BaseModel] | None = None
) -> list[ErrorItem]:
    """What a model refused, in words, each with a pointer into the content that it was given."""
    items = []
    for error in told_once(errors):
        message, remedy = words_of(error, model)
        pointer = pointer_of(place_of(error["loc"], content))
        items.append(ErrorItem(detail=message, pointer=pointer, remedy=remedy or None))
    return items


def answered(request: Request, refused: HTTPException) -> Response:
    """The answer to a request that cannot be met."""
    if isinstance(refused, ProblemError):
        return problem_response(
            request,
            refused.status_code,
            refused.kind,
            refused.detail,
            refused.errors,
            refused.headers,
            more=refused.more,
        )
    kind = HTTPStatus(refused.status_code).phrase.lower().replace(" ", "-")
    return problem_response(
        request, refused.status_code, kind, str(refused.detail), (), refused.headers
    )


def internal(request: Request, failure: Exception) -> Response:
    """The answer when the service itself is at fault."""
    _log.error(
        "internal failure",
        exc_info=failure,
        extra={"path": request.url.path, "request_id": request.scope.get("request_id")},
    )
    return problem_response(
        request,
        500,
        "internal",
        "this is a fault of the service; it was logged under the request id",
    )


def install(app: FastAPI) -> None:
    """Answer every failure in the one shape."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(PoolTimeoutError, _database)
    app.add_exception_handler(Exception, _anything)


def pointer_of(path: Sequence[Any]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _item(fault: Fault) -> ErrorItem:
    pointer = None
    table, comma, name = fault.file.partition(", ")
    if table.endswith(".json"):
        parts: list[Any] = [name] if comma else []
        parts += [] if fault.row is None or not comma else [fault.row - 1]
        parts += fault.column.split(".") if fault.column else []
        pointer = pointer_of(parts)
    return ErrorItem(
        detail=fault.message,
        remedy=fault.remedy or None,
        pointer=pointer,
        file=None if table.endswith(".json") else fault.file,
        row=None if table.endswith(".json") else fault.row,
        column=fault.column,
    )


async def _http(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, HTTPException)
    tell = request.scope.get("tell_refusal")
    if isinstance(failure, ProblemError) and failure.is_attempt and tell is not None:
        await tell(failure)
    return answered(request, failure)


async def _validation(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, RequestValidationError)
    items = []
    for place, found in groupby(failure.errors(), lambda error: error["loc"][0]):
        if place == "body":
            inner = [{**error, "loc": error["loc"][1:]} for error in found]
            items += error_items(inner, failure.body, _body_of(request))
            continue
        for error in found:
            path = error["loc"][1:]
            message, remedy = words_of(error)
            name = ".".join(str(part) for part in path)
            items.append(ErrorItem(detail=message, parameter=name, remedy=remedy or None))
    return answered(request, bad_request(items))


def _body_of(request: Request) -> type[BaseModel] | None:
    """What the body of a request is read as, where that is one model."""
    field = getattr(request.scope.get("route"), "body_field", None)
    model = getattr(getattr(field, "field_info", None), "annotation", None)
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


async def _database(request: Request, failure: Exception) -> Response:
    return failed(request, failure)


def failed(request: Request, failure: Exception) -> Response:
    """The answer where something went wrong that is no fault of the request: of the database, of
    others at the same moment, or of the service itself.
    """
    if is_away(failure):
        _log.error(
            "the database cannot be used",
            extra={"path": request.url.path, "failure": str(getattr(failure, "orig", failure))},
        )
        detail = (
            "the database cannot be used at the moment (it may be restarting, or its disk "
            "may be full); try again"
        )
        return problem_response(request, 503, "database-away", detail, (), {"Retry-After": "2"})
    if is_for_want_of_room(failure) or is_lost(failure):
        _log.error(
            "there is no room for files",
            extra={"path": request.url.path, "failure": str(failure)},
        )
        return problem_response(request, 503, "no-room", _NO_ROOM, (), _LATER)
    if _is_of_others(failure):
        _log.warning(
            "a request did not fit what others did meanwhile",
            extra={
                "path": request.url.path,
                "failure": str(getattr(failure, "orig", None) or failure),
            },
        )
        detail = (
            "something that this needs was removed, or made by another, at the same "
            "moment; look again and repeat it"
        )
        return problem_response(request, 409, "conflict", detail)
    return internal(request, failure)


def _is_of_others(failure: Exception) -> bool:
    """Whether a row has gone that was there a moment ago, or that another refers to, or there
    already is one of the name; else the fault is our own.
    """
    if isinstance(failure, NoResultFound | ObjectDeletedError | StaleDataError):
        return True
    if not isinstance(failure, IntegrityError):
        return False
    name = str(getattr(failure.orig, "sqlite_errorname", "")).removeprefix("SQLITE_CONSTRAINT_")
    return name in ("FOREIGNKEY", "UNIQUE", "PRIMARYKEY") or getattr(
        failure.orig, "sqlstate", ""
    ) in ("23503", "23505")


async def _anything(request: Request, failure: Exception) -> Response:
    return internal(request, failure)


def _count(faults: Sequence[object], and_more: bool) -> str:
    return f"{len(faults)} fault{'s' * (len(faults) != 1)}{' and more' * and_more}"
