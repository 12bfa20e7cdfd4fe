"""How does a worker do one job?

It claims the job, gives it a process of its own, keeps what that comes to on the way, and writes
down the result, all in one transaction. A database that is away for a while is waited for;
the search goes on meanwhile.
"""

import json
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from rosterer_api.jobs.conclude import conclude, conclude_invalid, conclude_part, why_it_ended
from rosterer_api.jobs.exchange import Exchange
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.lease import (
    Lease,
    LeaseLost,
    claim,
    end,
    hand_on,
    hand_on_or_give_up,
    held,
    keep,
)
from rosterer_api.jobs.parts import results_of, share_out
from rosterer_api.jobs.spare import Process, Spare, end_all
from rosterer_api.jobs.states import HEARTBEAT_SECONDS
from rosterer_api.jobs.workers import Worker
from rosterer_api.settings import Settings
from rosterer_api.storage import Database
from rosterer_api.storage.documents import packed, unpacked
from rosterer_api.storage.tables import CaseRow, CheckpointRow, PlanRow

LOOK_SECONDS = 0.1
REST_SECONDS = 5.0
"""After the worker itself failed at a job, as when there is no room for its files."""
DATABASE_SECONDS = 600.0
"""How long a finished result waits for a database that is away."""
_log = logging.getLogger("rosterer.worker")
Result = TypeVar("Result")


