"""Are the answers on the page those that the commands give?

With ``ROSTERER_WRITE_DOCS=1`` they are written onto the page instead.
"""

import os
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rosterer.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "ask-why.md"
EXAMPLE = re.compile(r"(?m)^    rosterer (explain .*)\n\n```\n((?:.*\n)*?)```$")


def _printed(line: str) -> str:
    result = CliRunner().invoke(app(), shlex.split(line))
    assert result.exit_code == 0, result.output
    return result.stderr


def test_the_page_shows_what_its_commands_print(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGE.read_text("utf-8")
    examples = EXAMPLE.findall(text)
    assert len(examples) == text.count("    rosterer explain")
    monkeypatch.chdir(PAGE.with_suffix(""))
    made = {line: _printed(line) for line, _ in examples}
    if os.environ.get("ROSTERER_WRITE_DOCS"):
        written = EXAMPLE.sub(
            lambda found: f"    rosterer {found[1]}\n\n```\n{made[found[1]]}```", text
        )
        PAGE.write_text(written, "utf-8")
        return
    assert [shown for _, shown in examples] == list(made.values())
