"""Which claims of an answer can be tried, and does the referee confirm them?

Each is done by other means than the answer was found: the whole plan is judged with it.
"""

from collections.abc import Iterator
from random import Random

from rosterer.explain.alternatives import with_instead
from rosterer.explain.answer import Answer, Instead, InsteadStart, Reason, WhyReferral, WhyShort
from rosterer.explain.care_short import POSSIBLE
from rosterer.explain.delays import Trial
from rosterer.explain.grounds import Grounds
from rosterer.explain.weighed import silent
from rosterer.referee import Breach, Verdict, judge
from rosterer.shown import NOISE
from rosterer_models.vocabulary.plan import DutyPiece, Plan

RULE_OF = {
    "no-bed": "beds",
    "admissions-limit": "admissions",
}
"""The rule that somebody breaks who starts where this is lacking."""


def judged(grounds: Grounds, plan: Plan) -> tuple[Verdict, set[str]]:
    """The verdict of another plan, and rules of which it has breaches that this one has not."""
    verdict = judge(grounds.case, silent(plan))
    return verdict, {one.rule for one in _worse(grounds.verdict, verdict)}


def _worse(before: Verdict, after: Verdict) -> Iterator[Breach]:
    """Breaches whose rule, subject and day have more, or greater ones, than before."""
    for one in after.every_breach:
        mark = one.rule, one.who, one.when
        ours, theirs = (
            sorted(
                (
                    other.by or 0.0
                    for other in verdict.every_breach
                    if (other.rule, other.who, other.when) == mark
                ),
                reverse=True,
            )
            for verdict in (after, before)
        )
        if len(ours) > len(theirs) or any(
            new > old + 1e-6 for new, old in zip(ours, theirs, strict=False)
        ):
            yield one


def of_shortage(grounds: Grounds, answer: Answer, rng: Random) -> Iterator[bool]:
    """One person who is off: does every shift break a rule, the named one among them, or none?"""
    question = answer.question
    assert isinstance(question, WhyShort)
    day = grounds.calendar.number(question.date)
    people = [
        one
        for one in answer.reasons
        if one.who in grounds.register.people and (one.who, day) not in grounds.duties
    ]
    if people:
        yield _is_refused_so(grounds, question, rng.choice(people))


def _is_refused_so(grounds: Grounds, question: WhyShort, reason: Reason) -> bool:
    is_unit = question.where in grounds.register.units
    broken: list[set[str]] = []
    for shift in grounds.register.shifts.values():
        if not is_unit and not shift.contact.get(reason.band):
            continue
        if is_unit and reason.band not in shift.contact:
            continue
        row = DutyPiece(
            person=reason.who,
            date=question.date,
            shift=shift.shift,
            place=question.where,
            band=None if is_unit else reason.band,
            skill=None if is_unit else reason.skill,
            minutes=None if is_unit else float(grounds.case.limits.piece_minutes),
        )
        plan = grounds.plan.model_copy(update={"duties": (*grounds.plan.duties, row)})
        broken.append(judged(grounds, plan)[1])
    if reason.limit == POSSIBLE:
        return set() in broken
    if not broken:
        return reason.limit == "contact-time"
    return set() not in broken and any(reason.limit in rules for rules in broken)


def of_delay(grounds: Grounds, answer: Answer) -> Iterator[bool]:
    """Each stretch of nights: whoever starts on its first breaks the rule, or leaves more short.

    A start in the way that lacks least is tried; where there was room, none may be broken.
    """
    question = answer.question
    assert isinstance(question, WhyReferral)
    referral, trial = grounds.register.referrals[question.referral], Trial(grounds.reading)
    for reason in answer.reasons:
        if reason.when is None or reason.limit in ("barrier", "triage"):
            continue
        day = grounds.calendar.number(reason.when)
        options = list(trial.open_options(referral, day))
        nearest = trial.nearest(referral, options, day)
        if nearest is None:
            continue
        instead = InsteadStart(
            referral=referral.referral,
            option=nearest.stages[0].stage.option,
            date=reason.when,
            units=tuple(stage.unit for stage in nearest.stages if stage.unit is not None),
        )
        verdict, broken = judged(grounds, with_instead(grounds, instead))
        if reason.limit in RULE_OF:
            yield RULE_OF[reason.limit] in broken
        elif reason.limit in ("no-staff-for-beds", "no-care-hours"):
            is_shorter = verdict.shortage_hours > grounds.verdict.shortage_hours + NOISE
            yield is_shorter or "hours-are-there" in broken
        else:
            yield not broken


def of_something_else(grounds: Grounds, instead: Instead, answer: Answer) -> Iterator[bool]:
    """What it breaks and costs at once."""
    if not answer.is_so:
        return
    verdict, broken = judged(grounds, with_instead(grounds, instead))
    told = {one.limit for one in answer.reasons if one.difference is None}
    first = next((one.difference for one in answer.reasons if one.difference), None)
    cost = verdict.cost - grounds.verdict.cost
    yield told <= broken and bool(told) == bool(broken)
    if first is not None and not told:
        yield abs(first.total - cost) < 0.01
