"""How is a job spared the seconds that its process needs to load the libraries?

A worker keeps one process that has loaded what the kinds of job name and waits to be given a
folder. It does one job like any other process of a job, and ends; the next is made ready when the
job is over, so that it takes nothing from a search.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock

Process = subprocess.Popen[bytes]


class Spare:
    """Starts the processes of jobs, and keeps at most one ready.

    Parameters
    ----------
    job_kinds
        Modules with further kinds of job, as in the settings.
    is_wanted
        Whether a process is kept ready at all.
    """

    def __init__(self, job_kinds: str, *, is_wanted: bool) -> None:
        self._job_kinds = job_kinds
        self._is_wanted = is_wanted
        self._ready: Process | None = None
        self._lock = Lock()

    def prepare(self) -> None:
        """See to it that a process is ready, or will be shortly."""
        with self._lock:
            if self._is_wanted and (self._ready is None or self._ready.poll() is not None):
                if self._ready is not None:
                    end_all(self._ready)
                with suppress(
                    OSError
                ):  # a machine without room for it may have some when there is a job
                    self._ready = _started(self._job_kinds, None)

    def begin(self, folder: Path) -> Process:
        """The process that from now on does the task in a folder; what it says is in ``talk.txt``
        there.

        Its standard input stays open as long as somebody cares for the job.
        """
        with self._lock:
            process, self._ready = self._ready, None
        if process is not None and process.poll() is None and _is_given(process, folder):
            return process
        if process is not None:
            end_all(process)
        process = _started(self._job_kinds, folder / "talk.txt")
        _is_given(process, folder)
        return process

    def close(self) -> None:
        """Keep none ready any more."""
        with self._lock:
            process, self._ready, self._is_wanted = self._ready, None, False
        if process is not None:
            end_all(process)


def end_all(process: Process) -> None:
    """End a process and those that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()


def _started(job_kinds: str, talk: Path | None) -> Process:
    command = [sys.executable, "-m", "rosterer_api.jobs.child", job_kinds]
    # Without a file now, it writes to one of its own once it has a task.
    with Path(os.devnull if talk is None else talk).open("wb") as file:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _is_given(process: Process, folder: Path) -> bool:
    assert process.stdin is not None
    try:
        process.stdin.write(os.fsencode(folder) + b"\n")
        process.stdin.flush()
    except OSError:  # it has ended in this moment
        return False
    return True
