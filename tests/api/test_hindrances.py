"""Does a worker that can begin nothing leave the jobs alone, and say why?"""

import errno
import json
import tempfile
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from rosterer_api.jobs.exchange import BEGUN, NO_ROOM, ROOM_TRIES, Exchange
from rosterer_api.jobs.hindrance import FIRST_REST_SECONDS, LONGEST_REST_SECONDS, Hindrance
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.run import JobRunner
from rosterer_api.jobs.states import MOST_ATTEMPTS
from rosterer_api.jobs.workers import enlist, report_alive, report_ready
from rosterer_api.storage.tables import EventRow, PlanRow, WorkerRow
from tests.api.service import Bench, settings_for
from tests.api.web import Web, a_web, assert_problem, document_of
from tests.cases import small_case, small_plan

FULL = OSError(errno.ENOSPC, "No space left on device")


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Now."""
        return self.seconds

    def tick(self) -> float:
        """Now, a second after the last look."""
        self.seconds += 1
        return self.seconds


class Process:
    """Stands for the process of a job: it ends after so many looks, leaving what it is told to."""

    pid = 0
    stdin = None

    def __init__(self, looks: int, code: int, files: dict[str, str]) -> None:
        self.looks, self.returncode, self.files = looks, code, files
        self.folder = Path()

    def poll(self) -> int | None:
        """Its code, once it has ended."""
        self.looks -= 1
        return None if self.looks > 0 else self.returncode


class Runner(JobRunner):
    """A worker whose processes are pretended."""

    def __init__(self, bench: Bench, **settings: Any) -> None:
        self.clock = Clock()
        changed = settings_for(bench.settings.database, ready_process=False, **settings)
        worker = enlist(bench.database)
        super().__init__(bench.database, changed, worker, Event(), self.clock)
        self.next: Process | OSError = FULL
        self.spare.begin = self.begin  # type: ignore[method-assign,assignment]

    def begin(self, folder: Path) -> Process:
        """What the test has thought of."""
        if isinstance(self.next, OSError):
            raise self.next
        for name, content in self.next.files.items():
            (folder / name).write_text(content)
        self.next.folder = folder
        return self.next


@pytest.fixture(autouse=True)
def _own_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker sets for its process goes back after the test; a pretended process is not
    ended.
    """
    monkeypatch.setattr("rosterer_api.jobs.run.end_all", lambda process: None)
    monkeypatch.setattr("rosterer_api.jobs.run.LOOK_SECONDS", 0.0)
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())


RESULT = json.dumps({"plan": None, "result": {"is": "done"}, "tables": None, "summary": {}})


@pytest.mark.parametrize(
    "nothing", [FULL, OSError(errno.EAGAIN, "no more processes"), Process(1, 1, {})]
)
def test_jobs_wait_while_their_processes_cannot_begin(
    bench: Bench, nothing: OSError | Process
) -> None:
    runner, jobs = Runner(bench), [bench.submit("wait") for _ in range(2)]
    runner.next = nothing
    for _ in range(MOST_ATTEMPTS + 2):
        runner.run_next()
        runner.clock.seconds += 2 * LONGEST_REST_SECONDS
    rows = [bench.job(job) for job in jobs]
    assert {(row.state, row.attempts, row.failures) for row in rows} == {("queued", 0, 0)}
    assert runner.hindrance.why
    runner.next = Process(1, 0, {BEGUN: "", "result.json": RESULT})
    assert runner.run_next()
    assert runner.run_next()
    assert {bench.job(job).state for job in jobs} == {"completed"}
    assert runner.hindrance.why == ""


def test_a_job_whose_own_process_ends_badly_counts_and_is_given_up(bench: Bench) -> None:
    runner, job = Runner(bench), bench.submit("wait")
    runner.next = Process(1, 1, {BEGUN: "", "talk.txt": "it fell over"})
    for _ in range(3):
        runner.run_next()
    row = bench.job(job)
    assert (row.state, row.failures) == ("failed", 3)
    assert "it fell over" in (row.reason or "")


