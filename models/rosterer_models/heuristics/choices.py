"""What can a person do on a day beside the rest of their roster, and what does each choice cost?"""

from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.account import pounds_of_person
from rosterer_models.formulation.decisions import ROUND
from rosterer_models.formulation.people import People
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.rota import FROM_FLOAT, FROM_LINE, Rota, free_source
from rosterer_models.heuristics.units import Posted
from rosterer_models.rules.calendar import OFF
from rosterer_models.vocabulary.case import Case


@dataclass(frozen=True)
class Choice:
    """What a person can do on a day."""

    shift: int
    source: int
    unit: int
    pounds: float
    """What it costs beside doing as now."""


class Choices:
    """Choices of everybody in a case."""

    def __init__(self, case: Case, people: People, reach: Reach) -> None:
        self.case, self.people, self.reach = case, people, reach

    def is_idle(self, p: int, t: int) -> bool:
        """In training that day."""
        fixed = self.people.persons[p].staff.fixed.get(t)
        return fixed is not None and fixed.training

    def of(self, rota: Rota, posted: Posted, p: int, t: int) -> list[Choice]:
        """What a person can do beside the rest of their roster; what they do now comes first."""
        staff, calendar = self.people.persons[p].staff, self.people.calendar
        now, here = (int(rota.duty[p, t]), int(rota.source[p, t])), posted.get((p, t), ROUND)
        fixed = staff.fixed.get(t)
        if fixed is not None and (fixed.training or fixed.unit is not None):
            return [Choice(*now, here, 0.0)]
        roster = staff.base.copy()
        roster[calendar.history :] = rota.duty[p]
        if fixed is None:
            roster[calendar.history + t] = OFF
        before = self._pounds(rota, p, t, now[0])
        found = [Choice(*now, here, 0.0)]
        if now[0] != OFF:
            found += [Choice(*now, u, 0.0) for u in (ROUND, *self.reach.units[p]) if u != here]
        for s, source in [] if fixed is not None else self._others(rota, p, t, *now):
            if s == OFF or staff.fits(roster, t, s, calendar, self.people.runs):
                pounds = self._pounds(rota, p, t, s) - before
                found += [
                    Choice(s, source, u, pounds)
                    for u in ((ROUND,) if s == OFF else (ROUND, *self.reach.units[p]))
                ]
        return found

    def is_possible(
        self, rota: Rota, posted: Posted, p: int, t: int, work: tuple[int, int], unit: int
    ) -> bool:
        """Whether somebody can do a (shift, source) in a unit or on a round, beside the rest of
        their roster as it is now.
        """
        now, here = (int(rota.duty[p, t]), int(rota.source[p, t])), posted.get((p, t), ROUND)
        if (work, unit) == (now, here):
            return True
        return any(
            (c.shift, c.source) == work and c.unit == unit for c in self.of(rota, posted, p, t)
        )

    def _others(self, rota: Rota, p: int, t: int, shift: int, source: int) -> list[tuple[int, int]]:
        """(shift, source) of what the person's own numbers allow instead of what they do now;
        working rules are not looked at.
        """
        mine = self.people.persons[p]
        person = mine.staff.person
        off = [(OFF, 0)] if shift != OFF else []
        if mine.lines is None:
            others = rota.duty[p].copy()
            others[t] = OFF
            return off + [
                (s, free_source(person))
                for s in np.flatnonzero(mine.staff.offered[t]).tolist()
                if s != shift and mine.staff.has_room(others, t, s, self.people.calendar)
            ]
        line = int(rota.line[p])
        own = mine.lines.worked[line]
        if own[t] >= 0:
            if source != FROM_LINE:
                return [(int(own[t]), FROM_LINE)]
            given = int(((own >= 0) & (rota.source[p] != FROM_LINE)).sum())
            return off if given < person.floats_back else []
        floats = np.flatnonzero(rota.source[p] == FROM_FLOAT)
        floats = floats[floats != t]
        if (
            len(floats) >= person.floats_owed
            or (np.abs(floats - t) < self.case.limits.float_spacing_days).any()
        ):
            return off
        return off + [
            (s, FROM_FLOAT)
            for s in np.flatnonzero(mine.lines.float_fits[line, t]).tolist()
            if s != shift
        ]

    def _pounds(self, rota: Rota, p: int, t: int, s: int) -> float:
        duty = rota.duty[p].copy()
        duty[t] = s
        mine = self.people.persons[p]
        return sum(
            pounds_of_person(
                self.case, self.people.calendar, mine, int(rota.line[p]), duty
            ).values()
        )
