"""What is told about a job, and to whom?

Every event is kept with the change that it tells of, in one transaction: nobody hears of what did
not happen, and nothing that happened goes untold. Progress is for those who watch; changes of state
go to webhooks as well.
"""

from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rosterer_api.jobs.states import JobState
from rosterer_api.storage.tables import EventRow, JobRow
from rosterer_api.webhooks.outbox import JobSource, announce

MOST_PROGRESS_EVENTS = 1000
"""A job keeps so many; older progress is dropped, since the latest says it all."""


def change_state(session: Session, job: JobRow, state: JobState) -> None:
    """Put a job into a state and tell everybody."""
    job.state = state
    content = tell_state(session, job, state)
    announce(session, f"job.{state}", content, JobSource(job.kind, job.created_by))


def tell_state(session: Session, job: JobRow, state: JobState) -> dict[str, object]:
    """Tell those who watch a job of a state; what they are told."""
    content: dict[str, object] = {
        "job": job.id,
        "state": state,
        "plan": job.plan_id,
        "reason": job.reason,
        "metadata": job.meta,
        "external_id": job.external_id,
    }
    session.add(EventRow(job_id=job.id, name="state", content=content))
    return content


def tell_progress(session: Session, job: JobRow, progress: Mapping[str, object]) -> None:
    """Keep where a search stands."""
    job.progress = dict(progress)
    session.add(EventRow(job_id=job.id, name="progress", content=dict(progress)))


def tell_parts(session: Session, job: JobRow, done: int) -> None:
    """Tell how many parts of a job are done."""
    doing = f"{done} of {job.parts} parts are done"
    tell_progress(session, job, {"doing": doing, "parts": job.parts, "done": done})


def thin_out(session: Session, job: str) -> None:
    """Drop the oldest progress where there is very much of it."""
    of_job = (EventRow.job_id == job) & (EventRow.name == "progress")
    if (session.scalar(select(func.count()).where(of_job)) or 0) > MOST_PROGRESS_EVENTS:
        newest = (
            select(EventRow.id)
            .where(of_job)
            .order_by(EventRow.id.desc())
            .limit(MOST_PROGRESS_EVENTS // 2)
        )
        session.execute(delete(EventRow).where(of_job, EventRow.id.not_in(newest)))
