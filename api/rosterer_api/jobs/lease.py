"""Who may work on a job, and write down what came of it?

Whoever claims a job gets a lease. Every later write names it, so that a worker that was taken for
dead and was not cannot undo or repeat what its successor did.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rosterer_api.jobs.events import change_state, tell_progress, thin_out
from rosterer_api.jobs.states import MOST_ATTEMPTS, WAITING, JobState
from rosterer_api.jobs.workers import Worker
from rosterer_api.storage import Database
from rosterer_api.storage.clock import moment
from rosterer_api.storage.tables import CheckpointRow, JobRow


class LeaseLost(Exception):  # noqa: N818 - nothing went wrong here; somebody else goes on
    """The job was handed on to another worker, stopped for good or deleted; leave it alone."""


@dataclass(frozen=True)
class Lease:
    """The right to work on a job."""

    job: str
    secret: str
    kind: str
    case: str
    request: dict[str, Any]
    created_by: str
    part: dict[str, Any] | None = None
    """Which part of a larger job it is."""
    parts: int | None = None
    """Into how many parts it was shared out, all of which are done."""


def claim(database: Database, worker: Worker, job: str, generation: int) -> Lease | None:
    """Take a job; None when it is not, or no longer, to be worked on in this generation."""
    with database.writing() as session:
        row = _locked(session, job)
        if row is None or row.generation != generation:
            return None
        # A worker that comes back under its own name goes on with what it left.
        is_own = row.state == "solving" and row.worker == worker.name
        if row.state not in WAITING and not is_own:
            return None
        if row.attempts >= MOST_ATTEMPTS:
            give_up(session, row, "each time, the worker ended")
            return None
        row.attempts += 1
        row.lease, row.worker, row.heartbeat = secrets.token_hex(16), worker.name, moment(session)
        row.started = row.started or time.time()
        change_state(session, row, "solving")
        return Lease(
            row.id,
            row.lease,
            row.kind,
            row.case_id,
            row.request,
            row.created_by,
            row.part,
            row.parts,
        )


def held(session: Session, lease: Lease) -> JobRow:
    """The job of a lease.

    Raises
    ------
    LeaseLost
        When the lease no longer holds.
    """
    row = _locked(session, lease.job)
    if row is None or row.lease != lease.secret or row.state != "solving":
        raise LeaseLost(lease.job)
    return row


def keep(
    database: Database, lease: Lease, progress: list[dict[str, Any]], checkpoint: bytes | None
) -> bool:
    """Renew a lease and keep what the work has come to; true when the work is to stop.

    Raises
    ------
    LeaseLost
        When the lease no longer holds.
    """
    with database.writing() as session:
        row = held(session, lease)
        row.heartbeat = moment(session)
        for one in progress:
            tell_progress(session, row, one)
        if progress:
            thin_out(session, row.id)
        if checkpoint is not None:
            session.merge(CheckpointRow(job_id=row.id, document=checkpoint))
        return row.stop_requested


def end(session: Session, row: JobRow, state: JobState) -> None:
    """Nothing more happens to the job."""
    row.finished, row.lease, row.heartbeat = time.time(), None, None
    checkpoint = session.get(CheckpointRow, row.id)
    if checkpoint is not None:
        session.delete(checkpoint)
    change_state(session, row, state)
    if row.parent_id is not None:
        _tell_parent(session, row)


def hand_on(session: Session, row: JobRow) -> None:
    """Make a job free for any worker, as a new generation that is still to be queued."""
    row.generation, row.is_enqueued, row.touched = row.generation + 1, False, moment(session)
    row.lease = row.worker = row.heartbeat = None
    change_state(session, row, "queued")


def give_up(session: Session, row: JobRow, why: str) -> None:
    """A job that fails again and again has failed."""
    row.reason = f"failed {row.attempts} times and is not tried again; the last time: {why}"
    end(session, row, "failed")


def hand_on_or_give_up(session: Session, row: JobRow, why: str) -> None:
    """After an attempt that came to nothing: another one, or none."""
    if row.attempts >= MOST_ATTEMPTS:
        give_up(session, row, why)
    else:
        hand_on(session, row)


def _tell_parent(session: Session, part: JobRow) -> None:
    """The last part to be done hands the whole on; one that was not done ends it."""
    whole = _locked(session, part.parent_id or "")
    if whole is None or whole.state != "solving":
        return
    if part.state != "completed":
        whole.reason = part.reason
        end(session, whole, part.state)  # type: ignore[arg-type]
        return
    session.flush()
    mine = (JobRow.parent_id == whole.id) & (JobRow.state != "completed")
    left = session.scalar(select(func.count()).select_from(JobRow).where(mine)) or 0
    num_parts = whole.parts or 0
    done = num_parts - left
    tell_progress(
        session,
        whole,
        {"doing": f"{done} of {num_parts} parts are done", "parts": num_parts, "done": done},
    )
    if not left:
        hand_on(session, whole)


def _locked(session: Session, job: str) -> JobRow | None:
    return session.get(JobRow, job, with_for_update=True)
