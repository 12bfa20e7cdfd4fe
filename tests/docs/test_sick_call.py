"""Does the page on sick calls say what happens?"""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rosterer.cli import app

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "how-to" / "sick-call.md").read_text(encoding="utf-8")
TUTORIAL = DOCS / "tutorials" / "rota-managers.md"


def test_the_command_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mapping = re.search(r"```toml\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    news = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert mapping
    assert news
    Path("mapping.toml").write_text(mapping[1])
    Path("sick.toml").write_text(news[1])
    rota = str(TUTORIAL.parent / "rota-managers" / "rota.csv")
    target = ["--out", "case", "--plan", "myrota", "--mapping", "mapping.toml"]
    assert CliRunner().invoke(app(), ["import", rota, *target]).exit_code == 0
    line = re.search(r"^    rosterer (replan .*)$", PAGE, re.MULTILINE)
    assert line
    # time enough on a busy machine: so small a programme ends by itself
    done = CliRunner().invoke(app(), [*line[1].split(), "--best", "1", "--time-limit", "60"])
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    shown = [row for kind, block in blocks if not kind for row in block.splitlines()]
    assert [row for row in shown if row not in done.output.splitlines()] == []
    assert len(shown) == 9
    assert done.exit_code == 1
