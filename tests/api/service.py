"""What does a test need around a job: a database, a case in it, workers that are real processes?"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.orm import undefer

from rosterer_api.cases import case_row
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.submit import job_row, submit
from rosterer_api.settings import Settings
from rosterer_api.storage import Database, open_database
from rosterer_api.storage.tables import JobRow
from tests.cases import small_case

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 240.0
"""A busy machine takes its time; only what never happens comes to this."""
KINDS = frozenset(known_kinds("tests.api.odd_kinds"))
"""What a worker of a test knows."""
Found = TypeVar("Found")


def settings_for(database: str, **changes: Any) -> Settings:
    """Settings of a test: odd kinds are known, private addresses may be called."""
    usual = {"database": database, "job_kinds": "tests.api.odd_kinds", "stop_seconds": 1.0}
    if not database.startswith("sqlite"):  # else it would be in the home of whoever tests
        usual["work_folder"] = str(Path(tempfile.gettempdir()) / "rosterer-tests")
    return Settings(**{**usual, **changes})


class Bench:
    """A database with the small case in it, and the workers that a test starts."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database: Database = open_database(settings.database)
        self.database.migrate()
        self.case = self.submit_case()
        self.python_path = ""
        """A further folder for the workers to find modules in."""
        self.processes: list[subprocess.Popen[bytes]] = []

    def submit_case(self) -> str:
        """Keep the small case."""
        row = case_row(small_case(), "tests")
        with self.database.writing() as session:
            session.add(row)
        return row.id

    def submit(self, kind: str, key: str | None = None, **request: Any) -> str:
        """Submit a job of the small case."""
        row = job_row(kind, self.case, request, "tests", idempotency_key=key)
        return submit(self.database, row, most_waiting=10_000)[0]

    def worker(self) -> "subprocess.Popen[bytes]":
        """Start a worker process."""
        process = subprocess.Popen(
            [sys.executable, "-m", "rosterer_api.jobs"], env=self.environment, cwd=ROOT
        )
        self.processes.append(process)
        return process

    @property
    def environment(self) -> dict[str, str]:
        """Of processes that share this bench's settings."""
        path = os.pathsep.join(
            filter(None, [str(ROOT), self.python_path, os.environ.get("PYTHONPATH")])
        )
        return {**os.environ, **self.settings.environment(), "PYTHONPATH": path}

    def job(self, job: str) -> JobRow:
        """A job as it now is."""
        with self.database.reading() as session:
            return session.get_one(JobRow, job, options=[undefer(JobRow.result)])

    def until(self, job: str, *states: str) -> JobRow:
        """The job once it is in one of the states."""

        def look() -> JobRow | None:
            assert not any((process.poll() or 0) > 0 for process in self.processes), (
                "a worker has failed"
            )
            row = self.job(job)
            return row if row.state in states else None

        return eventually(look)

    def close(self) -> None:
        """End what the test started."""
        for process in self.processes:
            process.kill()
            process.wait()
        self.database.close()


def eventually(look: Callable[[], Found | None], seconds: float = PATIENCE_SECONDS) -> Found:
    """What a look finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"nothing was found within {seconds} s")


def ended(process: "subprocess.Popen[bytes]", number: int = signal.SIGTERM) -> int:
    """Send a signal and wait for the end."""
    process.send_signal(number)
    return process.wait(timeout=PATIENCE_SECONDS)


@contextmanager
def a_bench(settings: Settings) -> Iterator[Bench]:
    """A bench for the length of a test."""
    bench = Bench(settings)
    try:
        yield bench
    finally:
        bench.close()
