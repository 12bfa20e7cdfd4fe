"""Can any cell of the joint benchmark be measured alone, repeated by its own line, and resumed?"""

import argparse
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks._record import keep, lines_of
from benchmarks.joint import OURS, PEERS, TARGETS, cells_of

from benchmarks import joint

ROOT = Path(__file__).parents[2]
TINY = ("--people", "8", "--days", "7", "--load", "normal", "--seconds", "2", "--seed", "1")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", "run", "joint", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def selected(**changes: object) -> list[joint.Cell]:
    chosen = {
        "people": None,
        "load": None,
        "seconds": None,
        "seed": None,
        "days": 28,
        "way": None,
        "peers": False,
        "staff": "lines",
    }
    return list(cells_of(argparse.Namespace(**(chosen | changes))))


def test_the_whole_table_has_three_seeds_of_every_size_time_and_load() -> None:
    cells = selected()
    # Four rows of people and seconds, three loads, three seeds.
    assert len(cells) == len(set(cells)) == 4 * 3 * 3
    assert {(cell.people, cell.seconds) for cell in cells} == set(TARGETS)


def test_options_select_one_cell() -> None:
    (cell,) = selected(people=30, load="tight", seconds=20, seed=2)
    assert (cell.people, cell.load, cell.seconds, cell.seed, cell.target) == (
        30,
        "tight",
        20,
        2,
        0.02,
    )


def test_a_cell_beside_the_table_has_no_target() -> None:
    (cell,) = selected(people=50, load="easy", seconds=30, seed=1)
    assert cell.target is None


def test_people_and_seconds_that_do_not_meet_are_refused() -> None:
    assert run("--people", "50").returncode == 2


def test_peers_stand_beside_our_own_plan_at_one_seed_and_up_to_their_size() -> None:
    cells = selected(peers=True, seconds=60)
    assert {cell.way for cell in cells} == {OURS, *PEERS}
    assert {cell.seed for cell in cells} == {1}
    assert {cell.people for cell in selected(peers=True)} == {30, 131}


def test_a_line_that_was_cut_off_is_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    keep({"way": "joint"}, path)
    with path.open("a") as file:
        file.write('{"way": "jo')
    assert list(lines_of(path)) == [{"way": "joint"}]
    keep({"way": "baseline"}, path)
    assert [line["way"] for line in lines_of(path)] == ["joint", "baseline"]


@pytest.mark.slow
def test_a_cell_says_all_that_is_promised_and_is_not_measured_twice(tmp_path: Path) -> None:
    out = tmp_path / "lines.jsonl"
    result = run(*TINY, "--out", str(out))
    line = json.loads(result.stdout)
    promised = (
        "instance seed machine version command cost unavoidable bound gap status "
        "seconds delay_days baseline_cost memory_mb"
    )
    assert set(promised.split()) <= set(line)
    assert line["broken"] == 0
    assert line["bound"] is None or line["bound"] <= line["cost"] <= line["baseline_cost"]
    assert line["care_load"] == pytest.approx(0.95, abs=0.02)
    assert run(*TINY, "--out", str(out)).stdout == ""


@pytest.mark.slow
def test_the_command_of_a_line_repeats_it() -> None:
    line = json.loads(run(*TINY, "--way", "baseline").stdout)
    again = json.loads(run(*shlex.split(line["command"])[5:]).stdout)
    assert {name: again[name] for name in ("cost", "fingerprint", "broken")} == {
        name: line[name] for name in ("cost", "fingerprint", "broken")
    }
