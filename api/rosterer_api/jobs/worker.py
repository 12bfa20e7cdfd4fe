"""What does a worker process do from its start to its end?"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from rosterer_api.jobs.run import JobRunner
from rosterer_api.jobs.silence import Silence
from rosterer_api.jobs.states import HEARTBEAT_SECONDS
from rosterer_api.jobs.sweeper import sweep
from rosterer_api.jobs.workers import Worker, enlist, report_alive, report_ready, retire
from rosterer_api.retention import tidy
from rosterer_api.settings import Settings
from rosterer_api.storage import Database, is_away, open_database
from rosterer_api.webhooks.deliver import keep_delivering

POLL_SECONDS = 0.1
"""How often an idle worker looks for a job: one quick read."""
TIDY_SECONDS = 3600.0
"""How often each worker looks for what is old enough to be removed."""
_log = logging.getLogger("rosterer.worker")


def be_a_worker(settings: Settings) -> NoReturn:
    """Do jobs until SIGTERM or SIGINT, then end the process, even where a thread still waits for a
    database that is gone.
    """
    work(settings)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def work(settings: Settings) -> None:
    """Do jobs until SIGTERM or SIGINT; the job under way then goes back to the queue."""
    closing = threading.Event()

    def close(number: int, frame: FrameType | None) -> None:
        closing.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(
            number, close
        )  # before anything else, so that a start can be ended as tidily as work can
    database = open_database(settings.database)
    database.migrate()
    worker = enlist(database)
    runner = JobRunner(database, settings, worker, closing)
    threads = [
        _again_and_again(closing, lambda: _beat(database, worker, runner, closing)),
        _again_and_again(closing, *_rounds(settings)),
        _delivering(settings, closing),
    ]
    report_ready(database, worker)
    if not runner.hindrance.stands():
        runner.spare.prepare()
    _log.info("worker %s is ready", worker.name)
    while not closing.is_set():
        try:
            is_idle = not runner.run_next()
        except Exception as failure:
            if not is_away(failure):
                raise
            is_idle = True
        closing.wait(POLL_SECONDS if is_idle else 0)
    runner.spare.close()
    for thread in threads:
        thread.join(timeout=5)
    try:
        retire(database, worker)
    except Exception:
        _log.warning("the database is away; others will notice that this worker is gone")
    database.close()


def _again_and_again(closing: threading.Event, *steps: Callable[[], object]) -> threading.Thread:
    """A thread that takes steps once a second, whatever became of the last."""

    def run() -> None:
        while not closing.wait(HEARTBEAT_SECONDS):
            for step in steps:
                try:
                    step()
                except Exception as failure:
                    why = "the database is away" if is_away(failure) else "a step failed"
                    _log.warning("%s; it is repeated", why, exc_info=not is_away(failure))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _delivering(settings: Settings, closing: threading.Event) -> threading.Thread:
    """A thread that delivers, over connections of its own: slow receivers hold up nothing else."""
    database = open_database(settings.database)
    thread = threading.Thread(
        target=keep_delivering, args=(database, settings, closing), daemon=True
    )
    thread.start()
    return thread


def _beat(database: Database, worker: Worker, runner: JobRunner, closing: threading.Event) -> None:
    why = runner.hindrance.why
    kinds = runner.kinds if runner.is_idle and not why else None
    if not report_alive(database, worker, why, kinds):
        _log.error(
            "the name %s was given to another worker, which took this one for dead; ending",
            worker.name,
        )
        closing.set()


def _rounds(settings: Settings) -> tuple[Callable[[], object], ...]:
    """What every worker sees to beside its jobs, over connections of their own."""
    database, silence, tidied = open_database(settings.database), Silence(), -TIDY_SECONDS

    def tidy_now_and_then() -> None:
        nonlocal tidied
        if time.monotonic() - tidied >= TIDY_SECONDS:
            tidied = time.monotonic()
            tidy(database, settings)

    return (
        lambda: sweep(database, silence),
        tidy_now_and_then,
    )
