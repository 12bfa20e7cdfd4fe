"""Whose job is next?

The table of jobs is the queue. Every job that waits has a *turn*, and the lowest is next. A key's
jobs stand ``1 / weight`` apart, and the first of them at the turn that was last begun: whoever
sends a thousand jobs then waits behind them alone, and whoever comes back has not saved up turns
(start-time fair queueing: Goyal, Vin and Cheng 1996). A job of higher priority takes the turns of
the key's own others, so nobody else waits longer for it.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from rosterer_api.jobs.states import ENDED
from rosterer_api.storage.tables import JobRow, KeyRow

is_waiting: ColumnElement[bool] = JobRow.state == "queued"
is_under_way: ColumnElement[bool] = (JobRow.state == "solving") & JobRow.lease.is_not(None)
"""A job that was shared out has no lease: its parts have."""


def num_waiting(session: Session, owner: str | None = None) -> int:
    """How many jobs wait, of one owner or of all."""
    query = select(func.count()).select_from(JobRow).where(is_waiting)
    return session.scalar(query if owner is None else query.where(JobRow.created_by == owner)) or 0


def step_of(session: Session, owner: str) -> float:
    """How far apart the turns of an owner's jobs are."""
    return 1 / (session.scalar(select(KeyRow.weight).where(KeyRow.id == owner)) or 1)


def take_turn(session: Session, owner: str, priority: int) -> float:
    """The turn of a new job, after the owner's jobs of the same priority."""
    now = max(_last_begun(session, state) for state in ("solving", *ENDED))
    is_used = is_waiting | JobRow.started.is_not(None)  # not one that was stopped before its turn
    own = session.scalar(select(func.max(JobRow.turn)).where(JobRow.created_by == owner, is_used))
    turn = now if own is None else max(now, own + step_of(session, owner))
    lower = (JobRow.created_by == owner) & (JobRow.priority < priority) & is_waiting
    for row in session.scalars(
        select(JobRow).where(lower).order_by(JobRow.turn.desc(), JobRow.id.desc()).with_for_update()
    ):
        turn, row.turn = row.turn, turn
    return turn


def next_job(session: Session, kinds: Collection[str], *, to_take: bool = False) -> JobRow | None:
    """The job whose turn it is, of those whose owners may have one more under way.

    Parameters
    ----------
    kinds
        Which kinds whoever asks can do.
    to_take
        Whether it is locked for whoever asks; jobs that others are just taking do not count then.
    """
    query = select(JobRow).where(is_waiting, JobRow.kind.in_(kinds))
    query = query.where(JobRow.created_by.not_in(_owners_at_their_limit()))
    query = query.order_by(JobRow.turn, JobRow.id).limit(1)
    if not to_take:
        return session.scalar(query)
    row = session.scalar(query.with_for_update(skip_locked=True, of=JobRow))
    if row is None:
        return None
    # Two may just begin a job each of one key; the second waits here, and looks again.
    limited = (KeyRow.id == row.created_by) & KeyRow.most_running.is_not(None)
    is_limited = session.scalar(select(KeyRow.id).where(limited).with_for_update()) is not None
    if is_limited and row.created_by in session.scalars(_owners_at_their_limit()).all():
        return None
    return row


def kinds_beyond(session: Session, kinds: Collection[str]) -> list[str]:
    """Kinds of jobs that wait and that are none of these."""
    query = select(JobRow.kind).where(is_waiting, JobRow.kind.not_in(kinds))
    return sorted(session.scalars(query.distinct()))


def position(session: Session, job: JobRow) -> int | None:
    """How many jobs come before this one, when it waits."""
    if job.state != "queued":
        return None
    is_before = tuple_(JobRow.turn, JobRow.id) < tuple_(job.turn, job.id)
    return session.scalar(select(func.count()).select_from(JobRow).where(is_waiting, is_before))


def positions(session: Session) -> dict[str, int]:
    """How many jobs come before each one that waits."""
    query = select(JobRow.id).where(is_waiting).order_by(JobRow.turn, JobRow.id)
    return {job: number for number, job in enumerate(session.scalars(query))}


def _last_begun(session: Session, state: str) -> float:
    """The last turn of the jobs in a state that were begun; the index gives it at once."""
    query = select(JobRow.turn).where(JobRow.state == state, JobRow.started.is_not(None))
    return session.scalar(query.order_by(JobRow.turn.desc(), JobRow.id.desc()).limit(1)) or 0.0


def _owners_at_their_limit() -> Select[str]:
    query = select(JobRow.created_by).join(KeyRow, KeyRow.id == JobRow.created_by)
    query = query.where(is_under_way, KeyRow.most_running.is_not(None))
    return query.group_by(JobRow.created_by, KeyRow.most_running).having(
        func.count() >= KeyRow.most_running
    )
