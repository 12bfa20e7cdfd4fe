"""How many hours does a contract without a line owe by when, how far from it may somebody be, and
what is paid as overtime?
"""

from collections.abc import Mapping
from typing import NamedTuple

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.leave import credited_hours
from rosterer.referee.register import Register
from rosterer.referee.verdict import RuleName
from rosterer_models.vocabulary.person import Person

WEEKS = {"week": 1, "four-weeks": 4}


class Period(NamedTuple):
    """Days of the horizon at whose end the hours of a contract are balanced."""

    first: int
    last: int
    owed: float
    """Hours of the contract in it, less what absence is worth."""


class Settlement(NamedTuple):
    """How a period ends."""

    first: int
    last: int
    balance: float
    """Hours beyond contract (negative: owed), overtime taken off."""
    overtime: float
    """Hours paid as such."""
    outside: float
    """Hours outside the balance band either way that are not paid as overtime."""


class HourLimit(NamedTuple):
    """The most minutes that may be paid for duties from one day of the horizon to another."""

    rule: RuleName
    first: int
    last: int
    minutes: float


def periods_of_contract(register: Register, person: Person) -> list[Period]:
    """The periods of a contract person, cut where the horizon is; none of anybody else."""
    if person.kind != "contract":
        return []
    days = register.calendar.days
    starts = {0}
    if person.hours_period in WEEKS:
        step = 7 * WEEKS[person.hours_period]
        starts |= {day for day in range(register.calendar.monday(0), days, step) if day > 0}
    firsts = sorted(starts)
    found = []
    for first, following in zip(firsts, [*firsts[1:], days], strict=True):
        owed = person.contract_hours * (following - first) / 7
        credited = credited_hours(register, person, None, range(first, following))
        found.append(Period(first, following - 1, owed - credited))
    return found


def hour_limits(register: Register, person: Person) -> list[HourLimit]:
    """What a contract allows at the most, as minutes between two days."""
    found, owed = [], -person.balance_hours
    for period in periods_of_contract(register, person):
        owed += period.owed
        if not person.overtime:
            most = 60 * (owed + register.case.limits.balance_band_hours)
            found.append(HourLimit("contract-hours", 0, period.last, most))
        if person.max_period_hours is not None:
            most = 60 * person.max_period_hours
            found.append(HourLimit("period-hours", period.first, period.last, most))
    return found


def settlements(
    register: Register, person: Person, worked: Mapping[int, ShiftHours]
) -> list[Settlement]:
    """How each period ends for somebody with these duties, fixed ones too."""
    band, balance, found = register.case.limits.balance_band_hours, person.balance_hours, []
    for period in periods_of_contract(register, person):
        paid = sum(
            register.pay_of(person, day, shift).hours
            for day, shift in worked.items()
            if period.first <= day <= period.last
        )
        balance += paid - period.owed
        overtime = max(0.0, balance - band) if person.overtime else 0.0
        balance -= overtime
        outside = max(0.0, abs(balance) - band)
        found.append(Settlement(period.first, period.last, balance, overtime, outside))
    return found


def overtime_pounds(register: Register, person: Person) -> float:
    """Pounds of an hour of overtime: at the person's own rate, or the employer's."""
    employer, percent = register.employers[person.employer], person.overtime_percent
    return employer.hourly_pay * (employer.overtime_percent if percent is None else percent) / 100
