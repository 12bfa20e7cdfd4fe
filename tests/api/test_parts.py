"""Is a large winter shared out over all workers, and is the whole what one worker alone would have
found?
"""

import json
import signal
from typing import Any

import pytest
from sqlalchemy import select

from rosterer_api.jobs.submit import request_stop
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import JobRow, PartRow, WinterRow
from tests.api.service import Bench, ended, eventually

pytestmark = pytest.mark.slow
BUSY = {"name": "busy", "change": [{"kind": "arrivals", "percent": 30}]}
ASKED: dict[str, Any] = {"scenarios": [{"name": "base"}, BUSY], "runs": 240, "weeks": 6}


def parts_of(bench: Bench, job: str) -> list[JobRow]:
    with bench.database.reading() as session:
        return list(
            session.scalars(select(JobRow).where(JobRow.parent_id == job).order_by(JobRow.id))
        )


def tables_of(bench: Bench, job: str) -> tuple[Any, Any]:
    """The summary and every table of a winter."""
    row = bench.job(job)
    assert row.result is not None
    with bench.database.reading() as session:
        winter = session.get_one(WinterRow, row.result["winter"])
        return row.result["summary"], json.loads(unpacked(winter.document))


def num_left(bench: Bench) -> int:
    """How many results of parts are kept."""
    with bench.database.reading() as session:
        return len(list(session.scalars(select(PartRow.job_id))))


def test_two_workers_share_a_winter_and_find_what_one_finds(bench: Bench) -> None:
    for _ in range(2):
        bench.worker()
    whole = bench.submit("winter", **ASKED)
    bench.until(whole, "completed", "failed", "invalid")
    shared = bench.submit("winter", **ASKED, part_runs=80)
    row = bench.until(shared, "completed", "failed", "invalid")
    parts = parts_of(bench, shared)
    assert row.parts == len(parts) == 6  # two scenarios of 240 replications, 80 each
    assert {part.state for part in parts} == {"completed"}
    assert len({part.worker for part in parts}) == 2
    assert tables_of(bench, shared) == tables_of(bench, whole)
    assert num_left(bench) == 0


def test_workers_on_postgresql_share_a_winter_though_one_is_killed(postgres_bench: Bench) -> None:
    bench = postgres_bench
    first, _ = bench.worker(), bench.worker()
    job = bench.submit("winter", **ASKED, part_runs=120)
    eventually(lambda: any(part.state == "solving" for part in parts_of(bench, job)))
    ended(first, signal.SIGKILL)
    bench.processes.remove(first)
    assert bench.until(job, "completed", "failed").state == "completed"
    whole = bench.submit("winter", **ASKED)
    bench.until(whole, "completed")
    assert tables_of(bench, job) == tables_of(bench, whole)


def test_a_part_of_a_killed_worker_is_done_by_another(bench: Bench) -> None:
    first = bench.worker()
    job = bench.submit("winter", **ASKED, part_runs=120)
    eventually(lambda: any(part.state == "solving" for part in parts_of(bench, job)))
    ended(first, signal.SIGKILL)
    bench.worker()
    assert bench.until(job, "completed", "failed").state == "completed"
    again = bench.submit("winter", **ASKED)
    bench.until(again, "completed")
    assert tables_of(bench, job) == tables_of(bench, again)


def test_stopping_the_whole_stops_its_parts(bench: Bench) -> None:
    bench.worker()
    job = bench.submit("winter", runs=2000, weeks=26, part_runs=20)
    eventually(lambda: any(part.state == "solving" for part in parts_of(bench, job)))
    request_stop(bench.database, job)
    assert bench.job(job).state == "stopped"
    eventually(lambda: {part.state for part in parts_of(bench, job)} <= {"completed", "stopped"})


def test_a_part_that_cannot_be_done_ends_the_whole_with_its_reason(bench: Bench) -> None:
    bench.worker()
    wrong = {"name": "wrong", "change": [{"kind": "beds", "unit": "nowhere", "beds": 1}]}
    job = bench.submit(
        "winter", scenarios=[{"name": "base"}, wrong], runs=60, weeks=2, part_runs=20
    )
    row = bench.until(job, "invalid", "completed", "failed")
    assert (row.state, "nowhere" in (row.reason or "")) == ("invalid", True)
    eventually(
        lambda: {part.state for part in parts_of(bench, job)} <= {"completed", "stopped", "invalid"}
    )


def test_a_small_winter_stays_whole(bench: Bench) -> None:
    bench.worker()
    assert bench.until(bench.submit("winter", runs=20, weeks=2), "completed").parts is None
