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
    from rosterer.referee import judge
    from rosterer_api.plans import standing

    watch.tell({"doing": "judging the plan"})
    plan = plans["plan"]
    verdict = judge(case, plan)
    found = {**verdict.model_dump(mode="json"), "is_good": verdict.is_good}
    return Outcome(result={**found, "standing": standing(case, plan, verdict)})


_SUMMARY = "judge a plan by rules, ledger and certificate"
KINDS = (Kind("check", _SUMMARY, CheckRequest, _run, plans=("plan",)),)
