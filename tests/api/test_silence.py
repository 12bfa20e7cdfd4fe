"""Is nobody taken for dead who only slept, and does whoever is dead not keep a job?"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from rosterer_api.jobs.exchange import News
from rosterer_api.jobs.lease import claim, keep
from rosterer_api.jobs.processes import Standing, born, machine, standing
from rosterer_api.jobs.silence import HERE_SECONDS, SWEEP_SECONDS, Silence
from rosterer_api.jobs.states import LEASE_SECONDS, MOST_ATTEMPTS
from rosterer_api.jobs.submit import request_stop
from rosterer_api.jobs.sweeper import sweep
from rosterer_api.jobs.workers import Worker, enlist, report_alive, retire
from rosterer_api.storage.documents import packed
from rosterer_api.storage.tables import PlanRow, WorkerRow
from tests.api.service import KINDS, Bench, eventually
from tests.cases import small_plan


class Ears:
    """A sweeper whose clock the test moves, and one worker that it listens to."""

    def __init__(self, where: str) -> None:
        self.now, self.stands = 1000.0, "runs"
        self.worker = WorkerRow(name="w", incarnation="1", machine=where, pid=7, born=1, seen=0.0)
        self.silence = Silence(lambda: self.now, self._look)

    def _look(self, pid: int, birth: int) -> Standing:
        return self.stands  # type: ignore[return-value]

    def is_dead_after(self, *seconds: float) -> bool:
        """Whether it is, after looks so far apart."""
        dead = self.silence.dead_among([self.worker])
        for one in seconds:
            self.now += one
            dead = self.silence.dead_among([self.worker])
        return bool(dead)


HERE, ELSEWHERE = machine(), "elsewhere"
A_LEASE = (SWEEP_SECONDS,) * int(LEASE_SECONDS / SWEEP_SECONDS)


def test_a_worker_elsewhere_is_dead_after_a_lease_of_silence_and_not_before() -> None:
    assert Ears(ELSEWHERE).is_dead_after(*A_LEASE)
    assert not Ears(ELSEWHERE).is_dead_after(*A_LEASE[1:])


def test_a_sweeper_that_slept_waits_a_lease_first() -> None:
    ears = Ears(ELSEWHERE)
    assert not ears.is_dead_after(*A_LEASE[2:], 3600.0)
    assert not ears.is_dead_after(*A_LEASE[1:])
    ears = Ears(ELSEWHERE)
    assert ears.is_dead_after(*A_LEASE[2:], 3600.0, *A_LEASE)


def test_short_sleeps_count_for_no_more_than_two_sweeps() -> None:
    assert not Ears(ELSEWHERE).is_dead_after(4.9, 4.9)
    assert Ears(ELSEWHERE).is_dead_after(4.9, 4.9, 4.9)


@pytest.mark.parametrize("where", [HERE, ELSEWHERE])
def test_whoever_is_heard_of_lives(where: str) -> None:
    ears = Ears(where)
    for _ in range(100):
        ears.worker.seen += 1.0
        assert not ears.is_dead_after(SWEEP_SECONDS)


def test_a_process_of_this_machine_may_be_silent_for_a_minute_of_its_own_running_time() -> None:
    minute = (SWEEP_SECONDS,) * int(HERE_SECONDS / SWEEP_SECONDS)
    assert not Ears(HERE).is_dead_after(*minute[1:])
    assert Ears(HERE).is_dead_after(*minute)


def test_a_suspended_process_has_not_run() -> None:
    ears = Ears(HERE)
    ears.stands = "suspended"
    assert not ears.is_dead_after(*(SWEEP_SECONDS,) * 1000)
    ears.stands = "runs"
    assert not ears.is_dead_after(*A_LEASE)


def test_a_process_that_is_gone_is_dead_at_once() -> None:
    ears = Ears(HERE)
    ears.stands = "gone"
    assert ears.is_dead_after()


def test_another_life_under_the_same_name_is_listened_to_anew() -> None:
    ears = Ears(ELSEWHERE)
    assert not ears.is_dead_after(*A_LEASE[1:])
    ears.worker.incarnation = "2"
    assert not ears.is_dead_after(*A_LEASE[1:])


@pytest.fixture
def process() -> Iterator["subprocess.Popen[bytes]"]:
    one = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield one
    one.kill()
    one.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how a process stands")
def test_a_process_runs_is_suspended_and_is_gone(process: "subprocess.Popen[bytes]") -> None:
    birth = born(process.pid)
    assert standing(process.pid, birth) == "runs"
    process.send_signal(signal.SIGSTOP)
    eventually(lambda: standing(process.pid, birth) == "suspended")
    process.send_signal(signal.SIGCONT)
    eventually(lambda: standing(process.pid, birth) == "runs")
    assert standing(process.pid, birth + 1) == "gone"  # the number now belongs to another
    process.kill()
    eventually(lambda: standing(process.pid, birth) == "gone")  # though nobody has waited for it


def with_a_job_under_way(bench: Bench) -> tuple[str, Worker]:
    job, worker = bench.submit("wait"), enlist(bench.database)
    lease = claim(bench.database, worker.name, KINDS)
    assert lease is not None
    checkpoint = packed(small_plan().model_dump_json())
    keep(bench.database, lease, News([], checkpoint, (0, 0)))
    return job, worker


def sleep_and_sweep(bench: Bench, silence: Silence, clock: list[float]) -> None:
    """Everything is suspended for six seconds; then the sweeper is the first to run."""
    clock[0] += 6.0
    with bench.database.writing() as session:
        for row in session.scalars(select(WorkerRow)):
            row.seen -= 6.0
    sweep(bench.database, silence)


def test_a_laptop_that_sleeps_again_and_again_costs_no_attempt(bench: Bench) -> None:
    job, worker = with_a_job_under_way(bench)
    clock = [0.0]
    silence = Silence(lambda: clock[0])
    for _ in range(4):
        sleep_and_sweep(bench, silence, clock)
        assert report_alive(bench.database, worker)
    row = bench.job(job)
    assert (row.state, row.worker, row.attempts) == ("solving", worker.name, 1)


def test_a_new_worker_does_not_take_the_name_of_one_that_slept(bench: Bench) -> None:
    job, worker = with_a_job_under_way(bench)
    with bench.database.writing() as session:
        session.get_one(WorkerRow, worker.name).seen -= 3600.0
    assert enlist(bench.database).name != worker.name
    assert report_alive(bench.database, worker)
    assert bench.job(job).worker == worker.name


def test_what_bears_the_name_of_one_who_works_on_nothing_is_handed_on(bench: Bench) -> None:
    """As after a commit whose answer was lost."""
    job, worker = with_a_job_under_way(bench)
    lease = claim(bench.database, worker.name, KINDS)
    assert lease is not None
    assert (lease.job, bench.job(job).attempts) == (job, 2)


def die(bench: Bench, worker: Worker) -> None:
    retire(bench.database, worker)
    sweep(bench.database, Silence())


def test_workers_that_die_do_not_count_against_a_job_until_there_are_very_many(
    bench: Bench,
) -> None:
    job, worker = with_a_job_under_way(bench)
    for _ in range(MOST_ATTEMPTS - 1):
        die(bench, worker)
        assert bench.job(job).state == "queued"
        worker = enlist(bench.database)
        assert claim(bench.database, worker.name, KINDS) is not None
    die(bench, worker)
    row = bench.job(job)
    assert (row.state, row.failures) == ("failed", 0)
    with bench.database.reading() as session:
        assert session.get_one(PlanRow, row.plan_id).summary["status"] == "failed"


def test_a_job_that_is_to_stop_stops_when_its_worker_dies_and_keeps_its_plan(bench: Bench) -> None:
    job, worker = with_a_job_under_way(bench)
    request_stop(bench.database, job)
    assert bench.job(job).state == "solving"
    die(bench, worker)
    assert (bench.job(job).state, bench.job(job).plan_id is None) == ("stopped", False)


def test_a_waiting_job_that_was_begun_before_keeps_its_plan_when_it_is_stopped(
    bench: Bench,
) -> None:
    job, worker = with_a_job_under_way(bench)
    die(bench, worker)
    request_stop(bench.database, job)
    assert (bench.job(job).state, bench.job(job).plan_id is None) == ("stopped", False)


@pytest.mark.slow
def test_a_process_tree_suspended_four_times_goes_on_with_its_first_attempt(bench: Bench) -> None:
    bench.worker()
    job = bench.submit("wait", seconds=8)
    bench.until(job, "solving")
    with bench.database.reading() as session:
        pid = session.get_one(WorkerRow, bench.job(job).worker).pid
    # Another worker listens all the time, as another server would.
    bench.worker()
    for _ in range(4):
        tree = [pid, *_children(pid)]
        for one in tree:
            os.kill(one, signal.SIGSTOP)
        subprocess.run(["sleep", "6"], check=True)
        for one in tree:
            os.kill(one, signal.SIGCONT)
    row = bench.until(job, "completed", "failed")
    assert (row.state, row.attempts, row.failures) == ("completed", 1, 0)


def _children(pid: int) -> list[int]:
    said = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in said.stdout.split()]
