"""Why does a unit lack staff? How many heads it needs and why, who is there, and why nobody else
is.
"""

from collections.abc import Iterator

from rosterer.explain.answer import Answer, Reason, WhyShort
from rosterer.explain.care_short import POSSIBLE
from rosterer.explain.grounds import Grounds
from rosterer.explain.trial import Refusals, Trial
from rosterer.referee.duties import Duty
from rosterer.referee.units import UnitShortage
from rosterer.referee.words import counted
from rosterer.shown import tenths
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.plan import DutyPiece


def why_staff_is_short(
    grounds: Grounds, question: WhyShort, short: UnitShortage, others: str
) -> Answer:
    """The answer for one band and skill in which a unit lacks heads.

    Parameters
    ----------
    others
        What else is short there, in words.
    """
    people = list(_people(grounds, short))
    able = sum(one.limit == POSSIBLE for one in people)
    can = (
        f"{counted(able, 'person', 'people')} could come within the rules"
        if able
        else "none could come within the rules"
    )
    sentence = (
        f"{short.unit} on {grounds.said(short.day)} lacks {tenths(short.required - short.heads)} "
        f"of {tenths(short.required)} heads ({short.skill}) in {short.band}; "
        f"{counted(short.heads, 'is', 'are')} there, and of "
        f"{counted(len(people), 'person', 'people')} who can do it and live near enough {can}."
    )
    return Answer(
        question=question,
        is_so=True,
        sentence=" ".join(filter(None, (sentence, others))),
        reasons=(_required(grounds, short), *sorted(people, key=lambda one: one.limit != POSSIBLE)),
    )


def _required(grounds: Grounds, short: UnitShortage) -> Reason:
    """Why so many heads are needed."""
    unit, load = grounds.register.units[short.unit], grounds.reading.load
    least = unit.min_staff.get(short.band, 0)
    if short.is_named:
        words = f"Cover asks for {short.required:g} {short.skill} at a time."
    elif short.required > least:
        words = (
            f"{tenths(load.occupancy(short.unit, short.day))} people are expected in its beds, and "
            f"one head looks after {unit.beds_per_staff[short.band]:g} in {short.band}; the least "
            f"is {least} whatever the occupancy."
        )
    else:
        words = f"At least {least} in {short.band}, whatever the occupancy."
    there = [
        grounds.called(duty.person.person)
        for duty in grounds.reading.duties
        if duty.serves_unit
        and duty.unit is not None
        and duty.unit.unit == short.unit
        and duty.day == short.day
        and short.band in duty.shift.contact
        and short.skill in grounds.register.can_do[duty.person.person]
    ]
    return Reason(
        limit="need",
        who=short.unit,
        when=grounds.calendar.date(short.day),
        band=short.band,
        skill=short.skill,
        there=float(short.heads),
        asked=short.required,
        unit="heads",
        sentence=f"{words} There: {', '.join(there) or 'nobody'}.",
    )


def _people(grounds: Grounds, short: UnitShortage) -> Iterator[Reason]:
    """Everybody who is able, lives near enough and is not there already."""
    register, trial = grounds.register, Trial(grounds)
    unit = register.units[short.unit]
    for person in grounds.case.people:
        able = register.can_do[person.person]
        if short.skill not in able or not register.geography.reaches_unit(person.home, unit.place):
            continue
        duty = grounds.duties.get((person.person, short.day))
        if duty is None:
            yield _off(grounds, trial, person, unit, short)
        elif reason := _elsewhere(grounds, duty, short):
            yield reason


def _elsewhere(grounds: Grounds, duty: Duty, short: UnitShortage) -> Reason | None:
    called, shift = grounds.called(duty.person.person), duty.shift.shift
    if short.band not in duty.shift.contact:
        words = f"{called} is on duty ({shift}), which has no time in {short.band}."
        return _reason(grounds, duty.person, short, "contact-time", words)
    if duty.is_training:
        words = f"{called} is on training ({shift}), which serves nobody."
        return _reason(grounds, duty.person, short, "fixed-duty", words)
    if duty.unit is None:
        minutes = sum(piece.minutes for piece in duty.pieces)
        places = ", ".join(dict.fromkeys(piece.place for piece in duty.pieces)) or "nowhere"
        words = f"{called} is on a round ({shift}): {tenths(minutes)} minutes of care at {places}."
        return _reason(grounds, duty.person, short, "on-round", words)
    if duty.unit.unit != short.unit:
        words = f"{called} is on duty in {duty.unit.unit} ({shift})."
        return _reason(grounds, duty.person, short, "in-unit", words)
    return None


def _off(grounds: Grounds, trial: Trial, person: Person, unit: Unit, short: UnitShortage) -> Reason:
    """Why somebody who is off is not given a duty there: every shift with the band is tried."""
    called = grounds.called(person.person)
    refused = Refusals(grounds)
    for shift in grounds.register.shifts.values():
        if short.band not in shift.contact:
            continue
        row = DutyPiece(
            person=person.person,
            date=grounds.calendar.date(short.day),
            shift=shift.shift,
            place=unit.unit,
        )
        broken = trial.with_rows(person.person, short.day, [row])
        if not broken:
            words = f"{called} is off and could do {shift.shift} there."
            able = _reason(grounds, person, short, POSSIBLE, words)
            return able.model_copy(update={"more": 1.0, "unit": "heads"})
        refused.add(shift.shift, broken[0])
    if not refused.rule:
        words = f"{called} is off, and no shift has time in {short.band}."
        return _reason(grounds, person, short, "contact-time", words)
    words = f"{called} is off: {refused.told}."
    return _reason(grounds, person, short, refused.rule, words)


def _reason(
    grounds: Grounds, person: Person, short: UnitShortage, limit: str, sentence: str
) -> Reason:
    return Reason(
        limit=limit,
        who=person.person,
        when=grounds.calendar.date(short.day),
        band=short.band,
        skill=short.skill,
        sentence=sentence,
    )
