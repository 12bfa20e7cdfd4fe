"""Over which way, and from which site, may a cookie say who somebody is?

Over https, or on the machine itself: elsewhere whoever listens would have the session. A form
counts when this service's own page sent it; a text beside the cookie, which only such a page can
know, says so, and browsers say it too.
"""

import hashlib
import hmac
import ipaddress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from fastapi import Response
from starlette.datastructures import Headers
from starlette.types import Scope

from rosterer_api.problems import ProblemError

NAME = "rosterer"
FORM = "rosterer-form"
"""The cookie of whoever has not signed in yet, so that the form for that is this service's own."""
_OWN = ("same-origin", "none")
"""What browsers say of a request that this service's own page, or its user, has made."""


def require_safe_way(scope: Scope, headers: Headers) -> None:
    """Go on only where nobody can listen.

    Raises
    ------
    ProblemError
        403 over plain http from another machine.
    """
    if not scope["is_secure"] and not _is_this_machine(headers):
        raise ProblemError(
            403,
            "https-needed",
            "these pages are open over https alone when they are reached from another machine, "
            "since whoever listens could else use what you may do; use the address that begins "
            "with https, or ask whoever runs the service to put a proxy with TLS before it",
        )


def require_own_site(scope: Scope, headers: Headers) -> None:
    """Go on only where no other site made the browser ask.

    Raises
    ------
    ProblemError
        403 where another did.
    """
    said, origin = headers.get("sec-fetch-site"), headers.get("origin", "null")
    if said is not None:
        is_own = said in _OWN
    else:  # an old browser: where it hides the origin, the text in the form alone decides
        is_own = origin == "null" or urlsplit(origin).netloc == headers.get("host")
    if not is_own:
        raise not_own_form()


def not_own_form() -> ProblemError:
    """403 for a form that was not sent from a page of this service."""
    why = "this was not sent from a page of this service, or from one that is too old"
    return ProblemError(403, "foreign-form", f"{why}; open the page again and repeat it")


def session_text(scope: Scope, headers: Headers, name: str = NAME) -> str:
    """What a cookie holds; blank without one."""
    cookies: SimpleCookie = SimpleCookie()
    for header in headers.getlist("cookie"):
        try:
            cookies.load(header)
        except CookieError:
            return ""
    found = cookies.get(_name(scope, headers, name))
    return "" if found is None else found.value


def form_token(text: str) -> str:
    """What a form carries beside a cookie: it can be worked out from the cookie alone."""
    return hashlib.sha256(f"form {text}".encode()).hexdigest()


def require_token(given: object, text: str) -> None:
    """Go on only where a form carries what belongs to its cookie.

    Raises
    ------
    ProblemError
        403 where it does not.
    """
    is_text = isinstance(given, str) and given.isascii() and bool(text)
    if not is_text or not hmac.compare_digest(str(given), form_token(text)):
        raise not_own_form()


def keep(response: Response, scope: Scope, headers: Headers, text: str, name: str = NAME) -> None:
    """Have the browser keep a cookie until it is closed, or forget one that is blank."""
    response.set_cookie(
        _name(scope, headers, name),
        text,
        max_age=None if text else 0,
        path="/",
        secure=bool(scope["is_secure"]),
        httponly=True,
        samesite="lax",
    )


def _name(scope: Scope, headers: Headers, name: str) -> str:
    """``__Host-`` ties a cookie to this host and https. On the machine itself, where services
    differ by port and cookies do not, the port is part of the name.
    """
    if scope["is_secure"]:
        return f"__Host-{name}"
    return f"{name}-{urlsplit('//' + headers.get('host', '')).port or 80}"


def _is_this_machine(headers: Headers) -> bool:
    try:
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
