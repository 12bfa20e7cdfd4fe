"""What does a rota cost by itself: pay, enhancements, wishes, fairness, balance?"""

import numpy as np

from rosterer_models.formulation.contracts import overtime_pay
from rosterer_models.formulation.people import PersonColumns
from rosterer_models.formulation.shapes import has_shape
from rosterer_models.matrix.model import Ints, Label
from rosterer_models.rules.calendar import OFF, Calendar
from rosterer_models.rules.contracts import beyond_band
from rosterer_models.vocabulary.case import Case


def personal_pounds(
    case: Case, calendar: Calendar, persons: list[PersonColumns], line: Ints, duty: Ints
) -> dict[Label, float]:
    """Itemised pounds of a rota.

    Parameters
    ----------
    line
        P: number of each person's line; −1 for who has none.
    duty
        P × D: shift numbers or OFF, fixed duties included.
    """
    found = dict[Label, float]()
    for p, mine in enumerate(persons):
        for label, pounds in pounds_of_person(case, calendar, mine, int(line[p]), duty[p]).items():
            found[label] = found.get(label, 0.0) + pounds
    return found


def pounds_of_person(
    case: Case, calendar: Calendar, mine: PersonColumns, line: int, duty: Ints
) -> dict[Label, float]:
    """Itemised pounds of one person's roster; D shift numbers or OFF, fixed duties included."""
    staff, person = mine.staff, mine.staff.person
    service, found = case.payers.service, dict[Label, float]()
    employer = next(e for e in case.employers if e.employer == person.employer)
    pay = employer.hourly_pay
    days = np.flatnonzero(duty != OFF)
    shifts = duty[days]
    fixed = np.isin(days, list(staff.fixed))
    premium, bank = staff.premium[days, shifts] / 100, staff.pay[days, shifts] / 100
    found["contract-pay", person.employer] = pay * person.contract_hours * staff.employed_days / 7
    found["fixed-pay", person.employer] = float((premium + bank)[fixed].sum())
    found["enhancements", person.employer] = float(premium[~fixed].sum())
    found["bank-pay", person.employer] = float(bank[~fixed].sum())
    found["broken-wishes", service] = (
        staff.wish_constant + float(staff.wish_cost[days, shifts].sum())
    ) / 100
    if mine.lines is not None:
        found["line-changes", service] = float(mine.lines.change_pence[line]) / 100
        balance = staff.credit_hours + float(mine.lines.absence_hours[line])
        balance += float(staff.hours[days, shifts].sum())
        found["hours-balance", service] = case.prices.balance_hour * max(
            0.0, abs(balance) - case.limits.balance_band_hours
        )
    if staff.periods:
        hours = np.zeros(len(duty))
        hours[days] = staff.hours[days, shifts]
        band, is_paid_out = case.limits.balance_band_hours, person.overtime
        beyond = beyond_band(staff.periods, hours, band, is_paid_out=is_paid_out)
        over, under = sum(one.over for one in beyond), sum(one.under for one in beyond)
        priced = under + (0.0 if is_paid_out else over)
        found["hours-balance", service] = case.prices.balance_hour * priced
        if is_paid_out:
            found["overtime-pay", person.employer] = over * overtime_pay(person, employer)
    if person.unsocial_target is not None:
        over = max(0, int(staff.unsocial[days, shifts].sum()) - person.unsocial_target)
        found["unsocial-duties", service] = case.prices.unsocial_duty * over * (over + 1) / 2
    for shape, _ in mine.shapes:
        if has_shape(shape, calendar, duty):
            label = (shape.line, service)
            found[label] = found.get(label, 0.0) + shape.pounds
    return found
