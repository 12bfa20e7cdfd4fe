"""How does a job judge a plan that is too large to judge while a caller waits?"""

from collections.abc import Mapping

from rosterer_api.jobs.kinds.kind import Kind, Outcome, Watch
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


class CheckRequest(Fact):
    """Which plan of the case is to be judged."""

    plan: str


def _run(case: Case, request: CheckRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    from rosterer.explain.free_places import known_beside
    from rosterer.referee import judge
    from rosterer.standing import standing_of

    watch.tell({"doing": "judging the plan"})
    plan = plans["plan"]
    verdict = judge(case, plan)
    known = known_beside(case, plan, verdict)
    return Outcome(
        result={
            **verdict.model_dump(mode="json"),
            "is_good": verdict.is_good,
            "standing": standing_of(plan, verdict, known=known, read_from=case.losses).model_dump(
                mode="json"
            ),
        }
    )


KINDS = (
    Kind(
        "check",
        "judge a plan by rules, ledger and certificate",
        CheckRequest,
        _run,
        plans=("plan",),
    ),
)
