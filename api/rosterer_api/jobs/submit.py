"""How does a job come in, exactly once however often it is sent?"""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rosterer_api.jobs.lease import end
from rosterer_api.jobs.queue import JobQueue
from rosterer_api.jobs.states import ENDED, WAITING
from rosterer_api.jobs.sweeper import enqueue
from rosterer_api.storage import Database, new_id
from rosterer_api.storage.clock import moment
from rosterer_api.storage.tables import EventRow, JobRow

_log = logging.getLogger("rosterer.jobs")


class QueueFullError(Exception):
    """So many jobs are waiting that no more are taken; try again later."""


class KeyReusedError(Exception):
    """The Idempotency-Key was used for another request; use a new key for a new job."""


@dataclass(frozen=True)
class Submission:
    """A job that somebody wants done."""

    kind: str
    case: str
    request: Mapping[str, Any]
    created_by: str
    external_id: str | None = None
    metadata: Mapping[str, Any] | None = None
    idempotency_key: str | None = None

    @property
    def hash(self) -> str:
        """What tells two submissions under one key apart."""
        words = [self.kind, self.case, self.request, self.external_id, self.metadata]
        return hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()


def submit(
    database: Database,
    queue: JobQueue,
    submission: Submission,
    *,
    most_waiting: int,
    also: Callable[[Session, str], None] | None = None,
) -> tuple[str, bool]:
    """Take a job in; its id, and whether it is new.

    Parameters
    ----------
    also
        What is to be written in the same transaction, once the id of a new job is known.

    Raises
    ------
    KeyReusedError
        When the key belongs to another request.
    QueueFullError
        When ``most_waiting`` jobs wait already.
    """
    try:
        with database.writing() as session:
            known = _known(session, submission)
            if known is not None:
                return known, False
            waiting = (
                session.scalar(
                    select(func.count()).select_from(JobRow).where(JobRow.state.in_(WAITING))
                )
                or 0
            )
            if waiting >= most_waiting:
                raise QueueFullError
            job = _new_row(session, submission)
            if also is not None:
                also(session, job)
    except IntegrityError:  # the same key came in by another door at the same moment
        with database.reading() as session:
            known = _known(session, submission)
        if known is None:
            raise
        return known, False
    try:
        enqueue(database, queue, job, 0)
    except (
        Exception
    ):  # whatever keeps the queue away, the job is kept and the sweeper brings it there
        _log.warning("the queue could not be reached; the job is queued later", extra={"job": job})
    return job, True


def request_stop(database: Database, queue: JobQueue, job: str) -> None:
    """Stop a job, in whatever state it is; one that has ended stays as it is."""
    with database.writing() as session:
        row = session.get(JobRow, job, with_for_update=True)
        if row is None or row.state in ENDED:
            return
        row.stop_requested = True
        is_shared_out = (
            row.state == "solving" and row.lease is None
        )  # the sweeper then stops its parts
        if row.state not in WAITING and not is_shared_out:
            return
        generation = row.generation
        end(session, row, "stopped")
    try:
        queue.withdraw(job, generation)
    except Exception:  # it can stay in the queue: nobody can claim it any more
        _log.info("a stopped job stays in the queue", extra={"job": job})


def position(session: Session, job: JobRow) -> int | None:
    """How many jobs come before this one, when it waits."""
    if job.state not in WAITING:
        return None
    before = (
        select(func.count())
        .select_from(JobRow)
        .where(JobRow.state.in_(WAITING), JobRow.id < job.id)
    )
    return session.scalar(before)


def _known(session: Session, submission: Submission) -> str | None:
    if submission.idempotency_key is None:
        return None
    mine = (JobRow.created_by == submission.created_by) & (
        JobRow.idempotency_key == submission.idempotency_key
    )
    row = session.scalar(select(JobRow).where(mine))
    if row is None:
        return None
    if row.request_hash != submission.hash:
        raise KeyReusedError
    return row.id


def _new_row(session: Session, submission: Submission) -> str:
    row = JobRow(
        id=new_id("job"),
        kind=submission.kind,
        case_id=submission.case,
        request=dict(submission.request),
        created_by=submission.created_by,
        external_id=submission.external_id,
        meta=dict(submission.metadata or {}),
        idempotency_key=submission.idempotency_key,
        request_hash=submission.hash,
        touched=moment(session),
        created=time.time(),
    )
    session.add(row)
    session.flush()
    session.add(EventRow(job_id=row.id, name="state", content={"job": row.id, "state": "created"}))
    return row.id
