"""How does a job find a plan?"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from rosterer_api.jobs.kinds.kind import Kind, Outcome, Watch
from rosterer_models.heuristics.progress import Progress
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


class SolveRequest(Fact):
    """What a search may be asked for."""

    time_limit: Annotated[float, Field(gt=0, le=86400, allow_inf_nan=False)] | None = None
    """Seconds; 60 unless ``work`` is given, and never more than the service allows."""
    work: Annotated[int, Field(ge=1, le=10**9)] | None = None
    """Counted work after which the search ends; equal work gives equal plans."""
    gap: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0
    engine: Literal["auto", "highs", "cp-sat"] = "auto"
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    start: str | None = None
    """A plan of the same people and days from which the search starts."""


DEFAULT_SECONDS = 60.0
TOLD = ("seconds", "best", "bound", "gap", "doing")
"""What of a progress goes to those who watch."""
KEEP_SECONDS = 2.0
"""A plan is written down whole each time; so seldom, that takes no time from the search worth
speaking of.
"""


class _Better:
    """Keeps each plan that a search tells of and that is cheaper than the one before, but not more
    often than it is worth.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._cost = float("inf")
        self._waiting: Plan | None = None
        self._kept = -KEEP_SECONDS

    def look(self, progress: Progress) -> None:
        """Keep the plan of a progress, if it has one: the first is the baseline, a few seconds from
        the start.
        """
        cost = progress.best if progress.best is not None else float("inf")
        if progress.plan is not None and (cost < self._cost or self._cost == float("inf")):
            self._waiting, self._cost = progress.plan, cost
        if self._waiting is not None and progress.seconds - self._kept >= KEEP_SECONDS:
            self._watch.keep(self._waiting)
            self._waiting, self._kept = None, progress.seconds


def _run(case: Case, request: SolveRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    from rosterer.solve import solve

    start = plans.get("start")
    if start is not None:
        # From the first second on there is a plan to hand over, should this process have to be
        # ended.
        watch.keep(start)
    better = _Better(watch)

    def tell(progress: Progress) -> None:
        better.look(progress)
        watch.tell({name: getattr(progress, name) for name in TOLD})

    solution = solve(
        case,
        time_limit=min(request.time_limit or DEFAULT_SECONDS, watch.most_seconds),
        work=request.work,
        gap=request.gap,
        engine=request.engine,
        seed=request.seed,
        progress=tell,
        stop=watch.is_stopped,
        start=start,
    )
    return Outcome(solution.plan, solution.summary, solution.cover, solution.occupancy)


MODULES = (
    "rosterer.solve",
    "rosterer_models.heuristics.plan_search",
    "rosterer_models.relaxation.bound_process",
)
_SUMMARY = "find a plan with a proven gap"
KINDS = (Kind("solve", _SUMMARY, SolveRequest, _run, plans=("start",), modules=MODULES),)