def test_a_result_for_which_there_was_no_room_costs_no_attempt(bench: Bench) -> None:
    runner, job = Runner(bench), bench.submit("wait")
    runner.next = Process(1, NO_ROOM, {BEGUN: "", "progress.jsonl": '{"best": 1.0}\n'})
    runner.run_next()
    row = bench.job(job)
    assert (row.state, row.attempts, row.failures) == ("queued", 0, 0)
    assert row.progress == {"best": 1.0}


def test_a_hindered_worker_takes_a_job_only_when_there_is_as_much_room_as_was_wanted() -> None:
    clock, asked, is_full = Clock(), list[int](), [True]

    def prepare() -> None:
        asked.append(1)
        if is_full[0]:
            raise FULL

    hindrance = Hindrance(prepare, clock)
    assert hindrance.stands()
    assert "No space left" in hindrance.why
    for _ in range(100):  # it does not ask before its time
        assert hindrance.stands()
    assert len(asked) == 1
    rests: list[float] = []
    for _ in range(8):
        before = clock.seconds
        while len(asked) == len(rests) + 1:
            clock.seconds += 1
            hindrance.stands()
        rests.append(clock.seconds - before)
    assert rests[0] == FIRST_REST_SECONDS
    assert rests == sorted(rests)
    assert rests[-1] == LONGEST_REST_SECONDS
    is_full[0] = False
    clock.seconds += LONGEST_REST_SECONDS
    assert not hindrance.stands()
    assert hindrance.why == ""


def test_jobs_of_a_kind_that_the_worker_does_not_know_wait_and_others_are_done(
    bench: Bench,
) -> None:
    runner = Runner(bench, job_kinds="")
    unknown, known = bench.submit("wait"), bench.submit("check", plan="gone")
    assert runner.run_next()
    assert not runner.run_next()
    assert bench.job(known).state == "invalid"
    row = bench.job(unknown)
    assert (row.state, row.attempts) == ("queued", 0)
    with bench.database.reading() as session:
        told = [e.content for e in session.query(EventRow).filter_by(job_id=unknown)]
    assert [content["state"] for content in told] == ["created", "queued"]


def test_a_worker_whose_kinds_cannot_be_loaded_takes_nothing_and_says_so(bench: Bench) -> None:
    runner, job = Runner(bench, job_kinds="no_such_module"), bench.submit("check", plan="gone")
    assert not runner.run_next()
    assert bench.job(job).state == "queued"
    assert "no_such_module" in runner.hindrance.why
    with pytest.raises(ValueError, match="no_such_module"):
        known_kinds("no_such_module")


@pytest.mark.parametrize(
    ("why", "kinds", "said"),
    [("no room", None, "no room"), ("", ["check"], "solve"), ("", ["solve"], "")],
)
def test_what_hinders_workers_is_said_by_health_and_metrics(
    web: Web, why: str, kinds: list[str] | None, said: str
) -> None:
    client, worker = web.client(), enlist(web.database)
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    client.post("/v1/jobs", json={"case": case})
    report_ready(web.database, worker)
    report_alive(web.database, worker, why, kinds)
    with web.database.writing() as session:  # however long the rest takes, it was heard of
        session.get_one(WorkerRow, worker.name).seen += 3600
    hindered = client.get("/readyz").json()["hindered"]
    assert len(hindered) == (said != "")
    assert all(said in one for one in hindered)
    assert f"\nrosterer_workers_hindered {len(hindered)}\n" in client.get("/metrics").text


