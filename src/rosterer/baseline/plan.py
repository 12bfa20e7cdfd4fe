"""What would a careful rota manager do without a solver?

This page is the whole method, in the order in which a manager works: the lines as they are, units first, visits by the nearest
staff, one more duty where something is short, then the people who wait, first come first served, and what is left for those who are
expected.
"""

from rosterer.baseline.forecast import PlentyOfHeads, add_expected, pounds_per_minute
from rosterer.baseline.gaps import Gaps, relieve_all
from rosterer.baseline.placements import Placing, rows_of
from rosterer.baseline.rota import Rota
from rosterer.baseline.rows import agency_rows, duty_rows
from rosterer.baseline.share_out import cells_by_day, days_with_rounds, fill_all, fill_expected
from rosterer.baseline.units import UnitStaff
from rosterer.referee.census import census_courses
from rosterer.referee.load import Load
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster
from rosterer.referee.stays import Courses
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def baseline_plan(case: Case) -> Plan:
    """A plan by simple rules of a careful manager; equal cases get equal plans.

    Parameters
    ----------
    case
        A valid case.

    Returns
    -------
    Plan
        Duties, agency hours and placements; reservations are left to the documented rule, and the ledger to the referee.
    """
    register = Register(case)
    courses, rota = Courses(register), Rota(Roster(register))
    census = census_courses(register, courses)
    load, forecast = Load(register, courses, census), Load(register, courses, census)
    add_expected(register, forecast, PlentyOfHeads(register))
    staff, prices = UnitStaff(rota), case.prices

    for number in range(case.days):
        staff.fill(number, load.occupancy)
    gaps = Gaps(rota, staff)
    for number in range(case.days):
        for unit in case.units:
            gaps.staff_unit(unit, number, load.occupancy, prices.unsafe_hour / 60)

    days = days_with_rounds(register, staff, load)
    for day in days:
        fill_all(day, day.need)
        relieve_all(day)
        gaps.send_rounds(day, prices.short_hour / 60)
        relieve_all(day)

    expected = cells_by_day(register, forecast.placed)
    placing = Placing(register, load, days, staff)
    placing.place_all()
    for day in days:
        fill_expected(day, expected[day.number], {})
        gaps.send_rounds(day, pounds_per_minute(register))
    for day in days:
        for key in sorted(day.shortages()):
            day.buy(key)
    return Plan(
        duties=tuple(duty_rows(rota, staff, days)),
        agency=tuple(agency_rows(days)),
        placements=tuple(rows_of(register, load, placing.starts)),
    )
