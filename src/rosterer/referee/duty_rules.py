"""Does each duty keep the rules of a duty: allowed that day, within reach, within skill and within
its contact time?
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from rosterer.referee.duties import TOLERANCE_MINUTES, Duty
from rosterer.referee.register import Register
from rosterer.referee.verdict import Breach, RuleName


def judge_duties(register: Register, duties: Iterable[Duty]) -> list[Breach]:
    """Breaches of the rules of single duties, and of ``fixed-duty`` and ``max-duties``."""
    duties = list(duties)
    broken = [breach for duty in duties for breach in _judge_duty(register, duty)]
    broken.extend(_fixed_duties(register, duties))
    broken.extend(_most_duties(register, duties))
    return broken


def _judge_duty(register: Register, duty: Duty) -> Iterator[Breach]:
    if not duty.is_fixed:
        yield from _allowed_that_day(register, duty)
    if duty.is_training:
        return
    if duty.unit is not None:
        yield from _in_unit(register, duty)
    else:
        yield from _round(register, duty)


def _breach(
    register: Register,
    duty: Duty,
    rule: RuleName,
    words: str,
    by: float | None = None,
    unit: str = "",
) -> Breach:
    when = register.calendar.date(duty.day)
    sentence = f"{duty.person.person} on {when} ({duty.shift.shift}): {words}"
    return Breach(rule=rule, who=duty.person.person, when=when, by=by, unit=unit, sentence=sentence)


def _allowed_that_day(register: Register, duty: Duty) -> Iterator[Breach]:
    person = duty.person
    if duty.day in register.absent.get(person.person, ()):
        yield _breach(
            register,
            duty,
            "absence",
            "the duty starts on a day of absence; give it to somebody else",
        )
    if person.kind == "bank" and not _is_offered(register, duty):
        yield _breach(
            register,
            duty,
            "availability",
            "the duty is not among those that this bank person offers; ask them or drop it",
        )
    if duty.shift.is_night and not person.nights:
        yield _breach(
            register,
            duty,
            "nights",
            "a night duty of somebody who does no nights; give it to somebody else",
        )


def _is_offered(register: Register, duty: Duty) -> bool:
    when = register.calendar.date(duty.day)
    return any(
        row.first_day <= when <= row.last_day and (not row.shifts or duty.shift.shift in row.shifts)
        for row in register.availability.get(duty.person.person, ())
    )


def _in_unit(register: Register, duty: Duty) -> Iterator[Breach]:
    unit = duty.unit
    if unit is None:
        return
    home = duty.person.home
    if not register.geography.reaches_unit(home, unit.place):
        minutes = register.geography.travel_minutes(home, unit.place, mobile=True)
        excess = minutes - register.case.limits.commute_minutes
        words = (
            f"{unit.unit} is {minutes:.0f} minutes from home, over commute_minutes; choose "
            "a nearer unit"
        )
        yield _breach(register, duty, "unit-reach", words, excess, "minutes")
    able = register.can_do[duty.person.person]
    foreign = [skill for skill in duty.unit_skills if skill not in able]
    if unit.skill is None:
        yield _breach(
            register,
            duty,
            "skill",
            f"{unit.unit} has its own staff (no skill); choose another unit or a round",
        )
    elif foreign:
        yield _breach(
            register,
            duty,
            "skill",
            f"cannot do {foreign[0]}; name a skill of theirs or send somebody who has it",
        )
    elif unit.skill not in able and not able & register.named_skills.get(unit.unit, frozenset()):
        yield _breach(
            register,
            duty,
            "skill",
            f"cannot do {unit.skill}, nor any skill named in cover of {unit.unit}; send "
            "somebody else",
        )


def _round(register: Register, duty: Duty) -> Iterator[Breach]:
    person, limits = duty.person, register.case.limits
    reach = register.geography.round_reach(person.home, person.mobile)
    for place in dict.fromkeys(piece.place for piece in duty.pieces):
        if place not in reach:
            choice = ", ".join(sorted(reach)) or "none"
            words = (
                f"{place} is no sector within reach of a round from {person.home}; choose "
                f"one of {choice}"
            )
            yield _breach(register, duty, "round-reach", words)
    for skill in dict.fromkeys(piece.skill for piece in duty.pieces):
        if skill not in register.can_do[person.person]:
            yield _breach(
                register,
                duty,
                "skill",
                f"cannot do {skill}; name a skill of theirs or send somebody who has it",
            )
    yield from _contact_time(register, duty)
    visited = {piece.place for piece in duty.pieces if piece.minutes > 0}
    if len(visited) > limits.places_per_duty:
        words = (
            f"{len(visited)} places in one duty; {limits.places_per_duty} are allowed: "
            "give some to another round"
        )
        yield _breach(
            register,
            duty,
            "places-per-duty",
            words,
            len(visited) - limits.places_per_duty,
            "places",
        )
    yield from _piece_minutes(register, duty)


def _contact_time(register: Register, duty: Duty) -> Iterator[Breach]:
    used: dict[str, list[float]] = defaultdict(list)
    for piece in duty.pieces:
        used[piece.band].append(piece.minutes * (1 + piece.share))
    for band, minutes in used.items():
        excess = math.fsum(minutes) - duty.shift.contact.get(band, 0)
        if excess > TOLERANCE_MINUTES:
            words = (
                f"pieces in {band} take {excess:.2f} minutes more, travel included, than "
                "the shift has there; shorten them"
            )
            yield _breach(register, duty, "contact-time", words, excess, "minutes")


def _piece_minutes(register: Register, duty: Duty) -> Iterator[Breach]:
    least = register.case.limits.piece_minutes
    given: dict[tuple[str, str], list[float]] = defaultdict(list)
    for piece in duty.pieces:
        given[piece.place, piece.band].append(piece.minutes)
    for (place, band), minutes in given.items():
        total = math.fsum(minutes)
        if 0 < total < least - TOLERANCE_MINUTES:
            words = (
                f"{total:.2f} minutes at {place} in {band}; a piece has at least {least}: "
                "lengthen it or leave it out"
            )
            yield _breach(register, duty, "piece-minutes", words, least - total, "minutes")


def _fixed_duties(register: Register, duties: list[Duty]) -> Iterator[Breach]:
    """A fixed duty of the horizon is worked with its shift, and in its unit if it names one."""
    worked = {(duty.person.person, duty.day): duty for duty in duties}
    for person, fixed_days in register.fixed.items():
        for day, fixed in fixed_days.items():
            if not register.calendar.has(day):
                continue
            duty = worked.get((person, day))
            where = f" in {fixed.unit}" if fixed.unit else ""
            is_there = fixed.unit is None or (
                duty is not None and duty.unit is not None and duty.unit.unit == fixed.unit
            )
            if duty is None or duty.shift.shift != fixed.shift or not is_there:
                sentence = (
                    f"{person} must work {fixed.shift}{where} on {fixed.date}, a fixed "
                    "duty; restore it"
                )
                yield Breach(rule="fixed-duty", who=person, when=fixed.date, sentence=sentence)


def _most_duties(register: Register, duties: list[Duty]) -> Iterator[Breach]:
    """A bank person has at most ``max_duties`` in the horizon."""
    counts = Counter(duty.person.person for duty in duties)
    for name, count in counts.items():
        person = register.people[name]
        if person.kind == "bank" and person.max_duties is not None and count > person.max_duties:
            excess = count - person.max_duties
            sentence = (
                f"{name} has {count} duties in the horizon; {person.max_duties} are "
                f"allowed: drop {excess}"
            )
            yield Breach(rule="max-duties", who=name, by=excess, unit="duties", sentence=sentence)
