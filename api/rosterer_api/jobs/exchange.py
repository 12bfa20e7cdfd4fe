"""How do a worker and the process of a job talk to one another?

By files in a folder of the job's own, because files outlive whoever wrote them: progress is
appended line by line, a checkpoint replaces the one before in one step, and the wish to stop is a
file that appears. What one side has said stays news until the other has kept it.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from rosterer_api.room import is_for_want_of_room
from rosterer_api.sendable import sendable
from rosterer_api.storage.documents import packed
from rosterer_models.vocabulary.plan import Plan

BEGUN = "begun"
"""The file that appears when the job itself begins."""
NO_ROOM = 73
"""The code with which a process ends that had no room for its files (sysexits: cannot create)."""
ROOM_SECONDS, ROOM_TRIES = 5.0, 120
"""How often, and how many times, what must not be lost is written where there is no room."""


class News(NamedTuple):
    """What the process of a job has come to, and has not been kept yet."""

    progress: list[dict[str, Any]]
    checkpoint: bytes | None
    """The best plan so far, packed."""
    upto: tuple[int, int]
    """Where in the progress, and which checkpoint, it ends."""


class Exchange:
    """The folder of one attempt at a job; to the job, what watches it.

    Attributes
    ----------
    most_seconds
        The longest time that the service gives to a search.
    size
        Bytes that were put there, whether or not there was room for them.
    """

    def __init__(self, folder: Path, most_seconds: float = float("inf")) -> None:
        self.folder, self.most_seconds, self.size = folder, most_seconds, 0
        self._upto = (0, 0)
        self._is_asked = False

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file in one step."""
        written = content.encode() if isinstance(content, str) else content
        self.size += len(written)
        draft = self.folder / f".{name}"
        try:
            draft.write_bytes(written)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        draft.replace(self.folder / name)

    def put_patiently(
        self, name: str, content: str | bytes, wait: Callable[[float], object] = time.sleep
    ) -> None:
        """Write a file as soon as there is room for it."""
        for _ in range(ROOM_TRIES):
            try:
                return self.put(name, content)
            except OSError as full:
                if not is_for_want_of_room(full):
                    raise
                wait(ROOM_SECONDS)
        self.put(name, content)

    def get_bytes(self, name: str) -> bytes | None:
        """What is in a file, if it is there."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def get(self, name: str) -> str | None:
        """The text of a file, if it is there."""
        content = self.get_bytes(name)
        return None if content is None else content.decode(errors="replace")

    def tell(self, progress: Mapping[str, object]) -> None:
        """Add a line of progress; where there is no room for it, the next says more."""
        line = json.dumps(sendable(progress), ensure_ascii=False) + "\n"
        with (
            suppress(OSError),
            (self.folder / "progress.jsonl").open("a", encoding="utf-8") as file,
        ):
            file.write(line)

    def keep(self, plan: Plan) -> None:
        """Leave the best plan so far; where there is no room for it, the one before stays."""
        with suppress(OSError):
            self.put("checkpoint.json", plan.model_dump_json())

    def news(self) -> News:
        """Whole lines of progress, and the checkpoint, since what was kept."""
        (read, seen), lines = self._upto, []
        with suppress(FileNotFoundError), (self.folder / "progress.jsonl").open("rb") as file:
            file.seek(read)
            content = file.read()
            whole = content[: content.rfind(b"\n") + 1]
            read += len(whole)
            lines = whole.splitlines()
        progress = []
        for line in lines:
            with suppress(ValueError):  # a line for which there was no room
                progress.append(json.loads(line))
        checkpoint = None
        with suppress(FileNotFoundError):
            # the number of the file tells two apart
            number = os.stat(self.folder / "checkpoint.json").st_ino  # noqa: PTH116
            if number != seen:
                seen, checkpoint = number, packed(self.get("checkpoint.json") or "")
        return News(progress, checkpoint, (read, seen))

    def was_kept(self, news: News) -> None:
        """Count what was told as told."""
        self._upto = news.upto

    def ask_to_stop(self) -> None:
        """Let the wish to stop appear; one that does not hear it is ended after a while."""
        self._is_asked = True
        with suppress(OSError):
            (self.folder / "stop").touch()

    def is_stopped(self) -> bool:
        """Whether the wish to stop has appeared."""
        return self._is_asked or (self.folder / "stop").exists()
