"""Does the service answer before it is ready, and say so when it cannot become ready?"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from rosterer_api.app import create_app
from rosterer_api.early import Early
from rosterer_api.storage import open_database
from tests.api.service import ROOT, eventually, settings_for

LINE = [sys.executable, "-c", "from rosterer.cli import main; main()", "serve", "--workers", "0"]


class Starting:
    """A server whose service is made when the test says so."""

    def __init__(self, database: str) -> None:
        self.go, self._database = threading.Event(), open_database(database)
        self.early = Early(self._make, self._fail)
        self.server = uvicorn.Server(uvicorn.Config(self.early, port=0, log_config=None))
        self._settings = settings_for(database)
        self.wrong: Exception | None = None
        self._thread = threading.Thread(target=self.server.run)
        self._thread.start()
        eventually(lambda: self.server.started)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)

    def _make(self) -> FastAPI:
        self.go.wait()
        if self.wrong is not None:
            raise self.wrong
        self._database.migrate()
        return create_app(self._settings, self._database)

    def _fail(self) -> None:
        self.server.should_exit = True

    def has_ended(self) -> bool:
        self._thread.join(timeout=0.1)
        return not self._thread.is_alive()

    def close(self) -> None:
        self.wrong = self.wrong or LookupError("the test is over")
        self.go.set()
        self.server.should_exit = True
        self._thread.join()
        self.client.close()
        self._database.close()


@pytest.fixture
def starting(tmp_path: Path) -> Iterator[Starting]:
    one = Starting(f"sqlite:///{tmp_path / 'early.sqlite'}")
    yield one
    one.close()


def test_whoever_has_a_browser_sees_a_page_that_looks_again(starting: Starting) -> None:
    page = starting.client.get("/", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["refresh"]) == (503, "1")
    assert "starting" in page.text
    problem = starting.client.get("/v1/cases", headers={"Accept": "text/html"})
    assert problem.json()["type"] == "urn:rosterer:problem:starting"


def test_health_is_told_at_once_and_everything_else_says_when_to_come_back(
    starting: Starting,
) -> None:
    health = starting.client.get("/healthz")
    assert (health.status_code, health.json()["status"]) == (200, "starting")
    for path in ("/readyz", "/v1/jobs", "/nowhere"):
        answer = starting.client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["type"] == "urn:rosterer:problem:starting"
        assert problem["request_id"] == answer.headers["x-request-id"]
    assert starting.client.post("/v1/cases", content=b"x" * 1000).status_code == 503
    assert starting.client.head("/healthz").content == b""


def test_the_service_takes_over_on_the_connections_that_are_open(starting: Starting) -> None:
    assert starting.client.get("/readyz").status_code == 503
    starting.go.set()
    eventually(lambda: starting.early.failure or starting.client.get("/readyz").is_success)
    assert starting.early.failure is None
    assert starting.client.get("/healthz").json()["status"] == "ok"
    assert starting.client.get("/v1/jobs").status_code == 401


def test_a_service_that_cannot_become_ready_ends_with_the_reason(starting: Starting) -> None:
    starting.wrong = LookupError("no such database")
    starting.go.set()
    eventually(starting.has_ended)
    assert starting.early.failure is starting.wrong


def test_a_service_that_still_loads_can_be_ended(starting: Starting) -> None:
    starting.server.should_exit = True
    eventually(starting.has_ended)


def test_nothing_heavy_is_loaded_before_it_listens() -> None:
    script = """
import json, sys
import rosterer.cli, rosterer_api.commands.serve, rosterer_api.early, uvicorn
heavy = ("pydantic", "fastapi", "sqlalchemy", "numpy", "pandas", "openpyxl")
print(json.dumps([name for name in heavy if name in sys.modules]))
"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert json.loads(said.stdout) == []


def run(*options: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "ROSTERER_WORK_FOLDER": ""}
    return subprocess.run(
        [*LINE, *options], capture_output=True, text=True, check=False, env=environment, cwd=ROOT
    )


@pytest.mark.slow
def test_a_database_that_cannot_be_opened_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = run("--port", "0", "--database", f"sqlite:///{tmp_path / 'file' / 'x.sqlite'}")
    assert said.returncode != 0
    assert "--database" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_clear_error(tmp_path: Path, starting: Starting) -> None:
    port = str(starting.client.base_url.port)
    said = run("--port", port, "--database", f"sqlite:///{tmp_path / 'x.sqlite'}")
    assert said.returncode != 0
    assert port in said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "x.sqlite").exists()
