"""Does every command end with the code that the reference names, without a traceback, and keep
stdout for results?
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rosterer.files import load_case, save_case, save_plan
from rosterer.generate import generate
from rosterer_models.vocabulary.plan import DutyPiece, Plan

WITH_FAKE = "from fake_solve import install; install({}); from rosterer.cli import main; main()"
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]),
    "NO_COLOR": "1",
    "TERM": "dumb",
}


def run(
    *words: str | Path, fake: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    start = (
        ["-c", WITH_FAKE.format(fake)]
        if fake is not None
        else ["-c", "from rosterer.cli import main; main()"]
    )
    done = subprocess.run(
        [sys.executable, *start, *map(str, words)],
        capture_output=True,
        text=True,
        env={**ENVIRONMENT, **environment},
        timeout=120,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "case"
    save_case(generate(people=8, days=7, seed=3), path)
    return path


def test_generate_writes_a_case_that_loads_and_ends_with_0(tmp_path: Path) -> None:
    done = run(
        "generate",
        tmp_path / "case",
        "--people",
        "8",
        "--days",
        "7",
        "--load",
        "easy",
        "--seed",
        "5",
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert load_case(tmp_path / "case") == generate(people=8, days=7, load="easy", seed=5)


def test_generate_adds_interim_beds_when_asked(tmp_path: Path) -> None:
    done = run("generate", tmp_path / "case", "--people", "8", "--days", "7", "--interim-beds", "4")
    assert done.returncode == 0
    assert load_case(tmp_path / "case") == generate(people=8, days=7, interim_beds=4)


def test_generate_of_impossible_size_is_bad_input_and_writes_nothing(tmp_path: Path) -> None:
    assert run("generate", tmp_path / "case", "--days", "1000").returncode == 2
    assert not (tmp_path / "case").exists()


def test_convert_there_and_back_changes_no_byte(case: Path, tmp_path: Path) -> None:
    assert run("convert", case, tmp_path / "case.json").returncode == 0
    assert run("convert", tmp_path / "case.json", tmp_path / "back").returncode == 0
    before = {file.name: file.read_bytes() for file in case.iterdir()}
    after = {file.name: file.read_bytes() for file in (tmp_path / "back").iterdir()}
    assert {name: after[name] for name in before} == before
    # what was left out is there with its headings, to be filled in
    assert all(after[name].count(b"\n") == 1 for name in set(after) - set(before))


def test_convert_knows_a_plan_from_a_case(tmp_path: Path) -> None:
    save_plan(Plan(), tmp_path / "plan")
    assert "Plan written" in run("convert", tmp_path / "plan", tmp_path / "plan.json").stderr
    assert "Plan written" in run("convert", tmp_path / "plan.json", tmp_path / "again").stderr


def test_solve_prints_one_object_on_one_line_and_writes_the_plan(
    case: Path, tmp_path: Path
) -> None:
    done = run("solve", case, "--out", tmp_path / "plan", "--json", fake="")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    line = json.loads(done.stdout)
    assert (line["status"], line["cost"], line["gap"], line["remark"]) == (
        "feasible",
        10.0,
        None,
        None,
    )
    assert line["standing"]["severity"] == "notice"
    assert (line["broken"], line["inherited"], line["not_judged"]) == ([], [], [])
    assert (tmp_path / "plan" / "duties.csv").exists()


def test_solve_ends_with_how_the_plan_stands_and_what_it_comes_to(
    case: Path, tmp_path: Path
) -> None:
    told = run("solve", case, "--out", tmp_path / "plan", fake="").stderr.splitlines()
    standing = "The best plan found in this time; a better one may exist within the gap."
    assert told.index(standing) < told.index(f"Plan written to {tmp_path / 'plan'}.")
    assert any(line.startswith("  Money: ") for line in told)
    assert any("Every rule is kept." in line for line in told)


def test_solve_of_a_plan_that_breaks_a_rule_ends_with_1_and_still_writes_it(
    case: Path, tmp_path: Path
) -> None:
    done = run("solve", case, "--out", tmp_path / "plan", "--json", fake="is_broken=True")
    assert done.returncode == 1
    line = json.loads(done.stdout)
    assert [breach["rule"] for breach in line["broken"]] == ["beds"]
    assert line["standing"]["severity"] == "error"
    assert "1 breach of 1 rule" in line["standing"]["sentence"]
    assert (tmp_path / "plan" / "duties.csv").exists()


def test_solve_of_a_case_with_faults_lists_them_all_and_ends_with_2(
    case: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "case"
    broken.mkdir()
    for file in case.iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    (broken / "teams.csv").write_text("team,nom\nteam-x,X\n", encoding="utf-8")
    (broken / "bands.csv").unlink()
    done = run("solve", broken, "--out", tmp_path / "plan", "--json", fake="")
    assert (done.returncode, done.stdout) == (2, "")
    assert "teams.csv row 1, column nom" in done.stderr
    assert "bands.csv: is missing" in done.stderr
    assert "people.csv row 2, column team" in done.stderr
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "/nowhere", "--out", "x"],
        ["solve", "/nowhere"],
        ["solve"],
        ["check", "/nowhere", "/nowhere"],
        ["convert", "/nowhere", "x"],
        ["conjure"],
        ["generate", "x", "--load", "silly"],
        ["solve", "/nowhere", "--out", "x", "--engine", "steam"],
        ["solve", "/nowhere", "--out", "x", "--time-limit", "soon"],
    ],
)
def test_what_cannot_be_understood_ends_with_2(words: list[str], tmp_path: Path) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_an_internal_failure_ends_with_3_and_one_sentence(case: Path, tmp_path: Path) -> None:
    done = run("solve", case, "--out", tmp_path / "plan", fake="fails=True")
    assert done.returncode == 3
    assert "Internal failure (RuntimeError: the search fell over)" in done.stderr
    assert "ROSTERER_DEBUG=1" in done.stderr


def test_an_internal_failure_is_written_to_a_file_when_asked(case: Path, tmp_path: Path) -> None:
    done = run(
        "solve",
        case,
        "--out",
        tmp_path / "plan",
        fake="fails=True",
        ROSTERER_DEBUG="1",
        TMPDIR=str(tmp_path),
    )
    assert done.returncode == 3
    (report,) = tmp_path.glob("rosterer-crash-*.txt")
    assert report.name in done.stderr.replace("\n", "")
    assert "the search fell over" in report.read_text(encoding="utf-8")


def _interrupted(case: Path, out: Path, times: int) -> tuple[int, str]:
    fake = "waits=True" if times == 1 else "waits=True, is_deaf=True"
    start = [
        sys.executable,
        "-c",
        WITH_FAKE.format(fake),
        "solve",
        str(case),
        "--out",
        str(out),
        "--json",
    ]
    process = subprocess.Popen(
        start, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    assert process.stderr is not None
    # the first line on stderr tells that the search is under way
    line = process.stderr.readline()
    assert "looking" in line
    process.send_signal(signal.SIGINT)
    assert any("Ctrl-C again" in line for line in process.stderr)
    if times == 2:
        process.send_signal(signal.SIGINT)
    printed, rest = process.communicate(timeout=60)
    assert "Traceback" not in rest
    return process.returncode, printed


def test_an_interrupted_solve_writes_the_best_plan_and_ends_with_130(
    case: Path, tmp_path: Path
) -> None:
    code, printed = _interrupted(case, tmp_path / "plan", times=1)
    assert code == 130
    assert json.loads(printed)["status"] == "stopped"
    assert (tmp_path / "plan" / "plan.json").exists()


def test_a_second_interrupt_ends_at_once_without_a_plan(case: Path, tmp_path: Path) -> None:
    assert _interrupted(case, tmp_path / "plan", times=2) == (130, "")
    assert not (tmp_path / "plan").exists()


def test_check_of_a_plan_that_breaks_a_rule_ends_with_1_and_says_which(
    case: Path, tmp_path: Path
) -> None:
    stranger = DutyPiece(person="nobody", date=load_case(case).first_day, shift="D")
    save_plan(Plan(duties=(stranger,)), tmp_path / "plan")
    done = run("check", case, tmp_path / "plan", "--json")
    assert done.returncode == 1
    verdict = json.loads(done.stdout)
    assert {breach["rule"] for breach in verdict["broken"]} >= {"known-names"}
    assert {"ledger_agrees", "certificate_agrees", "cost", "unavoidable"} <= verdict.keys()
    told = run("check", case, tmp_path / "plan")
    assert (told.returncode, told.stdout) == (1, "")
    assert "known-names" in told.stderr


def test_a_case_given_twice_and_arguments_in_the_wrong_order_are_one_fault(
    case: Path, tmp_path: Path
) -> None:
    save_plan(Plan(), tmp_path / "plan")
    for words, message in (
        ((case, case), "case: is a case, and a plan is needed here; give CASE, then PLAN"),
        ((tmp_path / "plan", case), "plan: is a plan, and a case is needed here"),
    ):
        done = run("check", *words)
        assert done.returncode == 2
        assert message in done.stderr
        assert "1 fault in the input" in done.stderr


def test_no_command_at_all_shows_the_help_and_the_version_is_printed() -> None:
    assert "solve" in run("--help").stdout
    version = run("--version")
    assert version.returncode == 0
    assert version.stdout.strip().count(".") == 2
