"""How is a service of its own started for a benchmark? ``rosterer serve`` with one worker, on
SQLite or PostgreSQL.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

LINE = [sys.executable, "-c", "from rosterer.cli import main; main()"]
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Running:
    """A service that answers, and an administrator's key."""

    url: str
    key: str
    database: str
    environment: dict[str, str]
    pid: int

    @property
    def kind(self) -> str:
        """Of the database."""
        return "sqlite" if self.database.startswith("sqlite") else "postgresql"

    def processor_seconds(self) -> float | None:
        """What the server's own process has used; None where the system does not say."""
        try:
            words = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(words[11]) + int(words[12])) / float(os.sysconf("SC_CLK_TCK"))


@contextmanager
def running_service(database: str) -> Iterator[Running]:
    """A service and its worker for the length of a study.

    Parameters
    ----------
    database
        ``sqlite`` for a file, or ``postgresql`` for a cluster, of its own; else a URL of an empty
        database.
    """
    with (
        tempfile.TemporaryDirectory(prefix="rosterer-load-") as folder,
        _database(database, Path(folder)) as url,
    ):
        environment = {
            **os.environ,
            "ROSTERER_DATABASE": url,
            "ROSTERER_REQUESTS_PER_MINUTE": "0",
            "ROSTERER_QUEUED_JOBS": "100000",
        }
        made = [*LINE, "keys", "create", "load", "--role", "administrator"]
        key = subprocess.run(
            made, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with (Path(folder) / "log").open("wb") as talk:
            server = subprocess.Popen(
                [*LINE, "serve", "--port", str(port)],
                env=environment,
                stderr=talk,
                start_new_session=True,
            )
        try:
            _await_worker(f"http://127.0.0.1:{port}")
            yield Running(f"http://127.0.0.1:{port}", key, url, environment, server.pid)
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)


@contextmanager
def _database(wanted: str, folder: Path) -> Iterator[str]:
    if wanted == "sqlite":
        yield f"sqlite:///{folder / 'load.sqlite'}"
    elif wanted == "postgresql":
        from tests.api.postgres import Cluster, programs

        found = programs()
        if found is None:
            raise SystemExit("PostgreSQL 15 or newer is not installed")
        folder.chmod(0o755)  # the cluster belongs to another user when root starts it
        (folder / "cluster").mkdir()
        cluster = Cluster(folder / "cluster", found)
        try:
            yield cluster.url("load")
        finally:
            cluster.stop()
    else:
        yield wanted


def _await_worker(url: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/readyz", trust_env=False).json().get("workers"):
                return
        time.sleep(0.2)
    raise SystemExit("the service did not start")
