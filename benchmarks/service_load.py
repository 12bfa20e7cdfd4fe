"""Does the service stay quick while a worker solves, and does it lose anything under load?

Readers that read about once a second and a stream of submissions, against ``rosterer serve`` on SQLite with one worker, on
this machine, client included. First without jobs (the idle figures), then with a worker solving all the time; then lists
beside 10,000 finished jobs, the time from submission to solving, and the time until a killed worker's job is taken over.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

NAME = "service-load"
SUMMARY = "reads and submissions beside a solving worker; long lists; takeover of a killed worker's job"
LINE = [sys.executable, "-c", "from rosterer.cli import main; main()"]
READ_SECONDS = 1.0
"""Mean pause of a reader between two reads."""


def main(argv: Sequence[str]) -> int:
    """Run the study and print its figures as JSON; 1 when a request failed or a job was lost."""
    parser = argparse.ArgumentParser(prog=NAME, description=SUMMARY)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--submissions", type=float, default=5, help="a second")
    parser.add_argument("--finished", type=int, default=10_000, help="finished jobs beside which lists are read")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="rosterer-load-") as folder:
        database = f"sqlite:///{Path(folder) / 'load.sqlite'}"
        environment = {
            **os.environ,
            "ROSTERER_DATABASE": database,
            "ROSTERER_REQUESTS_PER_MINUTE": "0",
            "ROSTERER_QUEUED_JOBS": "100000",
        }
        key = subprocess.run(
            [*LINE, "keys", "create", "load", "--role", "administrator"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = Path(folder) / "log"
        with log.open("wb") as talk:
            server = subprocess.Popen([*LINE, "serve", "--port", str(port)], env=environment, stderr=talk, start_new_session=True)
            try:
                found = asyncio.run(_study(f"http://127.0.0.1:{port}", key, database, options))
            finally:
                server.terminate()
                server.wait(60)
    found |= {"readers": options.readers, "submissions_per_second": options.submissions, "seconds": options.seconds}
    found["machine"] = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print(json.dumps(found, indent=1))
    return 0 if found["errors"] == 0 and found["jobs_lost"] == 0 else 1


async def _study(url: str, key: str, database: str, options: argparse.Namespace) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=90, trust_env=False) as client:
        case = await _small_case(client)
        latency = [await _until_solving(client, case) for _ in range(10)]
        idle, idle_errors = await _load(client, key, case, options.seconds / 4, options.readers, 0, [])
        jobs: list[str] = []
        loaded, errors = await _load(client, key, case, options.seconds, options.readers, options.submissions, jobs)
        for job in jobs:
            await client.post(f"/v1/jobs/{job}/stop")
        lost = [
            job for job in jobs if (await client.get(f"/v1/jobs/{job}?wait=60")).json()["state"] not in ("stopped", "completed")
        ]
        few = await _list_milliseconds(client)
        _fill(database, case, options.finished)
        many = await _list_milliseconds(client)
        takeover = await _takeover_seconds(client, case, database)
    return {
        "errors": idle_errors + errors,
        "jobs_submitted": len(jobs),
        "jobs_lost": len(lost),
        "reads_a_second": round(len(loaded) / options.seconds),
        "idle_p50_ms": round(statistics.median(idle), 1),
        "idle_p95_ms": _p95(idle),
        "loaded_p50_ms": round(statistics.median(loaded), 1),
        "loaded_p95_ms": _p95(loaded),
        "p95_ratio": round(_p95(loaded) / _p95(idle), 2),
        "list_ms_before": few,
        f"list_ms_beside_{options.finished}_jobs": many,
        "submission_to_solving_seconds_median": round(statistics.median(latency), 3),
        "submission_to_solving_seconds_most": round(max(latency), 3),
        "takeover_seconds": round(takeover, 2),
    }


async def _small_case(client: httpx.AsyncClient) -> str:
    from rosterer.generate import generate

    for _ in range(100):
        with suppress(httpx.TransportError):
            if (await client.get("/readyz")).json().get("workers"):
                break
        await asyncio.sleep(0.2)
    made = await client.post("/v1/cases", content=generate(people=20, days=14, load="normal", seed=7).model_dump_json())
    made.raise_for_status()
    return str(made.json()["id"])


async def _submit(client: httpx.AsyncClient, case: str, seconds: float) -> str:
    answer = await client.post("/v1/jobs", json={"case": case, "request": {"time_limit": seconds}})
    answer.raise_for_status()
    return str(answer.json()["id"])


async def _until_solving(client: httpx.AsyncClient, case: str) -> float:
    """Seconds from sending a job to an idle worker's start, then the job is stopped."""
    began = time.perf_counter()
    job = await _submit(client, case, 30)
    while (await client.get(f"/v1/jobs/{job}")).json()["state"] != "solving":
        await asyncio.sleep(0.02)
    taken = time.perf_counter() - began
    await client.post(f"/v1/jobs/{job}/stop")
    await client.get(f"/v1/jobs/{job}?wait=60")
    await asyncio.sleep(0.5)
    return taken


