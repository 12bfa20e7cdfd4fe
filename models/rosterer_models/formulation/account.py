"""What does a rota cost by itself: pay, enhancements, wishes, fairness, balance?"""

import numpy as np

from rosterer_models.formulation.people import PersonColumns
from rosterer_models.matrix.model import Ints, Label
from rosterer_models.rules.calendar import OFF, Calendar
from rosterer_models.vocabulary.case import Case


def personal_pounds(case: Case, calendar: Calendar, persons: list[PersonColumns], line: Ints, duty: Ints) -> dict[Label, float]:
    """Itemised pounds of a rota.

    Parameters
    ----------
    line
        P: number of each person's line; −1 for bank staff.
    duty
        P × D: shift numbers or OFF, fixed duties included.
    """
    employers = {e.employer: e for e in case.employers}
    service, found = case.payers.service, dict[Label, float]()

    def add(name: str, payer: str, pounds: float) -> None:
        found[name, payer] = found.get((name, payer), 0.0) + pounds

    for p, mine in enumerate(persons):
        staff, person = mine.staff, mine.staff.person
        days = np.flatnonzero(duty[p] != OFF)
        shifts = duty[p, days]
        fixed = np.isin(days, list(staff.fixed))
        premium, pay = staff.premium[days, shifts] / 100, staff.pay[days, shifts] / 100
        add("contract-pay", person.employer, employers[person.employer].hourly_pay * person.contract_hours * case.days / 7)
        add("fixed-pay", person.employer, float((premium + pay)[fixed].sum()))
        add("enhancements", person.employer, float(premium[~fixed].sum()))
        add("bank-pay", person.employer, float(pay[~fixed].sum()))
        add("broken-wishes", service, (staff.wish_constant + float(staff.wish_cost[days, shifts].sum())) / 100)
        if mine.lines is not None:
            add("line-changes", service, float(mine.lines.change_pence[line[p]]) / 100)
            balance = staff.credit_hours + float(calendar.paid[shifts].sum()) / 60
            add("hours-balance", service, case.prices.balance_hour * max(0.0, abs(balance) - case.limits.balance_band_hours))
        if person.unsocial_target is not None:
            over = max(0, int(staff.unsocial[days, shifts].sum()) - person.unsocial_target)
            add("unsocial-duties", service, case.prices.unsocial_duty * over * (over + 1) / 2)
    return found
