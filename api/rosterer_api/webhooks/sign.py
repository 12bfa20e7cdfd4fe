"""How does a receiver know that an event comes from here, and now?"""

import hashlib
import hmac
import time

SIGNATURE_HEADER = "Rosterer-Signature"
TOLERANCE_SECONDS = 300
"""An older message may be a replay."""


def signature(secret: str, body: bytes, at: int) -> str:
    """The header's value: ``t=`` seconds since 1970, ``v1=`` HMAC-SHA256 of ``t.body`` in
    hexadecimal.
    """
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"


def is_genuine(secret: str, body: bytes, header: str, *, now: float | None = None) -> bool:
    """Whether a message was signed with the secret within the last five minutes."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    if not parts.get("t", "").isdigit() or not hmac.compare_digest(
        signature(secret, body, int(parts["t"])), header
    ):
        return False
    return abs((time.time() if now is None else now) - int(parts["t"])) <= TOLERANCE_SECONDS
