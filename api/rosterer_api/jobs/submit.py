"""How does a job come in, exactly once however often it is sent?"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rosterer_api.jobs.events import change_state, tell_state
from rosterer_api.jobs.lease import end
from rosterer_api.jobs.queue import num_waiting, take_turn
from rosterer_api.jobs.states import ENDED
from rosterer_api.once import hash_of, once
from rosterer_api.storage import Database, new_id
from rosterer_api.storage.tables import JobRow, KeyRow


class QueueFullError(Exception):
    """So many jobs are waiting that no more are taken; the message says whose."""


class KeyReusedError(Exception):
    """The Idempotency-Key was used for another request; use a new key for a new job."""


def job_row(
    kind: str,
    case: str,
    request: Mapping[str, Any],
    created_by: str,
    *,
    external_id: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
    priority: int = 0,
    sent: str | None = None,
) -> JobRow:
    """A row for a job that somebody wants done.

    Parameters
    ----------
    priority
        Among the jobs of the same key; the highest is first.
    sent
        The fingerprint of a case that came with it, under an id that is new each time.
    """
    about = case if sent is None else f"sent {sent}"
    words: list[object] = [kind, about, request, external_id, metadata]
    words += [priority] if priority else []
    return JobRow(
        id=new_id("job"),
        kind=kind,
        case_id=case,
        request=dict(request),
        created_by=created_by,
        external_id=external_id,
        meta=dict(metadata or {}),
        idempotency_key=idempotency_key,
        request_hash=hash_of(words),
        priority=priority,
    )


def submit(
    database: Database,
    row: JobRow,
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
    key, hash_, owner = row.idempotency_key, row.request_hash, row.created_by

    def known(session: Session) -> str | None:
        mine = (JobRow.created_by == owner) & (JobRow.idempotency_key == key)
        found = None if key is None else session.scalar(select(JobRow).where(mine))
        if found is not None and found.request_hash != hash_:
            raise KeyReusedError
        return None if found is None else found.id

    def take(session: Session) -> str:
        _refuse_too_many(session, owner, most_waiting)
        if first is not None:
            first(session)
        row.turn, row.created = take_turn(session, owner, row.priority), time.time()
        session.add(row)
        session.flush()
        tell_state(session, row, "created")
        session.flush()  # in order
        change_state(session, row, "queued")
        if also is not None:
            also(session, row.id)
        return row.id

    return once(database, known, take)


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
