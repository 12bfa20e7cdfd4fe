"""What do hours beyond and below a contract cost, period by period?

Variables: for each period q hours over the band, o, and under it, u; h(q) is what is worked from
the first day to the end of q less what is owed by then. Who has agreed to overtime is paid for o,
and it leaves the balance of later periods:

    h(q) − Σ_{r ≤ q} o(r) ≤ band        h(q) − Σ_{r < q} o(r) + u(q) ≥ −band

Least o period by period is least in sum and makes no u larger, so that any optimum is the account
that the referee keeps. Everybody else stays within the band by a window of ``rules/limits``; then o
is only what fixed duties and the balance at the start bring, and stays in the balance.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rosterer_models.columns.staff import Staff
from rosterer_models.matrix.model import Builder
from rosterer_models.rules.contracts import ContractPeriod
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Employer, Person


class PeriodColumns(NamedTuple):
    """A period of somebody's contract, and hours outside the band at its end."""

    period: ContractPeriod
    over: int
    under: int


def overtime_pay(person: Person, employer: Employer) -> float:
    """Pounds of an hour of overtime."""
    percent = (
        employer.overtime_percent if person.overtime_percent is None else person.overtime_percent
    )
    return employer.hourly_pay * percent / 100


def add_contract_hours(
    builder: Builder,
    case: Case,
    staff: Staff,
    employer: Employer,
    terms: Iterable[tuple[int, int, int, float]],
) -> list[PeriodColumns]:
    """Add the account of somebody's hours; nothing for who has no contract without a line.

    Parameters
    ----------
    terms
        (day, shift, column, coefficient) of duties that are not fixed.
    """
    band, person, found = case.limits.balance_band_hours, staff.person, list[PeriodColumns]()
    service, duties = case.payers.service, list(terms)
    for period in staff.periods:
        given = sum(
            float(staff.hours[t, s]) for t, s in staff.fixed_entries.items() if t <= period.last
        )
        over, under = builder.columns(1), builder.columns(1)
        high = builder.rows(1, upper=band + period.owed - given)
        low = builder.rows(1, lower=period.owed - band - given)
        mine = [
            (column, sign * float(staff.hours[t, s]))
            for t, s, column, sign in duties
            if t <= period.last
        ]
        if mine:
            columns, hours = zip(*mine, strict=True)
            builder.put(high, list(columns), list(hours))
            builder.put(low, list(columns), list(hours))
        if person.overtime and found:
            before = [one.over for one in found]
            builder.put(high, before, -1.0)
            builder.put(low, before, -1.0)
        builder.put(high, over, -1.0)
        builder.put(low, under, 1.0)
        if person.overtime:
            builder.charge(("overtime-pay", person.employer), over, overtime_pay(person, employer))
        else:
            builder.charge(("hours-balance", service), over, case.prices.balance_hour)
        builder.charge(("hours-balance", service), under, case.prices.balance_hour)
        found.append(PeriodColumns(period, int(over[0]), int(under[0])))
    return found
