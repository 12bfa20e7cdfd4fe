"""How long do readers wait while others submit?

Each reader keeps a connection and does nothing else: a client that does more would be measured with
the server.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

WARM_SECONDS = 2.0
"""The first reads open the connections, and are not counted."""


@dataclass
class Taken:
    """What a phase of reading came to."""

    milliseconds: list[float] = field(default_factory=list)
    errors: int = 0
    num_reads: int = 0
    """Of the warm-up too."""


class Reader:
    """One connection that is kept."""

    def __init__(self, url: str, key: str) -> None:
        self._host, _, port = url.removeprefix("http://").partition(":")
        self._port, self._key = int(port), key
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> int:
        """The status of the answer, once all of it has come."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        answer, request = self._streams
        request.write(
            f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer "
            f"{self._key}\r\n\r\n".encode()
        )
        head = (await answer.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next(line for line in head.splitlines() if line.startswith("content-length:"))
        await answer.readexactly(int(length.partition(":")[2]))
        return int(head.split()[1])

    async def close(self) -> None:
        """Give the connection back."""
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()


async def read_for(
    seconds: float,
    url: str,
    key: str,
    paths: Callable[[], Sequence[str]],
    *,
    readers: int,
    pause: float,
    submit: Callable[[], Awaitable[None]] | None = None,
    submissions: float = 0,
) -> Taken:
    """Read, and submit so often a second, for so long after the warm-up.

    Parameters
    ----------
    paths
        What is read, asked before each read.
    pause
        Mean seconds between two reads of a reader; 0 for none.
    """
    taken, begin = Taken(), time.perf_counter() + WARM_SECONDS
    end = begin + seconds

    async def read(number: int) -> None:
        dice, reader = random.Random(number), Reader(url, key)
        await asyncio.sleep(dice.uniform(0, WARM_SECONDS / 2))
        while time.perf_counter() < end:
            path, began = dice.choice(paths()), time.perf_counter()
            try:
                is_good = await reader.get(path) < 400
            except (OSError, EOFError):
                is_good = False
                await reader.close()
            taken.errors += not is_good
            taken.num_reads += 1
            if began >= begin:
                taken.milliseconds.append((time.perf_counter() - began) * 1000)
            if pause:
                await asyncio.sleep(dice.uniform(0, 2 * pause))
        await reader.close()

    async def write() -> None:
        sent: list[asyncio.Task[None]] = []

        async def one() -> None:
            assert submit is not None
            try:
                await submit()
            except Exception:  # whatever kept it from being taken in counts
                taken.errors += 1

        while submit is not None and submissions and time.perf_counter() < end:
            sent.append(
                asyncio.create_task(one())
            )  # whether or not the one before has been answered
            await asyncio.sleep(1 / submissions)
        await asyncio.gather(*sent)

    await asyncio.gather(write(), *(read(number) for number in range(readers)))
    return taken
