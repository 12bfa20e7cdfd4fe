"""Does a request carry what is read of it, and nothing that would be dropped in silence?

Asked once it is known who asks, before anything of a body is read: a header that counts once and
stands twice, a body in a coding that nobody undoes, a body where none is asked for.
"""

from starlette.datastructures import Headers
from starlette.types import Receive

from rosterer_api.operations import Operation
from rosterer_api.problems import ErrorItem, ProblemError, bad_request

COUNTED_ONCE = ("content-type", "idempotency-key", "last-event-id")
MOST_UNASKED_BYTES = 4
"""Of a body that nobody asked for: some programs send ``{}`` or ``null`` with every request."""


def require_readable(headers: Headers, operation: Operation) -> None:
    """Let through what can be read as it was meant.

    Raises
    ------
    ProblemError
        422 for a header that stands twice, or a body that is not asked for; 415 for a coding that
        is not undone; 400 for one that HTTP has no body in.
    """
    doubled = [name for name in COUNTED_ONCE if len(headers.getlist(name)) > 1]
    if doubled:
        told = "is given more than once"
        raise bad_request(
            [ErrorItem(detail=told, parameter=name, remedy="send it once") for name in doubled]
        )
    if headers.get("transfer-encoding", "chunked").strip().lower() != "chunked":
        detail = "the only Transfer-Encoding that is known here is chunked"
        raise ProblemError(400, "bad-request", detail)
    if not operation.takes_body:
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length[:20]) > MOST_UNASKED_BYTES:
            raise _unasked()
    elif headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        detail = "nothing is unpacked here: send the body as it is, without Content-Encoding"
        as_it_is = {"Accept-Encoding": "identity"}
        raise ProblemError(415, "unsupported-type", detail, headers=as_it_is)


async def require_no_body(receive: Receive) -> None:
    """Take in what comes where no body is asked for, and refuse it where it says anything.

    Raises
    ------
    ProblemError
        422 when there is more than an empty object.
    """
    size, is_more = 0, True
    while is_more:
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_UNASKED_BYTES:
            raise _unasked()
        is_more = message["type"] == "http.request" and message.get("more_body", False)


def _unasked() -> ProblemError:
    told = "this request takes no body, and what it says would be dropped"
    return bad_request([ErrorItem(detail=told, remedy="send it without a body")])
