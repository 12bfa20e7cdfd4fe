"""How is the JSON of a body read, so that nothing comes in that cannot be kept and shown again?

Away from the event loop, once, for every route: text that UTF-8 or a database cannot hold, numbers
that are none, and names that stand twice in one object are refused with their places. What the
route's own model refuses is found here too, so that a wrong body keeps nobody else waiting.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Iterator, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool

from rosterer.files.faults import MOST_FAULTS, nearest
from rosterer.files.rows import shown_value
from rosterer_api.exact import slips
from rosterer_api.problems import ErrorItem, ProblemError, bad_request, pointer_of

JSON = "application/json"
MOST_VALUES = 100_000
"""Of a body that is no document: a thousand changes have a third of that."""
MOST_DOCUMENT_VALUES = 10_000_000
"""Of a case or a plan: a city of 1,500 people has a tenth of that."""
_SUSPECT = re.compile(
    rb"\\u(?:[dD][89a-fA-F]|0000)|NaN|Infinity|[0-9][eE]\+?[0-9]{3}|[0-9]{309}|\x00"
)
"""Where there is none of these, every text is sound and every number finite."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
"""A number as JSON has it, but for zeros before it: Python would take ``1_0`` for ten."""
_NUMBERS: Mapping[object, Sequence[tuple[str, str]]] = {
    int: [("is not a whole number", "write digits alone, such as 30")],
    float: [("is not a number", "write digits with a point, such as 1500.5")],
}
_PLAIN = "write plain text; an escape such as \\u00e9 must stand for a letter"


class UnsoundError(ProblemError):
    """A document holds what cannot be kept; caught where faults are the answer."""

    def __init__(self, errors: Sequence[ErrorItem]) -> None:
        plain = bad_request(errors)
        super().__init__(422, plain.kind, str(plain.detail), plain.errors, more=plain.more)


