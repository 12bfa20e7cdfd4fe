"""What does a command line need of the search? A search that answers at once, or waits to be
stopped.
"""

import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from rosterer.referee.verdict import Breach, Verdict
from rosterer.solution import Solution
from rosterer_models.heuristics.progress import Progress
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Certificate, Plan


def answer(case: Case, status: str, *, is_broken: bool = False) -> Solution:
    """A solution of nothing, with a gap that JSON has no word for."""
    verdict = Verdict(
        broken=(Breach(rule="beds", who="hub", sentence="hub: too full"),) if is_broken else (),
        ledger=(),
        cost=10.0,
        unavoidable=0.0,
        ledger_agrees=None,
        certificate_agrees=True,
        disagreements=(),
        shortage_hours=0.0,
        delay_days=0.0,
        avoidable_delay_days=0.0,
        overflow=(),
        reservations=(),
    )
    certificate = Certificate.model_validate(
        {"status": status, "cost": 10.0, "unavoidable": 0.0, "gap": float("inf")}
    )
    plan = Plan(certificate=certificate).made("search")
    return Solution(plan, certificate, verdict, verdict, len(case.people), len(case.referrals))


LONGEST_SECONDS = 20.0


def fake_solve_module(
    *,
    waits: bool = False,
    is_deaf: bool = False,
    fails: bool = False,
    is_broken: bool = False,
    seen: dict[str, Any] | None = None,
) -> ModuleType:
    """A module that can stand in for ``rosterer.solve``."""

    def solve(
        case: Case,
        *,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
        **settings: Any,
    ) -> Solution:
        if seen is not None:
            seen.update(settings)
        if fails:
            raise RuntimeError("the search fell over")
        progress(Progress(1.0, 10.0, 5.0, 0.5, "looking"))
        end = time.monotonic() + LONGEST_SECONDS
        while waits and (is_deaf or not stop()) and time.monotonic() < end:
            time.sleep(0.02)
        status = "stopped" if stop() else "feasible"
        return answer(case, status, is_broken=is_broken)

    module = ModuleType("rosterer.solve")
    module.solve = solve  # type: ignore[attr-defined]
    return module


def install(**settings: Any) -> None:
    """Put the fake search in place of the real one, in this process."""
    sys.modules["rosterer.solve"] = fake_solve_module(**settings)
