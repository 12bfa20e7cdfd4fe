"""Does the benchmark of the service say what it measured, a JSON object a line?"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.postgres import programs

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_small_load_loses_nothing_and_every_part_prints_a_line(
    database: str, tmp_path: Path
) -> None:
    if database == "postgresql" and programs() is None:
        pytest.skip("PostgreSQL 15 or newer is not installed")
    size = [
        "--seconds",
        "4",
        "--readers",
        "4",
        "--pause",
        "0.1",
        "--submissions",
        "1",
        "--finished",
        "20",
    ]
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "run",
        "service-load",
        "--database",
        database,
        *size,
        "--out",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(
        [*command, "--parts", "load", "lists", "takeover"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    lines: dict[str, dict[str, Any]] = {
        line["part"]: line for line in map(json.loads, done.stdout.splitlines())
    }
    assert list(lines) == ["load", "lists", "takeover"]
    assert {line["database"] for line in lines.values()} == {database}
    load = lines["load"]
    assert (load["errors"], load["jobs_lost"], load["readers"]) == (0, 0, 4)
    assert load["jobs_submitted"] >= 4
    assert load["idle_milliseconds_p95"] > 0
    assert lines["lists"]["finished_jobs"] == 20
    assert (tmp_path / "out").read_text() == done.stdout
