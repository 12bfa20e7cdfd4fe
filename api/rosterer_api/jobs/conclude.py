"""What is written down when the work of a job has come to something?"""

from typing import Any

from sqlalchemy.orm import Session

from rosterer_api.jobs.lease import keep_plan, labels_of
from rosterer_api.jobs.parts import forget_results
from rosterer_api.storage.documents import packed_object
from rosterer_api.storage.tables import JobRow, WinterRow


def keep_outcome(session: Session, job: JobRow, document: dict[str, Any]) -> None:
    """Keep the result of work that ended by itself, or when it was asked to."""
    job.result = document["result"]
    if document["plan"] is not None:
        job.plan_id = keep_plan(session, job, document)
    if document["tables"] is not None:
        winter = WinterRow(
            **labels_of(job, "winter"),
            kind=job.kind,
            request=job.request,
            summary=(job.result or {}).get("summary", {}),
            tables=list(document["tables"]),
            document=packed_object(document["tables"]),
        )
        session.add(winter)
        job.result = {**(job.result or {}), "winter": winter.id}
    if job.parts is not None:
        forget_results(session, job.id)


def why_it_ended(code: int, talk: str) -> str:
    """In words, from how its process ended and what it said last."""
    last = next((line.strip() for line in reversed(talk.splitlines()) if line.strip()), "")
    if code < 0:
        return f"its process was ended by signal {-code}" + f"; it last said: {last}" * bool(last)
    return (last or f"its process ended with code {code}")[:2000]
