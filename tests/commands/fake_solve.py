"""What does a command line need of the search? A search that answers at once, or waits to be
stopped.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from rosterer_models.search.progress import Progress
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class FakeSolution:
    """An answer."""

    plan: Plan
    summary: dict[str, Any]
    cover: list[dict[str, Any]] = field(default_factory=list)
    occupancy: list[dict[str, Any]] = field(default_factory=list)


LONGEST_SECONDS = 20.0


def fake_solve_module(
    *,
    waits: bool = False,
    is_deaf: bool = False,
    fails: bool = False,
    seen: dict[str, Any] | None = None,
) -> ModuleType:
    """A module that can stand in for ``rosterer.solve``."""

    def solve(
        case: Case,
        *,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
        **settings: Any,
    ) -> FakeSolution:
        if seen is not None:
            seen.update(settings)
        if fails:
            raise RuntimeError("the search fell over")
        progress(Progress(1.0, 10.0, 5.0, 0.5, "looking"))
        end = time.monotonic() + LONGEST_SECONDS
        while waits and (is_deaf or not stop()) and time.monotonic() < end:
            time.sleep(0.02)
        status = "stopped" if stop() else "feasible"
        return FakeSolution(
            Plan(), {"status": status, "cost": 10.0, "gap": float("inf"), "remark": None}
        )

    module = ModuleType("rosterer.solve")
    module.solve = solve  # type: ignore[attr-defined]
    return module


def install(**settings: Any) -> None:
    """Put the fake search in place of the real one, in this process."""
    sys.modules["rosterer.solve"] = fake_solve_module(**settings)