class _Reader:
    """One connection that is kept, and nothing more: a client that does more would be measured with the server."""

    def __init__(self, url: str, key: str) -> None:
        self._host, _, port = url.removeprefix("http://").partition(":")
        self._port, self._key = int(port), key
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> int:
        """The status of the answer, once all of it has come."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        answer, request = self._streams
        request.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {self._key}\r\n\r\n".encode())
        head = (await answer.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next(line for line in head.splitlines() if line.startswith("content-length:"))
        await answer.readexactly(int(length.partition(":")[2]))
        return int(head.split()[1])

    async def close(self) -> None:
        """Give the connection back."""
        if self._streams is not None:
            self._streams[1].close()
            with suppress(OSError):
                await self._streams[1].wait_closed()


async def _load(
    client: httpx.AsyncClient, key: str, case: str, seconds: float, readers: int, submissions: float, jobs: list[str]
) -> tuple[list[float], int]:
    """Milliseconds of each read, and how many requests failed."""
    taken: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def read(number: int) -> None:
        nonlocal errors
        dice, reader = random.Random(number), _Reader(str(client.base_url).rstrip("/"), key)
        await asyncio.sleep(dice.uniform(0, READ_SECONDS))
        while time.perf_counter() < end:
            path = dice.choice(
                ["/v1/jobs?limit=20", f"/v1/cases/{case}", "/v1/plans?limit=20", f"/v1/jobs/{jobs[-1]}" if jobs else "/v1/jobs"]
            )
            began = time.perf_counter()
            try:
                errors += await reader.get(path) >= 400
            except (OSError, EOFError):
                errors += 1
                await reader.close()
                reader = _Reader(str(client.base_url).rstrip("/"), key)
            taken.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(dice.uniform(0, 2 * READ_SECONDS))
        await reader.close()

    async def submit_one() -> None:
        nonlocal errors
        try:
            jobs.append(await _submit(client, case, 20))
        except httpx.HTTPError:
            errors += 1

    async def write() -> None:
        sent: list[asyncio.Task[None]] = []
        while submissions and time.perf_counter() < end:
            sent.append(asyncio.create_task(submit_one()))  # whether or not the one before has been answered
            await asyncio.sleep(1 / submissions)
        await asyncio.gather(*sent)

    await asyncio.gather(write(), *(read(number) for number in range(readers)))
    return taken, errors


async def _list_milliseconds(client: httpx.AsyncClient) -> float:
    """Median of a page of finished jobs, one after the other."""
    taken = []
    for _ in range(50):
        began = time.perf_counter()
        (await client.get("/v1/jobs?limit=50&state=stopped")).raise_for_status()
        taken.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(taken), 1)


def _fill(database: str, case: str, number: int) -> None:
    from rosterer_api.storage import new_id, open_database
    from rosterer_api.storage.tables import JobRow

    store = open_database(database)
    with store.writing() as session:
        session.add_all(
            JobRow(id=new_id("job"), kind="solve", state="stopped", case_id=case, created_by="load", finished=time.time())
            for _ in range(number)
        )
    store.close()


async def _takeover_seconds(client: httpx.AsyncClient, case: str, database: str) -> float:
    """Seconds from the sudden silence of a worker to the second attempt at its job by another."""
    from rosterer_api.storage import open_database
    from rosterer_api.storage.tables import WorkerRow

    store = open_database(database)
    job = await _submit(client, case, 60)
    while (await client.get(f"/v1/jobs/{job}")).json()["state"] != "solving":
        await asyncio.sleep(0.05)
    with store.reading() as session:
        first = {row.pid for row in session.query(WorkerRow)}
    second = subprocess.Popen([*LINE, "worker", "--database", database], stderr=subprocess.DEVNULL)
    try:
        while True:
            with store.reading() as session:
                if {row.pid for row in session.query(WorkerRow)} - first:
                    break
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)
        began = time.perf_counter()
        while not _held(first, database):
            await asyncio.sleep(0.05)
        while (await client.get(f"/v1/jobs/{job}")).json()["attempts"] < 2:
            await asyncio.sleep(0.05)
        taken = time.perf_counter() - began
        _let_go(first)
        await client.post(f"/v1/jobs/{job}/stop")
        await client.get(f"/v1/jobs/{job}?wait=60")
    finally:
        _let_go(first)
        second.terminate()
        second.wait(60)
        store.close()
    return taken


def _held(pids: set[int], database: str) -> bool:
    """Hold processes, not kill them: only their silence then tells, as on a machine that was cut off.

    False when one of them was just writing, and would hold the file of SQLite with it, which no other machine could.
    """
    import sqlite3

    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        with sqlite3.connect(database.removeprefix("sqlite:///"), timeout=0.5, isolation_level=None) as look:
            look.execute("begin immediate")
            look.execute("rollback")
        return True
    except sqlite3.OperationalError:
        _let_go(pids)
        return False


def _let_go(pids: set[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def _p95(values: list[float]) -> float:
    return round(statistics.quantiles(values, n=20)[-1], 1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
