"""Who makes sure that no job is forgotten?

Every server and worker sweeps once a second. A job whose worker is dead is handed on; a job that
the queue does not know is given to it. Several sweepers do no harm: each step holds only if the job
is still as it was found.
"""

import logging

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rosterer_api.jobs.events import change_state
from rosterer_api.jobs.lease import end, hand_on, hand_on_or_give_up
from rosterer_api.jobs.parts import orphans
from rosterer_api.jobs.queue import JobQueue
from rosterer_api.jobs.states import LEASE_SECONDS, WAITING
from rosterer_api.jobs.workers import is_alive
from rosterer_api.storage import Database
from rosterer_api.storage.clock import db_now, moment
from rosterer_api.storage.tables import JobRow, WorkerRow

SWEEP_SECONDS = 1.0
PATIENCE_SECONDS = 1.0
"""Whoever submits a job queues it at once; after so long without, the sweeper does."""
DOUBT_SECONDS = 10.0
"""After so long the queue is asked whether it still holds a waiting job."""
MOST_AT_ONCE = 100
_log = logging.getLogger("rosterer.sweeper")


def sweep(database: Database, queue: JobQueue) -> None:
    """Look once after everything that could have been left behind."""
    hand_on_jobs_of_the_dead(database)
    for job, generation in _jobs_to_enqueue(database):
        enqueue(database, queue, job, generation)
    for job in orphans(database):
        _stop(database, job)
    for job, generation in _jobs_in_doubt(database):
        if not queue.is_waiting(job, generation):
            _enqueue_anew(database, job, generation)


def enqueue(database: Database, queue: JobQueue, job: str, generation: int) -> None:
    """Give a job to the queue, and remember that it is there."""
    queue.enqueue(job, generation)
    with database.writing() as session:
        row = session.get(JobRow, job, with_for_update=True)
        if row is None or row.generation != generation:
            return
        row.is_enqueued, row.touched = True, moment(session)
        if row.state == "created":
            change_state(session, row, "queued")


def hand_on_jobs_of_the_dead(database: Database) -> None:
    """Free the jobs whose workers are not alive."""
    with database.reading() as session:
        suspects = [row.id for row in _solving(session) if not _worker_lives(session, row)]
    for job in suspects:
        with database.writing() as session:
            row = session.get(JobRow, job, with_for_update=True)
            if row is not None and row.state == "solving" and not _worker_lives(session, row):
                _log.warning(
                    "worker died; job handed on",
                    extra={"job": job, "worker": row.worker, "attempt": row.attempts},
                )
                hand_on_or_give_up(session, row, "the worker died")


def _stop(database: Database, job: str) -> None:
    """A part of a whole that has ended is no longer wanted."""
    with database.writing() as session:
        row = session.get(JobRow, job, with_for_update=True)
        if row is not None and row.state in WAITING:
            end(session, row, "stopped")
        elif row is not None:
            row.stop_requested = True


def _solving(session: Session) -> list[JobRow]:
    # A job that is shared out has no lease: its parts have.
    query = select(JobRow).where(JobRow.state == "solving", JobRow.lease.is_not(None))
    return list(session.scalars(query.limit(MOST_AT_ONCE)))


def _worker_lives(session: Session, row: JobRow) -> bool:
    now = moment(session)
    if row.heartbeat is None or now - row.heartbeat > LEASE_SECONDS:
        return False
    worker = session.get(WorkerRow, row.worker)
    return worker is not None and is_alive(worker, now)


def _jobs_to_enqueue(database: Database) -> list[tuple[str, int]]:
    late = or_(JobRow.touched < db_now() - PATIENCE_SECONDS, JobRow.generation > 0)
    query = select(JobRow.id, JobRow.generation).where(
        JobRow.state.in_(WAITING), JobRow.is_enqueued.is_(False), late
    )
    with database.reading() as session:
        return [
            (job, generation)
            for job, generation in session.execute(query.order_by(JobRow.id).limit(MOST_AT_ONCE))
        ]


def _jobs_in_doubt(database: Database) -> list[tuple[str, int]]:
    query = select(JobRow).where(
        JobRow.state.in_(WAITING),
        JobRow.is_enqueued.is_(True),
        JobRow.touched < db_now() - DOUBT_SECONDS,
    )
    with database.reading() as session:
        if session.scalar(query.limit(1)) is None:
            return []
    with database.writing() as session:
        rows = list(
            session.scalars(
                query.order_by(JobRow.id).limit(MOST_AT_ONCE // 5).with_for_update(skip_locked=True)
            )
        )
        for row in rows:
            row.touched = moment(session)
        return [(row.id, row.generation) for row in rows]


def _enqueue_anew(database: Database, job: str, generation: int) -> None:
    with database.writing() as session:
        row = session.get(JobRow, job, with_for_update=True)
        if row is not None and row.state in WAITING and row.generation == generation:
            _log.warning("the queue had lost a job; queued again", extra={"job": job})
            hand_on(session, row)
