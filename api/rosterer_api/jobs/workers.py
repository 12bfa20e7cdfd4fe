"""Which workers are there?

A worker takes the first name of its machine that no living worker has, so that names stay few; each
life has an incarnation.
"""

import os
import re
import socket
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

import rosterer
from rosterer_api.jobs.lease import hand_on_what_was_left
from rosterer_api.jobs.processes import born, machine, standing
from rosterer_api.jobs.queue import kinds_beyond
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


def enlist(database: Database) -> Worker:
    """Take a name; what its last bearer left behind is handed on."""
    host = re.sub(r"[^\w-]", "-", socket.gethostname())[:100] or "worker"
    with database.writing() as session:
        if not database.is_sqlite:  # where the whole file has one writer anyway
            session.execute(text("lock table workers in exclusive mode"))
        now = moment(session)
        _forget_dead(session)
        for number in range(1, MOST_NAMES):
            name = f"{host}-{number}"
            row = session.get(WorkerRow, name)
            if row is not None and _is_borne(row, now):
                continue
            if row is None:
                row = WorkerRow(name=name)
                session.add(row)
            row.incarnation, row.machine, row.pid = new_id("life"), machine(), os.getpid()
            row.born = born(row.pid)
            row.seen, row.started, row.version = now, 0.0, rosterer.__version__
            hand_on_what_was_left(session, name)
            return Worker(name, row.incarnation)
    raise RuntimeError(f"{MOST_NAMES} workers of {host} are alive; end some of them")


def report_ready(database: Database, worker: Worker) -> None:
    """Say that jobs are taken from now on; between having a name and that lies half a second."""
    with database.writing() as session:
        row = _row_of(session, worker)
        if row is not None:
            row.started = moment(session)


def report_alive(
    database: Database, worker: Worker, hindered: str = "", kinds: Collection[str] | None = None
) -> bool:
    """Say that this worker lives; false when its name was given to another.

    Parameters
    ----------
    hindered
        Why it can begin no job; blank when it can.
    kinds
        Kinds of job that it knows, when it has nothing to do: what then waits may be of others.
    """
    with database.writing() as session:
        row = _row_of(session, worker)
        if row is not None:
            row.seen = moment(session)
            beyond = [] if kinds is None else kinds_beyond(session, kinds)
            unknown = f"jobs wait of kinds that it does not know: {', '.join(beyond)}"
            row.hindered = hindered or (unknown if beyond else None)
        return row is not None


def retire(database: Database, worker: Worker) -> None:
    """Give the name back."""
    with database.writing() as session:
        row = _row_of(session, worker)
        if row is not None:
            session.delete(row)


def _row_of(session: Session, worker: Worker) -> WorkerRow | None:
    row = session.get(WorkerRow, worker.name)
    return row if row is not None and row.incarnation == worker.incarnation else None


def _is_borne(row: WorkerRow, now: float) -> bool:
    """Whether a name belongs to somebody who lives, as far as can be known at once."""
    if row.machine == machine():
        return standing(row.pid, row.born) != "gone"
    return now - row.seen <= LEASE_SECONDS


def _forget_dead(session: Session) -> None:
    session.execute(delete(WorkerRow).where(WorkerRow.seen < db_now() - FORGOTTEN_SECONDS))
