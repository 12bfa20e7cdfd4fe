"""How do jobs reach workers by way of DBOS?

One workflow is one generation of a job. Three habits of DBOS are kept in check here: it would hash
the source into an application version (and strand jobs after an upgrade), so the version is pinned;
its clients cannot create the schema; and a workflow of a dead worker stays with that worker, which
is why the sweeper hands a job on as a new generation.
"""

import logging
import threading
import time
from collections.abc import Callable

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions
from sqlalchemy import Engine, event, make_url

QUEUE = "rosterer-jobs"
WORKFLOW = "rosterer_job"
APPLICATION = "rosterer"
VERSION = "jobs-1"
"""Changes only when the workflow's own arguments do."""
POLL_SECONDS = 0.1
LISTEN_SECONDS = 5.0
"""Longest wait for DBOS to listen to the queue; jobs are done all the same when it takes longer."""


def queue_url(database: str) -> str:
    """Where DBOS keeps its tables: a schema of its own on PostgreSQL, a file beside the database on
    SQLite.
    """
    url = make_url(database)
    if url.drivername.startswith("sqlite"):
        return f"sqlite:///{url.database}.queue"
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def workflow_id(job: str, generation: int) -> str:
    """The id of the workflow of a generation."""
    return f"{job}.{generation}"


class DbosQueue:
    """The way in; connects when first used, because DBOS's tables appear with the first worker."""

    def __init__(self, database: str) -> None:
        self._url = queue_url(database)
        self._connected: DBOSClient | None = None

    def enqueue(self, job: str, generation: int) -> None:
        """Queue a generation of a job; doing it twice is the same as once."""
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": workflow_id(job, generation),
            "app_version": VERSION,
        }
        self._client().enqueue(options, job, generation)

    def is_waiting(self, job: str, generation: int) -> bool:
        """Whether the queue holds this generation and no worker has taken it yet."""
        found = self._client().list_workflows(
            workflow_ids=[workflow_id(job, generation)], load_input=False, load_output=False
        )
        return bool(found) and found[0].status in ("ENQUEUED", "DELAYED")

    def withdraw(self, job: str, generation: int) -> None:
        """Take a generation out of the queue, if it is still there."""
        self._client().cancel_workflow(workflow_id(job, generation))

    def close(self) -> None:
        """Give connections back."""
        if self._connected is not None:
            self._connected.destroy()
            self._connected = None

    def _client(self) -> DBOSClient:
        if self._connected is None:
            client = DBOSClient(
                system_database_url=self._url,
                application_name=APPLICATION,
                retry_connection_errors=False,
            )
            _prefer_wal(client._sys_db.engine)
            self._connected = client
        return self._connected


class DbosEngine:
    """The way out: this process as one executor with a stable name of its own."""

    def __init__(self, database: str, name: str) -> None:
        self._url = queue_url(database)
        self._name = name

    def start(self, work: Callable[[str, int], None]) -> None:
        """From now on call ``work(job, generation)`` for what the queue hands out, on a thread of
        the engine.

        Returns when the queue is listened to: DBOS looks for new queues once a second.
        """
        logging.getLogger("dbos").setLevel(logging.WARNING)
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": self._url,
            "executor_id": self._name,
            "application_version": VERSION,
            "log_level": "WARNING",
            "notification_listener_polling_interval_sec": 1.0,
            "scheduler_polling_interval_sec": 5.0,
        }
        DBOS(config=config)

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=1000)
        def run(job: str, generation: int) -> None:
            attempt(job, generation)

        @DBOS.step(name="attempt")
        def attempt(job: str, generation: int) -> None:
            work(job, generation)

        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=1,
            polling_interval_sec=POLL_SECONDS,
            on_conflict="always_update",
        )
        end = time.monotonic() + LISTEN_SECONDS
        while (
            all(thread.name != f"queue-worker-{QUEUE}" for thread in threading.enumerate())
            and time.monotonic() < end
        ):
            time.sleep(0.02)

    def close(self) -> None:
        """Hand out nothing more; returns when the work under way has ended."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=10)


def _prefer_wal(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(
            engine,
            "connect",
            lambda connection, record: connection.execute("PRAGMA journal_mode=WAL"),
        )
