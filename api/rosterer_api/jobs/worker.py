"""What does a worker process do from its start to its end?"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import NoReturn

from rosterer_api.jobs.run import JobRunner
from rosterer_api.jobs.silence import SWEEP_SECONDS, Silence
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
    # before anything else, so that a start can be ended as tidily as work can
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: closing.set())
    database, beside, delivering = (open_database(settings.database) for _ in range(3))
    database.migrate()
    worker, silence = enlist(database), Silence()
    runner = JobRunner(database, settings, worker, closing)
    beat = partial(_beat, database, worker, runner, closing)
    threads = [
        # over connections of their own: a slow receiver, or much to remove, holds up nothing else
        threading.Thread(target=target, args=args, daemon=True)
        for target, args in (
            (
                _every,
                (HEARTBEAT_SECONDS, closing, beat),
            ),
            (_every, (SWEEP_SECONDS, closing, lambda: sweep(beside, silence))),
            (_every, (TIDY_SECONDS, closing, lambda: tidy(beside, settings))),
            (keep_delivering, (delivering, settings, closing)),
        )
    ]
    for thread in threads:
        thread.start()
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


def _every(seconds: float, closing: threading.Event, step: Callable[[], object]) -> None:
    """Take a step every so often, whatever became of the last."""
    while not closing.is_set():
        try:
            step()
        except Exception as failure:
            why = "the database is away" if is_away(failure) else "a step failed"
            _log.warning("%s; it is repeated", why, exc_info=not is_away(failure))
        closing.wait(seconds)


def _beat(database: Database, worker: Worker, runner: JobRunner, closing: threading.Event) -> None:
    why = runner.hindrance.why
    if not report_alive(database, worker, why, None if why else runner.idle_kinds):
        taken = "the name %s was given to another worker, which took this one for dead; ending"
        _log.error(taken, worker.name)
        closing.set()
