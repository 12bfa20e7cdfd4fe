"""What is left to gain once something else is done? Everybody's duties are kept, and the minutes of
rounds and all placements are settled anew.
"""

from rosterer.explain.weighed import silent
from rosterer.explain.worse import worse
from rosterer.referee.judge import judge
from rosterer.referee.verdict import Verdict
from rosterer_models.heuristics.making import Making
from rosterer_models.heuristics.neighbourhoods.minutes import finish
from rosterer_models.heuristics.progress import Budget
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def settled(
    case: Case, plan: Plan, sound: Verdict, seconds: float | None, held: str = ""
) -> Verdict | None:
    """What the referee says once minutes and placements are settled for the duties of a plan; None
    where what is found breaks a rule, or does not do what was asked.

    Parameters
    ----------
    sound
        Of a plan whose breaches are let pass.
    seconds
        At the most; None to take what it takes, so that it can be repeated.
    held
        A referral whose start, or waiting, stays as the plan has it.
    """
    making = Making.of_plan(case, plan)
    number = {row.referral: n for n, row in enumerate(case.referrals)}
    own = {}
    if held:
        group = number[held]
        own[group] = next((one for one in making.amounts if one.group == group), None)
    found = finish(
        case,
        making.people,
        making.rota,
        making.everybody(),
        making.amounts,
        Budget(seconds, work=1 if seconds is None else None),
        held=own,
    )
    better = found.plan.model_copy(update={"losses": plan.losses})
    verdict = judge(case, silent(better))
    if worse(sound.broken, verdict.broken):
        return None
    if held and _start_of(better, held) != _start_of(plan, held):
        return None
    return verdict


def _start_of(plan: Plan, referral: str) -> frozenset[tuple[object, ...]]:
    return frozenset(
        (row.option, row.stage, row.unit, row.start if row.stage == 1 else None)
        for row in plan.placements
        if row.referral == referral and row.option is not None
    )
