"""What do a case and its plan look like once steps are taken, and is the trouble then cured?"""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from rosterer.explain.grounds import Grounds
from rosterer.explain.takes.menu import Step
from rosterer.explain.weighed import silent
from rosterer.explain.worse import worse
from rosterer.referee.judge import judge
from rosterer.referee.verdict import Verdict
from rosterer.shown import NOISE
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Admissions, BarriersClear, Beds
from rosterer_models.vocabulary.changing import applied, with_tables
from rosterer_models.vocabulary.cover import TriageSlots
from rosterer_models.vocabulary.person import Availability, Person
from rosterer_models.vocabulary.place import Closure
from rosterer_models.vocabulary.plan import AgencyHours, DutyPiece, Plan

ONE_DAY = timedelta(days=1)
NEW = "new-"
"""How ids of people begin who are not in the bank yet."""


def case_with(case: Case, steps: Sequence[Step]) -> Case:
    """The case with the steps that change it."""
    hours = sum(step.amount for step in steps if step.kind == "agency") / 60
    if hours:
        most = case.limits.agency_hours_per_day + ceil(hours)
        limits = case.limits.model_copy(update={"agency_hours_per_day": float(most)})
        case = with_tables(case, {"limits": limits})
    for step in steps:
        case = _with_step(case, step)
    return case


def _with_step(case: Case, step: Step) -> Case:
    if step.kind == "barrier":
        change = BarriersClear(days_earlier=int(step.amount), referral=step.who)
        return applied(case, [change])
    if step.kind == "triage-slot" and step.when:
        row = TriageSlots(first_day=step.when, last_day=step.when, slots=int(step.amount))
        return with_tables(case, {"triage": (*case.triage, row)})
    if step.kind == "bed" and step.where:
        return _with_beds(case, step)
    if step.kind == "admission" and step.where:
        # admissions are by weekday, so the step lets one more start on each such day
        unit = next(one for one in case.units if one.unit == step.where)
        starts = {name: most + int(step.amount) for name, most in unit.admissions.items()}
        case = applied(case, [Admissions.model_validate({"unit": step.where, "starts": starts})])
        shut = tuple(
            row.model_copy(update={"admissions": True})
            if row.unit == step.where
            and row.first_day <= (step.when or row.first_day) <= row.last_day
            else row
            for row in case.closures
        )
        return with_tables(case, {"closures": shut})
    if step.kind == "new-duty" and step.who and step.where and step.skill:
        return _with_person(case, step)
    return case


def _with_beds(case: Case, step: Step) -> Case:
    """More beds, out of use on all other days."""
    unit = next(one for one in case.units if one.unit == step.where)
    first = step.when or case.first_day
    beds = int(step.amount)
    shut = tuple(
        Closure(unit=unit.unit, first_day=begin, last_day=end, beds=beds)
        for begin, end in (
            (case.first_day, first - ONE_DAY),
            (first + step.days * ONE_DAY, case.first_day + (case.days + case.tail_days) * ONE_DAY),
        )
        if begin <= end
    )
    case = applied(case, [Beds(unit=unit.unit, beds=unit.beds + beds)])
    return with_tables(case, {"closures": (*case.closures, *shut)})


def _with_person(case: Case, step: Step) -> Case:
    """Somebody new, who lives where the duty is and does nothing but this."""
    home = next((one.place for one in case.units if one.unit == step.where), step.where) or ""
    new = Person(
        person=step.who or "",
        employer=case.employers[0].employer,
        team=case.teams[0].team,
        skills=(step.skill or "",),
        home=home,
        kind="bank",
    )
    last = case.first_day + timedelta(days=case.days - 1)
    offer = Availability(person=new.person, first_day=case.first_day, last_day=last)
    return with_tables(
        case, {"people": (*case.people, new), "availability": (*case.availability, offer)}
    )


def plan_with(plan: Plan, steps: Sequence[Step]) -> Plan:
    """The plan with the steps that change it; somebody's duty of a day is what the step says."""
    duties, agency = list(plan.duties), list(plan.agency)
    for step in steps:
        if step.kind == "agency" and step.when and step.where and step.band and step.skill:
            agency.append(
                AgencyHours(
                    date=step.when,
                    place=step.where,
                    band=step.band,
                    skill=step.skill,
                    minutes=step.amount,
                )
            )
        elif step.kind in ("duty", "piece", "rule", "new-duty") and step.who and step.when:
            duties.append(
                DutyPiece(
                    person=step.who,
                    date=step.when,
                    shift=step.shift or "",
                    place=step.where,
                    band=step.band,
                    skill=step.skill if step.band else None,
                    minutes=step.amount if step.band else None,
                )
            )
    return plan.model_copy(update={"duties": tuple(duties), "agency": tuple(agency)})


def verdict_with(grounds: Grounds, plan: Plan, steps: Sequence[Step]) -> Verdict:
    """What the referee says once the steps are taken."""
    return judge(case_with(grounds.case, steps), silent(plan_with(plan, steps)))


def is_sound(grounds: Grounds, verdict: Verdict, steps: Sequence[Step]) -> bool:
    """Nothing is broken that was not before, but for rules that are let pass, and no more is
    short.
    """
    passed = {(step.who, step.rule) for step in steps if step.kind == "rule"}
    broken = [
        one
        for one in worse(grounds.verdict.broken, verdict.broken)
        if (one.who, one.rule) not in passed
    ]
    return not broken and verdict.shortage_hours <= grounds.verdict.shortage_hours + NOISE
