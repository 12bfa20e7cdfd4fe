"""Who has signed in, in a browser, and until when?

A key is typed once and becomes a session: 32 random bytes in a cookie, of which the hash is kept.
The session is worth what its key is worth, and ends with it, with signing out, or after a working
day.
"""

import secrets
import time
from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rosterer_api.auth.keys import KnownKeys, Principal, hashed
from rosterer_api.storage import Database
from rosterer_api.storage.tables import SessionRow

SESSION_SECONDS = 12 * 3600.0
"""A long duty: nobody is signed out amid work, and a forgotten browser is shut by the next day."""
LONGEST_TOKEN = 100
"""Characters of a cookie; a session's own has half of that."""


class Sessions:
    """The sessions of one service.

    Parameters
    ----------
    now
        Seconds since 1970, by which a session ends.
    """

    def __init__(
        self, database: Database, keys: KnownKeys, now: Callable[[], float] = time.time
    ) -> None:
        self._database, self._keys, self._now = database, keys, now

    def begin(self, session: Session, key: str) -> str:
        """Sign the holder of a key in, and forget sessions that have ended; the text of the cookie.

        Parameters
        ----------
        session
            In which the beginning is noted too.
        key
            Its id.
        """
        now, text = self._now(), secrets.token_urlsafe(32)
        session.execute(delete(SessionRow).where(SessionRow.expires <= now))
        session.add(
            SessionRow(hash=hashed(text), key_id=key, created=now, expires=now + SESSION_SECONDS)
        )
        return text

    def holder(self, text: str) -> Principal | None:
        """Who has signed in with a cookie; None when nobody has, or it has ended."""
        if not 0 < len(text) <= LONGEST_TOKEN:
            return None
        with self._database.reading() as session:
            row = session.get(SessionRow, hashed(text))
        if row is None or row.expires <= self._now():
            return None
        return self._keys.principal_of_id(row.key_id)

    def end(self, session: Session, text: str) -> None:
        """Sign out."""
        session.execute(delete(SessionRow).where(SessionRow.hash == hashed(text)))
