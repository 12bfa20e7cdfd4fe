"""Which kinds of job misbehave in every way that matters, and which answer at once?"""

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from rosterer_api.jobs.kinds.kind import Kind, Outcome, Watch
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from tests.cases import small_plan


class OddRequest(Fact):
    """How odd it is to be."""

    seconds: float = 0
    tries: int = 0
    """How many attempts misbehave, counted in ``counter``."""
    counter: str = ""
    start: str | None = None


def _count(request: OddRequest) -> int:
    with Path(request.counter).open("a") as file:
        file.write("x")
    return Path(request.counter).stat().st_size


def _wait(case: Case, request: OddRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    """Work that has a plan at once and goes on improving it until it is stopped, or its time is
    over.
    """
    if request.counter:
        _count(request)
    watch.keep(small_plan())
    end = time.monotonic() + request.seconds
    while time.monotonic() < end and not watch.is_stopped():
        watch.tell({"doing": "waiting", "warm": "start" in plans})
        time.sleep(0.05)
    return Outcome(
        small_plan(),
        {"status": "stopped" if watch.is_stopped() else "feasible", "warm": "start" in plans},
    )


def _deaf(case: Case, request: OddRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    """Work that keeps a checkpoint and then does not hear anything."""
    watch.keep(small_plan())
    time.sleep(request.seconds)
    return Outcome(small_plan())


def _die(case: Case, request: OddRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    if _count(request) <= request.tries:
        os.kill(os.getpid(), signal.SIGSEGV)
    return Outcome(small_plan(), {"status": "feasible"})


def _fall(case: Case, request: OddRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    raise RuntimeError("the search fell over")


def _hog(case: Case, request: OddRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    return Outcome(result={"bytes": len(bytearray(1 << 40))})


KINDS = tuple(
    Kind(name, "odd", OddRequest, run, plans=("start",))
    for name, run in (
        ("wait", _wait),
        ("deaf", _deaf),
        ("die", _die),
        ("fall", _fall),
        ("hog", _hog),
    )
)
