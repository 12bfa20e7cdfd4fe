"""Does Ctrl-C end every command in one sentence, from its first import on?"""

import builtins
import inspect
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points

import pytest

from rosterer import cli
from rosterer.commands import COMMANDS
from rosterer.pressed import Pressed

OF_THE_SERVICE: dict[str, Callable[..., None]] = {
    one.name: one.load() for one in entry_points(group="rosterer.commands")
}
EVERY: dict[str, Callable[..., None]] = {**COMMANDS, **OF_THE_SERVICE}
PRESSED_IN_AN_IMPORT = """
import sys

class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            {press}

sys.meta_path.insert(0, CtrlC())
for name in [name for name in sys.modules if name == {name!r}]:
    del sys.modules[name]
sys.argv = ["rosterer", "words", "float"]
from rosterer.cli import main
main()
"""
AS_SIGNAL = "import signal; signal.raise_signal(signal.SIGINT)"


def _pressed_in(name: str, press: str) -> tuple[int, str, str]:
    program = PRESSED_IN_AN_IMPORT.format(name=name, press=press)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "name",
    ["importlib.metadata", "typer", "rich.console", "rosterer.commands.demo", "rosterer.words"],
)
def test_ctrl_c_in_an_import_is_one_sentence(name: str) -> None:
    assert _pressed_in(name, "raise KeyboardInterrupt") == (130, "", "Interrupted.\n")


@pytest.mark.parametrize(
    "press",
    [
        f"{AS_SIGNAL}",
        f"try: {AS_SIGNAL}\n            except BaseException: raise ImportError('no kernels')",
        f"try: {AS_SIGNAL}\n            except BaseException: pass",
    ],
    ids=["as it is", "turned into another failure", "passed over"],
)
def test_ctrl_c_is_one_sentence_whatever_a_library_makes_of_it(press: str) -> None:
    assert _pressed_in("rosterer.commands.winter", press) == (130, "", "Interrupted.\n")


def test_without_ctrl_c_the_word_is_explained() -> None:
    code, out, err = _pressed_in("nothing.of.this.name", "raise KeyboardInterrupt")
    assert (code, err) == (0, "")
    assert out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_ctrl_c_within_a_command_is_one_sentence(
    name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    module, real = EVERY[name].__module__, builtins.__import__

    def pressed(
        called: str, of: dict[str, object] | None = None, *more: object, **named: object
    ) -> object:
        if of is not None and of.get("__name__") == module and _is_in_a_function():
            raise KeyboardInterrupt
        return real(called, of, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", pressed)
    assert _ended(name, monkeypatch, capfd) == (130, "", "Interrupted.\n")


@pytest.mark.parametrize("name", list(OF_THE_SERVICE))
def test_ctrl_c_while_the_service_opens_its_database_is_one_sentence(
    name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def pressed(*given: object) -> None:
        raise KeyboardInterrupt

    for called in ("opened", "settings_of"):
        monkeypatch.setattr(f"{EVERY[name].__module__}.{called}", pressed, raising=False)
    assert _ended(name, monkeypatch, capfd) == (130, "", "Interrupted.\n")


def _ended(
    name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> tuple[object, str, str]:
    """Exit code and words of a command's own example."""
    example = sys.modules[EVERY[name].__module__].EXAMPLE
    monkeypatch.setattr("rosterer.commands.talk.keep_stdout_for_results", lambda: None)
    monkeypatch.setattr(sys, "argv", example.split())
    with pytest.raises(SystemExit) as end:
        cli.main()
    monkeypatch.undo()
    return end.value.code, *capfd.readouterr()


def _is_in_a_function() -> bool:
    """Whether what is imported is imported by a command that runs, and not by its module."""
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    caller = frame.f_back.f_back
    return caller is not None and caller.f_code.co_name != "<module>"


def _ends_by_itself() -> None:
    try:
        raise ValueError("of the command")
    except ValueError:
        sys.exit(130)


def test_the_end_of_a_command_with_130_of_its_own_has_its_own_words() -> None:
    with pytest.raises(SystemExit) as end:
        _ends_by_itself()
    assert not Pressed().is_cause_of(end.value)
