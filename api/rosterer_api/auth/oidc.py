"""How does somebody come in with a token of their own organisation's OpenID Connect issuer?

The service takes access tokens that are signed by the issuer for this service (JWT), and nothing
else of the protocol: getting one is the business of the program that calls. PyJWT does the
cryptography (``pip install rosterer[oidc]``). Only asymmetric algorithms count, so that nobody can
sign with what is public.
"""

import ipaddress
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx

from rosterer_api.auth.keys import OF_ISSUER, Principal
from rosterer_api.auth.roles import ROLES, Role
from rosterer_api.settings import Settings

if TYPE_CHECKING:
    from jwt import PyJWK, PyJWKSet

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
KEYS_SECONDS = 300.0
"""How long the issuer's keys are used before they are fetched again."""
AGAIN_SECONDS = 10.0
"""A token with an unknown key makes the keys be fetched again, but the issuer is asked no more
often than so.
"""
LEEWAY_SECONDS = 30
"""So far the clocks of issuer and service may differ."""
ANSWER_SECONDS = 5.0
LONGEST_NAME = 150
LONGEST_LIFE_SECONDS = 24 * 3600
"""A token that counts for longer than a day is no access token that nobody can revoke."""
TOKEN_TYPES = frozenset({"jwt", "at+jwt"})
"""What ``typ`` of the header may say (RFC 9068); it may also say nothing."""
CLAIMED_TYPES: Mapping[str, frozenset[str]] = {
    "typ": frozenset({"bearer", "jwt", "at+jwt", "access"}),
    "token_use": frozenset({"access"}),
}
"""Claims by which issuers tell their kinds of token apart, and what those of access tokens say."""


class IssuerAwayError(Exception):
    """The issuer's keys cannot be fetched; try again in a moment."""


class RefusedTokenError(Exception):
    """The token does not let anybody in; the message says why."""


class Issuer:
    """Who vouches for people.

    Raises
    ------
    ValueError
        When the settings are not complete or safe, or the library is not installed.
    """

    def __init__(self, settings: Settings) -> None:
        try:
            import jwt  # noqa: F401 - an extra; say so now rather than at the first token
        except ImportError as missing:
            raise ValueError(
                "OpenID Connect needs a library: pip install 'rosterer[oidc]'"
            ) from missing
        if not settings.oidc_audience:
            raise ValueError(
                "ROSTERER_OIDC_AUDIENCE is needed: tokens for other services must not count here"
            )
        _assert_safe(settings.oidc_issuer)
        self._settings = settings
        self._lock = threading.Lock()
        self._keys: PyJWKSet | None = None
        self._fetched = -KEYS_SECONDS
        self._tried = -KEYS_SECONDS

    def principal_of(self, token: str) -> Principal:
        """Whom a token names, and in which role.

        Raises
        ------
        RefusedTokenError
            When it is not sound, not for this service, too old, or names no role.
        IssuerAwayError
            When it cannot be checked.
        """
        import jwt

        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise RefusedTokenError("the token is signed in a way that is not taken")
            if _kind(header.get("typ", "jwt")) not in TOKEN_TYPES:
                raise RefusedTokenError("this is no access token; its header names another type")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(header.get("kid")),
                algorithms=list(ALGORITHMS),
                audience=self._settings.oidc_audience,
                issuer=self._settings.oidc_issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as refused:
            raise RefusedTokenError(_words(refused)) from refused
        _require_access(claims)
        return self._named(claims)

    def _named(self, claims: dict[str, Any]) -> Principal:
        prefix = self._settings.oidc_role_prefix
        named = {
            text.removeprefix(prefix)
            for text in _texts(claims, self._settings.oidc_roles)
            if text.startswith(prefix)
        }
        roles = named & set(ROLES)
        if len(roles) != 1:
            raise RefusedTokenError(
                f"the token must name one role of this service, such as {prefix}{ROLES[0]}; it "
                f"names {len(roles)}"
            )
        subject = claims["sub"][:LONGEST_NAME]
        name = str(claims.get("preferred_username") or subject)[:LONGEST_NAME]
        teams = frozenset(_texts(claims, self._settings.oidc_teams))
        return Principal(f"{OF_ISSUER}{subject}", name, cast("Role", roles.pop()), teams)

    def _key(self, name: str | None) -> "PyJWK":
        keys = self._current_keys(name)
        fitting = [key for key in keys.keys if _signs(key) and (name is None or key.key_id == name)]
        if len(fitting) != 1:
            raise RefusedTokenError("the token is signed by a key that its issuer does not have")
        return fitting[0]

    def _current_keys(self, name: str | None) -> "PyJWKSet":
        known = self._keys
        if known is not None and not self._is_due(known, name):
            return known
        # Somebody else is asking already: who knows keys goes on with them, so that a slow issuer
        # holds nobody up.
        if not self._lock.acquire(blocking=known is None):
            assert known is not None
            return known
        try:
            if time.monotonic() - self._tried > AGAIN_SECONDS:
                self._tried = time.monotonic()
                self._keys, self._fetched = self._fetch(), time.monotonic()
        except IssuerAwayError:
            pass  # what is known does for a while longer
        finally:
            self._lock.release()
        if self._keys is None:
            raise IssuerAwayError
        return self._keys

    def _is_due(self, known: "PyJWKSet", name: str | None) -> bool:
        is_unknown = name is not None and all(key.key_id != name for key in known.keys)
        return is_unknown or time.monotonic() - self._fetched > KEYS_SECONDS

    def _fetch(self) -> "PyJWKSet":
        from jwt import PyJWKSet, PyJWTError

        try:
            with httpx.Client(timeout=ANSWER_SECONDS, trust_env=False) as client:
                about = client.get(
                    self._settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration"
                )
                about.raise_for_status()
                place = str(about.json()["jwks_uri"])
                _assert_safe(place)
                answer = client.get(place)
                answer.raise_for_status()
                return PyJWKSet.from_dict(answer.json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError, PyJWTError) as away:
            raise IssuerAwayError from away


