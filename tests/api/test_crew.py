"""Are workers there as long as the server is, and not longer?"""

import errno
import os
import runpy
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from rosterer_api.commands import crew as the_crew
from rosterer_api.commands.crew import Crew
from tests.api.service import PATIENCE_SECONDS, ROOT, settings_for

WORKER = [sys.executable, "-m", "rosterer_api.jobs", "--with-parent"]


def test_a_worker_that_still_loads_ends_with_its_parent(tmp_path: Path) -> None:
    # Its libraries never come: reading them waits for a writer that is not there.
    os.mkfifo(tmp_path / "never")
    (tmp_path / "sqlalchemy.py").write_text(f"open({str(tmp_path / 'never')!r}).read()")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", ""), str(ROOT)])
    process = subprocess.Popen(
        WORKER, stdin=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}, cwd=ROOT
    )
    try:
        assert process.stdin is not None
        process.stdin.close()  # as when the parent is gone
        assert process.wait(PATIENCE_SECONDS) == -signal.SIGTERM
    finally:
        process.kill()


def test_a_worker_that_does_not_hear_that_it_is_to_end_ends_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = runpy.run_module("rosterer_api.jobs.__main__", run_name="not main")
    steps: list[object] = []

    class Ended(BaseException):
        """The process is gone."""

    def end(code: int) -> None:
        steps.append(("ends", code))
        raise Ended

    monkeypatch.setattr(os, "read", lambda *args: b"")
    monkeypatch.setattr(os, "kill", lambda pid, number: steps.append(number))
    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(module["time"], "sleep", lambda seconds: steps.append("waits"))
    with pytest.raises(Ended):
        module["_end_with_parent"]()
    assert steps == [signal.SIGTERM, "waits", ("ends", 1)]


def test_a_worker_that_cannot_be_started_is_started_later(monkeypatch: pytest.MonkeyPatch) -> None:
    class Worker:
        """A process that lives until it is told to end."""

        stdin = subprocess.PIPE
        has_ended = False

        def poll(self) -> int | None:
            """Its code, once it has ended."""
            return 0 if self.has_ended else None

        def terminate(self) -> None:
            """Let it end."""
            self.has_ended = True

        def wait(self, seconds: float) -> int:
            """Its code."""
            return 0

    worker: Any = Worker()
    worker.stdin = open(os.devnull, "wb")  # noqa: SIM115, PTH123 - the crew closes it
    tries, is_started = [0], threading.Event()

    def start(environment: dict[str, str]) -> Worker:
        tries[0] += 1
        if tries[0] < 3:
            raise OSError(errno.EAGAIN, "no more processes")
        is_started.set()
        return worker  # type: ignore[no-any-return]

    monkeypatch.setattr(the_crew, "_start", start)
    monkeypatch.setattr(the_crew, "LEAST_SECONDS", 0.0)
    crew = Crew(settings_for("sqlite:///unused.sqlite"), 1)
    crew.start()
    assert is_started.wait(PATIENCE_SECONDS)
    crew.close()
    assert (tries, worker.has_ended) == ([3], True)
