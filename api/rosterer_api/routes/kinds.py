"""Is a kind of job that somebody names one of those that there are, and what may it be asked?"""

from collections.abc import Mapping
from typing import Any

from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.kinds.kind import Kind
from rosterer_api.problems import ErrorItem, bad_request
from rosterer_api.service import Service

MOST_SHOWN = 80
"""Letters of an unknown name that are repeated."""


def require_kinds(service: Service, by_place: Mapping[str, str | None]) -> None:
    """Go on only where every kind that is named is there: what asks for another fits nothing, and
    would look like an answer.

    Parameters
    ----------
    by_place
        A kind, or None where none was named, by its JSON pointer in the body, or by the name of
        its parameter.

    Raises
    ------
    ProblemError
        422 with every name that is not known.
    """
    known = known_kinds(service.settings.job_kinds)
    errors = [
        ErrorItem(
            detail=f"{kind[:MOST_SHOWN]!r} is no kind of job here",
            pointer=place if place.startswith("/") else None,
            parameter=None if place.startswith("/") else place,
            remedy=f"one of: {', '.join(sorted(known))}",
        )
        for place, kind in by_place.items()
        if kind is not None and kind not in known
    ]
    if errors:
        raise bad_request(errors)


def request_schema(kind: Kind, most_seconds: float) -> dict[str, Any]:
    """The JSON Schema of what a kind may be asked for, with the service's own time limit."""
    schema = kind.request.model_json_schema()
    for one in schema.get("properties", {}).get("time_limit", {}).get("anyOf", []):
        if "maximum" in one:
            one["maximum"] = min(one["maximum"], most_seconds)
    return schema


def places_of(kinds: list[str], pointer: str) -> dict[str, str | None]:
    """The kinds of a list by their places."""
    return {f"{pointer}/{number}": kind for number, kind in enumerate(kinds)}
