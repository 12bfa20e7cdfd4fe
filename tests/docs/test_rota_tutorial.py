"""Does the rota managers' tutorial say what happens?"""

import re
import shlex
from pathlib import Path

import click
import pytest
import typer.main
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.files import load_case, load_plan
from rosterer.referee import judge
from rosterer.sheets import QuestionsError

DOCS = Path(__file__).parents[2] / "docs"
TUTORIAL = (DOCS / "tutorials" / "rota-managers.md").read_text(encoding="utf-8")
PAGES = (
    "tutorials/rota-managers.md",
    "how-to/import-a-rota.md",
    "how-to/excel-and-files.md",
    "how-to/publish-a-rota.md",
    "how-to/sick-call.md",
)
COMMANDS = [
    (page, line.strip())
    for page in PAGES
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines()
    if line.startswith("    rosterer ")
]


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_every_command_on_the_pages_can_be_typed(page: str, line: str) -> None:
    _, name, *arguments = shlex.split(line)
    command = typer.main.get_command(app()).commands[name]  # type: ignore[attr-defined]
    with click.Context(command) as context:
        command.parse_args(context, arguments)


def quoted(after: str) -> list[str]:
    """The lines of the first block of output after a text."""
    block = re.search(r"```\n(.*?)```", TUTORIAL[TUTORIAL.index(after) :], re.DOTALL)
    assert block
    return block[1].splitlines()


def test_the_tutorials_import_and_check_print_what_it_shows(tmp_path: Path) -> None:
    rota = DOCS / "tutorials" / "rota-managers" / "rota.csv"
    case, plan = tmp_path / "case", tmp_path / "myrota"
    targets = ["--out", str(case), "--plan", str(plan)]
    mapping = str(tmp_path / "asked.toml")
    asked = CliRunner().invoke(app(), ["import", str(rota), *targets, "--write-mapping", mapping])
    assert isinstance(asked.exception, QuestionsError)
    for line in quoted("## 1.")[1:]:
        assert line in str(asked.exception)
    assert not case.exists()
    block = re.search(r"```toml\n(.*?)```", TUTORIAL, re.DOTALL)
    assert block
    (tmp_path / "mapping.toml").write_text(block[1])
    answered = [*targets, "--mapping", str(tmp_path / "mapping.toml"), "--json"]
    result = CliRunner().invoke(app(), ["import", str(rota), *answered])
    assert result.exit_code == 0
    shown = quoted("Now Rosterer prints")
    assert '"people": 8, "duties": 104, "days": 28' in result.stdout
    assert shown[0].startswith("8 people, 104 duties, 28 days")
    for line in shown[1:]:
        text = line.partition(": ")[2].partition(" (")[0]
        assert text in result.stdout
    verdict = judge(load_case(case), load_plan(plan), show_names=True)
    told = [f"  {breach.rule}: {breach.sentence}" for breach in verdict.broken]
    first, *others = verdict.summary.splitlines()
    unknown = [line for line in others if line.startswith("Not judged")]
    assert [first, *unknown, *told] == quoted("## 3.")
    assert verdict.shortage_hours == 25


def test_the_tutorials_mapping_leaves_no_code_unknown(tmp_path: Path) -> None:
    rota = DOCS / "tutorials" / "rota-managers" / "rota.csv"
    block = re.search(r"```toml\n(.*?)```", TUTORIAL, re.DOTALL)
    assert block
    (tmp_path / "mapping.toml").write_text(block[1])
    targets = [
        "--out",
        str(tmp_path / "case"),
        "--plan",
        str(tmp_path / "plan"),
        "--mapping",
        str(tmp_path / "mapping.toml"),
    ]
    result = CliRunner().invoke(app(), ["import", str(rota), *targets, "--json"])
    assert result.exit_code == 0
    assert "unknown code" not in result.stdout
