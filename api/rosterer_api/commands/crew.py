"""How are worker processes kept running?"""

import logging
import subprocess
import sys
import threading
import time

from rosterer_api.settings import Settings

LEAST_SECONDS = 2.0
"""A worker that ends sooner than so after its start is not started again at once."""
CLOSE_SECONDS = 30.0
_log = logging.getLogger("rosterer.worker")


class Crew:
    """So many workers; one that dies is replaced."""

    def __init__(self, settings: Settings, size: int) -> None:
        self._environment = settings.environment()
        self._closing = threading.Event()
        self._members = [threading.Thread(target=self._keep_one, daemon=True) for _ in range(size)]

    def start(self) -> None:
        """Start them all."""
        for member in self._members:
            member.start()

    def close(self) -> None:
        """Let them give their jobs back and end."""
        self._closing.set()
        for member in self._members:
            if member.ident is not None:  # else nobody has started it
                member.join(CLOSE_SECONDS)

    def _keep_one(self) -> None:
        while not self._closing.is_set():
            started = time.monotonic()
            try:
                process = _start(self._environment)
            except OSError as wanting:  # no memory, no process, no file: there may be some later
                _log.warning("no worker can be started", extra={"failure": str(wanting)})
                self._closing.wait(LEAST_SECONDS)
                continue
            while process.poll() is None and not self._closing.wait(0.2):
                pass
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(CLOSE_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
            assert process.stdin is not None
            process.stdin.close()
            self._closing.wait(max(0.0, LEAST_SECONDS - (time.monotonic() - started)))


def _start(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    import os

    # The pipe is held open and never written to: when this process is gone, however it went, the
    # worker reads its end.
    return subprocess.Popen(
        [sys.executable, "-m", "rosterer_api.jobs", "--with-parent"],
        stdin=subprocess.PIPE,
        env={**os.environ, **environment},
        start_new_session=True,  # Ctrl-C is for the server, which then ends its workers in order
    )
