"""Who makes sure that no job is forgotten?

Every server and worker sweeps once a second: a job whose worker is dead is handed on, and parts of
what has ended are stopped (two that ended it together would wait for each other's locks). Several
sweepers do no harm: each step holds only if the job is still as it was found.
"""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from rosterer_api.jobs.lease import hand_on_or_give_up
from rosterer_api.jobs.parts import orphans
from rosterer_api.jobs.queue import is_under_way
from rosterer_api.jobs.silence import Silence
from rosterer_api.jobs.submit import request_stop
from rosterer_api.storage import Database
from rosterer_api.storage.tables import JobRow, WorkerRow

_log = logging.getLogger("rosterer.sweeper")


def sweep(database: Database, silence: Silence) -> None:
    """Look once after everything that could have been left behind.

    Parameters
    ----------
    silence
        What this process has heard of the workers so far.
    """
    _hand_on_jobs_of_the_dead(database, silence)
    for job in orphans(database):
        request_stop(database, job)


def _hand_on_jobs_of_the_dead(database: Database, silence: Silence) -> None:
    with database.reading() as session:
        # Jobs first: whoever takes one has enlisted before.
        leased = session.execute(select(JobRow.id, JobRow.worker).where(is_under_way)).all()
        workers = {row.name: row for row in session.scalars(select(WorkerRow))}
    dead = silence.dead_among(workers.values())
    for job, name in leased:
        found = workers.get(name or "")
        if found is None or found.name in dead:
            with database.writing() as session:
                _hand_on(session, job, found)


def _hand_on(session: Session, job: str, found: WorkerRow | None) -> None:
    """Free a job, unless its worker was heard of meanwhile."""
    row = session.get(JobRow, job, with_for_update=True)
    if row is None or row.state != "solving" or row.lease is None:
        return
    if _beat(session.get(WorkerRow, row.worker or "")) == _beat(found):
        _log.warning(
            "worker died; job handed on",
            extra={"job": job, "worker": row.worker, "attempt": row.attempts},
        )
        hand_on_or_give_up(session, row, "the worker died")


def _beat(row: WorkerRow | None) -> tuple[str, float] | None:
    return None if row is None else (row.incarnation, row.seen)
