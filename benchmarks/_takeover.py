"""After how long does another worker go on with the job of one that has fallen silent?"""

import asyncio
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import suppress

import httpx
from sqlalchemy import text

from benchmarks._running_service import LINE, Running
from rosterer_api.jobs.states import ENDED
from rosterer_api.storage import Database, open_database
from rosterer_api.storage.tables import WorkerRow

LOOK_SECONDS = 0.05


async def takeover_seconds(client: httpx.AsyncClient, running: Running, job: str) -> float:
    """Seconds from the sudden silence of the only worker to the second attempt at a job that it is
    solving.

    The worker is held, not killed, and said to be elsewhere: only its silence then tells, as of a
    machine that was cut off.
    """
    store = open_database(running.database)
    first = _pids(store)
    second = subprocess.Popen([*LINE, "worker"], env=running.environment, stderr=subprocess.DEVNULL)
    try:
        while not _pids(store) - first:
            await asyncio.sleep(LOOK_SECONDS)
        with store.writing() as session:
            for row in session.query(WorkerRow).where(WorkerRow.pid.in_(first)):
                row.machine = "elsewhere"
        await asyncio.sleep(1.0)
        began = time.perf_counter()
        while not _held(first, store):
            await asyncio.sleep(LOOK_SECONDS)
            began = time.perf_counter()
        while (now := (await client.get(f"/v1/jobs/{job}")).json())["attempts"] < 2:
            if now["state"] in ENDED:
                raise SystemExit(
                    f"job {job} ended ({now['state']}) before another worker took it over"
                )
            await asyncio.sleep(LOOK_SECONDS)
        return time.perf_counter() - began
    finally:
        _let_go(first)
        second.terminate()
        second.wait(60)
        store.close()


def _pids(store: Database) -> set[int]:
    with store.reading() as session:
        return {row.pid for row in session.query(WorkerRow).where(WorkerRow.started > 0)}


def _held(pids: set[int], store: Database) -> bool:
    """Hold processes; not when one of them is just writing, for its locks would be held with it,
    which a cut line ends.
    """
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    if _is_free(store):
        return True
    _let_go(pids)
    return False


def _is_free(store: Database) -> bool:
    if not store.is_sqlite:
        # A transaction that wrote or locked rows has a number.
        own = "datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()"
        held = text(f"select count(*) from pg_stat_activity where {own}")
        with store.reading() as session:
            return not session.scalar(held)
    try:
        with sqlite3.connect(
            store.engine.url.database or "", timeout=0.5, isolation_level=None
        ) as look:
            look.execute("begin immediate")
            look.execute("rollback")
        return True
    except sqlite3.OperationalError:
        return False


def _let_go(pids: set[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
