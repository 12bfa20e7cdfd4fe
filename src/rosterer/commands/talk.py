"""How does the command line talk to people (stderr) and to programs (one JSON object on stdout)?"""

import json
import sys
from collections.abc import Mapping
from functools import cache
from io import TextIOWrapper
from math import isfinite
from typing import TextIO

from rich.console import Console
from rich.text import Text

from rosterer.files.faults import Fault

_results: list[TextIO] = []
"""Where results go once standard output was taken for them; else to standard output."""


def keep_stdout_for_results() -> None:
    """From now on nothing but results reaches standard output, whatever libraries print."""
    from rosterer_models.engines.channel import take_stdout

    _results[:] = [TextIOWrapper(take_stdout(), encoding="utf-8", write_through=True)]


def results() -> TextIO:
    """Where results are written."""
    return _results[0] if _results else sys.stdout


@cache
def console() -> Console:
    """The console on stderr; colour only where a person looks."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Tell the user something."""
    console().print(Text(text))


def say_fault(fault: Fault) -> None:
    """Tell the user what is wrong where."""
    console().print(Text(str(fault), style="red"))


def print_json(document: Mapping[str, object]) -> None:
    """One object on one line on stdout; an infinite figure is null, because JSON has no word for
    it.
    """
    plain = {
        key: None if isinstance(value, float) and not isfinite(value) else value
        for key, value in document.items()
    }
    results().write(json.dumps(plain, ensure_ascii=False) + "\n")
    results().flush()
