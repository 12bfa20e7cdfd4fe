"""How does a test send a request piece by piece, and see how much of it was read?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio

from rosterer_api.app import create_app
from rosterer_api.auth.keys import make_key
from rosterer_api.auth.roles import Role
from rosterer_api.settings import Settings
from rosterer_api.storage import Database, open_database
from tests.api.service import settings_for


@dataclass
class Asked:
    """A request as the application met it, and its answer."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    bytes_read: int = 0


class Inside:
    """The application, without a server before it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database: Database = open_database(settings.database)
        self.database.migrate()
        self.app: Any = create_app(settings, self.database)

    def key(self, role: Role = "administrator", **fields: Any) -> dict[str, str]:
        """The header of a new key."""
        with self.database.writing() as session:
            return {"authorization": f"Bearer {make_key(session, 'a key', role, **fields)[1]}"}

    def ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        pieces: Iterable[bytes] = (),
        address: str = "192.0.2.1",
    ) -> Asked:
        """Send a request whose body comes in pieces, and count the bytes that were taken."""
        asked, left = Asked(), list(pieces)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path.partition("?")[0],
            "raw_path": path.partition("?")[0].encode(),
            "query_string": path.partition("?")[2].encode(),
            "root_path": "",
            "headers": [(n.lower().encode(), v.encode()) for n, v in (headers or {}).items()],
            "client": (address, 1),
            "server": ("testserver", 80),
        }

        async def receive() -> dict[str, Any]:
            piece = left.pop(0) if left else b""
            asked.bytes_read += len(piece)
            return {"type": "http.request", "body": piece, "more_body": bool(left)}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                asked.status = message["status"]
                asked.headers = {n.decode(): v.decode() for n, v in message["headers"]}
            else:
                asked.body += message.get("body", b"")

        async def call() -> None:
            await self.app(scope, receive, send)

        anyio.run(call)
        return asked


def inside(folder: Path, **changes: Any) -> Inside:
    """The application over a new database."""
    return Inside(settings_for(f"sqlite:///{folder / 'inside.sqlite'}", **changes))
