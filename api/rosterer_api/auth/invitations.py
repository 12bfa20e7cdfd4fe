"""How does whoever starts a demonstration come in with one click, and nobody after them?

By a link that counts once. It is kept in this process alone, and only as a hash, so it is worth
nothing after the next start.
"""

import secrets
from threading import Lock

from rosterer_api.auth.keys import hashed


class Invitations:
    """Links that were given out and not used yet."""

    def __init__(self) -> None:
        self._open: dict[str, str] = {}
        self._lock = Lock()

    def make(self, key: str) -> str:
        """The text of a link by which somebody comes in as the holder of a key."""
        text = secrets.token_urlsafe(24)
        with self._lock:
            self._open[hashed(text)] = key
        return text

    def take(self, text: str) -> str | None:
        """The id of the key, once; None for a text that is used up, or never was one."""
        with self._lock:
            return self._open.pop(hashed(text), None)
