"""Does the page on the command line name every command and option?"""

import re
from pathlib import Path

import pytest
import typer.main

from rosterer.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text(
    encoding="utf-8"
)
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = typer.main.get_command(app()).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_has_its_section_with_every_argument_and_option(name: str) -> None:
    words = {
        word
        for parameter in COMMANDS[name].params
        for word in (
            parameter.opts
            if parameter.opts[0].startswith("-")
            else [(parameter.metavar or parameter.name).strip("[]")]
        )
    }
    missing = sorted(
        word
        for word in words - {"--help", "-h"}
        if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", SECTIONS[name])
    )
    assert missing == []


def test_the_page_describes_no_command_that_is_not_there() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_page_names_no_option_that_is_not_there(name: str) -> None:
    documented = set(re.findall(r"^\| `(--[a-z-]+)", SECTIONS[name], re.MULTILINE))
    assert documented <= {word for parameter in COMMANDS[name].params for word in parameter.opts}
