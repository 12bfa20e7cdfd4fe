"""How does a worker do one job?

It claims the job, gives it a process of its own, keeps what that comes to on the way, and writes
down the result, all in one transaction. A database that is away for a while is waited for;
the search goes on meanwhile.
"""

import json
import logging
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy.orm import Session

from rosterer_api.jobs.conclude import keep_outcome, why_it_ended
from rosterer_api.jobs.exchange import BEGUN, NO_ROOM, Exchange
from rosterer_api.jobs.hindrance import Hindrance
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.kinds.kind import Kind
from rosterer_api.jobs.lease import (
    Lease,
    LeaseLost,
    claim,
    end,
    give_back,
    hand_on_or_give_up,
    held,
    keep,
    take_in,
)
from rosterer_api.jobs.parts import results_of, share_out
from rosterer_api.jobs.spare import Process, Spare, end_all
from rosterer_api.jobs.states import HEARTBEAT_SECONDS, JobState
from rosterer_api.jobs.workers import Worker
from rosterer_api.scratch import use_own_scratch
from rosterer_api.settings import Settings
from rosterer_api.storage import Database, is_away
from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.tables import CaseRow, CheckpointRow, JobRow, PartRow, PlanRow
from rosterer_api.words import all_words_of

LOOK_SECONDS = 0.1
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
    clock
        Seconds, of which only differences count.

    Attributes
    ----------
    idle_kinds
        Kinds that it knows, when it has nothing to do: what then waits may be of others.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        worker: Worker,
        closing: Event,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._settings, self._worker = database, settings, worker
        self._closing, self._clock = closing, clock
        self.idle_kinds: frozenset[str] | None = None
        self.spare = Spare(settings.job_kinds, is_wanted=settings.ready_process)
        self.hindrance = Hindrance(self._prepare, clock)

    @property
    def _kinds(self) -> Mapping[str, Kind]:
        return known_kinds(self._settings.job_kinds)

    def _prepare(self) -> None:
        _ = self._kinds
        use_own_scratch(self._settings, self._database)

    def run_next(self) -> bool:
        """Do the job whose turn it is, if there is one; whether there was."""
        if self.hindrance.stands():
            return False
        lease = self._patiently(lambda: claim(self._database, self._worker.name, self._kinds))
        self.idle_kinds = frozenset(self._kinds) if lease is None else None
        if lease is None:
            return False
        _log.info("job begins", extra={"job": lease.job, "kind": lease.kind})
        try:
            if not self._patiently(lambda: self._shared_out(lease)):
                self._attempt(lease)
        except LeaseLost:
            _log.warning("job was taken over or withdrawn", extra={"job": lease.job})
        except ValidationError as refused:  # an earlier version took the request in
            why = all_words_of(refused, lease.request)
            self._finally(lease, lambda session, row: end(session, row, "invalid", why))
        except Exception as failure:
            if is_away(failure):
                raise
            _log.exception("attempt failed", extra={"job": lease.job})
            why = f"{type(failure).__name__}: {failure}"[:2000]
            failed = partial(hand_on_or_give_up, why=why, by_itself=True)
            self._finally(lease, failed)
        if not self._closing.is_set():
            self.spare.prepare()
        return True

    def _shared_out(self, lease: Lease) -> bool:
        """Whether the job was large enough to be shared out over all workers."""
        kind = self._kinds[lease.kind]
        if kind.split is None or lease.part is not None or lease.parts is not None:
            return False
        parts = kind.split.parts(kind.request.model_validate(lease.request))
        if len(parts) < 2:
            return False
        with self._database.writing() as session:
            share_out(session, lease, parts)
        _log.info("job is shared out", extra={"job": lease.job, "parts": len(parts)})
        return True

    def _attempt(self, lease: Lease) -> None:
        size = 0
        try:
            with tempfile.TemporaryDirectory(prefix="job-", ignore_cleanup_errors=True) as folder:
                exchange = Exchange(Path(folder))
                try:
                    self._do(lease, exchange)
                finally:
                    size = exchange.size
        except OSError as failure:
            self._finally(lease, give_back)
            self.hindrance.met(failure, size)
        else:
            self.hindrance.is_over()

    def _do(self, lease: Lease, exchange: Exchange) -> None:
        missing = self._patiently(lambda: self._lay_out(lease, exchange))
        if missing is not None:
            self._finally(lease, lambda session, row: end(session, row, "invalid", missing))
            return
        process = self.spare.begin(exchange.folder)
        try:
            is_late = self._watch(lease, exchange, process)
        finally:
            end_all(process)
        self._conclude(lease, exchange, process.returncode, is_late=is_late)

    def _lay_out(self, lease: Lease, exchange: Exchange) -> str | None:
        """Put everything into the folder that the process needs; what is no longer there, if
        anything.
        """
        kind = self._kinds[lease.kind]
        with self._database.reading() as session:
            exchange.put("case.json", unpacked(session.get_one(CaseRow, lease.case).document))
            checkpoint = session.get(CheckpointRow, lease.job) if "start" in kind.plans else None
            if checkpoint is not None:
                exchange.put("start.plan.json", unpacked(checkpoint.document))
            for field in kind.plans:
                name = lease.request.get(field)
                if name and not (field == "start" and checkpoint is not None):
                    plan = session.get(PlanRow, name)
                    if plan is None:
                        return f"the plan {name} has been removed since the job was submitted"
                    document = json.loads(unpacked(plan.document))
                    exchange.put(f"{field}.plan.json", json.dumps(document["plan"]))
            results = [] if lease.parts is None else results_of(session, lease.job)
            for number, document in enumerate(results):
                exchange.put(f"{number}.part", document)
        task = {
            "kind": lease.kind,
            "part": lease.part,
            "num_parts": lease.parts,
            "kinds": self._settings.job_kinds,
            "request": lease.request,
            "memory_mebibytes": self._settings.job_memory_mebibytes,
            "most_seconds": self._settings.job_seconds,
        }
        exchange.put("task.json", json.dumps(task))
        return None

    def _watch(self, lease: Lease, exchange: Exchange, process: Process) -> bool:
        """Keep what the process comes to until it ends, or must; whether it had more time than any
        job has.
        """
        begun = kept = self._clock()
        stopped_at, is_late = None, False
        most = self._settings.job_seconds + self._settings.stop_seconds  # to load and to judge
        while process.poll() is None and not self._closing.wait(LOOK_SECONDS):
            now = self._clock()
            if now - kept >= HEARTBEAT_SECONDS / 2:
                kept, is_wished = now, self._keep(lease, exchange)
                is_late = is_late or (not is_wished and now - begun > most)
                if stopped_at is None and (is_wished or is_late):
                    stopped_at = now
                    exchange.ask_to_stop()
            if stopped_at is not None and now - stopped_at > self._settings.stop_seconds:
                break
        return is_late

    def _keep(self, lease: Lease, exchange: Exchange) -> bool:
        """Keep the news; whether somebody wishes the job to stop."""
        news = exchange.news()
        try:
            is_wished = keep(self._database, lease, news)
        except Exception as failure:
            if not is_away(failure):
                raise
            _log.warning("the database is away; the search goes on", extra={"job": lease.job})
            return False
        exchange.was_kept(news)
        return is_wished

    def _conclude(self, lease: Lease, exchange: Exchange, code: int, *, is_late: bool) -> None:
        result, invalid = exchange.get("result.json"), exchange.get("invalid.txt")
        part, news = exchange.get_bytes("part.bin"), exchange.news()
        is_stopped, is_closing = exchange.is_stopped(), self._closing.is_set()
        why = why_it_ended(code, exchange.get("talk.txt") or "")
        is_over = is_stopped or not (part is None and result is None and invalid is None)
        if not is_over and not is_closing and (code == NO_ROOM or exchange.get(BEGUN) is None):
            self._finally(lease, lambda session, row: take_in(session, row, news))
            raise OSError(why)
        reason = invalid
        if is_late:
            most = f"{self._settings.job_seconds:g} seconds"
            reason = f"it was ended since it took longer than {most}, the most allowed here"

        def write(session: Session, row: JobRow) -> None:
            take_in(session, row, news)
            if part is not None:
                session.add(PartRow(job_id=row.id, document=part))
            elif result is not None:
                keep_outcome(session, row, json.loads(result))
            if is_over:
                is_whole = part is not None or not is_stopped
                state: JobState = "completed" if is_whole else "stopped"
                end(session, row, state if invalid is None else "invalid", reason)
            elif is_closing:
                give_back(session, row)
            else:
                hand_on_or_give_up(session, row, why, by_itself=True)

        self._finally(lease, write)
        _log.info("job ends", extra={"job": lease.job, "kind": lease.kind})

    def _finally(self, lease: Lease, write: Callable[[Session, JobRow], None]) -> None:
        def in_one_step() -> None:
            with self._database.writing() as session:
                write(session, held(session, lease))

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
            except Exception as failure:
                if not is_away(failure) or time.monotonic() > give_up_at or self._closing.is_set():
                    raise
                time.sleep(0.5)
