"""Where do files lie that nobody needs once their process has ended?

Cases and plans are written to files while they come in, are exported or are worked on, and they
hold names. They lie beside the database, in a folder of each process that is locked as long as the
process lives; whoever begins removes the folders of those that were killed.
"""

import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import make_url

from rosterer_api.settings import Settings, state_folder

_held: list[int] = []
"""Locks of this process; they go with it."""


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


def use_own_scratch(settings: Settings) -> Path:
    """From now on, what this process and those it starts write for a while goes to a folder of its
    own; what dead processes left is removed.

    Raises
    ------
    OSError
        When the folder cannot be made.
    """
    root = scratch_folder(settings)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep_scratch(root)
    own, lock = _locked(root)
    _held.append(lock)
    own.mkdir(mode=0o700)
    tempfile.tempdir = os.environ["TMPDIR"] = str(own)
    return own


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
    for file in root.glob("*.lock"):
        lock = os.open(file, os.O_RDWR)
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
