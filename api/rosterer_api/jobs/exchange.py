"""How do a worker and the process of a job talk to one another?

By files in a folder of the job's own, because files outlive whoever wrote them: progress is
appended line by line, a checkpoint replaces the one before in one step, and the wish to stop is a
file that appears.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Exchange:
    """The folder of one attempt at a job."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = 0
        self._checkpoint_seen = 0

    def put(self, name: str, text: str) -> None:
        """Write a file in one step."""
        self.put_bytes(name, text.encode())

    def get(self, name: str) -> str | None:
        """The text of a file, if it is there."""
        content = self.get_bytes(name)
        return None if content is None else content.decode()

    def put_bytes(self, name: str, content: bytes) -> None:
        """Write a file of another make in one step."""
        draft = self.folder / f".{name}"
        draft.write_bytes(content)
        draft.replace(self.folder / name)

    def get_bytes(self, name: str) -> bytes | None:
        """What is in a file of another make, if it is there."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def tell(self, progress: Mapping[str, object]) -> None:
        """Add a line of progress."""
        with (self.folder / "progress.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(finite(progress), ensure_ascii=False) + "\n")

    def new_progress(self) -> list[dict[str, Any]]:
        """Whole lines of progress since the last call."""
        try:
            with (self.folder / "progress.jsonl").open("rb") as file:
                file.seek(self._read)
                content = file.read()
        except FileNotFoundError:
            return []
        whole = content[: content.rfind(b"\n") + 1]
        self._read += len(whole)
        return [json.loads(line) for line in whole.splitlines()]

    def new_checkpoint(self) -> str | None:
        """The latest checkpoint, if there is a new one since the last call."""
        try:
            number = os.stat(self.folder / "checkpoint.json").st_ino  # noqa: PTH116 - the number of the file tells two apart
        except FileNotFoundError:
            return None
        if number == self._checkpoint_seen:
            return None
        self._checkpoint_seen = number
        return self.get("checkpoint.json")

    def ask_to_stop(self) -> None:
        """Let the wish to stop appear."""
        (self.folder / "stop").touch()

    def is_stopped(self) -> bool:
        """Whether the wish to stop has appeared."""
        return (self.folder / "stop").exists()


def finite(document: Mapping[str, object]) -> dict[str, object]:
    """A JSON object without infinities, for which JSON has no word."""
    return {key: _finite(value) for key, value in document.items()}


def _finite(value: object) -> object:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, Mapping):
        return finite(value)
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
