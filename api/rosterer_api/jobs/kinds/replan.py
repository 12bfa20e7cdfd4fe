"""How does a job repair a published plan when something has come up?

What it comes to are repairs as plans of the case with the changes: keep that case with
``PATCH /v1/cases/{id}``, then the repair that was chosen as a plan of it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from rosterer_api.jobs.kinds.kind import Kind, Outcome, Watch
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import MOST_CHANGES, Change
from rosterer_models.vocabulary.plan import Plan

DEFAULT_SECONDS = 5.0
"""Somebody waits at the telephone."""


class ReplanRequest(Fact):
    """What has come up, and how many answers are wanted."""

    plan: str
    """What is published."""
    changes: Annotated[tuple[Change, ...], Field(min_length=1, max_length=MOST_CHANGES)]
    now: datetime | None = None
    """From when on something may change; without an offset by the clock of the case's zone, blank
    for when the job begins.
    """
    best: Annotated[int, Field(ge=1, le=10)] = 3
    """How many different repairs at the most."""
    time_limit: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)] = DEFAULT_SECONDS
    """Seconds, and never more than the service allows."""


def _run(case: Case, request: ReplanRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    from rosterer.replan import replan
    from rosterer.replan.told import document
    from rosterer.replan.writing import summary

    found = replan(
        case,
        plans["plan"],
        request.changes,
        now=request.now,
        best=request.best,
        time_limit=min(request.time_limit, watch.most_seconds),
        stop=watch.is_stopped,
        progress=lambda doing: watch.tell({"doing": doing}),
    )
    told = summary(found)
    repairs: list[dict[str, Any]] = [
        {
            **document(found, repair, lambda person: person),
            "plan": repair.plan.model_dump(mode="json"),
        }
        for repair in found.repairs
    ]
    return Outcome(result={**told, "repairs": repairs})


KINDS = (
    Kind(
        "replan",
        "repair a published plan when something has come up, changing as little as pays",
        ReplanRequest,
        _run,
        plans=("plan",),
        modules=("rosterer.replan.repairing", "rosterer.replan.day_repair"),
    ),
)
