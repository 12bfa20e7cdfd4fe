"""How is a document, a table or an export sent, of which there is one for ever?"""

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from rosterer_api.audit import note
from rosterer_api.auth.keys import Principal
from rosterer_api.made import Made
from rosterer_api.routes.common import unless_known
from rosterer_api.service import Service


async def the_made(service: Service, tag: str, make: Callable[[], Made]) -> Made:
    """What is kept under a tag; made, in the lane of costly reads, where it is not.

    Raises
    ------
    ProblemError
        503 when too many wait for costly reads.
    """
    kept = service.made.get(tag)
    if kept is not None:
        return kept
    look = partial(_made, service, tag, make)
    return await service.costly.read(("made", tag), look, is_for_ever=True)


async def send(
    request: Request,
    service: Service,
    tag: str,
    body: Made,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer with a body: packed for those who can unpack it, 304 for those who have it."""
    as_kept = body.is_packed and _takes_gzip(request)
    answer = Response(media_type=body.media_type, headers={**(headers or {})})
    if body.is_packed:
        answer.headers["Vary"] = "Accept-Encoding"
    if unless_known(request, answer, f"{tag}.gz" if as_kept else tag):
        known = Response(status_code=304)
        known.headers["ETag"] = answer.headers["ETag"]
        return known
    if as_kept:
        answer.headers["Content-Encoding"] = "gzip"
    is_large = body.is_packed and not as_kept
    answer.body = body.content
    if is_large:
        key = ("plain", tag)
        answer.body = await service.costly.read(key, body.plain, is_for_ever=True)
    answer.headers["Content-Length"] = str(len(answer.body))
    return answer


async def tell_of_names(
    answer: Response,
    request: Request,
    service: Service,
    principal: Principal,
    target: str,
    body: Made,
    **detail: str,
) -> None:
    """Say in the audit log that somebody is shown names, and of which teams, where an answer holds
    some.
    """
    shown = {"names": sum(body.names.values()), "teams": dict(body.names)}

    def write() -> None:
        with service.database.writing() as session:
            note(session, request, principal, "names.read", target, **shown, **detail)

    is_shown = answer.status_code == HTTPStatus.OK and not request.scope.get("is_head")
    if body.names and is_shown:
        await run_in_threadpool(write)


def _takes_gzip(request: Request) -> bool:
    for one in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = one.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _made(service: Service, tag: str, make: Callable[[], Made]) -> Made:
    return service.made.get(tag) or service.made.put(tag, make())
