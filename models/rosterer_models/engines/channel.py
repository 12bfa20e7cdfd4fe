"""How does a process keep its answers apart from what the libraries in it print?

A library may print whatever it likes, in Python or below it, as HiGHS 1.16 does with its name and
version. So whoever answers on standard output first takes it for itself: what is printed from then
on goes to standard error, and the answer through a channel that only we know.

``python -m rosterer_models.engines.channel MODULE`` does so before ``MODULE`` and all that it needs
are imported, and then has ``MODULE.answer(channel)`` answer.
"""

import os
import sys
from importlib import import_module
from typing import BinaryIO

STDOUT, STDERR = 1, 2


def take_stdout() -> BinaryIO:
    """Take standard output for answers alone; what others print goes to standard error.

    To be called once, before anything that might print is imported.

    Returns
    -------
    BinaryIO
        Where answers go from now on. It is not handed on to child processes.
    """
    sys.stdout.flush()
    ours = os.fdopen(os.dup(STDOUT), "wb")
    try:
        os.dup2(STDERR, STDOUT)
    except OSError:  # a process without standard error, as services start them
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, STDOUT)
        os.close(nowhere)
    sys.stdout = sys.stderr
    return ours


def answering(module: str) -> list[str]:
    """The command that has a module answer on the standard output of a process of its own."""
    return [sys.executable, "-m", "rosterer_models.engines.channel", module]


if __name__ == "__main__":
    channel = take_stdout()
    import_module(sys.argv[1]).answer(channel)
    channel.flush()
