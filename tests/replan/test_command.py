"""Does the command write what it says, and leave alone what it must?"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.files import load_case, load_plan, save_case, save_plan
from rosterer.files.faults import BadInput
from tests.replan.published import on_day, published, who_works

SICK_DAY = 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case, its published plan and what came up."""
    there = tmp_path_factory.mktemp("replan")
    case, plan = published()
    save_case(case, there / "case")
    save_plan(plan, there / "plan", case=case)
    day = on_day(case, SICK_DAY)
    _write(there / "sick.toml", who_works(plan, day), day.isoformat())
    away = {row.person for row in case.absences if row.first_day <= day <= row.last_day}
    on_duty = {row.person for row in plan.duties if row.date == day}
    free = next(one.person for one in case.people if one.person not in on_duty | away)
    _write(there / "off.toml", free, day.isoformat())
    return there


def _write(file: Path, who: str, day: str) -> None:
    file.write_text(
        f'[[change]]\nkind = "person-unavailable"\nperson = "{who}"\nfirst_day = {day}\n'
        f'last_day = {day}\nreason = "sickness"\n'
    )


def run(folder: Path, news: str, out: str, *more: str) -> tuple[int, str, BaseException | None]:
    now = f"{on_day(published()[0], SICK_DAY)}T06:10"
    words = ["replan", str(folder / "case"), str(folder / "plan"), "--now", now]
    words += ["--changes", str(folder / news), "--out", str(folder / out), *more]
    done = CliRunner().invoke(app(), words)
    return done.exit_code, done.output, done.exception


def test_repairs_are_plans_of_the_case_beside_them(folder: Path) -> None:
    code, _, _ = run(folder, "sick.toml", "out", "--best", "2")
    assert code == 0
    case = load_case(folder / "out" / "case")
    summary = json.loads((folder / "out" / "repairs.json").read_text())
    assert 1 <= len(summary["repairs"]) <= 2
    assert summary["fingerprint"] == case.fingerprint
    for one in summary["repairs"]:
        assert load_plan(folder / "out" / one["folder"]).certificate is not None
        told = json.loads((folder / "out" / f"{one['folder']}.diff.json").read_text())
        assert told["total"] == one["total"]
        assert set(told["ledger"]) == {"cash", "known", "expected", "missing", "preference"}
        rows = (folder / "out" / f"{one['folder']}.diff.csv").read_text().splitlines()
        assert rows[0].startswith("what,who,date,before,after")
        assert "forced-duty" in rows[1] or any("forced-duty" in row for row in rows)
    assert summary["left"]["is_left"]


def test_a_plan_that_stays_best_is_returned_byte_for_byte(folder: Path) -> None:
    code, _, _ = run(folder, "off.toml", "same")
    assert code == 0
    files = sorted(file.name for file in (folder / "plan").iterdir())
    assert sorted(file.name for file in (folder / "same" / "1").iterdir()) == files
    for name in files:
        was, now = (folder / "plan" / name), (folder / "same" / "1" / name)
        assert was.read_bytes() == now.read_bytes()


def test_fewer_repairs_than_before_leave_none_of_those_behind(folder: Path) -> None:
    out = folder / "less"
    (out / "3").mkdir(parents=True)
    (out / "3" / "duties.csv").write_text("old")
    (out / "3.diff.json").write_text("{}")
    (out / "4").mkdir()
    (out / "4" / "mine.txt").write_text("mine")
    run(folder, "off.toml", "less", "--best", "1")
    assert not (out / "3").exists()
    assert not (out / "3.diff.json").exists()
    assert (out / "4" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("out", "words"), [("case", "is a case"), ("plan", "is a plan"), (".", "holds the published")]
)
def test_nothing_is_written_over_a_case_or_a_plan(folder: Path, out: str, words: str) -> None:
    _, _, refused = run(folder, "off.toml", out)
    assert isinstance(refused, BadInput)
    assert words in str(refused.faults[0])


def test_a_moment_that_is_none_is_refused(folder: Path) -> None:
    words = ["replan", str(folder / "case"), str(folder / "plan"), "--now", "soon"]
    words += ["--changes", str(folder / "off.toml"), "--out", str(folder / "x")]
    refused = CliRunner().invoke(app(), words).exception
    assert isinstance(refused, BadInput)
    assert "no moment" in str(refused.faults[0])
