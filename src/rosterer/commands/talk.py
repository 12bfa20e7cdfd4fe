"""How does the command line talk to people (stderr) and to programs (one JSON object on stdout)?"""

import json
import sys
from collections.abc import Mapping
from functools import cache

from rich.console import Console
from rich.text import Text

from rosterer.files.faults import Fault


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
    """One object on one line on stdout; what is no number is null, as JSON has no other word for it."""
    sys.stdout.write(json.dumps({key: _finite(value) for key, value in document.items()}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def pounds(amount: float) -> str:
    """An amount of money in whole pounds."""
    return f"{'−' * (amount < 0)}£{abs(amount):,.0f}"


def _finite(value: object) -> object:
    return None if isinstance(value, float) and value not in (float("inf"), float("-inf")) and value != value else _bounded(value)


def _bounded(value: object) -> object:
    return None if value in (float("inf"), float("-inf")) else value
