"""Which rules does a plan break, and what does it cost?"""

from rosterer.referee.grounds import Grounds
from rosterer.referee.judging import Judging
from rosterer.referee.verdict import Verdict
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def judge(case: Case, plan: Plan, *, show_names: bool = False) -> Verdict:
    """Judge a plan by the reference page *How a plan is judged*.

    Parameters
    ----------
    case
        A valid case.
    plan
        Any plan, made by any means; whatever is wrong with it becomes a breach, and the rest is
        judged all the same.
    show_names
        Call people by their display names in sentences, where the reader may see them; else by
        their ids.

    Returns
    -------
    Verdict
        Breaches, the ledger recomputed in pounds, and whether the plan's own ledger and certificate
        agree with it.
    """
    judging = Judging(Grounds(case, show_names=show_names), plan)
    judging.settle()
    return judging.verdict(plan)
