"""What does the client send, and how does it read what it hears?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TYPES = {
    ".json": "application/json",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Json = dict[str, Any]


class ServiceError(Exception):
    """The service refused a request; ``problem`` is its answer (RFC 9457), with every fault in
    ``problem["errors"]``.
    """

    def __init__(self, problem: Json) -> None:
        self.problem = problem
        faults = [
            f"{e.get('pointer') or e.get('parameter') or ''} {e['detail']}".strip()
            for e in problem.get("errors", [])
        ]
        super().__init__(
            "; ".join([f"{problem.get('status')} {problem.get('detail')}", *faults[:20]])
        )


def file_of(path: Path) -> tuple[bytes, str]:
    """What is in a file, and the suffix that tells its type.

    Raises
    ------
    ValueError
        When the service takes no such file.
    """
    if path.suffix.lower() not in TYPES:
        raise ValueError(f"{path.name} is none of: {', '.join(TYPES)}")
    return path.read_bytes(), path.suffix.lower()


def events_of(lines: Iterator[str]) -> Iterator[Json]:
    """Server-sent events, each with ``id``, ``event`` and ``data``."""
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            continue
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            yield {
                "id": fields.get("id", ""),
                "event": fields.get("event", "message"),
                "data": json.loads(fields["data"]),
            }
            fields = {}
