"""What does a test need to talk to the service as other programs do?"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import uvicorn

from rosterer_api.app import create_app
from rosterer_api.auth.keys import make_key
from rosterer_api.auth.roles import Role
from rosterer_api.settings import Settings
from rosterer_api.storage import Database, open_database
from rosterer_api.wire import Wire
from tests.api.service import settings_for

LONG_AFTER = datetime(2030, 1, 1, tzinfo=UTC)
"""When every small case has passed."""


class Web:
    """A service on a loopback port, and clients with keys of every role."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database: Database = open_database(settings.database)
        self.database.migrate()
        self.app = create_app(settings, self.database)
        self.set_now(LONG_AFTER)
        self.server = uvicorn.Server(
            uvicorn.Config(
                self.app,
                port=0,
                http=Wire,
                log_config=None,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(target=self.server.run)
        self._thread.start()
        end = time.monotonic() + 20
        while not self.server.started:
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"
        self._clients: list[httpx.Client] = []
        self.key_ids: dict[str, str] = {}
        self.shared_key = self.key("administrator")

    def set_now(self, moment: datetime) -> None:
        """Let the service take a moment for the present one, where it asks which day it is."""
        service = self.app.state.service
        self.app.state.service = replace(service, now=moment.timestamp)

    def key(self, role: Role, **fields: Any) -> str:
        """A new key of a role."""
        with self.database.writing() as session:
            row, text = make_key(session, f"a {role}", role, **fields)
        self.key_ids[role] = row.id
        return text

    def client(self, role: Role | None = "administrator", **fields: Any) -> httpx.Client:
        """A client with a new key of a role, or without a key."""
        headers = {} if role is None else {"Authorization": f"Bearer {self.key(role, **fields)}"}
        return self.adopted(
            httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)
        )

    def adopted(self, client: httpx.Client) -> httpx.Client:
        """A client that is closed with the server."""
        self._clients.append(client)
        return client

    def close(self) -> None:
        """End the server."""
        for client in self._clients:
            client.close()
        self.server.should_exit = True
        self._thread.join(timeout=20)
        self.database.close()


@contextmanager
def a_web(database: str, **changes: Any) -> Iterator[Web]:
    """A service for the length of a test."""
    web = Web(settings_for(database, **changes))
    try:
        yield web
    finally:
        web.close()


def document_of(case: Any) -> dict[str, Any]:
    """A case as a caller sends it."""
    found: dict[str, Any] = json.loads(case.model_dump_json())
    return found


def assert_problem(answer: Any, status: int, *pointers: str) -> dict[str, Any]:
    """The one shape of every error, with the faults at the places named."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:rosterer:problem:")
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    found = {error.get("pointer") for error in problem.get("errors", [])}
    assert set(pointers) <= found, problem
    return problem
