"""How does the search ask for bounds while it works? A child process, asked for its latest word and
ended with the search.
"""

import json
import pickle
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from math import isnan

from rosterer_models.engines.channel import answering
from rosterer_models.relaxation.bound import REST, WORK
from rosterer_models.vocabulary.case import Case


def _bound_of(line: bytes) -> float | None:
    """The bound that a line tells, in pounds; None for a line that tells none."""
    try:
        bound = float(json.loads(line)["bound"])
    except (ValueError, TypeError, KeyError):
        return None
    return None if isnan(bound) else bound


class Proof:
    """Bounds of a case, found in a process beside the search: a third that is busy where days are
    chosen two at a time.
    """

    def __init__(self, case: Case, *, seconds: float, nodes: int | None = None) -> None:
        self._best = -float("inf")
        self._num_unknown = 0
        self._process = subprocess.Popen(
            answering("rosterer_models.relaxation.bound"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C in a terminal is for the search, which ends the proof in order.
            start_new_session=True,
        )
        self._feeder = threading.Thread(
            target=self._feed,
            args=({"case": case, "seconds": seconds, "nodes": nodes},),
            daemon=True,
        )
        self._feeder.start()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _feed(self, request: dict[str, object]) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # ended before it began: there is simply no bound
            pickle.dump(request, self._process.stdin)
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self._hear(self._process.stdout)

    def _hear(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            bound = _bound_of(line)
            if bound is None:
                self._num_unknown += 1
            else:
                self._best = max(self._best, bound)

    @property
    def bound(self) -> float:
        """The best bound so far; minus infinity before the first."""
        return self._best

    @property
    def num_unknown(self) -> int:
        """Lines that are no bounds, which were passed over."""
        return self._num_unknown

    @property
    def is_running(self) -> bool:
        """More may come."""
        return self._reader.is_alive()

    @property
    def has_failed(self) -> bool:
        """It came to an end that it should not have come to; what it said before holds. To be asked
        before it is closed.
        """
        return not self.is_running and self._process.wait() != 0

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Let branch and cut rest meanwhile, so that it takes neither a core nor memory's
        bandwidth.
        """
        self._tell(REST)
        try:
            yield
        finally:
            self._tell(WORK)

    def _tell(self, word: bytes) -> None:
        assert self._process.stdin is not None
        self._feeder.join()
        with suppress(OSError):  # it has come to its end
            self._process.stdin.write(word + b"\n")
            self._process.stdin.flush()

    def wait(self, seconds: float | None) -> None:
        """Wait until it has said its last word, or so long."""
        self._reader.join(seconds)

    def close(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join(2)
        self._feeder.join(2)
        if self._process.stdout is not None:
            self._process.stdout.close()
        if self._process.stdin is not None and not self._process.stdin.closed:
            try:
                self._process.stdin.close()
            except OSError:
                return
