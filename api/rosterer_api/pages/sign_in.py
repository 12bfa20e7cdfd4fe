"""Who is signing in, with a key that is typed once, and who leaves?"""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from rosterer_api.audit import note
from rosterer_api.auth.cookies import (
    FORM,
    form_token,
    keep,
    require_own_site,
    require_safe_way,
    session_text,
)
from rosterer_api.auth.current import signed_in
from rosterer_api.auth.keys import OF_ISSUER, Principal
from rosterer_api.operations import takes_form
from rosterer_api.pages.forms import form_of, text_of
from rosterer_api.pages.own_paths import HOME, own_path
from rosterer_api.pages.rendering import PAGE_HEADERS, render
from rosterer_api.problems import ProblemError
from rosterer_api.routes.common import TheService
from rosterer_api.service import Service

router = APIRouter()
SIGNED_OUT = "/sign-in?left=1"
_WRONG = "This key is not known, or no longer good. Type it as it was given to you."
_USED_UP = (
    "This link was used already, or is of an earlier start. Start the service again for another, "
    "or sign in with a key."
)
_BLANK = "Type the key that was given to you."


@router.get("/sign-in")
async def show_sign_in(
    request: Request,
    wanted: Annotated[str, Query(alias="next")] = "/",
    left: str = "",
) -> Response:
    """Ask for a key."""
    require_safe_way(request.scope, request.headers)
    return _asked(request, own_path(wanted), has_left=bool(left))


@router.post("/sign-in")
@takes_form
async def sign_in(request: Request, service: TheService) -> Response:
    """Begin a session, and lead to what was wanted."""
    require_safe_way(request.scope, request.headers)
    require_own_site(request.scope, request.headers)
    form = await form_of(request, FORM)
    wanted = own_path(text_of(form, "next"))
    key = "".join(text_of(form, "key").split())
    if not key:
        return _asked(request, wanted, 422, fault=_BLANK)
    try:
        principal = await request.scope["recognise"](key)
    except ProblemError as refused:
        if refused.status_code != 401:
            raise
        return _asked(request, wanted, 401, fault=_WRONG)
    if principal.id.startswith(OF_ISSUER):
        return _asked(request, wanted, 401, fault=_WRONG)
    return await run_in_threadpool(begin, request, service, principal, wanted)


def begin(request: Request, service: Service, principal: Principal, wanted: str) -> Response:
    """Sign somebody in, and lead them on; a session that was there ends."""
    before = session_text(request.scope, request.headers)
    with service.database.writing() as session:
        service.sessions.end(session, before)
        text = service.sessions.begin(session, principal.id)
        note(session, request, principal, "session.begin", principal.id)
    answer = RedirectResponse(wanted, 303, headers=PAGE_HEADERS)
    keep(answer, request.scope, request.headers, text)
    keep(answer, request.scope, request.headers, "", FORM)
    return answer


@router.get("/welcome/{text}")
async def come_in(text: str, request: Request, service: TheService) -> Response:
    """Begin a session with a link that counts once."""
    require_safe_way(request.scope, request.headers)
    if request.scope["is_head"] or "prefetch" in request.headers.get("sec-purpose", ""):
        return Response(status_code=204, headers=PAGE_HEADERS)  # nobody has clicked yet
    key = service.invitations.take(text)
    principal = None if key is None else await run_in_threadpool(service.keys.principal_of_id, key)
    if principal is None:
        return _asked(request, HOME, 401, fault=_USED_UP)
    return await run_in_threadpool(begin, request, service, principal, HOME)


@router.post("/sign-out")
@takes_form
async def sign_out(
    request: Request,
    service: TheService,
    principal: Annotated[Principal, Depends(signed_in())],
) -> Response:
    """End the session."""
    await form_of(request)

    def end() -> None:
        with service.database.writing() as session:
            service.sessions.end(session, session_text(request.scope, request.headers))
            note(session, request, principal, "session.end", principal.id)

    await run_in_threadpool(end)
    answer = RedirectResponse(SIGNED_OUT, 303, headers=PAGE_HEADERS)
    keep(answer, request.scope, request.headers, "")
    return answer


def _asked(
    request: Request, wanted: str, status: int = 200, *, fault: str = "", has_left: bool = False
) -> Response:
    text = session_text(request.scope, request.headers, FORM) or secrets.token_urlsafe(32)
    page = render(
        request,
        "sign-in",
        status,
        wanted=wanted,
        fault=fault,
        has_left=has_left,
        token=form_token(text),
    )
    keep(page, request.scope, request.headers, text, FORM)
    return page
