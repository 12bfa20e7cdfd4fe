"""Which days of a roster are unwelcome because of the days beside them, and what does each cost?

Half a weekend, a night alone, a duty alone: people without a line ask for weekends that are whole
and nights in blocks. Such a shape asks for more duties as well as for fewer, so it is no rule that
holds for whatever is left of a roster: it has a price.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rosterer_models.matrix.model import Flags
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.time import SATURDAY, WEEKDAYS, weekday_of


class Shape(NamedTuple):
    """Costs its price when a day counts and none of some others does."""

    line: str
    """Of the ledger."""
    pounds: float
    alone: tuple[tuple[int, tuple[int, ...]], ...]
    """(day, others): one of them is enough."""
    is_of_nights: bool
    """Night duties alone count."""

    def is_there(self, counts: Callable[[int], bool]) -> bool:
        """Whether a roster has it, given on which days a duty counts."""
        return any(counts(day) and not any(map(counts, others)) for day, others in self.alone)


def shapes_of(case: Case, person: Person, absent: Flags) -> tuple[Shape, ...]:
    """Everything of the kind that has a price; of contract people alone.

    Parameters
    ----------
    absent
        D: days of absence. Where a day of a shape is one, or one of the person's days off of the
        week, nobody is charged for it.
    """
    if person.kind != "contract":
        return ()
    is_free = [
        not absent[t] and WEEKDAYS[weekday_of(case.first_day, t)] not in person.days_off
        for t in range(case.days)
    ]
    return tuple(
        shape
        for shape in _all_of(case)
        if shape.pounds and all(is_free[t] for t in _days(shape.alone))
    )


def _days(alone: Sequence[tuple[int, tuple[int, ...]]]) -> set[int]:
    return {t for day, others in alone for t in (day, *others)}


def _all_of(case: Case) -> Iterator[Shape]:
    prices = case.prices
    for t in range(case.days - 1):
        if weekday_of(case.first_day, t) == SATURDAY:
            either = ((t, (t + 1,)), (t + 1, (t,)))
            yield Shape("split-weekends", prices.split_weekend, either, is_of_nights=False)
    for t in range(1, case.days - 1):
        alone = ((t, (t - 1, t + 1)),)
        yield Shape("lone-nights", prices.lone_night, alone, is_of_nights=True)
        yield Shape("lone-duties", prices.lone_duty, alone, is_of_nights=False)