def _signs(key: "PyJWK") -> bool:
    """Whether a key is there to check signatures, and not to encrypt."""
    operations = getattr(key, "_jwk_data", {}).get("key_ops")
    can_verify = not isinstance(operations, list) or "verify" in operations
    return key.public_key_use in (None, "sig") and can_verify


def _require_access(claims: dict[str, Any]) -> None:
    """Refuse what is no access token of somebody, or lives for too long.

    Raises
    ------
    RefusedTokenError
        With the reason.
    """
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.strip() or not subject.isprintable():
        raise RefusedTokenError("the token names nobody: its 'sub' is blank")
    for claim, known in CLAIMED_TYPES.items():
        if claim in claims and _kind(claims[claim]) not in known:
            raise RefusedTokenError(f"this is no access token; its {claim!r} names another type")
    if int(claims["exp"]) - int(claims["iat"]) > LONGEST_LIFE_SECONDS:
        hours = LONGEST_LIFE_SECONDS // 3600
        raise RefusedTokenError(f"the token lives for more than {hours} hours; ask for a shorter")


def _kind(said: object) -> str:
    return said.lower().removeprefix("application/") if isinstance(said, str) else ""


def _words(refused: Exception) -> str:
    """Why a token is not sound, in our own words."""
    name = type(refused).__name__
    return {
        "ExpiredSignatureError": "the token has expired",
        "ImmatureSignatureError": "the token is not valid yet; look at the clocks",
        "InvalidAudienceError": "the token is for another service",
        "InvalidIssuerError": "the token is of another issuer",
        "InvalidSignatureError": "the token's signature is wrong",
        "MissingRequiredClaimError": "the token lacks one of exp, iat, iss, aud and sub",
    }.get(name, "the token is not sound")


def _texts(claims: dict[str, Any], path: str) -> list[str]:
    """The texts of a claim; ``a.b`` is ``b`` inside ``a``."""
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, str):
        return found.split()
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _assert_safe(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    try:
        if parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback:
            return
    except ValueError:
        pass
    raise ValueError(f"{url!r} is no address of an issuer; use https")
