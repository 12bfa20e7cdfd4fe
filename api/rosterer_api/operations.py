"""Which operation does a request mean, who may ask for it, and how much may it carry?

The guard asks before anything of the body is read, so the answers are gathered once from the routes
themselves.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from rosterer_api.auth.current import Gate, PageGate
from rosterer_api.auth.roles import Permission

SMALL_BODY_BYTES = 1024 * 1024
"""Enough for a thousand changes; only a case, a plan or a file needs more."""
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


@dataclass(frozen=True)
class Operation:
    """What a method at an address does."""

    path: str
    methods: frozenset[str]
    permissions: frozenset[Permission] | None
    """What whoever asks needs; None where nobody is asked who they are."""
    carries_document: bool
    """Whether its body is a case, a plan or a file."""
    takes_body: bool
    is_page: bool = False
    """Whether it is for people with a browser, who are known by a cookie; else by a key."""


class Operations:
    """All operations of some routers, those of programs and those of people."""

    def __init__(self, routers: Iterable[APIRouter], pages: Iterable[APIRouter] = ()) -> None:
        self._known = [
            (route.path_regex, _operation(route, is_page=is_page))
            for is_page, several in ((False, routers), (True, pages))
            for router in several
            for route in router.routes
            if isinstance(route, APIRoute)
        ]

    def __iter__(self) -> Iterator[Operation]:
        return (operation for _, operation in self._known)

    def meant(self, method: str, path: str) -> tuple[Operation | None, tuple[str, ...]]:
        """The operation, if there is one, and every method that the address knows."""
        here = [operation for pattern, operation in self._known if _matches(pattern, path)]
        # "/v1/cases/validate" is an address of its own, and no case of that name
        fewest = min((operation.path.count("{") for operation in here), default=0)
        here = [operation for operation in here if operation.path.count("{") == fewest]
        methods = {method for operation in here for method in operation.methods}
        found = next((operation for operation in here if method in operation.methods), None)
        return found, tuple(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def carries_document(endpoint: Endpoint) -> Endpoint:
    """Mark a route whose body is a case, a plan or a file, and may be as large as one."""
    endpoint.__dict__["carries_document"] = True
    return endpoint


def takes_form(endpoint: Endpoint) -> Endpoint:
    """Mark a route that reads a form."""
    endpoint.__dict__["takes_form"] = True
    return endpoint


def _operation(route: APIRoute, *, is_page: bool) -> Operation:
    gates = list(_gates(route.dependant))
    needed = frozenset(permission for gate in gates for permission in gate.permissions)
    carries = bool(getattr(route.endpoint, "carries_document", False))
    return Operation(
        route.path,
        frozenset(route.methods or ()) - {"HEAD"},
        needed if gates else None,
        carries,
        carries or route.body_field is not None or hasattr(route.endpoint, "takes_form"),
        is_page,
    )


def _gates(dependant: Dependant) -> Iterator[Gate | PageGate]:
    for part in dependant.dependencies:
        if isinstance(part.call, Gate | PageGate):
            yield part.call
        yield from _gates(part)


def _matches(pattern: "re.Pattern[str]", path: str) -> bool:
    return pattern.match(path) is not None
