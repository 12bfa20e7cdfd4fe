"""Does each duty keep the rules of a duty: allowed that day, within reach, within skill and within
its contact time?
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from rosterer.referee.duties import TOLERANCE_MINUTES, Duty
from rosterer.referee.folding import folded
from rosterer.referee.register import Register
from rosterer.referee.verdict import Breach, RuleName
from rosterer.referee.words import counted, said

LASTING: frozenset[RuleName] = frozenset({"nights", "unit-reach", "round-reach", "skill"})
"""Rules about who a person is, not about the day: broken for one reason on each day."""


class Fault(NamedTuple):
    """What is wrong with a duty."""

    rule: RuleName
    words: str
    by: float | None = None
    unit: str = ""
    is_settled: bool = False
    """A fixed duty brings it, and no plan can avoid it."""


class DutyFaults(NamedTuple):
    """What is wrong with the duties of one person."""

    told: list[Breach]
    """Of single duties, one for each cause, in the order of the first that has it."""
    fixed: list[Breach]
    """Fixed duties that are not worked."""
    too_many: list[Breach]
    inherited: list[Breach]
    """Those that no plan can avoid."""
    too_many_inherited: list[Breach]


def judge_duties(register: Register, person: str, duties: Iterable[Duty]) -> DutyFaults:
    """Breaches of the rules of single duties, and of ``fixed-duty`` and ``max-duties``.

    Parameters
    ----------
    duties
        Those of the person, in the order of the plan.
    """
    duties = list(duties)
    told: dict[bool, list[tuple[Hashable, Breach]]] = {True: [], False: []}
    for duty in duties:
        for fault in _judge_duty(register, duty):
            told[fault.is_settled].append((_cause(duty, fault), _breach(register, duty, fault)))
    most = _most_duties(register, person, duties)
    return DutyFaults(
        folded(told[False]),
        list(_fixed_duties(register, person, duties)),
        [breach for is_settled, breach in most if not is_settled],
        folded(told[True]),
        [breach for is_settled, breach in most if is_settled],
    )


def _cause(duty: Duty, fault: Fault) -> Hashable:
    """What faults of one cause share: who is sent where they cannot work, or does what they cannot
    do, is told once.
    """
    day = None if fault.rule in LASTING else duty.day
    return duty.person.person, day, fault.rule, fault.words


def _judge_duty(register: Register, duty: Duty) -> Iterator[Fault]:
    if not duty.is_fixed:
        yield from _allowed_that_day(register, duty)
    if duty.is_training:
        return
    if duty.unit is not None:
        yield from _in_unit(register, duty)
    else:
        yield from _round(register, duty)


def _breach(register: Register, duty: Duty, fault: Fault) -> Breach:
    when = register.calendar.date(duty.day)
    who = register.called(duty.person.person)
    return Breach(
        rule=fault.rule,
        who=duty.person.person,
        when=when,
        by=fault.by,
        unit=fault.unit,
        sentence=f"{who} on {said(when)} ({duty.shift.shift}): {fault.words}",
    )


def _allowed_that_day(register: Register, duty: Duty) -> Iterator[Fault]:
    person = duty.person
    if duty.day in register.absent.get(person.person, ()):
        yield Fault(
            "absence",
            "the duty starts on a day of absence: give it to somebody else",
        )
    if not _is_offered(register, duty):
        yield Fault(
            "availability",
            f"the duty is not among those that this {person.kind} person offers: ask them or drop "
            "it",
        )
    if register.calendar.weekday_name(duty.day) in person.days_off:
        yield Fault(
            "days-off",
            "the duty starts on a day of the week that they have off: give it to somebody else",
        )
    if duty.shift.is_night and not person.nights:
        yield Fault(
            "nights",
            "a night duty of somebody who does no nights: give it to somebody else",
        )


def _is_offered(register: Register, duty: Duty) -> bool:
    if duty.person.kind == "pattern":
        return True
    return register.is_offered(duty.person, duty.day, duty.shift)


def _in_unit(register: Register, duty: Duty) -> Iterator[Fault]:
    unit = duty.unit
    if unit is None:
        return
    fixed = register.fixed.get(duty.person.person, {}).get(duty.day)
    is_settled = duty.is_fixed and fixed is not None and fixed.unit == unit.unit
    home = duty.person.home
    if not register.geography.reaches_unit(home, unit.place):
        minutes = register.geography.travel_minutes(home, unit.place, mobile=True)
        most = register.case.limits.commute_minutes
        words = (
            f"{unit.unit} is {minutes:.0f} minutes from home, and nobody is sent farther than "
            f"{counted(most, 'minute')} (commute_minutes): choose a nearer unit"
        )
        yield Fault("unit-reach", words, minutes - most, "minutes", is_settled)
    able = register.can_do[duty.person.person]
    foreign = [skill for skill in duty.unit_skills if skill not in able]
    if unit.skill is None:
        words = f"{unit.unit} has its own staff (no skill): choose another unit or a round"
        yield Fault("skill", words, is_settled=is_settled)
    elif foreign:
        words = f"cannot do {foreign[0]}: name a skill of theirs or send somebody who has it"
        yield Fault("skill", words)
    elif unit.skill not in able and not able & register.named_skills.get(unit.unit, frozenset()):
        words = (
            f"cannot do {unit.skill}, nor any skill named in cover of {unit.unit}: send "
            "somebody else"
        )
        yield Fault("skill", words, is_settled=is_settled)


def _round(register: Register, duty: Duty) -> Iterator[Fault]:
    person, limits = duty.person, register.case.limits
    reach = register.geography.round_reach(person.home, person.mobile)
    for place in dict.fromkeys(piece.place for piece in duty.pieces):
        if place not in reach:
            choice = ", ".join(sorted(reach)) or "none"
            words = (
                f"{place} is no sector within reach of a round from {person.home}: choose "
                f"one of {choice}"
            )
            yield Fault("round-reach", words)
    for skill in dict.fromkeys(piece.skill for piece in duty.pieces):
        if skill not in register.can_do[person.person]:
            yield Fault(
                "skill",
                f"cannot do {skill}: name a skill of theirs or send somebody who has it",
            )
    yield from _contact_time(register, duty)
    visited = {piece.place for piece in duty.pieces if piece.minutes > 0}
    if len(visited) > limits.places_per_duty:
        words = (
            f"{len(visited)} places in one duty; "
            f"{counted(limits.places_per_duty, 'is', 'are')} allowed: "
            "give some to another round"
        )
        yield Fault(
            "places-per-duty",
            words,
            len(visited) - limits.places_per_duty,
            "places",
        )
    yield from _piece_minutes(register, duty)


def _contact_time(register: Register, duty: Duty) -> Iterator[Fault]:
    used: dict[str, list[float]] = defaultdict(list)
    for piece in duty.pieces:
        used[piece.band].append(piece.minutes * (1 + piece.share))
    for band, minutes in used.items():
        excess = math.fsum(minutes) - duty.shift.contact.get(band, 0)
        if excess > TOLERANCE_MINUTES:
            words = (
                f"care and travel in {band} take {excess:.1f} minutes more than the shift's "
                "contact time there: shorten the pieces"
            )
            yield Fault("contact-time", words, excess, "minutes")


def _piece_minutes(register: Register, duty: Duty) -> Iterator[Fault]:
    least = register.case.limits.piece_minutes
    given: dict[tuple[str, str], list[float]] = defaultdict(list)
    for piece in duty.pieces:
        given[piece.place, piece.band].append(piece.minutes)
    for (place, band), minutes in given.items():
        total = math.fsum(minutes)
        if 0 < total < least - TOLERANCE_MINUTES:
            words = (
                f"{total:.1f} minutes at {place} in {band}; a piece has at least {least}: "
                "lengthen it or leave it out"
            )
            yield Fault("piece-minutes", words, least - total, "minutes")


def _fixed_duties(register: Register, person: str, duties: list[Duty]) -> Iterator[Breach]:
    """A fixed duty of the horizon is worked with its shift, and in its unit if it names one."""
    worked = {duty.day: duty for duty in duties}
    for day, fixed in register.fixed.get(person, {}).items():
        if not register.calendar.has(day):
            continue
        duty = worked.get(day)
        where = f" in {fixed.unit}" if fixed.unit else ""
        is_there = fixed.unit is None or (
            duty is not None and duty.unit is not None and duty.unit.unit == fixed.unit
        )
        if duty is None or duty.shift.shift != fixed.shift or not is_there:
            sentence = (
                f"{register.called(person)} must work {fixed.shift}{where} on "
                f"{said(fixed.date)}, a fixed duty: restore it"
            )
            yield Breach(rule="fixed-duty", who=person, when=fixed.date, sentence=sentence)


def _most_duties(register: Register, name: str, worked: list[Duty]) -> list[tuple[bool, Breach]]:
    """Who has no line has at most ``max_duties`` in the horizon; whether fixed duties alone are
    more.
    """
    person = register.people[name]
    if person.kind == "pattern" or person.max_duties is None or len(worked) <= person.max_duties:
        return []
    excess = len(worked) - person.max_duties
    sentence = (
        f"{register.called(name)} has {counted(len(worked), 'duty', 'duties')} in the "
        f"horizon; {counted(person.max_duties, 'is', 'are')} agreed: drop {excess}"
    )
    breach = Breach(rule="max-duties", who=name, by=excess, unit="duties", sentence=sentence)
    return [(all(duty.is_fixed for duty in worked), breach)]
