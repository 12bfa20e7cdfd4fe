"""Why does somebody wait, or not start at all? Night by night what the nearest option lacks, with
its numbers.
"""

from collections.abc import Iterator
from itertools import groupby

from rosterer.explain.answer import Answer, Reason, WhyReferral
from rosterer.explain.delays import Trial
from rosterer.explain.free_places import free_places
from rosterer.explain.grounds import Grounds
from rosterer.explain.lacks import Lack, lack_words
from rosterer.explain.waterfall import REASON_WORDS
from rosterer.referee.delays import Wait, waits_of
from rosterer.referee.placements import Start, earliest_start
from rosterer.referee.words import counted
from rosterer.shown import days, tenths
from rosterer_models.vocabulary.plan import Delay, DelayReason
from rosterer_models.vocabulary.referral import Referral


def why_waits(grounds: Grounds, question: WhyReferral) -> Answer:
    """Why a referral of the case waits; each stretch of nights with one reason is a reason."""
    wait = next(
        wait
        for wait in waits_of(grounds.register, grounds.reading.starts)
        if wait.referral.referral == question.referral
    )
    start = grounds.reading.starts.get(question.referral)
    nights = range(max(0, wait.ready), grounds.calendar.days if wait.start is None else wait.start)
    if not nights and wait.midnights == 0:
        return Answer(question=question, is_so=False, sentence=_on_time(grounds, wait, start))
    waiting = _Waiting(grounds, wait)
    reasons = [*_before(wait), *waiting.reasons(nights)]
    return Answer(
        question=question,
        is_so=True,
        sentence=_sentence(grounds, wait, start),
        reasons=tuple(reasons),
    )


def _on_time(grounds: Grounds, wait: Wait, start: Start | None) -> str:
    name, ready = wait.referral.referral, grounds.said(wait.ready)
    if start is None:
        return f"{name} is ready on {ready}, after the last day that is planned; nobody waits yet."
    if start.day < wait.ready:
        return (
            f"{name} does not wait: {start.option} starts on {grounds.said(start.day)}, before "
            f"they are ready on {ready}, which no plan may do."
        )
    return f"{name} does not wait: {start.option} starts on {ready}, the day they are ready."


def _sentence(grounds: Grounds, wait: Wait, start: Start | None) -> str:
    name, ready = wait.referral.referral, grounds.said(wait.ready)
    least = f"; {days(wait.unavoidable)} of it no plan avoids" if wait.unavoidable else ""
    if start is None:
        return (
            f"{name} (priority {wait.referral.priority}) is ready on {ready} and is not served by "
            f"the last day: {days(wait.midnights)} of delay{least}."
        )
    return (
        f"{name} (priority {wait.referral.priority}) is ready on {ready} and starts {start.option} "
        f"on {grounds.said(start.day)}: {days(wait.midnights)} of delay{least}."
    )


def _before(wait: Wait) -> Iterator[Reason]:
    """Midnights before the first day, for which no plan is to blame."""
    count = min(wait.midnights, max(0, -wait.ready))
    if count:
        yield Reason(
            limit="before",
            who=wait.referral.referral,
            asked=float(count),
            unit="midnights",
            sentence=f"{counted(count, 'midnight')} before the first day that is planned.",
        )


class _Waiting:
    """The nights that one referral waits."""

    def __init__(self, grounds: Grounds, wait: Wait) -> None:
        self.grounds, self.wait, self.trial = grounds, wait, Trial(grounds.reading)
        self.register = grounds.register

    def reasons(self, nights: range) -> Iterator[Reason]:
        """A reason for each stretch of nights that have the same, told of its first."""
        referral = self.wait.referral
        named = [(self.trial.reason(referral, day), day) for day in nights]
        for reason, stretch in groupby(named, key=lambda one: one[0]):
            own = [day for _, day in stretch]
            yield self._reason(reason, own)

    def _reason(self, reason: DelayReason, nights: list[int]) -> Reason:
        day, said = nights[0], self.grounds.said(nights[0])
        when = said if len(nights) == 1 else f"{said} to {self.grounds.said(nights[-1])}"
        lack = self._lack(reason, day)
        words = self._words(reason, day, lack)
        return Reason(
            limit=reason,
            who=lack.where if lack else self.wait.referral.referral,
            when=self.grounds.calendar.date(day),
            band=lack.band if lack else "",
            skill=lack.skill if lack else "",
            there=lack.there if lack else None,
            asked=lack.taken if lack else None,
            more=lack.more if lack else None,
            unit=lack.unit if lack else "",
            sentence=f"{when}: {REASON_WORDS[reason]}. {words}.",
        )

    def _lack(self, reason: DelayReason, day: int) -> Lack | None:
        """The first lack of the nearest option that the reason names."""
        referral = self.wait.referral
        options = list(self.trial.open_options(referral, day))
        nearest = self.trial.nearest(referral, options, day)
        if nearest is None:
            return None
        lacks = self.trial.every_lack(nearest, referral, day)
        return next((lack for lack in lacks if lack.reason == reason), None)

    def _words(self, reason: DelayReason, day: int, lack: Lack | None) -> str:
        referral = self.wait.referral
        if lack is not None:
            return lack_words(self.register, lack, dict(self.grounds.reading.starts))
        if reason == "barrier":
            return self._barriers(referral, day)
        if reason == "triage":
            return self._triage(referral, day)
        if reason == "no-bed":
            return f"No unit takes anybody for {', '.join(referral.options)}"
        return self._room(day)

    def _barriers(self, referral: Referral, day: int) -> str:
        number = self.register.calendar.number
        open_ones = [
            f"{row.barrier} clears on {self.grounds.said(number(row.clears))}"
            + (f" (for {', '.join(row.blocks)})" if row.blocks else "")
            for row in self.register.barriers.get(referral.referral, ())
            if number(row.clears) > day
        ]
        return "; ".join(open_ones) or "No option is open to them"

    def _triage(self, referral: Referral, day: int) -> str:
        if not referral.options:
            return "Triage has allowed no option yet"
        slots = self.register.triage_slots
        earliest = earliest_start(self.register, referral)
        if slots is None or earliest is None:
            return "They have not been assessed"
        used = [
            name
            for name, start in self.grounds.reading.starts.items()
            if start.day == day and not start.referral.triaged
        ]
        expected = self.trial.load.triaged[day] - len(used)
        by = [*used, *([f"{tenths(expected)} expected people"] if expected > 1e-3 else [])]
        taken = f"used by {', '.join(by)}" if by else "none is used"
        return f"{counted(slots[day], 'slot')} on {self.grounds.said(day)}, {taken}"

    def _room(self, day: int) -> str:
        """There was room: what starting then would cost, and who was served that day."""
        delay = Delay(
            referral=self.wait.referral.referral,
            date=self.register.calendar.date(day),
            reason="price",
        )
        served = [
            f"{name} (priority {start.referral.priority})"
            for name, start in self.grounds.reading.starts.items()
            if start.day == day
        ]
        told = f"That day starts: {', '.join(served)}. " if served else ""
        places = free_places(self.grounds.reading, [delay])
        return told + (places[0].sentence.rstrip(".") if places else "There was room that day")
