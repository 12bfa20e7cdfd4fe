"""How are API keys made, kept and recognised?

A key is 32 random bytes, shown once. Only its SHA-256 is kept: it cannot be guessed, so a slow hash
would add nothing but delay.
"""

import hashlib
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rosterer_api.auth.roles import PERMISSIONS, Permission, Role
from rosterer_api.storage import Database, is_away, new_id
from rosterer_api.storage.tables import KeyRow

PREFIX = "rosterer_"
"""Lets secret scanners find keys that leaked."""
OF_ISSUER = "oidc:"
"""Begins the id of whoever comes with a token of the issuer."""
USED_SECONDS = 60.0
"""How exactly the last use is kept; a write for every request would be dear."""

KNOWN_SECONDS = 1.0
"""So long a key that was revoked elsewhere (on the command line, at another server) may still be
taken.
"""
MOST_KNOWN = 10_000
_log = logging.getLogger("rosterer.api")


@dataclass(frozen=True)
class Principal:
    """Who makes a request."""

    id: str
    name: str
    role: Role
    teams: frozenset[str] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return permission in PERMISSIONS[self.role]

    def owns(self, created_by: str, others: Permission) -> bool:
        """Whether something is theirs, or the role reaches what others own."""
        return created_by == self.id or self.may(others)

    def sees_names_of(self, team: str) -> bool:
        """Whether names of people in a team are shown."""
        return self.may("names.all") or (self.may("names.own-teams") and team in self.teams)


def make_key(
    session: Session,
    name: str,
    role: Role,
    teams: Sequence[str] = (),
    expires: float | None = None,
    **share: int | None,
) -> tuple[KeyRow, str]:
    """A new key's row, and the key itself, which is not kept anywhere.

    Parameters
    ----------
    share
        What the key has of the queue: ``weight``, ``most_waiting``, ``most_running``.
    """
    text = PREFIX + secrets.token_urlsafe(32)
    row = KeyRow(
        id=new_id("key"),
        name=name,
        role=role,
        teams=list(teams),
        hash=hashed(text),
        expires=expires,
        created=time.time(),
        **share,
    )
    session.add(row)
    return row, text


def hashed(text: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(text.encode()).hexdigest()


class KnownKeys:
    """Whose key it is, remembered for a second: somebody who reads a lot then costs no look-up for
    each request.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[float, Principal]] = {}

    def principal_of(self, text: str) -> Principal | None:
        """Whose key it is; None when it is unknown, expired or revoked."""
        if not text.startswith(PREFIX):
            return None
        hash_, now = hashed(text), time.monotonic()
        known = self._known.get(hash_)
        if known is not None and known[0] > now:
            return known[1]
        principal = self._looked_up(hash_)
        if principal is None:
            self._known.pop(hash_, None)
        else:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[hash_] = (now + KNOWN_SECONDS, principal)
        return principal

    def remembered(self, text: str) -> Principal | None:
        """Whose key it is, if that was looked up within the last second; needs no database."""
        known = self._known.get(hashed(text)) if text.startswith(PREFIX) else None
        return known[1] if known is not None and known[0] > time.monotonic() else None

    def refused_key(self, text: str) -> tuple[str, str] | None:
        """The id of a key that is no longer good, and why; None when there is no such key."""
        if not text.startswith(PREFIX):
            return None
        with self._database.reading() as session:
            row = session.scalar(select(KeyRow).where(KeyRow.hash == hashed(text)))
        return None if row is None else (row.id, "revoked" if row.revoked else "expired")

    def principal_of_id(self, key: str) -> Principal | None:
        """Who holds a key of an id; None when it is unknown, expired or revoked."""
        with self._database.reading() as session:
            row = session.get(KeyRow, key)
        return self._principal(row, time.time())

    def forget(self) -> None:
        """Look everything up again: a key was revoked."""
        self._known.clear()

    def _looked_up(self, hash_: str) -> Principal | None:
        now = time.time()
        with self._database.reading() as session:
            row = session.scalar(select(KeyRow).where(KeyRow.hash == hash_))
        return self._principal(row, now)

    def _principal(self, row: KeyRow | None, now: float) -> Principal | None:
        if (
            row is None
            or row.revoked is not None
            or (row.expires is not None and row.expires <= now)
        ):
            return None
        if row.last_used is None or now - row.last_used > USED_SECONDS:
            self._was_used(row.id, now)
        return Principal(row.id, row.name, row.role, frozenset(row.teams))  # type: ignore[arg-type]

    def _was_used(self, key: str, now: float) -> None:
        """Remember when; a database that can only be read keeps nobody from reading."""
        try:
            with self._database.writing() as session:
                session.execute(update(KeyRow).where(KeyRow.id == key).values(last_used=now))
        except Exception as failure:
            if not is_away(failure):
                raise
            _log.warning("the last use of a key could not be noted", extra={"key": key})
