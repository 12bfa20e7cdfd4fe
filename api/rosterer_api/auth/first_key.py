"""How does whoever starts a service come by its first key, and nobody else?

To a terminal it is shown. Where nobody looks, what is written there ends in logs, so the key goes
to a file that its owner alone can read.
"""

import os
import sys
import tempfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rosterer.commands.talk import say
from rosterer.files.faults import BadInput, Fault
from rosterer_api.auth.keys import make_key
from rosterer_api.settings import default_database
from rosterer_api.storage import Database
from rosterer_api.storage.tables import KeyRow

FIRST_ID = "key-first"
"""One id for all: of two servers that start on one empty database, one makes the key."""
FILE_NAME = "rosterer-first-key"


def show_first_key(database: Database) -> None:
    """Make the first key of a service that has none, and show it to whoever starts it.

    Raises
    ------
    BadInput
        When there is neither a terminal nor a place for the file; no key is made then.
    """
    if _is_there(database):
        return
    file = None if sys.stderr.isatty() else _empty_file(_folder_of(database))
    text = _made(database, file)
    if text is None:
        if file is not None:
            file.unlink()
    elif file is None:
        say(
            f"The first key, for an administrator. It is shown now and never again:\n\n    {text}\n"
        )
    else:
        place = file.replace(file.with_name(FILE_NAME))
        say(
            f"The first key, for an administrator, is in {place}, which only you can read: "
            "keep it in a safe place and remove the file."
        )


def _is_there(database: Database) -> bool:
    with database.reading() as session:
        return session.scalar(select(KeyRow.id).limit(1)) is not None


def _made(database: Database, file: Path | None) -> str | None:
    """A first key that is kept, in the file too if there is one; None when there was a key."""
    try:
        with database.writing() as session:
            if session.scalar(select(KeyRow.id).limit(1)) is not None:
                return None
            row, text = make_key(session, "first", "administrator")
            row.id = FIRST_ID
            session.flush()
            if file is not None:
                file.write_text(text + "\n", encoding="utf-8")
            return text
    except IntegrityError:  # another server made it at the same moment
        return None


def _folder_of(database: Database) -> Path:
    """Beside an SQLite file; else where a file of the user's own would be."""
    url = database.engine.url if database.is_sqlite else None
    file = url.database if url is not None else default_database().removeprefix("sqlite:///")
    return Path(file or ".").absolute().parent


def _empty_file(folder: Path) -> Path:
    """A new file of mode 600."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number, name = tempfile.mkstemp(prefix=f"{FILE_NAME}-", dir=folder)
    except OSError as refused:
        fault = f"no file for the first key can be written there ({refused.strerror})"
        remedy = "make the folder writable, or make a key with 'rosterer keys create'"
        raise BadInput([Fault(str(folder), fault, remedy)]) from refused
    os.close(number)
    return Path(name)
