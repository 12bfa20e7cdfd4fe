"""What does somebody with a browser see when something cannot be done?"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from rosterer_api.pages.rendering import PAGE_HEADERS, render
from rosterer_api.problems import TYPE_PREFIX, Problem

QUESTIONS = {
    401: "Who are you?",
    403: "May you do this?",
    404: "Where is this page?",
    409: "Does this still fit?",
    412: "Did somebody else change this?",
    413: "Is this too large?",
    429: "Could you wait a moment?",
    503: "Could you try again in a moment?",
}
"""The heading by status."""
USUAL_QUESTION, OWN_FAULT = "What went wrong?", "What went wrong with the service?"


def page_of(request: Request, problem: Problem, headers: Mapping[str, str]) -> Response:
    """A problem as a page, with the id by which it is found in the log; whoever is not signed in is
    led to where that is done.
    """
    kind = problem.type.removeprefix(TYPE_PREFIX)
    if kind == "signed-out" and request.scope["method"] == "GET":
        query = request.scope.get("query_string", b"").decode("latin-1")
        wanted = request.scope["path"] + (f"?{query}" if query else "")
        place = "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted)}"
        return RedirectResponse(place, 303, headers=PAGE_HEADERS)
    if problem.detail == HTTPStatus.NOT_FOUND.phrase:
        problem = problem.model_copy(update={"detail": "there is no page at this address"})
    usual = USUAL_QUESTION if problem.status < HTTPStatus.INTERNAL_SERVER_ERROR else OWN_FAULT
    page = render(
        request,
        "problem",
        problem.status,
        question=QUESTIONS.get(problem.status, usual),
        problem=problem,
        kind=kind,
        has_sent=request.scope["method"] != "GET",
    )
    page.headers.update(
        {name: value for name, value in headers.items() if name not in PAGE_HEADERS}
    )
    return page
