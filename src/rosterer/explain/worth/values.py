"""What is one more worth? Priced by the relaxation with everybody's duties kept, and the dearest
solved again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rosterer.explain.worth.again import Again, Tried
from rosterer.explain.worth.kept import (
    Duties,
    KeptRota,
    built,
    duties_of,
    opened,
    shift_between,
)
from rosterer.explain.worth.more import More, Worth
from rosterer.explain.worth.there import alike, posts_of, with_more
from rosterer.referee.register import Register
from rosterer.shown import NOISE, days, hours, pounds
from rosterer_models.formulation.sets import Geography
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

CONFIRMED = 10
"""The dearest by price, which are solved again."""
LEAST_POUNDS = 1.0
"""A smaller price is none."""


def worth_of(case: Case, plan: Plan, *, confirmed: int = CONFIRMED) -> tuple[Worth, ...]:
    """What one more carer, head, bed, admission, triage slot or barrier's day would be worth.

    Parameters
    ----------
    plan
        Whose duties are kept.
    confirmed
        How many of the dearest are solved again.

    Returns
    -------
    tuple of Worth
        The dearest first, those confirmed before the others; what is worth nothing is left out.
    """
    duties = duties_of(case, plan)
    heads = list(_heads(case))
    spare = [post for more in heads for post in posts_of(case, more)]
    kept = KeptRota(built(case, replace(duties, in_thought=spare)))
    priced = [
        *((more, price_of_carer(case, kept, more)) for more in _carers(case)),
        *_priced_heads(case, kept, heads),
        *_priced_beds(case, replace(duties, in_thought=spare), kept),
        *_barriers(case),
    ]
    worthy = sorted(
        (one for one in priced if one[1] >= LEAST_POUNDS),
        key=lambda one: (-one[1], one[0].model_dump_json()),
    )
    again = Again(case, duties, kept, _to_be_tried(worthy, confirmed))
    found = [_worth(more, price, again.tried(more)) for more, price in worthy]
    return tuple(
        sorted(found, key=lambda one: (one.pounds is None, -(one.pounds or 0.0), -one.price))
    )


def _to_be_tried(worthy: Sequence[tuple[More, float]], most: int) -> list[More]:
    """The dearest; of carers alike in skill and shift the one home that is."""
    found: dict[tuple[str, ...], More] = {}
    for more, _ in worthy:
        if len(found) < most:
            where = "" if more.what == "carer" else more.where or more.referral or ""
            found.setdefault((more.what, where, more.skill or "", more.shift or ""), more)
    return list(found.values())


def _heads(case: Case) -> Iterator[More]:
    """Staff of a unit, and the skills that its cover names."""
    for unit in case.units:
        bands: dict[str, set[str]] = {}
        if unit.skill is not None:
            bands[unit.skill] = {*unit.min_staff, *unit.beds_per_staff}
        for row in case.cover:
            if row.unit == unit.unit and row.heads:
                bands.setdefault(row.skill, set()).add(row.band)
        for skill, needed in bands.items():
            for shift in case.shifts:
                if needed & set(shift.contact):
                    yield More(what="head", where=unit.unit, skill=skill, shift=shift.shift)


def _beds(case: Case) -> Iterator[More]:
    for unit in case.units:
        if unit.beds:
            yield More(what="bed", where=unit.unit)
        if unit.admissions:
            yield More(what="admission", where=unit.unit)
    if case.triage:
        yield More(what="triage-slot")


def _carers(case: Case) -> Iterator[More]:
    for place in case.places:
        if place.kind == "sector":
            for skill in case.skills:
                for shift in case.shifts:
                    if shift.contact:
                        yield More(
                            what="carer", where=place.place, skill=skill.skill, shift=shift.shift
                        )


def _priced_heads(
    case: Case, kept: KeptRota, heads: Sequence[More]
) -> Iterator[tuple[More, float]]:
    for number, more in enumerate(heads):
        own = kept.posts[number * case.days : (number + 1) * case.days]
        yield more, kept.price(opened(own))


def _priced_beds(case: Case, duties: Duties, kept: KeptRota) -> Iterator[tuple[More, float]]:
    for more in _beds(case):
        shift = shift_between(kept.programme, built(with_more(case, more), duties).programme)
        if shift is not None:
            yield more, kept.price(shift)


def price_of_carer(case: Case, kept: KeptRota, more: More) -> float:
    """Contact time at the best prices within reach, day by day and band by band."""
    care, sets, geography = kept.care, kept.care.sets, Geography(case)
    home, mobile, skills = alike(case, sets, more)
    share, miles = geography.share(home, mobile), geography.pounds_per_minute(home, mobile)
    places, contact = (
        geography.round_places(home, mobile),
        sets.contact[sets.shift[more.shift or ""]],
    )
    total = 0.0
    for t in range(case.days):
        for b in range(len(sets.band)):
            if not contact[b]:
                continue
            best = max(
                (
                    (kept.prices[row] - miles[k]) / (1 + share[k])
                    for k in places
                    for q in skills
                    if (row := care.cell[k, t, b, q]) >= 0
                ),
                default=0.0,
            )
            total += contact[b] * max(0.0, best)
    return total


def _barriers(case: Case) -> Iterator[tuple[More, float]]:
    """A day earlier is worth no more than the price of a day's delay, and the standard that is then
    kept.
    """
    register = Register(case)
    blocked = {
        row.referral
        for row in case.barriers
        if 0 < register.calendar.number(row.clears) < case.days
    }
    for referral in case.referrals:
        if referral.referral in blocked:
            price = register.delay_price(referral.where, referral.priority)
            most = price + case.prices.standard_missed
            yield More(what="barrier-day", referral=referral.referral), most


def _worth(more: More, price: float, tried: Tried | None) -> Worth:
    if tried is None:
        words = f"{more.said}: at most {pounds(price)} by price; not solved again."
        return Worth(more=more, price=round(price, 2), sentence=words)
    parts = [f"{more.said}: {pounds(tried.pounds)} less"]
    if abs(tried.delay_days) > NOISE:
        how = "less" if tried.delay_days > 0 else "more"
        parts.append(f"delay {days(abs(tried.delay_days))} {how}")
    if abs(tried.short_hours) > NOISE:
        how = "less" if tried.short_hours > 0 else "more"
        parts.append(f"shortage {hours(abs(tried.short_hours))} {how}")
    words = ", ".join(parts) + f" (by price at most {pounds(price)}"
    if tried.holds_up_to == 1:
        words += "; a second is worth less than nine tenths of it"
    elif tried.holds_up_to is not None:
        words += f"; each of {tried.holds_up_to} more is worth nine tenths of it at least"
    return Worth(
        more=more,
        price=round(price, 2),
        pounds=round(tried.pounds, 2),
        delay_days=round(tried.delay_days, 6),
        short_hours=round(tried.short_hours, 6),
        holds_up_to=tried.holds_up_to,
        sentence=f"{words}).",
    )
