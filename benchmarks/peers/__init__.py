"""In which other ways can the same case be planned, in the same time on the same machine?

``baseline`` is the careful manager, ``sequential`` the rota first and placements second,
``plain-cp-sat`` and ``plain-highs`` the model that one would write first (``plain.py``), handed to
a solver as it is.
"""

import time
from dataclasses import dataclass

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class PeerPlan:
    """What a peer found."""

    plan: Plan | None
    """None when it found nothing in time."""
    status: str
    seconds: float
    """Modelling included."""
    own_objective: float | None = None
    """Pounds by the peer's own model; what the plan costs is the referee's to say."""
    own_bound: float | None = None
    """Bound of the peer's own model: it proves something of the case only as far as the model has
    every plan.
    """
    own_size: dict[str, int] | None = None


def plan_by(way: str, case: Case, seconds: float, seed: int) -> PeerPlan:
    """Plan a case in another way within about so many seconds."""
    begun = time.monotonic()
    if way == "baseline":
        from rosterer.baseline import baseline_plan

        plan = baseline_plan(case)
        return PeerPlan(plan, "feasible", time.monotonic() - begun)
    if way == "sequential":
        from rosterer.baseline.sequential import sequential_plan

        plan = sequential_plan(case, seconds, seed)
        return PeerPlan(plan, "feasible", time.monotonic() - begun)
    from benchmarks.peers.plain import plain_plan

    return plain_plan(case, way.removeprefix("plain-"), seconds, seed)
