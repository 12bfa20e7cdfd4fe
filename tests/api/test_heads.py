"""Does the head of a request have an end: in bytes, in lines and in time?"""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from rosterer_api.wire import HEAD_SECONDS, MOST_HEAD_BYTES, MOST_HEADERS, Wire

BEGIN = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
PIECE = 16_384


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers nothing."""


class _Task:
    """A request that the test answers, or not."""

    def add_done_callback(self, call: Callable[[Any], None]) -> None:
        """It never ends by itself."""


class Line:
    """A connection whose other end is the test, with a clock that the test moves."""

    def __init__(self) -> None:
        self.written, self.is_closed = b"", False
        self._waiting: list[tuple[float, Callable[[], None], list[bool]]] = []
        self.num_tasks = 0
        config = uvicorn.Config(nothing, log_config=None)
        self.wire = Wire(config, ServerState(), {}, _loop=self)  # type: ignore[arg-type]
        self.wire.connection_made(self)  # type: ignore[arg-type]

    def call_later(self, seconds: float, call: Callable[[], None]) -> Any:
        """A timer of the loop."""
        is_off: list[bool] = []
        self._waiting.append((seconds, call, is_off))
        return SimpleNamespace(cancel=lambda: is_off.append(True))

    def create_task(self, work: Any, **options: Any) -> Any:
        """A request that has come in."""
        work.close()
        self.num_tasks += 1
        return _Task()

    def get_extra_info(self, name: str) -> Any:
        """Nothing is known of the other end."""

    def is_closing(self) -> bool:
        """Whether it was hung up."""
        return self.is_closed

    def write(self, data: bytes) -> None:
        """What the other end gets."""
        self.written += data

    def close(self) -> None:
        """Hang up."""
        self.is_closed = True

    def pause_reading(self) -> None:
        """Nothing to do."""

    resume_reading = pause_reading

    def send(self, data: bytes) -> None:
        """Bytes of the other end."""
        self.wire.data_received(data)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        due, self._waiting = self._waiting, []
        for after, call, is_off in due:
            if not is_off and after <= seconds:
                call()
            elif not is_off:
                self._waiting.append((after - seconds, call, is_off))

    def status(self) -> int:
        """The status of the refusal that was sent."""
        head, _, body = self.written.partition(b"\r\n\r\n")
        problem = json.loads(body)
        assert f" {problem['status']} ".encode() in head
        assert b"Connection: close" in head
        assert "nothing was done" in problem["detail"]
        return int(problem["status"])


@pytest.fixture
def line() -> Line:
    return Line()


def num_sent(line: Line, begin: bytes, piece: bytes) -> int:
    """Bytes that go in before the line is hung up, twenty times what is allowed at most."""
    line.send(begin)
    num = 0
    while not line.is_closed and num < 20 * MOST_HEAD_BYTES:
        line.send(piece)
        num += len(piece)
    return num


CHUNKED = b"POST /v1/cases HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (BEGIN + b"X-A: ", b"a" * PIECE),
        (BEGIN + b"X-A", b"a" * PIECE),
        (BEGIN, b"X-A: b\r\n" * (PIECE // 8)),
        (b"GET /", b"a" * PIECE),
        (b"", b"\r\n" * (PIECE // 2)),
        (CHUNKED + b"0\r\nX-A: ", b"a" * PIECE),
        (CHUNKED + b"0\r\n", b"X-A: b\r\n" * (PIECE // 8)),
        (CHUNKED + b"1;a=", b"a" * PIECE),
    ],
    ids=["value", "name", "lines", "address", "blank", "trailer", "trailers", "extension"],
)
def test_a_head_without_end_is_cut_off(line: Line, begin: bytes, piece: bytes) -> None:
    assert num_sent(line, begin, piece) <= MOST_HEAD_BYTES + 2 * PIECE
    assert line.status() in (400, 431)  # the parser may refuse it itself


def test_one_header_too_large_in_one_piece_is_refused(line: Line) -> None:
    line.send(BEGIN + b"X-A: " + b"a" * MOST_HEAD_BYTES + b"\r\n\r\n")
    assert line.status() == 431
    assert line.num_tasks == 0


@pytest.mark.parametrize(("more", "status"), [(0, None), (1, 431)])
def test_headers_are_counted(line: Line, more: int, status: int | None) -> None:
    lines = b"".join(b"X-%d: 1\r\n" % number for number in range(MOST_HEADERS - 1 + more))
    line.send(BEGIN + lines + b"\r\n")
    assert line.num_tasks == (status is None)
    assert status is None or line.status() == status


def test_a_large_head_within_bounds_and_a_long_body_are_read(line: Line) -> None:
    value = b"a" * (MOST_HEAD_BYTES - 1000)
    line.send(b"POST /v1/cases HTTP/1.1\r\nHost: x\r\nX-A: ")
    line.send(value)
    line.send(b"\r\nContent-Length: 1000000\r\n\r\n")
    for _ in range(10):
        line.send(b"b" * 100_000)
    assert line.num_tasks == 1
    assert not line.is_closed


@pytest.mark.parametrize("sent", [BEGIN, b"GET", b"\r\n"], ids=["lines", "word", "blank"])
def test_half_a_head_is_not_waited_for_for_ever(line: Line, sent: bytes) -> None:
    line.send(sent)
    line.wait(HEAD_SECONDS / 2)
    line.send(b"X-B: c\r\n" if sent is BEGIN else b"")
    assert not line.is_closed
    line.wait(HEAD_SECONDS / 2)
    assert line.is_closed
    assert line.status() == 408


def test_whoever_says_nothing_at_all_is_hung_up_on(line: Line) -> None:
    line.wait(HEAD_SECONDS)
    assert (line.is_closed, line.written) == (True, b"")


def test_an_answer_and_a_body_may_take_longer_than_a_head(line: Line) -> None:
    line.send(CHUNKED + b"1\r\na\r\n")
    line.wait(HEAD_SECONDS)
    line.send(b"1\r\na\r\n0\r\n\r\n")
    line.wait(HEAD_SECONDS)
    assert not line.is_closed
    line.send(b"GET /")  # sent ahead of the answer
    line.wait(HEAD_SECONDS)
    assert not line.is_closed
    line.wire.cycle.response_complete = True
    line.wait(HEAD_SECONDS)
    assert line.status() == 408


def test_a_second_request_has_a_head_of_its_own(line: Line) -> None:
    line.send(BEGIN + b"X-A: " + b"a" * 40_000 + b"\r\n\r\n")
    line.wire.cycle.response_complete = True
    line.send(BEGIN + b"X-A: " + b"a" * 40_000 + b"\r\n\r\n")
    assert line.num_tasks == 2
    line.send(BEGIN + b"X-A: ")
    line.wire.cycle.response_complete = True
    line.wait(HEAD_SECONDS)
    assert line.status() == 408
