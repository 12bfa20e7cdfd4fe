"""What keeps a worker from beginning anything, and when does it try again?

No room for files, no memory for a process, a module that cannot be loaded: none of that is the
job's fault. The worker leaves the jobs in the queue, says why, and looks again ever less often;
where room was wanting, it takes no job before there is as much as the last one needed.
"""

import logging
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 60.0
_log = logging.getLogger("rosterer.worker")


class Hindrance:
    """What hinders one worker.

    Parameters
    ----------
    prepare
        What must be there before anything can be begun; done again as long as it fails.
    clock
        Seconds, of which only differences count.

    Attributes
    ----------
    why
        In words; blank when nothing does.
    """

    def __init__(
        self, prepare: Callable[[], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.why = ""
        self._prepare, self._clock = prepare, clock
        self._size, self._rest, self._again = 0, 0.0, float("-inf")

    def stands(self) -> bool:
        """Whether no job is to be taken now."""
        if self._clock() < self._again:
            return True
        try:
            self._prepare()
            if self._size:
                with tempfile.TemporaryDirectory(prefix="room-") as folder:
                    (Path(folder) / "room").write_bytes(os.urandom(1) * self._size)
        except (OSError, ValueError) as failure:
            self.met(failure, self._size)
            return True
        self.why = ""
        return False

    def met(self, failure: BaseException, size: int = 0) -> None:
        """Remember what hinders, and how many bytes were wanted."""
        why = str(failure)
        if isinstance(failure, OSError):
            why = f"a job's files or process cannot be made: {failure.strerror or failure}"
        _log.warning("no job can be begun here", extra={"failure": why})
        self.why, self._size = why[:500], size
        self._rest = min(max(2 * self._rest, FIRST_REST_SECONDS), LONGEST_REST_SECONDS)
        self._again = self._clock() + self._rest

    def is_over(self) -> None:
        """A job was begun: nothing hinders."""
        self.why, self._size, self._rest = "", 0, 0.0
