"""What can somebody type after ``rosterer``, and with which exit code does it end?

0 good, 1 a check that found something, 2 bad input, 3 internal failure, 130 interrupted. Talk goes
to stderr; stdout carries results alone. Nobody ever sees a traceback unless they ask for one with
``ROSTERER_DEBUG=1``.
"""

import os
import sys
from collections.abc import Callable
from importlib.metadata import entry_points

import typer

from rosterer.commands import COMMANDS
from rosterer.commands.crash import crash_report
from rosterer.commands.talk import keep_stdout_for_results, results, say, say_fault
from rosterer.files.faults import BadInput

HELP = {"-h", "--help"}
BAD_INPUT, INTERNAL_FAILURE, INTERRUPTED = 2, 3, 130


def app() -> typer.Typer:
    """The command line with the commands of every installed part."""
    line = typer.Typer(
        name="rosterer",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": sorted(HELP)},
    )
    line.callback(
        help="Staff rotas and patient placements for home-first care, decided together, with a "
        "proven gap."
    )(_options)
    for name, command in COMMANDS.items():
        line.command(name, epilog=_example_of(command))(command)
    for entry in sorted(entry_points(group="rosterer.commands"), key=lambda entry: entry.name):
        command = entry.load()
        line.command(entry.name, epilog=_example_of(command))(command)
    return line


def _example_of(command: Callable[..., None]) -> str | None:
    """What to type, from the module of a command; beside its other words, unwrapped."""
    example = getattr(sys.modules[command.__module__], "EXAMPLE", None)
    return f"\b\nExample:\n  {example}" if example else None


def main() -> None:
    """Run the command line and end the process with its exit code."""
    words = sys.argv[1:]
    if words and words[0] in COMMANDS and not HELP & set(words):
        keep_stdout_for_results()
    try:
        app()(prog_name="rosterer")
    except BadInput as refused:
        for fault in refused.faults:
            say_fault(fault)
        say(
            f"{len(refused.faults)} fault{'s' * (len(refused.faults) != 1)}"
            f"{' and more' * refused.and_more} in the input; nothing was changed."
        )
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        say("Interrupted.")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has left, as `head` does; there is nobody to tell, not even when
        # the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), results().fileno())
        sys.exit(INTERRUPTED)
    except Exception as failure:  # the last resort: no traceback reaches the user
        say(crash_report(failure))
        sys.exit(INTERNAL_FAILURE)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        import rosterer

        print(rosterer.__version__)
        raise typer.Exit


def _options(
    version: bool = typer.Option(
        False,
        "--version",
        help="Print the version and end.",
        is_eager=True,
        callback=_print_version,
    ),
) -> None:
    return
