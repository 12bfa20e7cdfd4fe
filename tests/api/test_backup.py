"""Does a service go on from its backup, as the page on running it says?"""

import secrets
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import undefer

from rosterer_api.storage.tables import AuditRow, JobRow, PlanRow
from tests.api.postgres import Cluster
from tests.api.service import Bench, a_bench, ended, eventually, settings_for
from tests.api.test_accidents import has_checkpoint

pytestmark = pytest.mark.slow


def with_work_under_way(bench: Bench) -> tuple[str, str, str]:
    """A job that was done, one that a worker is at, and one that waits."""
    with bench.database.writing() as session:
        session.add(AuditRow(who="somebody", role="service", action="case.create"))
    done = bench.submit("wait")
    bench.worker()
    bench.until(done, "completed")
    running, waiting = bench.submit("wait", seconds=5), bench.submit("wait")
    eventually(lambda: has_checkpoint(bench, running))
    return done, running, waiting


def assert_goes_on(restored: str, done: str, running: str, waiting: str) -> None:
    """The restored service does what was left, begins again from the checkpoint, and its audit log
    still only grows.
    """
    with a_bench(settings_for(restored)) as bench:
        bench.worker()
        for job in (running, waiting):
            assert bench.until(job, "completed", "failed").state == "completed"
        with bench.database.reading() as session:
            jobs = session.scalars(select(JobRow).order_by(JobRow.id)).all()
            assert [job.id for job in jobs] == sorted([done, running, waiting])
            plans = {
                plan.job_id: plan
                for plan in session.scalars(select(PlanRow).options(undefer(PlanRow.document)))
            }
            assert set(plans) == {done, running, waiting}
            assert plans[running].summary["warm"] is True
            assert session.scalar(select(func.count()).select_from(AuditRow)) == 1
        with pytest.raises(DBAPIError, match="append-only"), bench.database.writing() as session:
            session.execute(text("delete from audit"))


def test_a_copy_of_the_file_taken_while_the_service_runs_is_whole(
    bench: Bench, tmp_path: Path
) -> None:
    jobs = with_work_under_way(bench)
    source = bench.database.engine.url.database
    assert source is not None
    with (
        closing(sqlite3.connect(source)) as running,
        closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy,
    ):
        running.backup(copy)  # what `sqlite3 FILE ".backup COPY"` does
    ended(bench.processes.pop(), signal.SIGKILL)
    assert_goes_on(f"sqlite:///{tmp_path / 'copy.sqlite'}", *jobs)


def test_a_dump_of_postgresql_is_restored_into_an_empty_database(
    postgres_bench: Bench, cluster: Cluster
) -> None:
    jobs = with_work_under_way(postgres_bench)
    file = cluster.dump(postgres_bench.database.engine.url.database or "")
    ended(postgres_bench.processes.pop(), signal.SIGKILL)
    name = f"restored_{secrets.token_hex(4)}"
    url = cluster.url(name)
    cluster.restore(file, name)
    assert_goes_on(url, *jobs)
