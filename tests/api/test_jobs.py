"""Does a job come to its right end, whatever it does?"""

import json
import signal
from pathlib import Path

import pytest
from sqlalchemy import select

from rosterer_api.storage.documents import packed
from rosterer_api.storage.tables import CheckpointRow, EventRow, PlanRow
from tests.api.service import Bench, ended
from tests.cases import small_plan

pytestmark = pytest.mark.slow


def test_a_job_ends_with_a_plan_that_the_referee_has_judged(bench: Bench) -> None:
    bench.worker()
    row = bench.until(bench.submit("wait"), "completed", "failed", "invalid")
    assert row.state == "completed"
    with bench.database.reading() as session:
        plan = session.get_one(PlanRow, row.plan_id)
        assert plan.verdict["is_good"] is True
        states = [
            e.content["state"]
            for e in session.scalars(select(EventRow).order_by(EventRow.id))
            if e.name == "state"
        ]
    assert states == ["created", "queued", "solving", "completed"]


def test_jobs_submitted_before_any_worker_was_there_are_done(bench: Bench) -> None:
    jobs = [bench.submit("wait") for _ in range(3)]
    bench.worker()
    assert {bench.until(job, "completed").state for job in jobs} == {"completed"}


def test_a_stopped_search_hands_over_its_best_plan(bench: Bench) -> None:
    from rosterer_api.jobs.submit import request_stop

    bench.worker()
    job = bench.submit("wait", seconds=60)
    with_checkpoint(bench, job)
    request_stop(bench.database, job)
    row = bench.until(job, "stopped")
    assert row.plan_id is not None


def test_a_search_that_does_not_hear_is_ended_and_its_checkpoint_kept(bench: Bench) -> None:
    from rosterer_api.jobs.submit import request_stop

    bench.worker()
    job = bench.submit("deaf", seconds=60)
    with_checkpoint(bench, job)
    request_stop(bench.database, job)
    assert bench.until(job, "stopped").plan_id is not None


def test_a_waiting_job_stops_without_any_worker(bench: Bench) -> None:
    from rosterer_api.jobs.submit import request_stop

    job = bench.submit("wait")
    request_stop(bench.database, job)
    assert bench.job(job).state == "stopped"


def test_a_job_that_kills_its_process_is_tried_three_times(bench: Bench, tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    bench.worker()
    row = bench.until(bench.submit("die", tries=99, counter=str(counter)), "failed", "completed")
    assert row.state == "failed"
    assert counter.stat().st_size == 3
    assert f"signal {signal.SIGSEGV.value}" in (row.reason or "")


def test_a_job_that_fails_twice_succeeds_the_third_time(bench: Bench, tmp_path: Path) -> None:
    bench.worker()
    row = bench.until(
        bench.submit("die", tries=2, counter=str(tmp_path / "counter")), "failed", "completed"
    )
    assert (row.state, row.attempts) == ("completed", 3)


@pytest.mark.parametrize(
    ("kind", "reason"), [("fall", "the search fell over"), ("hog", "MemoryError")]
)
def test_a_failed_job_says_why(bench: Bench, kind: str, reason: str) -> None:
    bench.worker()
    row = bench.until(bench.submit(kind), "failed", "completed")
    assert row.state == "failed"
    assert reason in (row.reason or "")


def test_a_worker_that_ends_gives_its_job_back_with_the_checkpoint(bench: Bench) -> None:
    first = bench.worker()
    job = bench.submit("wait", seconds=3)
    with_checkpoint(bench, job)
    assert ended(first) == 0
    assert bench.job(job).state == "queued"
    assert bench.job(job).attempts == 0
    bench.worker()
    row = bench.until(job, "completed")
    with bench.database.reading() as session:
        assert session.get_one(PlanRow, row.plan_id).summary["warm"] is True


def test_a_search_goes_on_from_its_checkpoint_when_the_plan_it_began_from_is_gone(
    bench: Bench,
) -> None:
    with bench.database.writing() as session:
        document = packed(json.dumps({"plan": small_plan().model_dump(mode="json")}))
        session.add(PlanRow(id="first", case_id=bench.case, created_by="tests", document=document))
    first = bench.worker()
    job = bench.submit("wait", seconds=3, start="first")
    with_checkpoint(bench, job)
    assert ended(first) == 0
    with bench.database.writing() as session:
        session.delete(session.get_one(PlanRow, "first"))
    bench.worker()
    row = bench.until(job, "completed", "invalid")
    assert (row.state, row.reason) == ("completed", None)


def test_a_killed_worker_finds_its_job_again(bench: Bench) -> None:
    first = bench.worker()
    job = bench.submit("wait", seconds=3)
    with_checkpoint(bench, job)
    ended(first, signal.SIGKILL)
    bench.worker()
    row = bench.until(job, "completed")
    assert row.attempts == 2


def with_checkpoint(bench: Bench, job: str) -> None:
    """Wait until the job has a checkpoint."""
    from tests.api.service import eventually

    def look() -> bool:
        with bench.database.reading() as session:
            return session.get(CheckpointRow, job) is not None

    eventually(look)
