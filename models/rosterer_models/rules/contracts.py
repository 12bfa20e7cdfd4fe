"""How many hours does a contract owe by when, and what is beyond it?

The horizon falls into periods of the person's own: weeks from Monday, four of them, or all of it;
what the horizon cuts counts in proportion. At the end of each the balance is what was there before
plus what was worked, less what was owed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rosterer_models.matrix.model import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.time import weekday_of

PERIOD_DAYS = {"week": 7, "four-weeks": 28}


class ContractPeriod(NamedTuple):
    """Days first … last of the horizon."""

    first: int
    last: int
    owed: float
    """Hours to be worked from the first day of the horizon to the last of the period, absence and
    the balance at the start taken off.
    """


class Beyond(NamedTuple):
    """Hours outside the balance band at the end of a period."""

    over: float
    under: float


def contract_periods(case: Case, person: Person, stated: Floats) -> tuple[ContractPeriod, ...]:
    """The periods of a contract person; nobody else has any.

    Parameters
    ----------
    stated
        D: hours that absence is worth; NaN for a seventh of the week.
    """
    if person.kind != "contract":
        return ()
    length = PERIOD_DAYS.get(person.hours_period, case.days)
    monday = -weekday_of(case.first_day, 0) if person.hours_period in PERIOD_DAYS else 0
    found = []
    for first in range(monday, case.days, length):
        last = min(first + length, case.days) - 1
        sevenths = last + 1 - int(np.isnan(stated[: last + 1]).sum())
        credited = float(np.nansum(stated[: last + 1]))
        owed = person.contract_hours * sevenths / 7 - credited - person.balance_hours
        found.append(ContractPeriod(max(0, first), last, owed))
    return tuple(found)


def beyond_band(
    periods: Sequence[ContractPeriod], hours: Floats, band: float, *, is_paid_out: bool
) -> list[Beyond]:
    """What is outside the band at the end of each period.

    Parameters
    ----------
    hours
        D: paid hours worked on each day.
    is_paid_out
        Hours over the band are overtime, and leave the balance.
    """
    worked, paid_out, found = np.cumsum(hours), 0.0, []
    for period in periods:
        balance = float(worked[period.last]) - period.owed - paid_out
        over = max(0.0, balance - band)
        found.append(Beyond(over, max(0.0, -balance - band)))
        paid_out += over if is_paid_out else 0.0
    return found
