"""How are API keys made, kept and recognised?

A key is 32 random bytes, shown once. Only its SHA-256 is kept: it cannot be guessed, so a slow hash would add nothing but delay.
"""

import hashlib
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rosterer_api.auth.roles import PERMISSIONS, Permission, Role
from rosterer_api.storage import Database, new_id
from rosterer_api.storage.tables import KeyRow

PREFIX = "rosterer_"
"""Lets secret scanners find keys that leaked."""
USED_SECONDS = 60.0
"""How exactly the last use is kept; a write for every request would be dear."""


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

    def sees_names_of(self, team: str) -> bool:
        """Whether names of people in a team are shown."""
        return self.may("names.all") or (self.may("names.own-teams") and team in self.teams)


def make_key(
    session: Session, name: str, role: Role, teams: Sequence[str] = (), expires: float | None = None
) -> tuple[KeyRow, str]:
    """A new key's row, and the key itself, which is not kept anywhere."""
    text = PREFIX + secrets.token_urlsafe(32)
    row = KeyRow(id=new_id("key"), name=name, role=role, teams=list(teams), hash=hashed(text), expires=expires, created=time.time())
    session.add(row)
    return row, text


def hashed(text: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(text.encode()).hexdigest()


def principal_of(database: Database, text: str) -> Principal | None:
    """Whose key it is; None when it is unknown, expired or revoked."""
    if not text.startswith(PREFIX):
        return None
    now = time.time()
    with database.reading() as session:
        row = session.scalar(select(KeyRow).where(KeyRow.hash == hashed(text)))
    if row is None or row.revoked is not None or (row.expires is not None and row.expires <= now):
        return None
    if row.last_used is None or now - row.last_used > USED_SECONDS:
        with database.writing() as session:
            session.get_one(KeyRow, row.id).last_used = now
    return Principal(row.id, row.name, row.role, frozenset(row.teams))  # type: ignore[arg-type]