class JsonRoute(APIRoute):
    """A route whose JSON body is read here."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, behind the reading of the body."""
        handle, field = self._asked_plainly(), self.body_field
        if field is None:
            return handle
        shape: Any = Annotated[field.field_info.annotation, field.field_info]
        exact = TypeAdapter[Any](shape)

        def examined(body: bytes) -> Any:
            content = sound_json(body, MOST_VALUES)
            _, errors = field.validate(content, {}, loc=("body",))
            errors = errors or [
                {**error, "loc": ("body", *error["loc"])} for error in slips(exact, body)
            ]
            if errors:
                raise RequestValidationError(errors, body=content)
            return content

        async def read_and_handle(request: Request) -> Response:
            body = await request.body()
            if not body:
                return await handle(request)
            if not _is_json(request):
                raise ProblemError(415, "unsupported-type", f"send {JSON}")
            content = await run_in_threadpool(examined, body)
            return await handle(_Read(request, content))

        return read_and_handle

    def _asked_plainly(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, for those who ask by words that it knows, each once: a misspelt filter
        would else give, or stop, what was not meant.
        """
        handle = super().get_route_handler()
        known = dict(_query_fields(self.dependant))

        async def ask(request: Request) -> Response:
            times = Counter(name for name, _ in request.query_params.multi_items())
            errors = [
                ErrorItem(
                    detail="is given more than once" if name in known else "is not known here",
                    parameter=name[:80],
                    remedy=_remedy(name, known),
                )
                for name, number in times.items()
                if name not in known or number > 1
            ]
            errors += [
                ErrorItem(detail=f"{shown_value(text)!r} {what}", parameter=name, remedy=remedy)
                for name, text in request.query_params.items()
                for what, remedy in _NUMBERS.get(known.get(name), ())
                if not _NUMBER.fullmatch(text)
            ]
            if errors:
                raise bad_request(errors)
            return await handle(request)

        return ask


def _remedy(name: str, known: Collection[str]) -> str:
    if name in known:
        return "say it once"
    few = f"use {', '.join(sorted(known))}" if known else "leave it out"
    close = nearest(name, known)
    return close if close.startswith("did") else few


def _query_fields(dependant: Dependant) -> Iterator[tuple[str, object]]:
    """Each name, and of what type it is."""
    yield from ((field.alias, field.field_info.annotation) for field in dependant.query_params)
    for part in dependant.dependencies:
        yield from _query_fields(part)


class _Read(Request):
    """A request whose JSON has been read."""

    def __init__(self, request: Request, content: Any) -> None:
        super().__init__(request.scope, request.receive)
        self._body = request._body
        self._content = content

    async def json(self) -> Any:
        """What was read."""
        return self._content


def sound_json(body: bytes, most_values: int) -> Any:
    """The value of a JSON text.

    Raises
    ------
    ProblemError
        422 when it is no JSON, holds too many values, or something that cannot be kept.
    """
    if body.count(b",") + body.count(b"[") + body.count(b"{") > most_values:
        raise bad_request([ErrorItem(detail=f"the body holds more than {most_values} values")])
    try:
        content = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as wrong:
        detail = f"byte {wrong.start + 1} of the body is not UTF-8"
        raise bad_request([ErrorItem(detail=detail, remedy="send JSON in UTF-8")]) from wrong
    except json.JSONDecodeError as wrong:
        detail = f"the body is no JSON at line {wrong.lineno}, column {wrong.colno}"
        remedy = "check brackets, commas and quotes"
        raise bad_request([ErrorItem(detail=detail, remedy=remedy)]) from wrong
    except RecursionError as deep:
        raise bad_request([ErrorItem(detail="the body is nested too deeply")]) from deep
    except ValueError as wrong:
        raise bad_request([ErrorItem(detail="a number of the body has too many digits")]) from wrong
    errors = list(islice(_unsound(content), MOST_FAULTS + 1))
    if errors:
        raise bad_request(errors)
    return content


def require_sound_document(body: bytes) -> None:
    """Refuse a case or plan in JSON that holds what cannot be kept; its own reader does the rest.

    Raises
    ------
    UnsoundError
        422 with every place.
    """
    if body.count(b",") + body.count(b"[") + body.count(b"{") > MOST_DOCUMENT_VALUES:
        detail = f"the body holds more than {MOST_DOCUMENT_VALUES} values"
        raise UnsoundError([ErrorItem(detail=detail)])
    if _SUSPECT.search(body) is None:
        return
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return  # which the reader of documents says with the place
    errors = list(islice(_unsound(content), MOST_FAULTS + 1))
    if errors:
        raise UnsoundError(errors)


class _Doubled(dict[str, Any]):
    """An object in which a name stands twice."""

    names: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    found = _Doubled(plain)
    found.names = tuple(
        name for name, times in Counter(name for name, _ in pairs).items() if times > 1
    )
    return found


def _unsound(content: Any) -> Iterator[ErrorItem]:
    """Everything that cannot be kept, in the order of the text."""
    left: list[tuple[tuple[Any, ...], Any]] = [((), content)]
    while left:
        path, value = left.pop()
        if isinstance(value, str):
            yield from _unsound_text(value, path)
        elif isinstance(value, float) and not math.isfinite(value):
            remedy = "write a finite number, or null"
            yield ErrorItem(detail="this is no number", pointer=pointer_of(path), remedy=remedy)
        elif isinstance(value, dict):
            for name in getattr(value, "names", ()):
                yield ErrorItem(
                    detail="this name stands twice in one object",
                    pointer=_seen(pointer_of((*path, name))),
                    remedy="leave one out",
                )
            for name in value:
                yield from _unsound_text(name, (*path, name))
            left += [((*path, name), inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            left += [((*path, at), value[at]) for at in range(len(value) - 1, -1, -1)]


def _unsound_text(text: str, path: tuple[Any, ...]) -> Iterator[ErrorItem]:
    if "\x00" in text:
        detail = "the text holds a NUL character"
    elif text.isascii() or _is_utf8(text):
        return
    else:
        detail = "the text holds half of a character (a lone surrogate)"
    yield ErrorItem(detail=detail, pointer=_seen(pointer_of(path)), remedy=_PLAIN)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _seen(pointer: str) -> str:
    """A pointer that can itself be sent."""
    return pointer.encode(errors="backslashreplace").decode()


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == JSON or (kind.startswith("application/") and kind.endswith("+json"))
