"""What is written down when a job has ended?"""

from typing import Any

from sqlalchemy.orm import Session

from rosterer_api.jobs.lease import Lease, end, held, keep_plan
from rosterer_api.jobs.parts import forget_results
from rosterer_api.storage.documents import packed_object
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import JobRow, PartRow, WinterRow


def conclude(session: Session, lease: Lease, document: dict[str, Any], *, is_stopped: bool) -> None:
    """Keep the result of work that ended by itself, or when it was asked to."""
    row = held(session, lease)
    row.result = document["result"]
    if document["plan"] is not None:
        row.plan_id = keep_plan(session, row, document)
    if document["tables"] is not None:
        row.result = {**(document["result"] or {}), "winter": _keep_winter(session, row, document)}
    if row.parts is not None:
        forget_results(session, row.id)
    end(session, row, "stopped" if is_stopped else "completed")


def conclude_part(session: Session, lease: Lease, result: bytes) -> None:
    """Keep what came of a part until all are joined."""
    row = held(session, lease)
    session.add(PartRow(job_id=row.id, document=result))
    end(session, row, "completed")


def conclude_invalid(session: Session, lease: Lease, why: str) -> None:
    """The case or the request cannot be worked on; trying again would not help."""
    row = held(session, lease)
    row.reason = why
    end(session, row, "invalid")


def why_it_ended(code: int, talk: str) -> str:
    """In words, from how its process ended and what it said last."""
    last = next((line.strip() for line in reversed(talk.splitlines()) if line.strip()), "")
    if code < 0:
        return f"its process was ended by signal {-code}" + (
            f"; it last said: {last}" if last else ""
        )
    return (last or f"its process ended with code {code}")[:2000]


def _keep_winter(session: Session, job: JobRow, document: dict[str, Any]) -> str:
    winter = WinterRow(
        id=new_id("winter"),
        case_id=job.case_id,
        job_id=job.id,
        kind=job.kind,
        created_by=job.created_by,
        request=job.request,
        summary=(document["result"] or {}).get("summary", {}),
        tables=list(document["tables"]),
        external_id=job.external_id,
        meta=job.meta,
        document=packed_object(document["tables"]),
    )
    session.add(winter)
    return winter.id
