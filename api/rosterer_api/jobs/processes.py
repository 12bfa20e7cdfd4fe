"""What can be known of a process of this machine?"""

import os
import socket
from functools import cache
from pathlib import Path
from typing import Literal

Standing = Literal["runs", "suspended", "gone"]


@cache
def machine() -> str:
    """What tells machines and containers apart: within one, process ids can be compared."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return socket.gethostname()


def born(pid: int) -> int:
    """When a process began, in ticks since its machine did; 0 where the system does not say.

    A number is given to another process in time; number and birth together are not.
    """
    return int(words[19]) if (words := _status(pid)) else 0


def standing(pid: int, birth: int) -> Standing:
    """How the process with a number, born at a tick, stands."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        pass
    words = _status(pid)
    # A process that nobody has waited for yet still has its number.
    if words and (words[0] in "ZX" or (birth and int(words[19]) != birth)):
        return "gone"
    return "suspended" if words and words[0] in "Tt" else "runs"


def _status(pid: int) -> list[str]:
    """Fields of proc(5) stat from the third on; none where there are none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
