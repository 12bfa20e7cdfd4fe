"""Which workers are there, and which of them are alive?

A worker takes the first name of its machine that no living worker has, so that after a crash it
finds its own jobs again; each life has an incarnation. A worker of the same machine whose process
is gone is known to be dead at once; any other, when it was not heard of for a while.
"""

import os
import socket
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

import rosterer
from rosterer_api.jobs.states import LEASE_SECONDS
from rosterer_api.storage import Database, new_id
from rosterer_api.storage.clock import db_now, moment
from rosterer_api.storage.tables import WorkerRow

MOST_NAMES = 1000
FORGOTTEN_SECONDS = 7 * 24 * 3600.0
"""After a week a dead worker's row is removed."""


@dataclass(frozen=True)
class Worker:
    """The present life of a worker."""

    name: str
    incarnation: str


@cache
def machine() -> str:
    """What tells machines and containers apart: within one, process ids can be compared."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return socket.gethostname()


def enlist(database: Database) -> Worker:
    """Take a name."""
    host = (
        "".join(
            letter if letter.isalnum() or letter in "-_" else "-" for letter in socket.gethostname()
        )[:100]
        or "worker"
    )
    with database.writing() as session:
        if not database.is_sqlite:  # where the whole file has one writer anyway
            session.execute(text("lock table workers in exclusive mode"))
        now = moment(session)
        forget_dead(session)
        for number in range(1, MOST_NAMES):
            name = f"{host}-{number}"
            row = session.get(WorkerRow, name)
            if row is not None and row.pid != os.getpid() and is_alive(row, now):
                # Our own number belonged to an earlier life, as it does where every container's
                # process is number 1.
                continue
            if row is None:
                row = WorkerRow(name=name)
                session.add(row)
            row.incarnation, row.machine, row.pid = new_id("life"), machine(), os.getpid()
            row.seen, row.started, row.version = now, 0.0, rosterer.__version__
            return Worker(name, row.incarnation)
    raise RuntimeError(f"{MOST_NAMES} workers of {host} are alive; end some of them")


def report_ready(database: Database, worker: Worker) -> None:
    """Say that jobs are taken from now on; between having a name and that lies half a second."""
    with database.writing() as session:
        row = session.get(WorkerRow, worker.name)
        if row is not None and row.incarnation == worker.incarnation:
            row.started = moment(session)


def report_alive(database: Database, worker: Worker) -> bool:
    """Say that this worker lives; false when its name was given to another."""
    with database.writing() as session:
        row = session.get(WorkerRow, worker.name)
        if row is None or row.incarnation != worker.incarnation:
            return False
        row.seen = moment(session)
        return True


def retire(database: Database, worker: Worker) -> None:
    """Give the name back."""
    with database.writing() as session:
        row = session.get(WorkerRow, worker.name)
        if row is not None and row.incarnation == worker.incarnation:
            session.delete(row)


def forget_dead(session: Session) -> None:
    """Remove workers that were not heard of for a week."""
    for row in session.scalars(
        select(WorkerRow).where(WorkerRow.seen < db_now() - FORGOTTEN_SECONDS)
    ):
        session.delete(row)


def is_alive(row: WorkerRow, now: float) -> bool:
    """Whether a worker is to be taken for alive at a moment of the database's clock."""
    if now - row.seen > LEASE_SECONDS:
        return False
    return row.machine != machine() or _process_lives(row.pid)


def _process_lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        # A process that nobody has waited for yet still has its number.
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
