"""Where do files lie that nobody needs once their process has ended?

Cases and plans are written to files while they come in, are exported or are worked on, and they
hold names. They lie beside the database, in a folder of each process that is locked as long as the
process lives; whoever begins removes the folders of those that were killed, wherever the service
has had any: the database remembers where.
"""

import fcntl
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock

from sqlalchemy import make_url, select
from sqlalchemy.exc import IntegrityError

from rosterer_api.room import NoFolderError, links_of
from rosterer_api.settings import Settings, state_folder
from rosterer_api.storage import Database
from rosterer_api.storage.tables import FolderRow

_OWN = re.compile(r"[0-9]+-[0-9a-f]{8}\.lock")
"""What locks are called: in a folder that is shared with others, theirs are left alone."""
_held: list[tuple[Path, int]] = []
"""The folder of this process and its lock, which goes with the process."""
_making = Lock()


def scratch_folder(settings: Settings) -> Path:
    """The folder of all processes: as set, else beside the SQLite file, else in the user's own
    folder for application state.
    """
    if settings.work_folder:
        return Path(settings.work_folder)
    url = make_url(settings.database)
    if url.drivername.startswith("sqlite") and url.database:
        return Path(f"{url.database}.work")
    return state_folder() / "work"


def use_own_scratch(settings: Settings, database: Database) -> Path:
    """From now on, what this process and those it starts write for a while goes to a folder of its
    own; what dead processes left is removed. Done again, it does nothing as long as the folder is
    there.

    Raises
    ------
    OSError
        When the folder cannot be made.
    """
    root = scratch_folder(settings).absolute()
    if _held and _held[-1][0].parent == root and _held[-1][0].exists():
        return _held[-1][0]
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for folder in {root, *_earlier(database, settings, root)}:
        sweep_scratch(folder)
    return _hold(root)


@contextmanager
def for_a_while(prefix: str) -> Iterator[Path]:
    """A folder that goes after use; where this process's own has been removed from under it, that
    is made anew.

    Raises
    ------
    NoFolderError
        When it cannot be made.
    """
    try:
        with _making:
            if _held and not _held[-1][0].is_dir():
                _hold(_held[-1][0].parent)
        made = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
    except OSError as wanting:  # it may not be written, or is a file by now
        raise NoFolderError(wanting.errno, wanting.strerror, wanting.filename) from wanting
    with made as folder:
        yield Path(folder)


def is_lost(failure: BaseException) -> bool:
    """Whether something failed because files of this process were removed while it used them."""
    own = str(tempfile.tempdir)
    return any(
        isinstance(link, FileNotFoundError) and str(link.filename).startswith(own)
        for link in links_of(failure)
    )


def _hold(root: Path) -> Path:
    """A new folder of this process."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    own, lock = _locked(root)
    own.mkdir(mode=0o700)
    _held.append((own, lock))
    tempfile.tempdir = os.environ["TMPDIR"] = str(own)
    return own


def _earlier(database: Database, settings: Settings, root: Path) -> list[Path]:
    """Where else files may lie: where the service had some, and where it has them when nothing is
    said.
    """
    with suppress(IntegrityError), database.writing() as session:  # another may say so just now
        session.merge(FolderRow(path=str(root)))
    with database.reading() as session:
        paths = [Path(path) for path in session.scalars(select(FolderRow.path))]
    return [*paths, scratch_folder(replace(settings, work_folder="")).absolute()]


def _locked(root: Path) -> tuple[Path, int]:
    """The name of a folder that is not there yet, and the lock that goes with it."""
    while True:
        own = root / f"{os.getpid()}-{secrets.token_hex(4)}"
        file = own.with_suffix(".lock")
        lock = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.exists():  # else somebody swept in this very moment
            return own, lock
        os.close(lock)


def sweep_scratch(root: Path) -> int:
    """Remove folders whose processes have ended; how many there were."""
    num_removed = 0
    for file in sorted(root.glob("*.lock")):
        if not _OWN.fullmatch(file.name):
            continue
        try:
            lock = os.open(file, os.O_RDWR)
        except OSError:
            continue  # somebody else sweeps, or it is somebody else's
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue  # its process lives
        else:
            shutil.rmtree(file.with_suffix(""), ignore_errors=True)
            file.unlink(missing_ok=True)
            num_removed += 1
        finally:
            os.close(lock)
    return num_removed
