"""Does nothing that a killed process wrote for a while stay behind?"""

import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rosterer_api.scratch import scratch_folder, sweep_scratch
from rosterer_api.settings import Settings
from tests.api.service import ROOT, Bench, ended, eventually

WRITER = """
import sys, tempfile
from pathlib import Path
from rosterer_api.scratch import use_own_scratch
from rosterer_api.settings import Settings
from rosterer_api.storage import open_database
database = open_database(sys.argv[1])
database.migrate()
use_own_scratch(Settings(database=sys.argv[1], work_folder=sys.argv[2]), database)
folder = tempfile.mkdtemp()
Path(folder, "case.json").write_text("names")
print(folder, flush=True)
sys.stdin.read()
"""


def writer(database: str, folder: str = "") -> tuple["subprocess.Popen[str]", Path]:
    """A process with a file in its temporary folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, database, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_what_a_killed_process_left_goes_and_what_a_living_one_has_stays(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.sqlite'}"
    (dead, left), (living, kept) = writer(database), writer(database)
    root = scratch_folder(Settings(database=database))
    assert root == tmp_path / "service.sqlite.work"
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert left.is_relative_to(root)
    assert sweep_scratch(root) == 0
    dead.kill()
    dead.communicate()
    assert (left / "case.json").exists()
    assert sweep_scratch(root) == 1
    assert (left.exists(), (kept / "case.json").exists()) == (False, True)
    living.communicate("")
    assert sweep_scratch(root) == 1
    assert list(root.iterdir()) == []


def test_what_was_left_in_an_earlier_folder_goes_when_the_setting_has_changed(
    tmp_path: Path,
) -> None:
    database = f"sqlite:///{tmp_path / 'service.sqlite'}"
    (dead, left), (other, beside) = writer(database, str(tmp_path / "old")), writer(database)
    (living, kept) = writer(database, str(tmp_path / "old"))
    for process in (dead, other):
        process.kill()
        process.communicate()
    assert left.exists()
    assert beside.exists()
    now, _ = writer(database, str(tmp_path / "new"))
    assert (left.exists(), beside.exists(), kept.exists()) == (False, False, True)
    for process in (now, living):
        process.communicate("")


def test_in_a_folder_that_is_shared_the_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "theirs.lock").touch()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "123-0123abcd.lock").touch()
    (tmp_path / "123-0123abcd").mkdir()
    assert sweep_scratch(tmp_path) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"theirs.lock", "theirs"}


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ({"database": "sqlite:////srv/x.sqlite"}, "/srv/x.sqlite.work"),
        ({"database": "postgresql+psycopg://u@h/n"}, "/state/rosterer/work"),
        ({"database": "sqlite:////srv/x.sqlite", "work_folder": "/fast"}, "/fast"),
    ],
)
def test_it_lies_beside_the_database_or_where_it_is_said(
    settings: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert scratch_folder(Settings(**settings)) == Path(folder)  # type: ignore[arg-type]


@pytest.mark.slow
def test_no_folder_of_a_job_outlives_a_killed_worker_by_more_than_the_next_one(
    bench: Bench,
) -> None:
    def folders(of: str) -> set[Path]:
        return set(scratch_folder(bench.settings).glob(f"*/{of}*"))

    before = set(Path(tempfile.gettempdir()).glob("job-*"))
    worker = bench.worker()
    job = bench.submit("wait", seconds=60)
    bench.until(job, "solving")
    left = eventually(lambda: folders("job-"))
    ended(worker, signal.SIGKILL)
    bench.processes.remove(worker)
    assert left == folders("job-")
    bench.worker()
    eventually(lambda: not left & folders("job-"))
    assert set(Path(tempfile.gettempdir()).glob("job-*")) == before
