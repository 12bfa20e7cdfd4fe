"""Is anything lost or done twice when processes are killed and the database goes away?"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import (
    CheckpointRow,
    EventRow,
    JobRow,
    PlanRow,
    WinterRow,
    WorkerRow,
)
from tests.api.postgres import Cluster
from tests.api.service import ROOT, Bench, ended, eventually

pytestmark = pytest.mark.slow
JOBS = 50
KILLS = 6


def all_ended(bench: Bench) -> list[JobRow] | None:
    """Every job, once none is left to do."""
    with bench.database.reading() as session:
        rows = list(session.scalars(select(JobRow)))
    return rows if all(row.finished for row in rows) else None


def assert_each_was_done_once(bench: Bench, jobs: list[str]) -> None:
    """Every job completed, with one plan that the referee found good."""
    rows = eventually(lambda: all_ended(bench), seconds=900)
    assert {row.id for row in rows} == set(jobs)
    assert {row.state for row in rows} == {"completed"}, [row.reason for row in rows]
    with bench.database.reading() as session:
        plans = list(session.scalars(select(PlanRow)))
        ends = [
            e.job_id
            for e in session.scalars(select(EventRow))
            if e.name == "state" and e.content["state"] == "completed"
        ]
    assert sorted(p.job_id or "" for p in plans) == sorted(jobs)
    assert all(p.verdict["is_good"] for p in plans)
    assert sorted(ends) == sorted(jobs)


def is_alive(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be counted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_fifty_jobs_survive_workers_killed_at_random(bench: Bench) -> None:
    jobs = [bench.submit("wait", key=str(n)) for n in range(JOBS)]
    dice = random.Random(7)
    worker = bench.worker()
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.5, 4.0))
        ended(worker, signal.SIGKILL)
        worker = bench.worker()
    # a caller who is not sure submits again
    assert [bench.submit("wait", key=str(n)) for n in range(JOBS)] == jobs
    bench.worker()
    assert_each_was_done_once(bench, jobs)


def test_jobs_survive_a_killed_server_alone_and_with_its_worker(bench: Bench) -> None:
    command = [
        sys.executable,
        "-c",
        "from rosterer.cli import main; main()",
        "serve",
        "--port",
        "0",
    ]

    def serve() -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(command, env=bench.environment, cwd=ROOT, start_new_session=True)
        bench.processes.append(process)
        return process

    jobs = [bench.submit("wait", seconds=0.5) for _ in range(6)]
    for kill_worker_too in (False, True):
        server = serve()
        solving = eventually(
            lambda: next(
                (row.worker for job in jobs if (row := bench.job(job)).state == "solving"), None
            )
        )
        if kill_worker_too:
            with bench.database.reading() as session:
                os.kill(session.get_one(WorkerRow, solving).pid, signal.SIGKILL)
        ended(server, signal.SIGKILL)
    server = serve()
    assert_each_was_done_once(bench, jobs)
    with bench.database.reading() as session:
        workers = [row.pid for row in session.scalars(select(WorkerRow)) if is_alive(row.pid)]
    assert workers
    assert ended(server) == 0
    assert not any(is_alive(pid) for pid in workers)


def test_a_worker_ends_when_told_to_although_the_database_is_gone(
    postgres_bench: Bench, cluster: Cluster
) -> None:
    bench = postgres_bench
    worker = bench.worker()
    job = bench.submit("wait", seconds=8)
    eventually(lambda: has_checkpoint(bench, job))
    cluster.stop()
    try:
        assert ended(worker) == 0
    finally:
        cluster.start()
        bench.database.close()
    bench.worker()
    assert_each_was_done_once(bench, [job])


def test_a_dead_machines_job_is_taken_over_by_another_worker(postgres_bench: Bench) -> None:
    bench = postgres_bench
    first = bench.worker()
    job = bench.submit("wait", seconds=8)
    eventually(lambda: has_checkpoint(bench, job))
    bench.worker()
    # Stopped, not killed, and said to be elsewhere: only its silence tells, as of a machine that
    # was cut off.
    with bench.database.writing() as session:
        session.get_one(WorkerRow, bench.job(job).worker).machine = "elsewhere"
    first.send_signal(signal.SIGSTOP)
    row = eventually(lambda: r if (r := bench.job(job)).attempts == 2 else None)
    assert row.state == "solving"
    first.send_signal(signal.SIGCONT)
    assert_each_was_done_once(bench, [job])


def test_two_workers_share_the_jobs_and_one_is_killed(postgres_bench: Bench) -> None:
    bench = postgres_bench
    workers = [bench.worker(), bench.worker()]
    jobs = [bench.submit("wait", seconds=0.3) for _ in range(12)]
    eventually(lambda: {bench.job(job).worker for job in jobs} - {None} or None)
    time.sleep(1.0)
    ended(workers[0], signal.SIGKILL)
    assert_each_was_done_once(bench, jobs)


def test_jobs_survive_a_restart_of_the_database(postgres_bench: Bench, cluster: Cluster) -> None:
    bench = postgres_bench
    bench.worker()
    jobs = [bench.submit("wait", seconds=2.0) for _ in range(3)]
    bench.until(jobs[0], "solving")
    cluster.stop()
    time.sleep(1.0)
    cluster.start()
    bench.database.close()
    assert_each_was_done_once(bench, jobs)


def has_checkpoint(bench: Bench, job: str) -> bool:
    """Whether a plan was kept for the job."""
    with bench.database.reading() as session:
        return session.get(CheckpointRow, job) is not None


def test_no_process_of_a_job_outlives_its_killed_worker(bench: Bench, tmp_path: Path) -> None:
    worker = bench.worker()
    counter = tmp_path / "counter"
    bench.submit("wait", seconds=60, counter=str(counter))
    eventually(counter.exists)
    children = subprocess.run(
        ["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert children
    ended(worker, signal.SIGKILL)
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))


def test_a_real_search_ends_with_a_plan_that_the_referee_accepts(bench: Bench) -> None:
    bench.worker()
    row = bench.until(bench.submit("solve", work=1), "completed", "failed", "invalid")
    assert row.state == "completed", row.reason
    with bench.database.reading() as session:
        plan = session.get_one(PlanRow, row.plan_id)
    assert plan.verdict["is_good"] is True
    assert plan.summary["gap"] is not None
    assert row.progress["best"] is not None
    check = bench.until(bench.submit("check", plan=row.plan_id), "completed", "failed", "invalid")
    assert check.result is not None
    assert check.result["is_good"] is True
    again = bench.until(
        bench.submit("solve", work=1, start=row.plan_id), "completed", "failed", "invalid"
    )
    with bench.database.reading() as session:
        assert (
            session.get_one(PlanRow, again.plan_id).summary["cost"] <= plan.summary["cost"] + 0.01
        )


def test_a_winter_is_simulated_under_scenarios_and_a_wrong_name_makes_it_invalid(
    bench: Bench,
) -> None:
    bench.worker()
    busy = {"name": "busy", "change": [{"kind": "arrivals", "percent": 20}]}
    row = bench.until(
        bench.submit("winter", scenarios=[{"name": "base"}, busy], runs=20, weeks=4),
        "completed",
        "failed",
        "invalid",
    )
    assert row.state == "completed", row.reason
    assert row.result is not None
    assert [one["name"] for one in row.result["summary"]["scenarios"]] == ["base", "busy"]
    with bench.database.reading() as session:
        winter = session.get_one(WinterRow, row.result["winter"])
        assert json.loads(unpacked(winter.document))["delays"]
    wrong = {"name": "wrong", "change": [{"kind": "beds", "unit": "nowhere", "beds": 1}]}
    assert "nowhere" in (
        bench.until(
            bench.submit("winter", scenarios=[wrong], runs=2, weeks=1), "invalid", "failed"
        ).reason
        or ""
    )
