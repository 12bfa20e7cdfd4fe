"""What would it take that nothing is short there? Somebody within the rules, a rule that is let
pass, an agency, or somebody new.
"""

from collections.abc import Iterator

from rosterer.explain.answer import Reason, WhyShort
from rosterer.explain.care_short import POSSIBLE
from rosterer.explain.grounds import Grounds
from rosterer.explain.shortages import why_short
from rosterer.explain.takes.done import NEW, case_with, is_sound, plan_with, verdict_with
from rosterer.explain.takes.menu import Cure, Menu, Step, Takes
from rosterer.money import purse_of
from rosterer.referee.working_rules import WORKING_RULES
from rosterer.shown import NOISE, pounds, pounds_or_pence, tenths

SHOWN = 3
"""Cures that are told."""
TRIED = 5
"""People who are tried at most, of those within the rules and of the others."""
LET_PASS = frozenset({*WORKING_RULES, "availability", "days-off", "max-duties", "floats-owed"})
"""Rules that somebody may agree to let pass once."""


def cures_of_shortage(grounds: Grounds, question: WhyShort, menu: Menu) -> Takes:
    """What it takes that the shortest of what is asked about is short no more."""
    why = why_short(grounds, question)
    if not why.is_so:
        return Takes(question=question, is_so=False, sentence=why.sentence)
    need = next(reason for reason in why.reasons if reason.limit == "need")
    is_unit = question.where in grounds.register.units
    found = [
        _cure(steps)
        for steps in _candidates(grounds, question, menu, need, list(why.reasons), is_unit)
        if _cures(grounds, question, need, steps)
    ]
    found.sort(key=lambda cure: (cure.pounds, len(cure.steps)))
    where = f"{question.where} on {grounds.said(grounds.calendar.number(question.date))}"
    what = f"{need.skill} in {need.band}"
    if not found:
        sentence = f"Nothing on the menu cures the shortage of {what} at {where} by itself."
        return Takes(question=question, is_so=True, sentence=sentence)
    sentence = f"For {where} to be short of no {what} it takes, for instance:"
    return Takes(question=question, is_so=True, cures=tuple(found[:SHOWN]), sentence=sentence)


def _cure(steps: tuple[Step, ...]) -> Cure:
    total = round(sum(step.pounds for step in steps), 2)
    told = "; ".join(step.sentence for step in steps)
    return Cure(steps=steps, pounds=total, sentence=f"{pounds(total)}: {told}.")


def _cures(grounds: Grounds, question: WhyShort, need: Reason, steps: tuple[Step, ...]) -> bool:
    """Whether the referee finds nothing short there with the steps taken, and all else sound."""
    verdict = verdict_with(grounds, grounds.plan, steps)
    if not is_sound(grounds, verdict, steps):
        return False
    after = Grounds(case_with(grounds.case, steps), plan_with(grounds.plan, steps), verdict=verdict)
    asked = question.model_copy(update={"band": need.band, "skill": need.skill})
    return not why_short(after, asked).is_so


def _candidates(
    grounds: Grounds,
    question: WhyShort,
    menu: Menu,
    need: Reason,
    reasons: list[Reason],
    is_unit: bool,
) -> Iterator[tuple[Step, ...]]:
    people = [one for one in reasons if one.who in grounds.register.people]
    able = [one for one in people if one.limit == POSSIBLE][:TRIED]
    barred = [one for one in people if one.limit in LET_PASS][:TRIED]
    cell = question.where, grounds.calendar.number(question.date), need.band, need.skill
    missing = grounds.short_cells.get(cell, 0.0)
    if is_unit:
        for one in (*able, *barred):
            for step in _duties(grounds, question, menu, need, one, None):
                yield (step,)
        yield from _new_head(grounds, question, menu, need)
        return
    yield (_agency(grounds, question, menu, need, missing),)
    for one in (*able, *barred):
        given = min(missing, one.more or missing)
        for step in _duties(grounds, question, menu, need, one, given):
            rest = missing - step.amount
            if rest > NOISE:
                yield (step, _agency(grounds, question, menu, need, rest))
            else:
                yield (step,)


