"""Who may work on a job, and write down what came of it?

Whoever claims a job gets a lease. Every later write names it, so that a worker that was taken for
dead and was not cannot undo or repeat what its successor did. A job that ends without having made a
plan, stopped or failed, keeps its last checkpoint as one.
"""

import json
import secrets
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rosterer_api.jobs.events import change_state, tell_parts, tell_progress, thin_out
from rosterer_api.jobs.exchange import News
from rosterer_api.jobs.queue import is_under_way, next_job
from rosterer_api.jobs.states import MOST_ATTEMPTS, MOST_FAILURES, JobState
from rosterer_api.plans import unjudged
from rosterer_api.storage import Database, new_id
from rosterer_api.storage.documents import packed_object, unpacked
from rosterer_api.storage.tables import CheckpointRow, JobRow, PlanRow


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
    part: dict[str, Any] | None = None
    """Which part of a larger job it is."""
    parts: int | None = None
    """Into how many parts it was shared out, all of which are done."""


def claim(database: Database, worker: str, kinds: Collection[str]) -> Lease | None:
    """Take the job of these kinds whose turn it is; None when there is none.

    Whoever asks works on nothing. What still bears their name, after a commit whose answer was
    lost, is handed on.
    """
    with database.reading() as session:  # most looks find nothing, and need not keep writers away
        if next_job(session, kinds) is None and session.scalar(_left_by(worker)) is None:
            return None
    with database.writing() as session:
        hand_on_what_was_left(session, worker)
        row = next_job(session, kinds, to_take=True)
        if row is None:
            return None
        row.attempts += 1
        row.lease, row.worker = secrets.token_hex(16), worker
        row.started = row.started or time.time()
        change_state(session, row, "solving")
        return Lease(row.id, row.lease, row.kind, row.case_id, row.request, row.part, row.parts)


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


def keep(database: Database, lease: Lease, news: News) -> bool:
    """Keep what the work has come to; true when the work is to stop.

    Raises
    ------
    LeaseLost
        When the lease no longer holds.
    """
    with database.writing() as session:
        row = held(session, lease)
        take_in(session, row, news)
        return row.stop_requested


def take_in(session: Session, row: JobRow, news: News) -> None:
    """Write down the progress and the checkpoint of a job."""
    for one in news.progress:
        tell_progress(session, row, one)
    if news.progress:
        thin_out(session, row.id)
    if news.checkpoint is not None:
        session.merge(CheckpointRow(job_id=row.id, document=news.checkpoint))
        session.flush()


def end(session: Session, row: JobRow, state: JobState, reason: str | None = None) -> None:
    """Nothing more happens to the job."""
    row.finished, row.lease, row.reason = time.time(), None, reason or row.reason
    checkpoint = session.get(CheckpointRow, row.id)
    if checkpoint is not None:
        if row.plan_id is None and state in ("stopped", "failed"):
            plan = json.loads(unpacked(checkpoint.document))
            summary = {"status": state, "standing": unjudged(plan)}
            row.plan_id = keep_plan(session, row, {"plan": plan, "summary": summary})
        session.delete(checkpoint)
    change_state(session, row, state)
    if row.parent_id is not None:
        _tell_parent(session, row)


def keep_plan(session: Session, job: JobRow, document: Mapping[str, Any]) -> str:
    """Keep the plan that a job has come to; its id."""
    kept = {name: document[name] for name in ("plan", "cover", "occupancy") if name in document}
    plan = PlanRow(
        **labels_of(job, "plan"),
        summary=document["summary"],
        verdict=document.get("verdict", {}),
        document=packed_object(kept),
    )
    session.add(plan)
    return plan.id


def labels_of(job: JobRow, what: str) -> dict[str, Any]:
    """What is new of a job has an id of its own; for the rest it says of which job it is."""
    same = {name: getattr(job, name) for name in ("case_id", "created_by", "external_id", "meta")}
    return {"id": new_id(what), "job_id": job.id, **same}


def hand_on(session: Session, row: JobRow) -> None:
    """Make a job free for any worker; its turn is still the one it had."""
    row.lease = row.worker = None
    if row.stop_requested:
        end(session, row, "stopped")
    else:
        change_state(session, row, "queued")


def give_back(session: Session, row: JobRow) -> None:
    """Make a job free that was not begun, or whose worker ends in order: that is no attempt."""
    row.attempts -= 1
    hand_on(session, row)


def hand_on_what_was_left(session: Session, worker: str) -> None:
    """Free the jobs under a name whose bearer works on none of them."""
    for row in session.scalars(_left_by(worker).with_for_update()):
        hand_on_or_give_up(session, row, "the worker died")


def hand_on_or_give_up(session: Session, row: JobRow, why: str, *, by_itself: bool = False) -> None:
    """After an attempt that came to nothing: another one, or none.

    Parameters
    ----------
    by_itself
        Whether it was the job's own process that ended badly, not its worker.
    """
    row.failures += by_itself
    num = row.failures if by_itself else row.attempts - row.failures
    if num >= (MOST_FAILURES if by_itself else MOST_ATTEMPTS):
        reason = f"failed {num} times and is not tried again; the last time: {why}"
        end(session, row, "failed", reason)
    else:
        hand_on(session, row)


def _left_by(worker: str) -> Select[JobRow]:
    return select(JobRow).where(is_under_way, JobRow.worker == worker)


def _tell_parent(session: Session, part: JobRow) -> None:
    """The last part to be done hands the whole on; one that was not done ends it."""
    whole = _locked(session, part.parent_id or "")
    if whole is None or whole.state != "solving":
        return
    if part.state != "completed":
        end(session, whole, part.state, part.reason)  # type: ignore[arg-type]
        return
    session.flush()
    mine = (JobRow.parent_id == whole.id) & (JobRow.state != "completed")
    left = session.scalar(select(func.count()).select_from(JobRow).where(mine)) or 0
    tell_parts(session, whole, (whole.parts or 0) - left)
    if not left:
        hand_on(session, whole)


def _locked(session: Session, job: str) -> JobRow | None:
    return session.get(JobRow, job, with_for_update=True)
