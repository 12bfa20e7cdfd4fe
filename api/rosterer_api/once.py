"""How is something written down once, though the request for it comes by two doors at a moment?"""

import hashlib
import json
from collections.abc import Callable

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rosterer_api.storage import Database


def once(
    database: Database,
    known: Callable[[Session], str | None],
    make: Callable[[Session], str],
) -> tuple[str, bool]:
    """The id of what was made under a key, and whether that was just now.

    Parameters
    ----------
    known
        What was made under it before; it may refuse the request.
    make
        Makes it, and notes the key, of which the database takes one.
    """
    try:
        with database.writing() as session:
            found = known(session)
            return (make(session), True) if found is None else (found, False)
    except IntegrityError:  # the same key came in by another door at the same moment
        with database.reading() as session:
            found = known(session)
        if found is None:
            raise
        return found, False


def hash_of(words: object) -> str:
    """What tells two requests under one key apart."""
    return hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()
