"""Which rules would a person's duties break if one were given, or taken away?

The referee judges the person's own duties before and after; what is broken then and was not before,
or is broken by more, is what the change breaks.
"""

import re
from collections.abc import Iterable, Sequence

from rosterer.explain.grounds import Grounds
from rosterer.explain.worse import worse
from rosterer.referee.duties import read_duties
from rosterer.referee.duty_rules import judge_duties
from rosterer.referee.rosters import judge_roster
from rosterer.referee.verdict import Breach
from rosterer_models.vocabulary.plan import DutyPiece

_INNER = re.compile(r": [^():]*\)$")
"""The remedy of a sentence that stands in brackets in another."""
_PREFIX = re.compile(r"^(?:'s|:| on \w{3} \d+ \w{3} \(\S+\):)? *")
"""What stands between a name and what is wrong."""


class Trial:
    """Duties of single people, judged on trial.

    No other rule can break when somebody gets a duty: more care and more staff make nothing worse.
    """

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self._before: dict[str, list[Breach]] = {}

    def with_rows(self, person: str, day: int, rows: Iterable[DutyPiece]) -> list[Breach]:
        """What breaks when a person's rows of a day are these instead."""
        when = self.grounds.calendar.date(day)
        kept = [row for row in self.grounds.rows.get(person, ()) if row.date != when]
        if person not in self._before:
            self._before[person] = self._judged(person, self.grounds.rows.get(person, ()))
        return worse(self._before[person], self._judged(person, [*kept, *rows]))

    def _judged(self, person: str, rows: Sequence[DutyPiece]) -> list[Breach]:
        register, known = self.grounds.register, self.grounds.register.people[person]
        duties, faults = read_duties(register, rows)
        own = [duty for duty in duties if duty.person.person == person]
        wrong = judge_duties(register, person, own)
        planned = {duty.day: duty.shift for duty in own if not duty.is_fixed}
        line = self.grounds.lines.get(person)
        roster = judge_roster(self.grounds.roster, known, line, planned)
        of_duties = (*wrong.told, *wrong.fixed, *wrong.too_many)
        return [one for one in (*faults, *of_duties, *roster.broken) if one.who == person]


def without_remedy(sentence: str) -> str:
    """What is wrong, without what a maker of plans should do about it."""
    return _INNER.sub(")", sentence.rpartition(": ")[0] or sentence)


def of_person(grounds: Grounds, breach: Breach) -> str:
    """What is wrong, to stand after the person's name."""
    called = grounds.called(breach.who)
    told = without_remedy(breach.sentence).removeprefix(called)
    return _PREFIX.sub("", told)


class Refusals:
    """Why shifts cannot be given to somebody: each rule once, with the shifts that it refuses."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._found: dict[str, tuple[str, list[str]]] = {}

    def add(self, shift: str, breach: Breach) -> None:
        """The first rule that a shift would break."""
        told = of_person(self._grounds, breach)
        self._found.setdefault(breach.rule, (told, []))[1].append(shift)

    @property
    def rule(self) -> str:
        """The first of the rules; blank without any."""
        return next(iter(self._found), "")

    @property
    def told(self) -> str:
        """``no N: a night duty of somebody who does no nights; no D, E: …``."""
        return "; ".join(
            f"no {', '.join(shifts)}: {words}" for words, shifts in self._found.values()
        )
