"""Why is something so? One question about a plan, and its answer."""

from collections.abc import Iterable, Iterator

from rosterer.explain.answer import Answer, Why, WhyBed, WhyPerson, WhyReferral, WhyShort
from rosterer.explain.empty_beds import why_empty
from rosterer.explain.grounds import Grounds
from rosterer.explain.person_day import why_person
from rosterer.explain.referral_waits import why_waits
from rosterer.explain.shortages import why_short
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
    if outside := _outside(grounds, question):
        return Answer(question=question, is_so=False, sentence=outside)
    if isinstance(question, WhyPerson):
        return why_person(grounds, question)
    if isinstance(question, WhyShort):
        return why_short(grounds, question)
    return why_empty(grounds, question)


def require_known(case: Case, question: Why) -> None:
    """Refuse ids that the case does not have, all of them at once."""
    faults = list(_unknown(case, question))
    if faults:
        raise BadInput(faults)


def _unknown(case: Case, question: Why) -> Iterator[Fault]:
    if isinstance(question, WhyPerson):
        yield from _fault("person", question.person, (one.person for one in case.people))
    elif isinstance(question, WhyReferral):
        names = (one.referral for one in case.referrals)
        yield from _fault("referral", question.referral, names)
    elif isinstance(question, WhyBed):
        yield from _fault("bed", question.unit, (one.unit for one in case.units))
    else:
        places = [one.place for one in case.places]
        units = [one.unit for one in case.units]
        yield from _fault("short", question.where, [*places, *units])
        if question.band is not None:
            yield from _fault("band", question.band, (one.band for one in case.bands))
        if question.skill is not None:
            yield from _fault("skill", question.skill, (one.skill for one in case.skills))


def _fault(what: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    names = list(known)
    if name not in names:
        words = f"{name!r} is not in the case"
        yield Fault("question", words, nearest(name, names), column=what, value=name)


def _outside(grounds: Grounds, question: WhyPerson | WhyShort | WhyBed) -> str | None:
    day = grounds.calendar.number(question.date)
    if grounds.calendar.has(day):
        return None
    first, last = grounds.calendar.date(0), grounds.calendar.date(grounds.calendar.days - 1)
    return (
        f"{question.date} is outside the days of this plan, {first} to {last}; nothing is decided "
        "there."
    )