class JobRunner:
    """Does jobs, one after the other.

    Parameters
    ----------
    database, settings, worker
        What the jobs are kept in, how they are done, and who does them.
    closing
        Set when the worker is to end: the job under way goes back to the queue, with its
        checkpoint.
    """

    def __init__(
        self, database: Database, settings: Settings, worker: Worker, closing: Event
    ) -> None:
        self._database = database
        self._settings = settings
        self._worker = worker
        self._closing = closing
        self.spare = Spare(settings.job_kinds, is_wanted=settings.ready_process)

    def run_next(self) -> bool:
        """Do the job whose turn it is, if there is one; whether there was."""
        lease = self._patiently(lambda: claim(self._database, self._worker.name))
        if lease is None:
            return False
        _log.info("job begins", extra={"job": lease.job, "kind": lease.kind})
        try:
            if self._patiently(lambda: self._shared_out(lease)):
                return True
            with tempfile.TemporaryDirectory(prefix="job-") as folder:
                self._attempt(lease, Exchange(Path(folder)))
        except LeaseLost:
            _log.warning("job was taken over or withdrawn", extra={"job": lease.job})
        except Exception as failure:
            _log.exception("attempt failed", extra={"job": lease.job})
            why = f"{type(failure).__name__}: {failure}"[:2000]
            self._finally(
                lease, lambda session: hand_on_or_give_up(session, held(session, lease), why)
            )
            self._closing.wait(REST_SECONDS)
        if not self._closing.is_set():
            self.spare.prepare()
        return True

    def _shared_out(self, lease: Lease) -> bool:
        """Whether the job was large enough to be shared out over all workers."""
        kind = known_kinds(self._settings.job_kinds)[lease.kind]
        if kind.split is None or lease.part is not None or lease.parts is not None:
            return False
        parts = kind.split.parts(kind.request.model_validate(lease.request))
        if len(parts) < 2:
            return False
        with self._database.writing() as session:
            share_out(session, lease, parts)
        _log.info("job is shared out", extra={"job": lease.job, "parts": len(parts)})
        return True

    def _attempt(self, lease: Lease, exchange: Exchange) -> None:
        missing = self._patiently(lambda: self._lay_out(lease, exchange))
        if missing is not None:
            self._finally(lease, lambda session: conclude_invalid(session, lease, missing))
            return
        process = self.spare.begin(exchange.folder)
        try:
            self._watch(lease, exchange, process)
        finally:
            end_all(process)
        self._conclude(lease, exchange, process.returncode)

    def _lay_out(self, lease: Lease, exchange: Exchange) -> str | None:
        """Put everything into the folder that the process needs; what is no longer there, if
        anything.
        """
        kind = known_kinds(self._settings.job_kinds)[lease.kind]
        with self._database.reading() as session:
            exchange.put("case.json", unpacked(session.get_one(CaseRow, lease.case).document))
            checkpoint = session.get(CheckpointRow, lease.job) if "start" in kind.plans else None
            if checkpoint is not None:
                exchange.put("start.plan.json", unpacked(checkpoint.document))
                exchange.put("checkpoint.json", unpacked(checkpoint.document))
            for field in kind.plans:
                if lease.request.get(field) and not (field == "start" and checkpoint is not None):
                    plan = session.get(PlanRow, lease.request[field])
                    if plan is None:
                        return (
                            f"the plan {lease.request[field]} has been removed since the "
                            "job was submitted"
                        )
                    document = json.loads(unpacked(plan.document))
                    exchange.put(f"{field}.plan.json", json.dumps(document["plan"]))
            results = [] if lease.parts is None else results_of(session, lease.job)
            for number, document in enumerate(results):
                exchange.put_bytes(f"{number}.part", document)
        task = {
            "kind": lease.kind,
            "part": lease.part,
            "num_parts": lease.parts,
            "kinds": self._settings.job_kinds,
            "request": lease.request,
            "memory_mebibytes": self._settings.job_memory_mebibytes,
        }
        exchange.put("task.json", json.dumps(task))
        return None

    def _watch(self, lease: Lease, exchange: Exchange, process: Process) -> None:
        """Keep what the process comes to until it ends, or must."""
        kept, stopped_at = time.monotonic(), None
        while process.poll() is None:
            if self._closing.wait(LOOK_SECONDS):
                return
            if time.monotonic() - kept >= HEARTBEAT_SECONDS / 2:
                kept = time.monotonic()
                if self._keep(lease, exchange) and stopped_at is None:
                    stopped_at = time.monotonic()
                    exchange.ask_to_stop()
            if (
                stopped_at is not None
                and time.monotonic() - stopped_at > self._settings.stop_seconds
            ):
                return

    def _keep(self, lease: Lease, exchange: Exchange) -> bool:
        checkpoint = exchange.new_checkpoint()
        try:
            progress = exchange.new_progress()
            return keep(
                self._database, lease, progress, None if checkpoint is None else packed(checkpoint)
            )
        except OperationalError:
            _log.warning("the database is away; the search goes on", extra={"job": lease.job})
            return exchange.is_stopped()

    def _conclude(self, lease: Lease, exchange: Exchange, code: int) -> None:
        result, invalid = exchange.get("result.json"), exchange.get("invalid.txt")
        is_stopped, talk = exchange.is_stopped(), exchange.get("talk.txt") or ""
        part, checkpoint = exchange.get_bytes("part.bin"), exchange.get("checkpoint.json")
        last: list[dict[str, Any]] = exchange.new_progress()

        def write(session: Session) -> None:
            row = held(session, lease)
            if checkpoint is not None:  # there may be a later one than was kept on the way
                session.merge(CheckpointRow(job_id=row.id, document=packed(checkpoint)))
                session.flush()
            if part is not None:
                conclude_part(session, lease, part)
            elif result is not None:
                conclude(session, lease, json.loads(result), last, is_stopped=is_stopped)
            elif invalid is not None:
                conclude_invalid(session, lease, invalid)
            elif is_stopped:
                end(session, row, "stopped")
            elif self._closing.is_set():
                row.attempts -= 1  # this attempt was ended by us, not by the job
                hand_on(session, row)
            else:
                hand_on_or_give_up(session, row, why_it_ended(code, talk), by_itself=True)

        self._finally(lease, write)
        _log.info("job ends", extra={"job": lease.job, "kind": lease.kind})

    def _finally(self, lease: Lease, write: Callable[[Session], None]) -> None:
        def in_one_step() -> None:
            with self._database.writing() as session:
                write(session)

        try:
            self._patiently(in_one_step)
        except LeaseLost:
            _log.warning(
                "job was taken over or withdrawn; this result is dropped", extra={"job": lease.job}
            )

    def _patiently(self, step: Callable[[], Result]) -> Result:
        """Do a step as soon as the database is there."""
        give_up_at = time.monotonic() + DATABASE_SECONDS
        while True:
            try:
                return step()
            except DBAPIError as away:
                if not isinstance(away, OperationalError) and not away.connection_invalidated:
                    raise
                if time.monotonic() > give_up_at or self._closing.is_set():
                    raise
                time.sleep(0.5)
