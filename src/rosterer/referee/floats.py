"""Are duties beyond the line, and those given back, within what is owed?"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary
from rosterer.referee.roster import Roster
from rosterer.referee.verdict import Breach, RuleName
from rosterer.referee.words import counted, said
from rosterer.referee.working_rules import brought_by
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import Line

Planned = Mapping[int, ShiftHours]
"""A person's duties of the plan that are not fixed, by day."""


class Floats(NamedTuple):
    """What is wrong with floats and duties given back."""

    broken: list[Breach]
    followed: list[Breach]
    """What is wrong only because duties of the line itself break a working rule, so that they had
    to yield.
    """


def judge_floats(
    roster: Roster, person: Person, line: Line, planned: Planned, spoilt: frozenset[int]
) -> Floats:
    """Breaches of ``floats-owed``, ``floats-back``, ``float-spacing`` and ``float-fits-line``.

    Parameters
    ----------
    spoilt
        Days on which the plan's duty takes part in a breach of a working rule.
    """
    worked = roster.worked(person, line)
    if planned == worked:
        return Floats([], [])
    besides = roster.without_averages(person, line)
    floats = sorted(
        day for day, shift in planned.items() if shift not in (worked.get(day), besides.get(day))
    )
    of_line = {
        day for day in floats if day in spoilt and planned[day] == roster.given(person, line, day)
    }
    judge = _Judge(roster, person, line, planned, worked, besides)
    everything = [*judge.back(), *judge.beyond(floats)]
    if not of_line:
        return Floats(everything, [])
    # What would be wrong without these days too is told once, with the count of all days.
    others = [*judge.back(), *judge.beyond([day for day in floats if day not in of_line])]
    own = {(breach.rule, breach.when) for breach in others}
    return Floats(
        [breach for breach in everything if (breach.rule, breach.when) in own],
        [breach for breach in everything if (breach.rule, breach.when) not in own],
    )


class _Judge:
    """The floats and duties given back of one person."""

    def __init__(
        self,
        roster: Roster,
        person: Person,
        line: Line,
        planned: Planned,
        worked: Planned,
        besides: Planned,
    ) -> None:
        self.roster, self.person, self.line = roster, person, line
        self.planned, self.worked, self.besides = planned, worked, besides
        self.name = roster.register.called(person.person)
        self.calendar = roster.register.calendar

    def _breach(
        self,
        rule: RuleName,
        words: str,
        day: int | None = None,
        by: float | None = None,
        unit: str = "",
    ) -> Breach:
        return Breach(
            rule=rule,
            who=self.person.person,
            when=None if day is None else self.calendar.date(day),
            by=by,
            unit=unit,
            sentence=f"{self.name}{words}",
        )

    def back(self) -> Iterator[Breach]:
        """More duties of the line are missing than may be given back."""
        missing = [
            day
            for day, shift in self.worked.items()
            if self.planned.get(day) != shift == self.besides.get(day)
        ]
        excess = len(missing) - self.person.floats_back
        if excess > 0:
            words = (
                f" gives back {counted(len(missing), 'duty', 'duties')} of the line, the first on "
                f"{self.said(min(missing))}; {counted(self.person.floats_back, 'is', 'are')} "
                f"allowed: restore {excess}"
            )
            yield self._breach("floats-back", words, by=excess, unit="duties")

    def beyond(self, floats: list[int]) -> Iterator[Breach]:
        """Too many floats, floats too close, floats that do not fit."""
        excess = len(floats) - self.person.floats_owed
        if excess > 0:
            words = (
                f" has {counted(len(floats), 'duty', 'duties')} beyond the line, the first on "
                f"{self.said(floats[0])}; {counted(self.person.floats_owed, 'is', 'are')} owed: "
                f"drop {excess}"
            )
            yield self._breach("floats-owed", words, by=excess, unit="duties")
        yield from self._spacing(floats)
        whole_line = self.roster.settled(self.person).copy()
        whole_line.line = self.line
        for day, shift in self.worked.items():
            whole_line.add(day, shift)
        for day in floats:
            reason = self._why_it_does_not_fit(whole_line, day)
            if reason:
                words = (
                    f"'s {self.planned[day].shift} beyond the line on {self.said(day)} {reason}: "
                    "move it or give it to somebody else"
                )
                yield self._breach("float-fits-line", words, day)

    def _spacing(self, floats: list[int]) -> Iterator[Breach]:
        spacing = self.roster.register.case.limits.float_spacing_days
        for early, late in pairwise(floats):
            if late - early < spacing:
                words = (
                    f" has duties beyond the line on {self.said(early)} and {self.said(late)}; "
                    f"they start at least {counted(spacing, 'day')} apart: move one"
                )
                yield self._breach("float-spacing", words, late, spacing - (late - early), "days")

    def said(self, day: int) -> str:
        """A day as sentences name it."""
        return said(self.calendar.date(day))

    def _why_it_does_not_fit(self, whole_line: Diary, day: int) -> str:
        """Words for what is wrong with a float beside the whole worked line; empty when nothing
        is.
        """
        person, register, shift = self.person, self.roster.register, self.planned[day]
        if day in self.worked:
            return f"stands where the line gives {self.worked[day].shift}"
        if day in register.fixed.get(person.person, {}):
            return "falls on a day with a fixed duty"
        if day in register.absent.get(person.person, ()):
            return "falls on a day of absence"
        if shift.is_night and not person.nights:
            return "is a night duty of somebody who does no nights"
        brought = brought_by(whole_line, day, shift)
        return (
            f"does not fit between the duties of the line ({brought[0].sentence})"
            if brought
            else ""
        )
