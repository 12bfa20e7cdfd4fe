"""Does the relaxation benchmark tell size, time and a bound that no plan is below, and can each
line be repeated and resumed?
"""

import argparse
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.relaxation import Cell, cells_of, relaxed

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import judge

ROOT = Path(__file__).parents[2]
TINY = ("--people", "8", "--days", "7", "--seconds", "20")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", "run", "relaxation", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def selected(**changes: object) -> list[Cell]:
    chosen = {"people": 1500, "days": 28, "load": "normal", "seed": 1, "seconds": 300.0, "of": None}
    return list(cells_of(argparse.Namespace(**(chosen | changes))))


def test_all_relaxations_are_measured_unless_one_is_named() -> None:
    assert [cell.of for cell in selected()] == ["one-place", "zones", "case"]
    assert [cell.of for cell in selected(of="case")] == ["case"]


def test_no_bound_is_above_a_plan_and_fewer_places_bound_no_better_than_the_case() -> None:
    case = generate(12, 7, "normal", 1)
    cost = judge(case, baseline_plan(case)).cost
    one_place, zones, itself = (relaxed(case, of, 60.0) for of in ("one-place", "zones", "case"))
    bounds = [float(str(line["bound"])) for line in (one_place, zones, itself)]
    # To the pound: an interior point is near its optimum, not at it.
    assert bounds[0] - 1 <= bounds[1] <= bounds[2] + 1 <= cost + 1
    for line, bound in zip((one_place, zones, itself), bounds, strict=True):
        assert line["is_finished"]
        assert line["avoidable_bound"] == pytest.approx(
            bound - float(str(line["unavoidable"])), abs=0.01
        )
    assert int(str(one_place["columns"])) < int(str(itself["columns"]))


def test_a_relaxation_that_comes_to_its_limit_has_no_bound() -> None:
    line = relaxed(generate(24, 28, "normal", 1), "case", 0.0)
    assert not line["is_finished"]
    assert (line["bound"], line["avoidable_bound"]) == (None, None)
    assert int(str(line["entries"])) > 0


def test_two_relaxations_in_one_process_are_refused() -> None:
    assert run(*TINY, "--here").returncode == 2


@pytest.mark.slow
def test_lines_say_all_that_is_promised_repeat_themselves_and_are_not_measured_twice(
    tmp_path: Path,
) -> None:
    out = tmp_path / "lines.jsonl"
    assert run(*TINY, "--of", "case", "--out", str(out)).returncode == 0
    assert run(*TINY, "--of", "zones", "--out", str(out)).returncode == 0
    line = json.loads(run(*TINY, "--out", str(out)).stdout)  # only the one that is not there yet
    assert line["of"] == "one-place"
    promised = (
        "instance seed machine version command columns rows entries build_seconds "
        "solve_seconds bound avoidable_bound memory_mb"
    )
    assert set(promised.split()) <= set(line)
    assert run(*TINY, "--out", str(out)).stdout == ""
    again = json.loads(run(*shlex.split(line["command"])[5:]).stdout)
    assert {name: again[name] for name in ("fingerprint", "columns", "bound")} == {
        name: line[name] for name in ("fingerprint", "columns", "bound")
    }
