"""Of what is the delay made up? Parts that add up to the headline, each named once.

Every other number of delay days that is told is one of these parts, or the headline without one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from rosterer.explain.delays import explain_delays
from rosterer.explain.free_places import CHOSEN, FreePlace
from rosterer.referee.delays import Wait, waits_of
from rosterer.referee.reading import Reading
from rosterer.referee.verdict import Verdict
from rosterer.shown import days, is_naught, tenths
from rosterer_models.vocabulary.plan import Delay, DelayReason, Plan

BEFORE, EXPECTED, TOO_EARLY, UNPLACED = "before", "expected", "too-early", "unplaced"
REASON_WORDS: dict[DelayReason, str] = {
    "barrier": "a barrier had not cleared",
    "triage": "no triage slot",
    "no-bed": "no bed free",
    "no-staff-for-beds": "no staff for the beds",
    "no-care-hours": "no care hours near home",
    "admissions-limit": "the unit's admissions were taken",
    "priority": "another was served first",
    "price": "starting later costs less",
}
"""A delay's reason as the waiting list says it."""
UNPLACED_WORDS = "nobody placed them, although a place was free and serving them costs less"
PART_WORDS: dict[str, str] = {
    BEFORE: "before the first day",
    EXPECTED: "people who are only expected",
    UNPLACED: UNPLACED_WORDS,
    TOO_EARLY: "starts that come before any plan may make them",
    **{str(reason): words for reason, words in REASON_WORDS.items()},
}


@dataclass(frozen=True)
class DelayPart:
    """A part of the delay.

    Attributes
    ----------
    days
        Midnights, of people who are known or expected.
    avoidable
        Those of them that depend on the plan.
    """

    name: str
    days: float
    avoidable: float

    @property
    def words(self) -> str:
        """What the part is called."""
        return PART_WORDS[self.name]


def unplaced(free: Iterable[FreePlace]) -> dict[str, date]:
    """Who waits although serving them costs less in the ledger's total, by the day from which a
    place is free: no price and nobody else is the reason of these nights.
    """
    return {place.referral: place.day for place in free if place.dearer < 0 and not place.is_served}


def words_of(delay: Delay, since: Mapping[str, date]) -> str:
    """A delayed midnight's reason in words.

    Parameters
    ----------
    since
        Of `unplaced`.
    """
    return PART_WORDS[_part_of(delay, since)]


def _part_of(delay: Delay, since: Mapping[str, date]) -> str:
    day = since.get(delay.referral)
    is_unplaced = delay.reason in CHOSEN and day is not None and day <= delay.date
    return UNPLACED if is_unplaced else delay.reason


def reasons_of(reading: Reading, plan: Plan) -> Sequence[Delay]:
    """The plan's own reasons where it has one for each delayed midnight; else worked out."""
    waited = Counter(
        (wait.referral.referral, reading.register.calendar.date(day))
        for wait in waits_of(reading.register, reading.starts)
        for day in _midnights(reading, wait)
    )
    if waited == Counter((delay.referral, delay.date) for delay in plan.delays):
        return plan.delays
    return explain_delays(reading)


def delay_parts(
    reading: Reading, reasons: Iterable[Delay], verdict: Verdict, free: Iterable[FreePlace] = ()
) -> tuple[DelayPart, ...]:
    """The parts of a plan's delay, in order: before the first day, each reason, expected people.

    Parameters
    ----------
    reasons
        One for each delayed midnight of the horizon: see `reasons_of`.
    free
        Who waits although a place is free.

    Returns
    -------
    tuple of DelayPart
        Their days add up to the verdict's delay days, and what of them is avoidable to its
        avoidable ones. Parts of nothing are left out.
    """
    waits = {wait.referral.referral: wait for wait in waits_of(reading.register, reading.starts)}
    before = sum(max(0, -wait.ready) for wait in waits.values())
    since = unplaced(free)
    all_days, same = Counter[str](), Counter[str]()
    for delay in reasons:
        wait, day = waits[delay.referral], reading.register.calendar.number(delay.date)
        name = _part_of(delay, since)
        all_days[name] += 1
        same[name] += wait.earliest is None or day < wait.earliest
    known = before + all_days.total()
    parts = [
        DelayPart(BEFORE, before, 0),
        *(
            DelayPart(name, all_days[name], all_days[name] - same[name])
            for name in (*get_args(DelayReason), UNPLACED)
        ),
        DelayPart(EXPECTED, verdict.delay_days - known, verdict.delay_days - known),
    ]
    early = verdict.avoidable_delay_days - sum(part.avoidable for part in parts)
    if not is_naught(early):
        parts.append(DelayPart(TOO_EARLY, 0, early))
    return tuple(part for part in parts if not (is_naught(part.days) and is_naught(part.avoidable)))


def told(parts: Sequence[DelayPart]) -> str:
    """The sum in a sentence, each part in tenths of days, which add up as they are told."""
    whole, avoidable = sum(part.days for part in parts), sum(part.avoidable for part in parts)
    named = ", ".join(
        f"{part.words} {tenths(part.days)}" for part in parts if not is_naught(part.days)
    )
    return (
        f"Known and expected people wait {days(whole)} in all"
        + (f" ({named})" if named else "")
        + f"; at most {tenths(avoidable)} of these depend on the plan."
    )


def _midnights(reading: Reading, wait: Wait) -> range:
    end = reading.register.calendar.days if wait.start is None else wait.start
    return range(max(0, wait.ready), end)
