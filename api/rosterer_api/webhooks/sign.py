"""How does a receiver know that an event comes from here, and now?"""

import hashlib
import hmac
import time
from collections.abc import Iterable

SIGNATURE_HEADER = "Rosterer-Signature"
TOLERANCE_SECONDS = 300
"""An older message may be a replay."""
_MOST_DIGITS = 15
"""Of a moment; far beyond any, and quickly read."""


def signature(secrets: str | Iterable[str], body: bytes, at: int) -> str:
    """The header's value: ``t=`` seconds since 1970, and for each secret ``v1=`` HMAC-SHA256 of
    ``t.body`` in hexadecimal.
    """
    each = (secrets,) if isinstance(secrets, str) else secrets
    return ",".join([f"t={at}", *(f"v1={_mac(secret, body, at)}" for secret in each)])


def is_genuine(secret: str, body: bytes, header: str, *, now: float | None = None) -> bool:
    """Whether a message was signed with the secret within the last five minutes; whatever the
    header holds, this is an answer and never an exception.
    """
    parts = [part.strip().partition("=")[::2] for part in header.split(",")]
    moments = [value for name, value in parts if name == "t"]
    macs = [value.encode(errors="replace") for name, value in parts if name == "v1"]
    if len(moments) != 1 or not _is_moment(moments[0]):
        return False
    at = int(moments[0])
    if abs((time.time() if now is None else now) - at) > TOLERANCE_SECONDS:
        return False
    wanted = _mac(secret, body, at).encode()
    return any(hmac.compare_digest(wanted, mac) for mac in macs)


def _is_moment(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _mac(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
