"""What would it take that somebody starts on the day they are ready? What each option lacks that
day is bought from the menu; what is not needed after all is left out again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from rosterer.explain.alternatives import with_instead
from rosterer.explain.answer import InsteadStart, WhyReferral
from rosterer.explain.delays import Trial
from rosterer.explain.grounds import Grounds
from rosterer.explain.lacks import Lack
from rosterer.explain.referral_waits import why_waits
from rosterer.explain.takes.done import NEW, is_sound, verdict_with
from rosterer.explain.takes.menu import Cure, Menu, Step, Takes
from rosterer.explain.takes.shortages import SHOWN
from rosterer.referee.stays import Course
from rosterer.referee.words import counted, said
from rosterer.shown import hours, pounds, pounds_or_pence, tenths
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.referral import Referral

A_LITTLE = 0.02
"""Minutes beyond what is lacking, since minutes are written to hundredths."""


def cures_of_delay(grounds: Grounds, question: WhyReferral, menu: Menu) -> Takes:
    """What it takes that a referral starts on the first day on which it may."""
    why = why_waits(grounds, question)
    referral = grounds.register.referrals[question.referral]
    number = grounds.calendar.number
    day = max(0, number(referral.ready), number(referral.referred))
    start = grounds.reading.starts.get(referral.referral)
    if not why.is_so or day >= grounds.calendar.days or (start is not None and start.day <= day):
        sentence = why.sentence if not why.is_so else f"{why.sentence} No plan starts them sooner."
        return Takes(question=question, is_so=False, sentence=sentence)
    found = [
        cure
        for option in referral.options
        for course in Trial(grounds.reading).courses_of(option)
        if (cure := _cure(grounds, referral, option, course, day, menu)) is not None
    ]
    found.sort(key=lambda cure: (cure.pounds, len(cure.steps)))
    when = grounds.said(day)
    if not found:
        sentence = f"Nothing on the menu lets {referral.referral} start on {when}."
        return Takes(question=question, is_so=True, sentence=sentence)
    sentence = f"For {referral.referral} to start on {when} it takes, for instance:"
    return Takes(question=question, is_so=True, cures=tuple(found[:SHOWN]), sentence=sentence)


def _cure(
    grounds: Grounds, referral: Referral, option: str, course: Course, day: int, menu: Menu
) -> Cure | None:
    """The steps of one way through an option, those alone that are needed."""
    instead = InsteadStart(
        referral=referral.referral,
        option=option,
        date=grounds.calendar.date(day),
        units=tuple(stage.unit for stage in course.stages if stage.unit is not None),
    )
    plan = with_instead(grounds, instead)
    others = _without(grounds, referral)
    steps = list(_steps(others, referral, option, course, day, menu))
    if not _is_cured(grounds, plan, steps):
        return None
    for parcel in _parcels(steps):
        fewer = [one for one in steps if one not in parcel]
        if _is_cured(grounds, plan, fewer):
            steps = fewer
    total = round(sum(step.pounds for step in steps), 2)
    where = f" ({', '.join(instead.units)})" if instead.units else ""
    told = "; ".join(map(_told, _parcels(steps))) or "nothing but starting it"
    sentence = f"{pounds(total)}, with {option}{where}: {told}."
    return Cure(steps=tuple(steps), pounds=total, sentence=sentence)


def _parcels(steps: Sequence[Step]) -> list[list[Step]]:
    """Steps that are needed or not: care that is bought at a place all together, since each minute
    of it is lacking; the dearest first.
    """
    found: dict[object, list[Step]] = {}
    for number, step in enumerate(steps):
        found.setdefault(("agency", step.where) if step.kind == "agency" else number, []).append(
            step
        )
    return sorted(found.values(), key=lambda parcel: -sum(step.pounds for step in parcel))


def _told(parcel: Sequence[Step]) -> str:
    """A step, or all the care that is bought at a place."""
    if len(parcel) == 1:
        return parcel[0].sentence
    dates = sorted(step.when for step in parcel if step.when is not None)
    skills = ", ".join(dict.fromkeys(step.skill or "" for step in parcel))
    price = pounds_or_pence(sum(step.pounds for step in parcel))
    minutes = hours(sum(step.amount for step in parcel) / 60)
    return (
        f"{minutes} of {skills} in {parcel[0].where} bought from {said(dates[0])} to "
        f"{said(dates[-1])} ({price})"
    )


def _is_cured(grounds: Grounds, plan: Plan, steps: Sequence[Step]) -> bool:
    return is_sound(grounds, verdict_with(grounds, plan, steps), steps)


def _without(grounds: Grounds, referral: Referral) -> Grounds:
    """The plan without the referral, so that it does not stand in its own way."""
    if referral.referral not in grounds.reading.starts:
        return grounds
    nobody = with_instead(grounds, InsteadStart(referral=referral.referral))
    return Grounds(grounds.case, nobody, verdict=grounds.verdict)


def _steps(
    grounds: Grounds, referral: Referral, option: str, course: Course, day: int, menu: Menu
) -> Iterator[Step]:
    yield from _of_barriers(grounds, referral, option, day, menu)
    yield from _of_triage(grounds, referral, day, menu)
    lacks: dict[tuple[str, str], list[Lack]] = defaultdict(list)
    for lack in Trial(grounds.reading).every_lack(course, referral, day):
        lacks[lack.reason, lack.where].append(lack)
    for (reason, where), own in lacks.items():
        if reason == "no-bed":
            yield _beds(grounds, where, own, menu)
        elif reason == "admissions-limit":
            for lack in own:
                yield _admission(grounds, lack, menu)
        elif reason == "no-care-hours":
            for lack in own:
                yield _hours(grounds, lack, menu)
        else:
            yield from _heads(grounds, where, own, menu)


def _of_barriers(
    grounds: Grounds, referral: Referral, option: str, day: int, menu: Menu
) -> Iterator[Step]:
    clears = [
        grounds.calendar.number(row.clears)
        for row in grounds.register.barriers.get(referral.referral, ())
        if not row.blocks or option in row.blocks
    ]
    days = max(clears, default=day) - day
    if days > 0:
        price = days * menu.barrier_day
        yield Step(
            kind="barrier",
            who=referral.referral,
            amount=days,
            pounds=price,
            sentence=f"barriers cleared {counted(days, 'day')} earlier ({pounds_or_pence(price)})",
        )


def _of_triage(grounds: Grounds, referral: Referral, day: int, menu: Menu) -> Iterator[Step]:
    slots = grounds.register.triage_slots
    if referral.triaged or slots is None:
        return
    missing = ceil(grounds.reading.load.triaged[day] + 1 - slots[day] - 1e-3)
    if missing > 0:
        price = missing * menu.triage_slot
        words = counted(missing, "triage slot")
        yield Step(
            kind="triage-slot",
            when=grounds.calendar.date(day),
            amount=missing,
            pounds=price,
            sentence=f"{words} more on {grounds.said(day)} ({pounds_or_pence(price)})",
        )


def _beds(grounds: Grounds, unit: str, lacks: Sequence[Lack], menu: Menu) -> Step:
    """So many beds as are lacking on the fullest day, for the days on which any is."""
    beds = max(1, max(ceil(lack.taken + lack.more - lack.there - 1e-3) for lack in lacks))
    days = max(lack.day for lack in lacks) - min(lack.day for lack in lacks) + 1
    price = beds * days * menu.bed_day
    first = grounds.said(min(lack.day for lack in lacks))
    return Step(
        kind="bed",
        where=unit,
        when=grounds.calendar.date(min(lack.day for lack in lacks)),
        amount=beds,
        days=days,
        pounds=price,
        sentence=f"{counted(beds, 'bed')} more in {unit} for {counted(days, 'day')} from {first} "
        f"({pounds_or_pence(price)})",
    )


def _admission(grounds: Grounds, lack: Lack, menu: Menu) -> Step:
    missing = max(1, ceil(lack.taken + 1 - lack.there - 1e-3))
    price = missing * menu.admission
    return Step(
        kind="admission",
        where=lack.where,
        when=grounds.calendar.date(lack.day),
        amount=missing,
        pounds=price,
        sentence=f"{counted(missing, 'start')} more in {lack.where} on {grounds.said(lack.day)} "
        f"({pounds_or_pence(price)})",
    )


def _hours(grounds: Grounds, lack: Lack, menu: Menu) -> Step:
    hour = grounds.case.prices.agency_hour if menu.agency_hour is None else menu.agency_hour
    minutes = round(lack.taken + lack.more - lack.there + A_LITTLE, 2)
    price = minutes / 60 * hour
    return Step(
        kind="agency",
        where=lack.where,
        when=grounds.calendar.date(lack.day),
        band=lack.band,
        skill=lack.skill,
        amount=minutes,
        pounds=round(price, 2),
        sentence=f"{tenths(minutes)} minutes of {lack.skill} in {lack.where} on "
        f"{grounds.said(lack.day)}, {lack.band}, bought ({pounds_or_pence(price)})",
    )


def _heads(grounds: Grounds, unit: str, lacks: Sequence[Lack], menu: Menu) -> Iterator[Step]:
    """Somebody new on a shift for each head that is lacking, each shift for as many bands as it
    has time in.
    """
    by_day: dict[int, dict[str, int]] = defaultdict(dict)
    for lack in lacks:
        by_day[lack.day][lack.band] = max(
            1, ceil(lack.taken + lack.more - max(0.0, lack.there) - 1e-3)
        )
    number = 0
    for day, missing in by_day.items():
        skill = next(lack.skill for lack in lacks if lack.day == day)
        while missing:
            shift = max(
                grounds.register.shifts.values(),
                key=lambda one: (len(missing.keys() & one.contact.keys()), -one.paid),
            )
            covered = missing.keys() & shift.contact.keys()
            if not covered:
                return
            missing = {
                band: left - (band in covered)
                for band, left in missing.items()
                if left - (band in covered) > 0
            }
            number += 1
            price = shift.paid / 60 * menu.new_hour
            yield Step(
                kind="new-duty",
                who=f"{NEW}{number}",
                where=unit,
                when=grounds.calendar.date(day),
                skill=skill,
                shift=shift.shift,
                pounds=round(price, 2),
                sentence=f"somebody new does {shift.shift} in {unit} on {grounds.said(day)} "
                f"({pounds_or_pence(price)})",
            )
