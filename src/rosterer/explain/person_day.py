"""Why has somebody a duty on a date, and why is somebody off?"""

from collections.abc import Iterator

from rosterer.explain.answer import Answer, Reason, WhyPerson
from rosterer.explain.care_short import POSSIBLE
from rosterer.explain.grounds import Grounds
from rosterer.explain.spare_duty import most_useful_rows
from rosterer.explain.trial import Trial, of_person, without_remedy
from rosterer.explain.weighed import weighed
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.duties import Duty
from rosterer.referee.words import counted, lasting
from rosterer.shown import tenths
from rosterer_models.vocabulary.person import Person

KINDS = {"pattern": "works a line", "contract": "works contract hours", "bank": "is bank staff"}


def why_person(grounds: Grounds, question: WhyPerson) -> Answer:
    """Why a person of the case works, or does not, on a day of the horizon."""
    person = grounds.register.people[question.person]
    day = grounds.calendar.number(question.date)
    duty = grounds.duties.get((person.person, day))
    if duty is None:
        return _off(grounds, question, person, day)
    return _working(grounds, question, duty)


def _working(grounds: Grounds, question: WhyPerson, duty: Duty) -> Answer:
    called, when = grounds.called(duty.person.person), grounds.said(duty.day)
    reasons = [_origin(grounds, duty), _serves(grounds, duty), *_without(grounds, duty)]
    return Answer(
        question=question,
        is_so=True,
        sentence=f"{called} has {duty.shift.shift} on {when}: {reasons[0].sentence}",
        reasons=tuple(reasons[1:]),
    )


def _reason(grounds: Grounds, person: Person, day: int, limit: str, sentence: str) -> Reason:
    when = grounds.calendar.date(day)
    return Reason(limit=limit, who=person.person, when=when, sentence=sentence)


def _origin(grounds: Grounds, duty: Duty) -> Reason:
    """What makes it a duty: fixed, the line, a float, a contract, or the bank."""
    person, day = duty.person, duty.day
    if duty.is_fixed:
        kind = "training" if duty.is_training else "a fixed duty"
        return _reason(grounds, person, day, "fixed-duty", f"it is {kind} of the case.")
    line = grounds.lines.get(person.person)
    if line is None:
        words = f"this person {KINDS[person.kind]}, and the plan gives the duty."
        return _reason(grounds, person, day, person.kind, words)
    told = f"pattern {line.pattern} at phase {line.phase}"
    if grounds.roster.without_averages(person, line).get(day) == duty.shift:
        kept = "kept" if person.line_rule == "kept" else person.line_rule
        return _reason(grounds, person, day, "line", f"the line ({told}, {kept}) gives it.")
    words = (
        f"it is beyond the line ({told}); "
        f"{counted(person.floats_owed, 'such duty is', 'such duties are')} owed."
    )
    return _reason(grounds, person, day, "float", words)


def _serves(grounds: Grounds, duty: Duty) -> Reason:
    """Whom the duty serves."""
    person = duty.person
    if duty.is_training:
        return _reason(grounds, person, duty.day, "fixed-duty", "It serves nobody.")
    if duty.unit is not None:
        words = f"It is spent in {duty.unit.unit}."
        return _reason(grounds, person, duty.day, "in-unit", words)
    told = ", ".join(
        f"{piece.place} {piece.band} {tenths(piece.minutes)} minutes" for piece in duty.pieces
    )
    words = f"It gives care: {told}." if told else "It is a round that gives no care."
    return _reason(grounds, person, duty.day, "on-round", words)


def _without(grounds: Grounds, duty: Duty) -> Iterator[Reason]:
    """What would be broken, and what it would cost, if the duty were simply left out."""
    when, name = grounds.calendar.date(duty.day), duty.person.person
    rows = tuple(row for row in grounds.plan.duties if (row.person, row.date) != (name, when))
    change = weighed(grounds, grounds.plan.model_copy(update={"duties": rows}))
    for breach in change.broken:
        words = f"Left out, it breaks {breach.rule}: {without_remedy(breach.sentence)}."
        yield _reason(grounds, duty.person, duty.day, breach.rule, words)
    words = f"Left out, nothing else changed: {change.told}."
    reason = _reason(grounds, duty.person, duty.day, "cost", words)
    yield reason.model_copy(update={"difference": change.difference})


def _off(grounds: Grounds, question: WhyPerson, person: Person, day: int) -> Answer:
    called, when = grounds.called(person.person), grounds.said(day)
    reasons = [*_of_line(grounds, person, day), *_shifts(grounds, person, day)]
    able = [one for one in reasons if one.limit == POSSIBLE]
    if day in grounds.register.absent.get(person.person, ()):
        told = "it is a day of absence"
    elif able:
        told = f"{counted(len(able), 'duty', 'duties')} could be given within the rules"
    else:
        told = "no duty could be given within the rules"
    return Answer(
        question=question,
        is_so=True,
        sentence=f"{called} has no duty on {when}: {told}.",
        reasons=tuple(reasons),
    )


def _of_line(grounds: Grounds, person: Person, day: int) -> Iterator[Reason]:
    """What the line says of the day."""
    line = grounds.lines.get(person.person)
    if line is None:
        words = f"This person {KINDS[person.kind]}, on days that vary."
        yield _reason(grounds, person, day, person.kind, words)
        return
    given = grounds.roster.given(person, line, day)
    told = f"The line (pattern {line.pattern} at phase {line.phase})"
    if given is None:
        yield _reason(grounds, person, day, "line", f"{told} has a day off.")
    elif day in grounds.register.absent.get(person.person, ()):
        yield _reason(grounds, person, day, "absence", f"{told} gives {given.shift}; absent.")
    elif grounds.roster.worked(person, line).get(day) is None:
        words = f"{told} gives {given.shift}, which yields to a working rule or a fixed duty."
        yield _reason(grounds, person, day, "line", words)
    else:
        words = (
            f"{told} gives {given.shift}, which is given back; "
            f"{counted(person.floats_back, 'duty', 'duties')} may be."
        )
        yield _reason(grounds, person, day, "floats-back", words)


def _shifts(grounds: Grounds, person: Person, day: int) -> Iterator[Reason]:
    """Each shift that somebody could be given, with what is in the way, or what it would bring."""
    trial = Trial(grounds)
    refused: dict[tuple[str, str], list[ShiftHours]] = {}
    for shift in grounds.register.shifts.values():
        rows = most_useful_rows(grounds, person, day, shift)
        broken = trial.with_rows(person.person, day, rows)
        if broken:
            told = of_person(grounds, broken[0])
            refused.setdefault((broken[0].rule, told), []).append(shift)
            continue
        with_duty = grounds.plan.model_copy(update={"duties": (*grounds.plan.duties, *rows)})
        change = weighed(grounds, with_duty)
        where = ", ".join(dict.fromkeys(row.place for row in rows if row.place))
        serves = f"at {where}" if where else "serving nobody, for nothing is short within reach"
        words = f"{shift.shift} ({lasting(shift.paid)}) could be given, {serves}: {change.told}."
        reason = _reason(grounds, person, day, POSSIBLE, words)
        yield reason.model_copy(update={"difference": change.difference})
    for (rule, told), shifts in refused.items():
        names = ", ".join(shift.shift for shift in shifts)
        yield _reason(grounds, person, day, rule, f"Not {names}: {told}.")
