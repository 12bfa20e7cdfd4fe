"""What goes with a case that is removed, and what keeps it from going?

Its ended jobs with their events, its drafts and approved plans, and its results of winters. Plans
that were published or worked are records of working time and stay, and with them the case; a job
that has not ended is stopped first.
"""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rosterer_api.jobs.states import ENDED
from rosterer_api.retention import RECORDS
from rosterer_api.storage.tables import CaseRow, JobRow, PlanRow, WinterRow


class NeededError(Exception):
    """The case cannot go; the message says what needs it."""


def remove_case(session: Session, case: CaseRow) -> dict[str, list[str]]:
    """Remove a case and all that hangs on it.

    Returns
    -------
    dict
        Ids of what went, by kind.

    Raises
    ------
    NeededError
        When a plan is a record of working time, or a job has not ended.
    """
    plans = session.execute(_locked(PlanRow, case)).all()
    jobs = session.execute(_locked(JobRow, case)).all()
    reasons = [f"{name} is {state}" for name, state in plans if state in RECORDS]
    reasons += [f"{name} is {state}" for name, state in jobs if state not in ENDED]
    if reasons:
        more = f" and {len(reasons) - 5} more" if len(reasons) > 5 else ""
        raise NeededError(
            f"{', '.join(reasons[:5])}{more}: records of working time are kept, and jobs are "
            "stopped first"
        )
    gone = {"jobs": [name for name, _ in jobs], "plans": [name for name, _ in plans]}
    gone["winters"] = list(
        session.scalars(select(WinterRow.id).where(WinterRow.case_id == case.id))
    )
    for table in (WinterRow, PlanRow, JobRow):
        session.execute(delete(table).where(table.case_id == case.id))
    session.delete(case)
    return gone


def _locked(table: type[PlanRow | JobRow], case: CaseRow) -> Any:
    return (
        select(table.id, table.state)
        .where(table.case_id == case.id)
        .order_by(table.id)
        .with_for_update()
    )
