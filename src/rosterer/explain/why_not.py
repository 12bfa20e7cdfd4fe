"""Why is something else not done? It is done: what it breaks, or what it costs at once, and once
the rest has settled around it.
"""

from rosterer.explain.alternatives import is_done_already, with_instead
from rosterer.explain.answer import Answer, Instead, InsteadPerson, InsteadStart, Reason
from rosterer.explain.grounds import Grounds
from rosterer.explain.trial import without_remedy
from rosterer.explain.weighed import Weighed, compared, silent
from rosterer.referee.judge import judge
from rosterer.referee.verdict import Breach, Verdict
from rosterer.referee.words import counted
from rosterer_models.vocabulary.plan import Plan

SETTLING_SECONDS = 20.0
"""What settling the rest may take for each of the two plans that are compared."""
OF_OTHERS: frozenset[str] = frozenset({"hours-are-there", "beds", "admissions", "triage-slots"})
"""Rules that are kept again when others start later or elsewhere."""
SETTLED = "With all duties kept, and minutes and placements settled anew in both plans"


def why_not(
    grounds: Grounds, instead: Instead, *, seconds: float | None = SETTLING_SECONDS
) -> Answer:
    """Why a plan does not do something else.

    Parameters
    ----------
    instead
        With ids that the case has, on a day of the plan.
    seconds
        For settling; 0 to leave it out, None for whatever it takes.
    """
    words = said(grounds, instead)
    if (nothing := _nothing_to_do(grounds, instead)) is not None:
        return Answer(question=instead, is_so=False, sentence=nothing)
    other = silent(with_instead(grounds, instead))
    verdict = judge(grounds.case, other, show_names=grounds.show_names)
    change = compared(grounds.verdict, verdict)
    broken = tuple(_breach(breach) for breach in change.broken)
    may_settle = (seconds is None or seconds > 0) and {one.limit for one in broken} <= OF_OTHERS
    after = _settled(grounds, instead, other, verdict, seconds) if may_settle else None
    if broken and after is None:
        rules = list(dict.fromkeys(reason.limit for reason in broken))
        sentence = f"{words} breaks {counted(len(rules), 'rule')}: {', '.join(rules)}."
        return Answer(question=instead, is_so=True, sentence=sentence, reasons=broken)
    at_once = () if broken else (_reason("at-once", "With nothing else changed", change),)
    last = change if after is None else after
    told = () if after is None else (_reason("settled", SETTLED, after),)
    return Answer(
        question=instead,
        is_so=True,
        sentence=f"{words} {_worth(last, is_mended=bool(broken))}.",
        reasons=(*broken, *at_once, *told),
    )


def _worth(change: Weighed, *, is_mended: bool) -> str:
    breaks = (
        "breaks rules as things are, and none once others give way"
        if is_mended
        else "breaks no rule"
    )
    if change.pounds < 0:
        return f"{breaks}; by the ledger's total it is better than what the plan does"
    if change.pounds > 0:
        return f"{breaks}; by the ledger's total it is worse than what the plan does"
    return f"{breaks}; by the ledger's total it is as good as what the plan does"


def said(grounds: Grounds, instead: Instead) -> str:
    """What is to be done, in words."""
    if isinstance(instead, InsteadStart):
        if instead.option is None or instead.date is None:
            return f"Not serving {instead.referral}"
        where = f" ({', '.join(instead.units)})" if instead.units else ""
        day = grounds.said(grounds.calendar.number(instead.date))
        return f"Starting {instead.referral} with {instead.option}{where} on {day}"
    day = grounds.said(grounds.calendar.number(instead.date))
    called = grounds.called(instead.person)
    if isinstance(instead, InsteadPerson):
        return f"{called} instead of {grounds.called(instead.instead_of)} on {day}"
    if instead.shift is None:
        return f"{called} off on {day}"
    where = f" at {instead.where}" if instead.where else ""
    return f"{called} on {instead.shift}{where} on {day}"


def _nothing_to_do(grounds: Grounds, instead: Instead) -> str | None:
    """What is the plan's own way already, or cannot be meant."""
    if is_done_already(grounds, instead):
        return f"{said(grounds, instead)} is what the plan does."
    if isinstance(instead, InsteadPerson):
        day = grounds.calendar.number(instead.date)
        if (instead.instead_of, day) not in grounds.duties:
            other, when = grounds.called(instead.instead_of), grounds.said(day)
            return f"{other} has no duty on {when} that somebody could do instead."
        if instead.person == instead.instead_of:
            return f"{grounds.called(instead.person)} does it already."
    return None


def _breach(breach: Breach) -> Reason:
    return Reason(
        limit=breach.rule,
        who=breach.who,
        when=breach.when,
        more=breach.by,
        unit=breach.unit,
        sentence=f"{breach.rule}: {without_remedy(breach.sentence)}.",
    )


def _reason(limit: str, words: str, change: Weighed) -> Reason:
    return Reason(limit=limit, sentence=f"{words}: {change.told}.", difference=change.difference)


def _settled(
    grounds: Grounds, instead: Instead, other: Plan, verdict: Verdict, seconds: float | None
) -> Weighed | None:
    """The difference once minutes and placements have settled, in the plan and in the other; None
    where the other breaks a rule even so.
    """
    from rosterer.explain.settled import settled

    held = instead.referral if isinstance(instead, InsteadStart) else ""
    theirs = settled(grounds.case, other, grounds.verdict, seconds, held)
    is_sound = not compared(grounds.verdict, verdict).broken
    if is_sound and (theirs is None or theirs.cost > verdict.cost):
        theirs = verdict
    if theirs is None:
        return None
    ours = settled(grounds.case, grounds.plan, grounds.verdict, seconds)
    is_better = ours is not None and ours.cost < grounds.verdict.cost
    return compared(ours if ours is not None and is_better else grounds.verdict, theirs)
