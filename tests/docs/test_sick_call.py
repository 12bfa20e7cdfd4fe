"""Does the page on sick calls say what happens?"""

import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "how-to" / "sick-call.md").read_text(encoding="utf-8")
TUTORIAL = DOCS / "tutorials" / "rota-managers.md"


def ran(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command in a process of its own, as its readers run it."""
    program = [sys.executable, "-c", "from rosterer.cli import main; main()", *words]
    return subprocess.run(
        program, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def test_the_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    mapping = re.search(r"```toml\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    news = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert mapping
    assert news
    (tmp_path / "mapping.toml").write_text(mapping[1])
    (tmp_path / "sick.toml").write_text(news[1])
    rota = str(TUTORIAL.parent / "rota-managers" / "rota.csv")
    target = ["--out", "case", "--plan", "myrota", "--mapping", "mapping.toml"]
    assert ran(tmp_path, "import", rota, *target).returncode == 0
    line = re.search(r"^    rosterer (replan .*)$", PAGE, re.MULTILINE)
    assert line
    # time enough on a busy machine: so small a programme ends by itself
    done = ran(tmp_path, *line[1].split(), "--best", "1", "--time-limit", "60")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    shown = [row for kind, block in blocks if not kind for row in block.splitlines()]
    assert [row for row in shown if row not in done.stdout.splitlines()] == [], done.stdout
    assert len(shown) == 9
    assert done.returncode == 1
