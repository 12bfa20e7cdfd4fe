"""How does a job come in, exactly once however often it is sent?"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rosterer_api.jobs.events import change_state, tell_state
from rosterer_api.jobs.lease import end
from rosterer_api.jobs.queue import num_waiting, take_turn
from rosterer_api.jobs.states import ENDED
from rosterer_api.storage import Database, new_id
from rosterer_api.storage.tables import JobRow, KeyRow


class QueueFullError(Exception):
    """So many jobs are waiting that no more are taken; the message says whose."""


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
    priority: int = 0
    """Among the jobs of the same key; the highest is first."""
    sent: str | None = None
    """The fingerprint of a case that came with it, under an id that is new each time."""

    @property
    def hash(self) -> str:
        """What tells two submissions under one key apart."""
        case = self.case if self.sent is None else f"sent {self.sent}"
        words: list[object] = [self.kind, case, self.request, self.external_id, self.metadata]
        words += [self.priority] if self.priority else []
        return hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()


def submit(
    database: Database,
    submission: Submission,
    *,
    most_waiting: int,
    also: Callable[[Session, str], None] | None = None,
    first: Callable[[Session], None] | None = None,
) -> tuple[str, bool]:
    """Take a job in; its id, and whether it is new.

    Parameters
    ----------
    also
        What is to be written in the same transaction, once the id of a new job is known.
    first
        What is to be written before a new job, in the same transaction: the case that came with it.

    Raises
    ------
    KeyReusedError
        When the key belongs to another request.
    QueueFullError
        When ``most_waiting`` jobs wait already, or as many of the key as it may have.
    """
    try:
        with database.writing() as session:
            known = _known(session, submission)
            if known is not None:
                return known, False
            _refuse_too_many(session, submission.created_by, most_waiting)
            if first is not None:
                first(session)
            job = _new_row(session, submission)
            if also is not None:
                also(session, job)
    except IntegrityError:  # the same key came in by another door at the same moment
        with database.reading() as session:
            known = _known(session, submission)
        if known is None:
            raise
        return known, False
    return job, True


def request_stop(database: Database, job: str) -> None:
    """Stop a job, in whatever state it is; one that has ended stays as it is."""
    with database.writing() as session:
        row = session.get(JobRow, job, with_for_update=True)
        if row is None or row.state in ENDED:
            return
        row.stop_requested = True
        if row.lease is None:  # it waits, or was shared out: the sweeper then stops its parts
            end(session, row, "stopped")


def _refuse_too_many(session: Session, owner: str, most_waiting: int) -> None:
    if num_waiting(session) >= most_waiting:
        raise QueueFullError("too many jobs are waiting; try again later")
    most = session.scalar(select(KeyRow.most_waiting).where(KeyRow.id == owner))
    if most is not None and num_waiting(session, owner) >= most:
        raise QueueFullError(
            f"this key may have {most} {'job' if most == 1 else 'jobs'} waiting; try again later"
        )


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
        priority=submission.priority,
        turn=take_turn(session, submission.created_by, submission.priority),
        created=time.time(),
    )
    session.add(row)
    session.flush()
    tell_state(session, row, "created")
    session.flush()  # in order
    change_state(session, row, "queued")
    return row.id
