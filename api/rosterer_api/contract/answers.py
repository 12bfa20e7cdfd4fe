"""Which headers does an answer have, and how does every refusal look?

Refusals are the same everywhere, so the contract says them once, by status.
"""

from http import HTTPStatus
from typing import Any

from rosterer_api.contract.shown import reference

EVERYWHERE = ("X-Request-Id", "RateLimit", "RateLimit-Policy")
UNLIMITED = frozenset({"healthz", "readyz", "metrics"})
HEADERS = {
    "X-Request-Id": "The caller's, if one was sent; it is in the log and in every refusal.",
    "RateLimit": "What is left of the allowance, and for how many seconds.",
    "RateLimit-Policy": "The allowance.",
    "Location": "Where the new thing is.",
    "ETag": "The version, for `If-None-Match` and `If-Match`.",
    "Content-Disposition": "The name of the file.",
    "Retry-After": "Seconds to wait before the next attempt.",
    "WWW-Authenticate": "How to authenticate: `Bearer`.",
}
OF_STATUS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
UNTAGGED = frozenset({"watch_job", "export_audit"})
"""What is sent bit by bit, as it comes."""
NOT_MODIFIED = {"description": "What the caller has, by its `If-None-Match`, is still so."}
FIRST_REFUSAL = 400
STREAM = "text/event-stream"
ITEMS = "x-item-schema"
"""OpenAPI 3.2 has ``itemSchema`` for it; 3.1 has no word."""


def headers_of(operation: str, status: int, *, is_read: bool = False) -> tuple[str, ...]:
    """Which headers an answer of an operation has."""
    names = EVERYWHERE[:1] if operation in UNLIMITED else EVERYWHERE
    if status >= FIRST_REFUSAL:
        return (*names, *OF_STATUS.get(status, ()))
    if is_read and operation not in UNTAGGED:
        names = (*names, "ETag")
    if operation in PLACED and status in (200, 201, 202):
        names = (*names, "Location")
    if operation == "export_plan":
        names = (*names, "Content-Disposition")
    return names


PLACED = frozenset(
    {
        "create_case",
        "change_case",
        "create_following_case",
        "create_plan",
        "create_scenario",
        "solve_case",
        "submit_job",
    }
)
"""What makes a thing that has an address."""


def describe_answers(document: dict[str, Any]) -> None:
    """Add the headers of every answer, and say each refusal once."""
    components = document["components"]
    components["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    refusals: dict[str, Any] = {}
    for path in document["paths"].values():
        for method, operation in path.items():
            answers, is_read = operation["responses"], method == "get"
            if is_read and operation["operationId"] not in UNTAGGED:
                answers["304"] = dict(NOT_MODIFIED)
            for status, answer in answers.items():
                name = operation["operationId"]
                if int(status) >= FIRST_REFUSAL and _is_problem(answer):
                    answers[status] = _refusal(refusals, int(status))
                else:
                    answer["headers"] = _references(headers_of(name, int(status), is_read=is_read))
    components["responses"] = dict(sorted(refusals.items()))


def describe_messages(document: dict[str, Any]) -> None:
    """Say what a receiver answers, and of what shape the events of a stream are."""
    for message in document["webhooks"].values():
        message["post"]["responses"] = {"2XX": {"description": "It was taken."}}
        message["post"].pop("summary", None)
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
    stream = document["paths"]["/v1/jobs/{job_id}/events"]["get"]["responses"]["200"]
    stream["content"] = {STREAM: {"schema": {"type": "string"}, ITEMS: reference("JobEvent")}}


def _is_problem(answer: dict[str, Any]) -> bool:
    return "application/problem+json" in answer.get("content", {})


def _refusal(refusals: dict[str, Any], status: int) -> dict[str, str]:
    phrase = HTTPStatus(status).phrase
    name = phrase.replace(" ", "").replace("-", "")
    refusals[name] = {
        "description": phrase,
        "content": {"application/problem+json": {"schema": reference("Problem")}},
        "headers": _references(headers_of("", status)),
    }
    return {"$ref": f"#/components/responses/{name}"}


def _references(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
