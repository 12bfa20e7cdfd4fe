"""What can somebody type after ``rosterer``, and with which exit code does it end?

0 good, 1 a check that found something, 2 bad input, 3 internal failure, 130 interrupted. Talk goes
to stderr; stdout carries results alone. Nobody ever sees a traceback unless they ask for one with
``ROSTERER_DEBUG=1``. Whatever takes time to import is imported inside functions, so that Ctrl-C is
answered from the first moment on.
"""

import os
import sys
from typing import TYPE_CHECKING

from rosterer.pressed import INTERRUPTED, Pressed, tell_interrupted
from rosterer.started import STARTED as STARTED  # first of all: imports are work too

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

HELP = {"-h", "--help"}
BAD_INPUT, INTERNAL_FAILURE = 2, 3


def app() -> "typer.Typer":
    """The command line with the commands of every installed part."""
    from importlib.metadata import entry_points

    import typer

    from rosterer.commands import COMMANDS
    from rosterer.commands.usage import OwnWords
    from rosterer.commands.version import options

    line = typer.Typer(
        name="rosterer",
        cls=OwnWords,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": sorted(HELP)},
    )
    line.callback(
        help="Staff rotas and patient placements for home-first care, decided together, with a "
        "proven gap."
    )(options)
    for name, command in COMMANDS.items():
        line.command(name, epilog=_example_of(command))(command)
    for entry in sorted(entry_points(group="rosterer.commands"), key=lambda entry: entry.name):
        command = entry.load()
        line.command(entry.name, epilog=_example_of(command))(command)
    return line


def _example_of(command: "Callable[..., None]") -> str | None:
    """What to type, from the module of a command; beside its other words, unwrapped."""
    example = getattr(sys.modules[command.__module__], "EXAMPLE", None)
    return f"\b\nExample:\n  {example}" if example else None


def main() -> None:
    """Run the command line and end the process with its exit code."""
    with Pressed() as pressed:
        try:
            _run(pressed)
        except BaseException as end:
            if not pressed.is_cause_of(end):
                raise
            tell_interrupted()
            sys.exit(INTERRUPTED)


def _run(pressed: Pressed) -> None:
    from rosterer.commands import COMMANDS
    from rosterer.commands.crash import crash_report
    from rosterer.commands.talk import keep_stdout_for_results, results, say, say_fault
    from rosterer.files.faults import BadInput

    words = sys.argv[1:]
    if words and words[0] in COMMANDS and not HELP & set(words):
        keep_stdout_for_results()
    try:
        line = app()
        pressed.raise_again()
        line(prog_name="rosterer")
    except BadInput as refused:
        for fault in refused.faults:
            say_fault(fault)
        say(
            f"{len(refused.faults)} fault{'s' * (len(refused.faults) != 1)}"
            f"{' and more' * refused.and_more} in the input; nothing was changed."
        )
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        # The reader of our output has left, as `head` does; there is nobody to tell, not even when
        # the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), results().fileno())
        sys.exit(INTERRUPTED)
    except Exception as failure:  # the last resort: no traceback reaches the user
        if pressed.is_cause_of(failure):
            raise
        say(crash_report(failure))
        sys.exit(INTERNAL_FAILURE)