def _agency(grounds: Grounds, question: WhyShort, menu: Menu, need: Reason, minutes: float) -> Step:
    price = grounds.case.prices.agency_hour if menu.agency_hour is None else menu.agency_hour
    minutes = round(minutes + 0.005, 2)
    return Step(
        kind="agency",
        where=question.where,
        when=question.date,
        band=need.band,
        skill=need.skill,
        amount=minutes,
        pounds=round(minutes / 60 * price, 2),
        sentence=f"{tenths(minutes)} minutes of {need.skill} bought from an agency "
        f"({pounds_or_pence(minutes / 60 * price)})",
    )


def _duties(
    grounds: Grounds,
    question: WhyShort,
    menu: Menu,
    need: Reason,
    reason: Reason,
    minutes: float | None,
) -> Iterator[Step]:
    """Somebody's duty there, on a shift with time in the band, or a piece more of the one they
    have.
    """
    person, register = reason.who, grounds.register
    duty = grounds.duties.get((person, grounds.calendar.number(question.date)))
    is_possible = reason.limit == POSSIBLE
    shifts = [duty.shift] if duty else list(register.shifts.values())
    least = float(grounds.case.limits.piece_minutes)
    called = grounds.called(person)
    for shift in shifts:
        contact = shift.contact.get(need.band, 0)
        if not contact:
            continue
        home, mobile = register.people[person].home, register.people[person].mobile
        amount = 1.0
        if minutes is not None:
            share = register.geography.share(home, question.where, mobile)
            amount = round(min(max(minutes, least), contact / (1 + share)), 2)
        told = f"{called} does {shift.shift}" if duty is None else f"{called} gives more"
        told += f" ({tenths(amount)} minutes)" if minutes is not None else ""
        step = Step(
            kind=("duty" if duty is None else "piece") if is_possible else "rule",
            who=person,
            where=question.where,
            when=question.date,
            band=need.band if minutes is not None else None,
            skill=need.skill,
            shift=shift.shift,
            rule="" if is_possible else reason.limit,
            amount=amount,
            pounds=0,
            sentence=told,
        )
        yield _priced(grounds, menu, step)


def _priced(grounds: Grounds, menu: Menu, step: Step) -> Step:
    """What the duty adds in pay and preferences, and the rule that is let pass."""
    ours = purse_of(grounds.verdict.ledger)
    theirs = purse_of(verdict_with(grounds, grounds.plan, [step]).ledger)
    paid = (theirs.cash - ours.cash).pounds + (theirs.preference - ours.preference).pounds
    price = round(max(0.0, paid) + (menu.rule if step.kind == "rule" else 0.0), 2)
    words = f"{step.sentence} ({pounds_or_pence(price)}"
    words += f", {step.rule} let pass once)" if step.kind == "rule" else ", within the rules)"
    return step.model_copy(update={"pounds": price, "sentence": words})


def _new_head(
    grounds: Grounds, question: WhyShort, menu: Menu, need: Reason
) -> Iterator[tuple[Step, ...]]:
    """Somebody new on the shift that is shortest."""
    register = grounds.register
    shifts = [shift for shift in register.shifts.values() if need.band in shift.contact]
    missing = max(1, -int(-((need.asked or 0.0) - (need.there or 0.0)) // 1))
    for shift in sorted(shifts, key=lambda one: one.paid)[:1]:
        price = shift.paid / 60 * menu.new_hour
        yield tuple(
            Step(
                kind="new-duty",
                who=f"{NEW}{number + 1}",
                where=question.where,
                when=question.date,
                skill=need.skill,
                shift=shift.shift,
                pounds=round(price, 2),
                sentence=f"somebody new does {shift.shift} there ({pounds_or_pence(price)})",
            )
            for number in range(missing)
        )
