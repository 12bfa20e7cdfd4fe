"""What would a careful rota manager do without a solver?

This page is the whole method, in the order in which a manager works: the lines as they are, hours
that contracts owe, units first, visits by the nearest staff, one more duty where something is
short, then the people who wait, first come first served, and what is left for those who are
expected.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rosterer.baseline.beds import open_beds, pounds_per_head_minute
from rosterer.baseline.cells import SMALL, DayCell
from rosterer.baseline.contracts import Contracts
from rosterer.baseline.day import Day
from rosterer.baseline.expected import groups_of, take
from rosterer.baseline.forecast import PlentyOfHeads, add_expected, pounds_per_minute
from rosterer.baseline.gaps import Gaps, buy_all, relieve_all
from rosterer.baseline.patches import Map
from rosterer.baseline.placements import Placing, rows_of
from rosterer.baseline.rota import Rota
from rosterer.baseline.rows import agency_rows, duty_rows
from rosterer.baseline.share_out import cells_by_day, days_with_rounds, fill_all, fill_expected
from rosterer.baseline.units import UnitStaff
from rosterer.referee.census import census_courses
from rosterer.referee.diary import present_line
from rosterer.referee.load import Load
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster
from rosterer.referee.stays import Courses
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import ChosenLine, Plan

T = TypeVar("T")


def never() -> bool:
    """There is time enough."""
    return False


def baseline_plan(case: Case, stop: Callable[[], bool] = never) -> Plan:
    """A plan by simple rules of a careful manager; equal cases get equal plans.

    Parameters
    ----------
    case
        A valid case.
    stop
        Asked before every step; once it says True the steps that are left are left out, and the
        plan is valid all the same.

    Returns
    -------
    Plan
        Duties, agency hours and placements; reservations are left to the documented rule, and the
        ledger to the referee.
    """

    def in_time(steps: Iterable[T]) -> Iterator[T]:
        for step in steps:
            if stop():
                return
            yield step

    register = Register(case)
    courses, rota = Courses(register), Rota(Roster(register))
    census = census_courses(register, courses)
    load, forecast = Load(register, courses, census), Load(register, courses, census)
    reserved = add_expected(register, forecast, PlentyOfHeads(register))
    Contracts(rota, forecast).fill(stop)
    staff, prices = UnitStaff(rota), case.prices

    for number in in_time(range(case.days)):
        staff.fill(number, load.occupancy)
    gaps = Gaps(rota, staff)
    for number in in_time(range(case.days)):
        for unit in case.units:
            gaps.staff_unit(unit, number, load.occupancy, prices.unsafe_hour / 60)

    forecast_need = cells_by_day(
        register, {cell: forecast.need(cell) for cell in (*forecast.settled, *forecast.placed)}
    )
    days = days_with_rounds(register, staff, load)
    for day in in_time(days):
        Map(day, forecast_need[day.number]).deal()
        fill_all(day, day.cells)
        day.keeps_to_patches = False
        fill_all(day, day.cells)
        relieve_all(day)
        gaps.send_rounds(day, prices.short_hour / 60)
        relieve_all(day)
        buy_all(day, gaps.prices)
        day.keep()

    for day in in_time(days):
        for unit in case.units:
            open_beds(staff, day, unit, forecast.occupancy)

    rate = pounds_per_minute(register)

    def more(day: Day, cell: DayCell) -> bool:
        if not gaps.has_offers(day, cell.place):
            return False
        lacking = {
            key: left
            for key, need in forecast_need[day.number].items()
            if (left := need - day.supply(key)) > SMALL
        }
        return gaps.ask_somebody(day, cell.place, lacking, rate) is not None

    placing = Placing(register, load, days, staff, more)
    for referral in in_time(placing.waiting()):
        placing.place(referral)
    for group in in_time(groups_of(register, load, reserved)):
        take(days, group, more)
    for day in in_time(days):
        for unit in case.units:
            gaps.staff_unit(
                unit, day.number, forecast.occupancy, pounds_per_head_minute(staff, unit)
            )
    for day in in_time(days):
        fill_expected(day, forecast_need[day.number])
        gaps.send_rounds(day, rate)
    for day in in_time(days):
        buy_all(day, gaps.prices)
    return Plan(
        lines=tuple(_lines_left(rota)),
        duties=tuple(duty_rows(rota, staff, days)),
        agency=tuple(agency_rows(days)),
        placements=tuple(rows_of(register, load, placing.starts)),
    )


def _lines_left(rota: Rota) -> Iterator[ChosenLine]:
    """Lines of those who cannot keep the present one."""
    for person in rota.register.case.people:
        if person.kind == "pattern" and (line := rota.line_of(person)) != present_line(person):
            yield ChosenLine(person=person.person, pattern=line.pattern, phase=line.phase)
