"""Why is something so, and why is something else not done? One question, and its answer."""

from collections.abc import Iterable, Iterator
from datetime import date

from rosterer.explain.answer import (
    Answer,
    Instead,
    InsteadDuty,
    InsteadPerson,
    InsteadStart,
    Why,
    WhyBed,
    WhyPerson,
    WhyReferral,
    WhyShort,
)
from rosterer.explain.empty_beds import why_empty
from rosterer.explain.grounds import Grounds
from rosterer.explain.person_day import why_person
from rosterer.explain.referral_waits import why_waits
from rosterer.explain.shortages import why_short
from rosterer.explain.why_not import SETTLING_SECONDS, why_not
from rosterer.files.faults import BadInput, Fault, nearest
from rosterer_models.vocabulary.case import Case


def why(grounds: Grounds, question: Why) -> Answer:
    """Why something in a plan is as it is.

    Raises
    ------
    BadInput
        When the question names what the case does not have.
    """
    require_known(grounds.case, question)
    if isinstance(question, WhyReferral):
        return why_waits(grounds, question)
    if outside := _outside(grounds, question.date):
        return Answer(question=question, is_so=False, sentence=outside)
    if isinstance(question, WhyPerson):
        return why_person(grounds, question)
    if isinstance(question, WhyShort):
        return why_short(grounds, question)
    return why_empty(grounds, question)


def answered(
    grounds: Grounds, question: Why | Instead, *, seconds: float | None = SETTLING_SECONDS
) -> Answer:
    """Why something is so, or why something else is not done.

    Parameters
    ----------
    seconds
        What settling the rest around something else may take, for each of two plans; 0 to leave it
        out, None for whatever it takes.

    Raises
    ------
    BadInput
        When the question names what the case does not have.
    """
    if isinstance(question, WhyPerson | WhyReferral | WhyShort | WhyBed):
        return why(grounds, question)
    require_known(grounds.case, question)
    if question.date is not None and (outside := _outside(grounds, question.date)):
        return Answer(question=question, is_so=False, sentence=outside)
    return why_not(grounds, question, seconds=seconds)


def require_known(case: Case, question: Why | Instead) -> None:
    """Refuse ids that the case does not have, all of them at once."""
    faults = list(_unknown(case, question))
    if faults:
        raise BadInput(faults)


def _unknown(case: Case, question: Why | Instead) -> Iterator[Fault]:
    people = [one.person for one in case.people]
    places = [one.place for one in case.places] + [one.unit for one in case.units]
    named: list[tuple[str, str | None, Iterable[str]]] = []
    if isinstance(question, WhyPerson | InsteadDuty | InsteadPerson):
        named.append(("person", question.person, people))
    if isinstance(question, InsteadPerson):
        named.append(("instead-of", question.instead_of, people))
    if isinstance(question, InsteadDuty):
        named.append(("shift", question.shift, (one.shift for one in case.shifts)))
        named.append(("where", question.where, places))
    if isinstance(question, WhyReferral | InsteadStart):
        named.append(("referral", question.referral, (one.referral for one in case.referrals)))
    if isinstance(question, InsteadStart):
        named.append(("option", question.option, (one.option for one in case.options)))
        units = [one.unit for one in case.units]
        named += [("where", unit, units) for unit in question.units]
    if isinstance(question, WhyBed):
        named.append(("bed", question.unit, (one.unit for one in case.units)))
    if isinstance(question, WhyShort):
        named.append(("short", question.where, places))
        named.append(("band", question.band, (one.band for one in case.bands)))
        named.append(("skill", question.skill, (one.skill for one in case.skills)))
    for what, name, known in named:
        if name is not None:
            yield from _fault(what, name, known)


def _fault(what: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    names = list(known)
    if name not in names:
        words = f"{name!r} is not in the case"
        yield Fault("question", words, nearest(name, names), column=what, value=name)


def _outside(grounds: Grounds, when: date) -> str | None:
    if grounds.calendar.has(grounds.calendar.number(when)):
        return None
    first, last = grounds.calendar.date(0), grounds.calendar.date(grounds.calendar.days - 1)
    return f"{when} is outside the days of this plan, {first} to {last}; nothing is decided there."