def test_progress_and_checkpoint_that_a_database_did_not_hear_are_told_when_it_is_back(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner, job = Runner(bench), bench.submit("wait")
    told = '{"best": 2.0}\n{"best": 1.0}\n'
    runner.next = Process(3, 0, {BEGUN: "", "progress.jsonl": told, "result.json": RESULT})

    def away(*args: Any) -> bool:
        raise OperationalError("keep", {}, Exception("the database is away"))

    monkeypatch.setattr("rosterer_api.jobs.run.keep", away)
    monkeypatch.setattr(runner, "_clock", runner.clock.tick)
    runner.run_next()
    row = bench.job(job)
    assert (row.state, row.progress) == ("completed", {"best": 1.0})
    with bench.database.reading() as session:
        events = session.query(EventRow).filter_by(job_id=job, name="progress").order_by("id")
        assert [e.content for e in events] == [{"best": 2.0}, {"best": 1.0}]


def test_what_was_told_is_told_again_until_it_was_kept_and_half_a_line_is_passed_over(
    tmp_path: Path,
) -> None:
    exchange = Exchange(tmp_path)
    exchange.tell({"best": 2.0})
    with (tmp_path / "progress.jsonl").open("a") as file:
        file.write('{"best": {"best": 1.5}\n')  # there was no room for the rest of a line
    exchange.tell({"best": 1.0})
    exchange.keep(small_plan())
    first, again = exchange.news(), exchange.news()
    assert first.progress == again.progress == [{"best": 2.0}, {"best": 1.0}]
    assert first.checkpoint is not None
    assert first.checkpoint == again.checkpoint
    exchange.was_kept(first)
    assert exchange.news()[:2] == ([], None)


def test_a_result_waits_for_room_and_other_failures_are_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange, waits = Exchange(tmp_path), list[float]()
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if len(waits) < 3:
            raise FULL
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    exchange.put_patiently("result.json", "kept", waits.append)
    assert (exchange.get("result.json"), len(waits)) == ("kept", 3)
    monkeypatch.setattr(Path, "write_bytes", _raise(FULL))
    with pytest.raises(OSError, match="No space"):
        exchange.put_patiently("result.json", "lost", waits.append)
    assert len(waits) == 3 + ROOM_TRIES
    monkeypatch.setattr(Path, "write_bytes", _raise(PermissionError(errno.EACCES, "denied")))
    with pytest.raises(PermissionError):
        exchange.put_patiently("result.json", "lost", waits.append)
    assert len(waits) == 3 + ROOM_TRIES


def _raise(failure: OSError) -> Any:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise failure

    return fail


def test_a_job_that_takes_longer_than_the_service_allows_is_ended_with_its_plan_and_the_reason(
    bench: Bench,
) -> None:
    runner = Runner(bench, job_seconds=10.0, stop_seconds=5.0)
    job, plan = bench.submit("wait"), small_plan().model_dump_json()
    process = Process(100, -9, {BEGUN: "", "checkpoint.json": plan})
    runner.next = process
    runner._clock = lambda: 1.0 * (100 - process.looks)
    runner.run_next()
    row = bench.job(job)
    assert row.state == "stopped"
    assert "10 seconds" in (row.reason or "")
    with bench.database.reading() as session:
        assert session.get_one(PlanRow, row.plan_id).document
    assert 100 - process.looks < 25  # asked after 15 s, and ended 5 s later


def test_a_job_that_keeps_to_its_time_is_not(bench: Bench) -> None:
    runner = Runner(bench, job_seconds=10.0, stop_seconds=5.0)
    job = bench.submit("wait")
    process = Process(12, 0, {BEGUN: "", "result.json": RESULT})
    runner.next = process
    runner._clock = lambda: 1.0 * (12 - process.looks)
    runner.run_next()
    assert (bench.job(job).state, bench.job(job).reason) == ("completed", None)


def test_a_body_for_which_there_is_no_room_is_answered_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_web(f"sqlite:///{tmp_path / 'web.sqlite'}") as web:
        client = web.client()
        monkeypatch.setattr("rosterer_api.scratch.tempfile.TemporaryDirectory", _raise(FULL))
        refused = client.post("/v1/cases", json=document_of(small_case()))
        assert_problem(refused, 503)
        assert "room" in refused.json()["detail"]
        assert refused.headers["retry-after"]


def test_a_request_that_an_earlier_version_took_in_is_invalid_in_our_own_words(
    bench: Bench,
) -> None:
    job = bench.submit("winter", runs=-1, weeks="many", kept=True)
    assert Runner(bench).run_next()
    row = bench.job(job)
    assert row.state == "invalid"
    lines = (row.reason or "").splitlines()
    assert [line.partition(":")[0] for line in lines] == ["runs", "weeks", "kept"]
    assert lines[0] == "runs: '-1' is too small; use 2 or more"
    assert not any(word in (row.reason or "") for word in ("pydantic", "validation error", "http"))
