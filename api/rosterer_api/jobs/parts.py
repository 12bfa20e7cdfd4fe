"""How is a large job shared out over all workers?

The worker that claims it makes a job of each part and lets go of it: nobody waits while others
work. A part is a job like any other, with lease, attempts and takeover. The one that ends last
hands the job on, and whoever claims it then joins the results. A part that fails, or is stopped,
ends the whole; the sweeper stops the parts that are left.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from rosterer_api.jobs.events import tell_parts
from rosterer_api.jobs.lease import Lease, held
from rosterer_api.jobs.queue import step_of
from rosterer_api.jobs.states import ENDED
from rosterer_api.storage import Database
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import JobRow, PartRow

MOST_AT_ONCE = 100


def share_out(session: Session, lease: Lease, parts: Sequence[Mapping[str, Any]]) -> None:
    """Make a job of each part, and let go of the whole until they are done."""
    row = held(session, lease)
    row.parts, row.lease, row.worker = len(parts), None, None
    row.attempts -= 1  # nothing was attempted yet
    tell_parts(session, row, 0)
    ids, step = sorted(new_id("job") for _ in parts), step_of(session, row.created_by)
    for number, (name, part) in enumerate(zip(ids, parts, strict=True)):
        session.add(
            JobRow(
                id=name,
                state="queued",
                priority=row.priority,
                turn=row.turn + number * step,
                kind=row.kind,
                case_id=row.case_id,
                request=row.request,
                created_by=row.created_by,
                parent_id=row.id,
                part=dict(part),
            )
        )
    session.flush()


def results_of(session: Session, job: str) -> list[bytes]:
    """What came of each part of a job, in order."""
    query = select(PartRow.document).join(JobRow, PartRow.job_id == JobRow.id)
    return list(session.scalars(query.where(JobRow.parent_id == job).order_by(JobRow.id)))


def forget_results(session: Session, job: str) -> None:
    """Drop what came of the parts, once they are joined."""
    session.execute(
        delete(PartRow).where(PartRow.job_id.in_(select(JobRow.id).where(JobRow.parent_id == job)))
    )


def orphans(database: Database) -> list[str]:
    """Parts that go on although the whole has ended."""
    whole = aliased(JobRow)
    query = select(JobRow.id).join(whole, whole.id == JobRow.parent_id)
    query = query.where(
        JobRow.state.not_in(ENDED), JobRow.stop_requested.is_(False), whole.state.in_(ENDED)
    )
    with database.reading() as session:
        return list(session.scalars(query.limit(MOST_AT_ONCE)))
