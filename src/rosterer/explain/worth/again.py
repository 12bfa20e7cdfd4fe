"""What does one more really save? The relaxation solved again with one, two and four more.

One model holds everybody of whom there could be one more, in thought, and every start that an
earlier barrier's day would allow, closed; so each question moves sides and bounds alone, and is
answered from where the last one stood.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rosterer.explain.worth.kept import Built, Duties, KeptRota, Shift, built, opened, shift_between
from rosterer.explain.worth.more import More
from rosterer.explain.worth.there import alike, posts_of, with_more
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.sets import Sets
from rosterer_models.formulation.ways import START
from rosterer_models.matrix.model import Ints
from rosterer_models.vocabulary.case import Case

TIMES = (1, 2, 4)
"""So many more are tried."""
NEARLY = 0.9
"""Of the first's worth, down to which the next are worth as much."""
A_LITTLE = 1e-7
"""So much of a carer is there in thought."""


@dataclass(frozen=True)
class Tried:
    """What one more saves."""

    pounds: float
    delay_days: float
    short_hours: float
    holds_up_to: int | None


class Again:
    """Some mores, to be tried."""

    def __init__(self, case: Case, duties: Duties, kept: KeptRota, mores: Sequence[More]) -> None:
        self._mores, self._before = mores, kept
        self._case = case
        for more in mores:
            if more.what == "barrier-day":
                self._case = with_more(self._case, more)
        heads = [more for more in mores if more.what == "head"]
        self._heads = {more: number for number, more in enumerate(heads)}
        spare = [post for more in heads for post in posts_of(case, more)]
        self._plain = replace(duties, in_thought=spare)
        self._duties = self._with_carers(self._plain)
        self._kept = KeptRota(self._closed(built(self._case, self._duties))) if mores else None

    def tried(self, more: More) -> Tried | None:
        """What is saved with one more; None for what is not among those to be tried."""
        kept = self._kept
        if kept is None or more not in self._mores:
            return None
        shift = self._shift(kept, more)
        if shift is None:
            return None
        times = (1,) if more.what == "barrier-day" else TIMES
        points = {number: kept.with_shift(shift, number) for number in times}
        saved = {n: (kept.first.value - point.value) / n for n, point in points.items()}
        holds = [n for n in times if saved[n] >= NEARLY * saved[1]]
        one = points[1].x
        return Tried(
            saved[1],
            kept.delay_days(kept.first.x) - kept.delay_days(one),
            kept.short_hours(kept.first.x) - kept.short_hours(one),
            max(holds) if len(times) > 1 and saved[1] > 0 else None,
        )

    def _with_carers(self, duties: Duties, more: More | None = None) -> Duties:
        """With all carers in thought, and one of them really."""
        on_round, sets = dict(duties.on_round), Sets(self._case)
        for one in self._mores:
            if one.what == "carer":
                for t in range(self._case.days):
                    key = alike(self._case, sets, one), t, sets.shift[one.shift or ""]
                    on_round[key] = on_round.get(key, 0.0) + (1.0 if one == more else A_LITTLE)
        return replace(duties, on_round=on_round)

    def _shift(self, kept: KeptRota, more: More) -> Shift | None:
        days = self._case.days
        if more.what == "head":
            number = self._heads[more]
            return opened(kept.posts[number * days : (number + 1) * days])
        if more.what == "barrier-day":
            columns = self._early(more, kept.care)
            return replace(opened(columns), lower=np.zeros(len(columns)))
        if more.what == "carer":
            other = built(self._case, self._with_carers(self._plain, more))
        else:
            other = built(with_more(self._case, more), self._duties)
        return shift_between(kept.programme, self._closed(other).programme)

    def _closed(self, model: Built) -> Built:
        """With all starts closed that only an earlier barrier's day allows."""
        programme = model.programme
        for more in self._mores:
            if more.what == "barrier-day":
                programme = programme.with_bounds(self._early(more, model.care), 0.0, 0.0)
        return model._replace(programme=programme)

    def _early(self, more: More, care: Care) -> Ints:
        """Columns of the starts that a barrier's day allows."""
        group = next(
            n for n, row in enumerate(care.case.referrals) if row.referral == more.referral
        )
        arcs, before = care.arcs[group], self._before.care.arcs[group]
        columns, found = care.columns(group), [np.zeros(0, dtype=np.int64)]
        for segment, day, at in arcs.blocks:
            if segment.leaves == START:
                first = before.first_start(segment.option)
                is_early = day < (self._case.days if first is None else first)
                found.append(columns[at][is_early])
        return np.concatenate(found)
