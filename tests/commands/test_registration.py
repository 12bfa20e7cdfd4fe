"""Do commands of other packages join the command line?"""

from importlib.metadata import EntryPoint

import pytest
import typer.main

from rosterer.cli import app
from rosterer.commands import COMMANDS


def _names() -> list[str]:
    return list(typer.main.get_command(app()).commands)  # type: ignore[attr-defined]


def test_commands_stand_in_the_order_of_the_list() -> None:
    assert _names()[: len(COMMANDS)] == list(COMMANDS)


def test_a_command_of_another_package_is_added_under_its_own_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serve = EntryPoint("serve", "rosterer.commands.convert:convert", "rosterer.commands")
    monkeypatch.setattr(
        "importlib.metadata.entry_points",
        lambda group: [serve] if group == "rosterer.commands" else [],
    )
    assert "serve" in _names()


def test_every_command_explains_itself_in_one_sentence() -> None:
    commands = typer.main.get_command(app()).commands  # type: ignore[attr-defined]
    assert [
        name for name, command in commands.items() if not (command.help or "").endswith(".")
    ] == []


def test_every_command_shows_an_example_that_can_be_typed() -> None:
    commands = typer.main.get_command(app()).commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        program, *words = (command.epilog or "").splitlines()[-1].split()
        assert (program, words[0]) == ("rosterer", name)
        command.make_context(name, words[1:])  # raises where it would be refused
