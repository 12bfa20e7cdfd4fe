"""Does a job get the process that was made ready for it, and is nothing lost when that process is
gone?
"""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rosterer_api.jobs.exchange import Exchange
from rosterer_api.jobs.spare import Spare, end_all
from tests.api.service import ROOT, Bench, ended, eventually, settings_for
from tests.cases import small_case

pytestmark = pytest.mark.slow


def children_of(pid: int) -> set[int]:
    """The processes of jobs that a process started; a library may have started others for a
    moment.
    """
    search = ["pgrep", "-P", str(pid), "-f", "rosterer_api.jobs.child"]
    said = subprocess.run(search, capture_output=True, text=True, check=False).stdout
    return {int(word) for word in said.split()}


def lives(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def catches(pid: int, number: signal.Signals) -> bool:
    """Whether a process has said what it does on a signal (``SigCgt`` of proc(5): bit ``number -
    1``).
    """
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    return bool(int(status["SigCgt"], 16) >> (number - 1) & 1)


def laid_out(folder: Path, kind: str = "wait") -> Path:
    """A folder with a task in it."""
    folder.mkdir()
    exchange = Exchange(folder)
    exchange.put("case.json", small_case().model_dump_json())
    task: dict[str, object] = {
        "kind": kind,
        "part": None,
        "num_parts": None,
        "kinds": "tests.api.odd_kinds",
        "request": {},
        "memory_mebibytes": 0,
        "most_seconds": 60,
    }
    exchange.put("task.json", json.dumps(task))
    return folder


@pytest.fixture
def spare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spare]:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    one = Spare("tests.api.odd_kinds", is_wanted=True)
    yield one
    one.close()


def test_the_process_that_waited_does_the_job_and_the_next_is_another(
    spare: Spare, tmp_path: Path
) -> None:
    before = children_of(os.getpid())
    spare.prepare()
    spare.prepare()  # twice is once
    (ready,) = children_of(os.getpid()) - before
    first, second = (
        spare.begin(laid_out(tmp_path / "first")),
        spare.begin(laid_out(tmp_path / "second")),
    )
    assert (first.pid == ready, second.pid == ready) == (True, False)
    for process, name in ((first, "first"), (second, "second")):
        assert process.wait(60) == 0
        end_all(process)
        assert Exchange(tmp_path / name).get("result.json")


def test_what_a_ready_process_says_last_is_kept(spare: Spare, tmp_path: Path) -> None:
    spare.prepare()
    process = spare.begin(laid_out(tmp_path / "job", "fall"))
    assert process.wait(60) == 1
    end_all(process)
    assert "the search fell over" in (Exchange(tmp_path / "job").get("talk.txt") or "")


def test_a_ready_process_that_was_killed_costs_no_attempt(bench: Bench) -> None:
    worker = bench.worker()
    (ready,) = eventually(lambda: children_of(worker.pid))
    os.kill(ready, signal.SIGKILL)
    row = bench.until(bench.submit("wait"), "completed", "failed")
    assert (row.state, row.attempts) == ("completed", 1)
    assert eventually(lambda: children_of(worker.pid) - {ready})


def test_a_process_that_still_loads_ends_with_its_killed_worker(bench: Bench) -> None:
    worker = bench.worker()
    ready = eventually(lambda: children_of(worker.pid))
    ended(worker, signal.SIGKILL)
    eventually(lambda: not any(lives(pid) for pid in ready))


def test_a_worker_that_ends_leaves_no_process_behind(bench: Bench) -> None:
    worker = bench.worker()
    ready = eventually(lambda: children_of(worker.pid))
    assert ended(worker) == 0
    assert not any(lives(pid) for pid in ready)


def test_a_worker_that_still_starts_ends_tidily(bench: Bench) -> None:
    worker = bench.worker()
    eventually(lambda: catches(worker.pid, signal.SIGTERM))
    assert ended(worker) == 0


def test_whoever_wants_none_has_none(bench: Bench) -> None:
    bench.settings = settings_for(bench.settings.database, ready_process=False)
    worker = bench.worker()
    assert bench.until(bench.submit("wait"), "completed", "failed").state == "completed"
    assert children_of(worker.pid) == set()
