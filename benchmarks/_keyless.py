"""What does it cost those who have a key when somebody without one sends large bodies?

Each connection sends the headers and the whole body, whatever is answered meanwhile, as somebody
does who means harm.
"""

import asyncio
import re
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

BODY = b"[" + b"[]," * (1_000_000 // 3)
PATH = "/v1/cases"
PATIENCE_SECONDS = 30.0
COUNTED = re.compile(rf'^rosterer_body_bytes_total{{route="{PATH}"}} ([0-9.e+]+)$', re.MULTILINE)


@dataclass
class Sent:
    """What a flood of bodies came to."""

    bodies: int = 0
    bytes: int = 0
    answers: Counter[str] = field(default_factory=Counter)


async def flood(url: str, seconds: float, *, connections: int, bodies_a_second: float) -> Sent:
    """Send bodies without a key for so long."""
    sent, end = Sent(), time.perf_counter() + seconds
    host, _, port = url.removeprefix("http://").partition(":")

    async def send(number: int) -> None:
        pause = connections / bodies_a_second
        await asyncio.sleep(pause * number / connections)
        while (began := time.perf_counter()) < end:
            sent.answers[await _one(host, int(port), sent)] += 1
            await asyncio.sleep(max(0.0, pause - (time.perf_counter() - began)))

    await asyncio.gather(*(send(number) for number in range(connections)))
    return sent


async def body_bytes_read(client: httpx.AsyncClient) -> int:
    """How many bytes of bodies the server has read at the address of the flood, by its own
    count.
    """
    found = COUNTED.search((await client.get("/metrics")).text)
    return int(float(found[1])) if found else 0


async def _one(host: str, port: int, sent: Sent) -> str:
    """The status that a body is answered with, or in a word why there was none."""
    sent.bodies += 1
    try:
        answer, request = await asyncio.open_connection(host, port)
    except OSError:
        return "refused"
    request.write(
        f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(BODY)}\r\n\r\n".encode()
    )
    pouring = asyncio.create_task(_pour(request, sent))
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return (await answer.readline()).decode("latin-1").split()[1]
    except (OSError, IndexError):
        return "cut off"
    except TimeoutError:
        return "no answer"
    finally:
        await asyncio.wait([pouring], timeout=PATIENCE_SECONDS)
        pouring.cancel()
        request.close()
        with suppress(OSError):
            await request.wait_closed()


async def _pour(request: asyncio.StreamWriter, sent: Sent) -> None:
    with suppress(OSError):
        for start in range(0, len(BODY), 65_536):
            part = BODY[start : start + 65_536]
            request.write(part)
            await request.drain()
            sent.bytes += len(part)
