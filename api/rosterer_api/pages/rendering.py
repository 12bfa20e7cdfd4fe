"""How does a page come out: in the one frame, with what everybody sees on each?"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

import rosterer
from rosterer.frame import page_environment
from rosterer.report.words import day_words
from rosterer.shown import amount, pounds, signed
from rosterer_api.auth.cookies import NAME, form_token, session_text
from rosterer_api.auth.keys import Principal
from rosterer_api.auth.roles import Permission, Role
from rosterer_api.pages.moments import USUAL_ZONE, about_words, moment_words
from rosterer_api.service import Service
from rosterer_models.vocabulary.time import day_at

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Cache-Control": "no-store",
}
"""No script or style but files of this service; nothing is kept for who comes after."""
ROLE_WORDS: dict[Role, str] = {
    "manager": "rota manager",
    "approver": "approver",
    "planner": "planner",
    "service": "another system",
    "auditor": "auditor",
    "administrator": "administrator",
}


FILTERS: dict[str, Callable[..., str]] = {
    "day": day_words,
    "moment": moment_words,
    "about": about_words,
    "pounds": pounds,
    "amount": amount,
    "signed": signed,
}
"""How templates say days, moments and figures."""


_LEVEL = 5


@dataclass(frozen=True)
class Way:
    """A page that the navigation leads to, for those who may see it."""

    path: str
    name: str
    needs: Permission


WAYS: tuple[Way, ...] = (
    Way("/rota", "Rota", "plans.read"),
    Way("/plans", "Plans", "plans.read"),
    Way("/data", "Data", "cases.read"),
)
"""In the order of the navigation; only pages that are there."""


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page.

    Parameters
    ----------
    context
        What its template needs beside what stands on every page.
    """
    service: Service = request.app.state.service
    principal: Principal | None = request.scope.get("principal")
    today = day_at(service.now(), USUAL_ZONE)
    environment = page_environment("rosterer_api.pages")
    environment.filters.update(FILTERS)
    shown = {
        "chapters": [],
        "version": rosterer.__version__,
        "who": principal,
        "role": "" if principal is None else ROLE_WORDS[principal.role],
        "today": f"{day_words(today)} {today.year}",
        "here": request.scope["path"],
        "ways": [way for way in WAYS if principal is not None and principal.may(way.needs)],
        "token": form_token(session_text(request.scope, request.headers, NAME)),
        "is_synthetic": False,
        **context,
    }
    text = environment.get_template(f"pages/{template}.html").render(shown)
    return HTMLResponse(text, status, headers=PAGE_HEADERS)


def packed(request: Request, page: Response) -> Response:
    """The page, packed for those who can unpack it: a rota has thousands of cells. No page with
    what somebody else could have put there beside a secret is packed, since its length would tell.
    """
    if "gzip" in request.headers.get("accept-encoding", ""):
        page.body = gzip.compress(bytes(page.body), _LEVEL, mtime=0)
        page.headers["Content-Encoding"] = "gzip"
        page.headers["Content-Length"] = str(len(page.body))
    page.headers["Vary"] = "Accept-Encoding"
    return page
