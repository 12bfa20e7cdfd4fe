"""What happens in the process of a job?

``python -m rosterer_api.jobs.child`` loads what the kinds of job need until it reads a folder on
its standard input. There it reads the case, does what the task asks, has the referee judge the
plan, and writes the result. It caps its own memory and ends with its parent: a search that brings
the process down takes nobody with it.
"""

import json
import os
import signal
import sys
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

from rosterer.files.faults import BadInput
from rosterer_api.jobs.exchange import BEGUN, NO_ROOM, Exchange
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.kinds.kind import Outcome, Stopped
from rosterer_api.room import is_for_want_of_room
from rosterer_api.sendable import sendable
from rosterer_api.words import all_words_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import RefusedChangeError
from rosterer_models.vocabulary.plan import Plan

MEBIBYTE = 1024 * 1024
GIVEN_WAY = 10
"""Steps of niceness: beside a busy server a search then gets about a tenth of a core, and all of
one that is idle.
"""


def main(folder: Path) -> None:
    """Do the task in a folder."""
    exchange = Exchange(folder)
    task = json.loads(exchange.get("task.json") or "{}")
    exchange.most_seconds = task["most_seconds"]
    _cap_memory(int(task["memory_mebibytes"]))
    kind = known_kinds(task["kinds"])[task["kind"]]
    exchange.put(BEGUN, "")  # whatever fails from now on is the job's own doing
    try:
        case = Case.model_validate_json(exchange.get("case.json") or "")
        request = kind.request.model_validate(task["request"])
        texts = {field: exchange.get(f"{field}.plan.json") for field in kind.plans}
        plans = {name: Plan.model_validate_json(text) for name, text in texts.items() if text}
        if kind.split is not None and task["part"] is not None:
            done = kind.split.run(case, request, plans, task["part"], exchange)
            exchange.put_patiently("part.bin", done)
            return
        if kind.split is not None and task["num_parts"] is not None:
            results = [exchange.get_bytes(f"{n}.part") or b"" for n in range(task["num_parts"])]
            outcome = kind.split.join(case, request, plans, results, exchange)
        else:
            outcome = kind.run(case, request, plans, exchange)
    except (BadInput, RefusedChangeError) as refused:
        exchange.put_patiently("invalid.txt", str(refused))
        return
    except ValidationError as refused:
        exchange.put_patiently("invalid.txt", all_words_of(refused, task["request"]))
        return
    except Stopped:
        outcome = Outcome()
    document = json.dumps(
        _document(case, outcome), ensure_ascii=False, separators=(",", ":"), default=str
    )
    exchange.put_patiently("result.json", document)


def _document(case: Case, outcome: Outcome) -> dict[str, object]:
    document: dict[str, object] = {"plan": None, "verdict": {}}
    for name in ("summary", "result", "tables"):
        document[name] = sendable(getattr(outcome, name))
    if outcome.plan is not None:
        from rosterer_api.plans import judged

        document["verdict"] = judged(case, outcome.plan)
        document["plan"] = outcome.plan.model_dump(mode="json")
        document["cover"], document["occupancy"] = list(outcome.cover), list(outcome.occupancy)
    return document


def _cap_memory(mebibytes: int) -> None:
    if mebibytes and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (mebibytes * MEBIBYTE, mebibytes * MEBIBYTE))


def _give_way() -> None:
    """Let those who read and submit on the same machine come first; where nobody does, a search
    loses nothing.
    """
    if hasattr(os, "nice"):
        os.nice(GIVEN_WAY)


class _Parent(threading.Thread):
    """Reads the folder that the parent writes, and ends this process with all of its session when
    the parent is gone.

    The kernel's own signal for that (PR_SET_PDEATHSIG) would end this process alone and leave its
    helpers behind.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.has_spoken = threading.Event()
        self.folder = Path()

    def run(self) -> None:
        """Listen until there is nothing more to hear."""
        heard = b""
        while more := os.read(0, 4096):
            heard += more
            if heard.endswith(b"\n"):
                self.folder = Path(os.fsdecode(heard[:-1]))
                self.has_spoken.set()
        os.killpg(0, signal.SIGKILL)


def _warm_up(kinds: str, is_enough: threading.Event) -> None:
    """Load what jobs need until there is one; whatever cannot be loaded is told by the job that
    needs it.
    """
    with suppress(Exception):
        for module in dict.fromkeys(
            module for kind in known_kinds(kinds).values() for module in kind.modules
        ):
            if is_enough.is_set():
                return
            with suppress(Exception):
                import_module(module)


def _talk_to(file: Path) -> None:
    """From now on write there what is said, libraries in other languages included."""
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(number, stream)
    os.close(number)


if __name__ == "__main__":
    parent = _Parent()
    parent.start()
    _give_way()
    _warm_up(sys.argv[1], parent.has_spoken)
    parent.has_spoken.wait()
    code = 0
    try:
        _talk_to(parent.folder / "talk.txt")
        main(parent.folder)
    except BaseException as failure:
        code = NO_ROOM if is_for_want_of_room(failure) else 1
        with suppress(OSError):
            traceback.print_exc()
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)  # threads of engines may still wind down; nobody needs to wait for them
