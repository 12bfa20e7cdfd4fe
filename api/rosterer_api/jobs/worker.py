"""What does a worker process do from its start to its end?"""

import logging
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import NoReturn

from sqlalchemy.exc import DBAPIError

from rosterer_api.jobs.dbos_queue import DbosEngine, DbosQueue
from rosterer_api.jobs.run import JobRunner
from rosterer_api.jobs.states import HEARTBEAT_SECONDS
from rosterer_api.jobs.sweeper import sweep
from rosterer_api.jobs.workers import enlist, report_alive, report_ready, retire
from rosterer_api.retention import tidy
from rosterer_api.settings import Settings
from rosterer_api.storage import open_database
from rosterer_api.webhooks.deliver import deliver_due

TIDY_SECONDS = 3600.0
"""How often each worker looks for what is old enough to be removed."""
_log = logging.getLogger("rosterer.worker")


def be_a_worker(settings: Settings) -> NoReturn:
    """Do jobs until SIGTERM or SIGINT, then end the process, even where the queue still waits for a
    database that is gone.
    """
    work(settings)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(
        0
    )  # the interpreter would wait for threads of DBOS, which try for ever to say how a job ended


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
    queue, engine = DbosQueue(settings.database), DbosEngine(settings.database, worker.name)
    runner = JobRunner(database, settings, worker, closing)
    engine.start(runner.run)
    report_ready(database, worker)
    runner.spare.prepare()
    _log.info("worker %s is ready", worker.name)
    beats = threading.Thread(
        target=_sweep_and_deliver, args=(settings, queue, closing), daemon=True
    )
    beats.start()
    while not closing.wait(HEARTBEAT_SECONDS):
        try:
            if not report_alive(database, worker):
                _log.error(
                    "the name %s was given to another worker, which took this one for dead; ending",
                    worker.name,
                )
                closing.set()
        except DBAPIError:
            _log.warning("the database is away")
    engine.close()
    runner.spare.close()
    beats.join(timeout=5)
    try:
        sweep(database, queue)  # what this worker gave back is queued at once
        retire(database, worker)
    except DBAPIError:
        _log.warning("the database is away; others will notice that this worker is gone")
    queue.close()
    database.close()


def _sweep_and_deliver(settings: Settings, queue: DbosQueue, closing: threading.Event) -> None:
    database = open_database(settings.database)
    tidied = -TIDY_SECONDS

    def tidy_now_and_then() -> None:
        nonlocal tidied
        if time.monotonic() - tidied >= TIDY_SECONDS:
            tidied = time.monotonic()
            tidy(database, settings)

    while not closing.wait(HEARTBEAT_SECONDS):
        for step in (
            lambda: sweep(database, queue),
            lambda: deliver_due(database, settings),
            tidy_now_and_then,
        ):
            try:
                step()
            except Exception:
                _log.warning("a sweep failed and is repeated", exc_info=True)
    database.close()
