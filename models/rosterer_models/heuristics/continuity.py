"""Who comes to which places in a week, and what do more people than need be cost?

Days are named one after the other, or two side by side, so each counts on what the others of its
week were named for last.
"""

from collections.abc import Iterable, Sequence

from rosterer_models.formulation.rounds import Named as NamedModel
from rosterer_models.formulation.rounds import RoundDuty
from rosterer_models.matrix.model import Floats
from rosterer_models.vocabulary.case import Case

WEEK = 7
"""Days; weeks begin with the first day of the horizon."""
Visits = frozenset[tuple[int, int]]
"""(person, place) of one day."""


def visits_of(rounds: Iterable[RoundDuty]) -> Visits:
    """Who has pieces where."""
    return frozenset((duty.person, k) for duty in rounds for _, k in duty.pieces)


def elsewhere_in_week(visits: Sequence[Visits], t: int) -> Visits:
    """Who comes where on the other days of a day's week.

    Parameters
    ----------
    visits
        Of each day of the horizon.
    """
    first = t - t % WEEK
    return frozenset[tuple[int, int]]().union(
        *(day for other, day in enumerate(visits[first : first + WEEK], first) if other != t)
    )


def carers_pounds(case: Case, rounds: Sequence[RoundDuty], model: NamedModel, x: Floats) -> float:
    """Pounds of all the different people at each place in each week who give care there in a point
    of the named model.

    Minutes count as they are written, to a hundredth.
    """
    carers = {
        (rounds[i].person, k, rounds[i].day // WEEK)
        for i, _, k, _, column in model.pieces
        if round(float(x[column]), 2) > 0
    }
    return case.prices.carer_at_place * len(carers)
