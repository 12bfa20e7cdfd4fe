"""What do agencies, travel, options, waiting and the tail cost the service and those who pay with
it?
"""

from collections.abc import Iterable, Iterator

from rosterer.referee.delays import Wait
from rosterer.referee.duties import MOST_MINUTES, Duty
from rosterer.referee.geography import METRES_PER_MILE
from rosterer.referee.ledger import Entry
from rosterer.referee.load import Load
from rosterer.referee.placements import Start
from rosterer.referee.register import Register
from rosterer.referee.reservations import Reserved
from rosterer.referee.stays import Course, Courses, StageCourse
from rosterer_models.vocabulary.plan import AgencyHours
from rosterer_models.vocabulary.referral import Occupant


def agency_entries(
    register: Register, agency: Iterable[tuple[int, AgencyHours]]
) -> Iterator[Entry]:
    """Care bought from agencies."""
    for _, row in agency:
        hours = min(row.minutes, MOST_MINUTES) / 60
        yield Entry(
            "agency",
            register.case.payers.service,
            True,
            hours,
            hours * register.case.prices.agency_hour,
            row.place,
        )


def travel_entries(register: Register, duties: Iterable[Duty]) -> Iterator[Entry]:
    """Miles of mobile people between home and the places of their rounds."""
    service, limits = register.case.payers.service, register.case.limits
    for duty in duties:
        if not duty.person.mobile:
            continue
        for piece in duty.pieces:
            journeys = piece.minutes / limits.round_minutes
            miles = (
                journeys
                * register.geography.distance(duty.person.home, piece.place)
                / METRES_PER_MILE
            )
            yield Entry(
                "travel",
                service,
                True,
                miles,
                miles * register.case.prices.mile,
                duty.person.person,
            )


def delay_entries(register: Register, wait: Wait) -> Iterator[Entry]:
    """Delay, its tail and missed standard of a known referral.

    What no plan avoids is written from the case alone, so that it is the same even for a plan that
    starts somebody too early.
    """
    tail_days, once = register.case.tail.wait_days, register.case.prices.standard_missed
    where, priority = wait.referral.where, wait.referral.priority
    price = register.delay_price(where, priority)
    parts = (
        ("delay", price, wait.midnights, wait.unavoidable),
        (
            "tail-delay",
            price,
            tail_days * (wait.start is None),
            tail_days * (wait.earliest is None),
        ),
        (
            "standard-missed",
            once,
            int(wait.is_standard_missed),
            int(wait.is_standard_out_of_reach),
        ),
    )
    for name, pounds, amount, same in parts:
        for avoidable, part in ((False, same), (True, amount - same)):
            yield Entry(
                name,
                register.delay_payer(where),
                avoidable,
                part,
                part * pounds,
                wait.referral.referral,
            )


def stage_wait_entry(register: Register, start: Start) -> Entry:
    """Days waited in a unit to leave a stage."""
    days = sum(
        wait for wait, unit in zip(start.waits, start.units, strict=True) if unit is not None
    )
    price = register.case.prices.delay_community * register.weight(start.referral.priority)
    payer = register.case.payers.community
    return Entry("stage-waits", payer, True, days, days * price, start.referral.referral)


def expected_delay_entries(register: Register, reserved: Iterable[Reserved]) -> Iterator[Entry]:
    """Expected arrivals that nothing is reserved for yet, each day and after the last; what is
    reserved beyond them, as far as that is let pass, makes up for nobody.
    """
    days, tail_days = register.calendar.days, register.case.tail.wait_days
    amounts = {row.arrival_class: [0.0] * days for row in register.classes}
    for row in reserved:
        amounts[row.arrivals.arrival_class][row.day] += row.amount
    for arrivals in register.classes:
        name = arrivals.arrival_class
        price, payer = (
            register.delay_price(arrivals.where, arrivals.priority),
            register.delay_payer(arrivals.where),
        )
        waiting, midnights = 0.0, 0.0
        for day in range(days):
            waiting += register.expected[name][day] - amounts[name][day]
            midnights += max(0.0, waiting)
        yield Entry("expected-delay", payer, True, midnights, midnights * price, name)
        yield Entry(
            "expected-tail-delay",
            payer,
            True,
            max(0.0, waiting) * tail_days,
            max(0.0, waiting) * tail_days * price,
            name,
        )


def option_entries(register: Register, courses: Courses, start: Start) -> Iterator[Entry]:
    """What the option of a placement costs to the end of the tail."""
    course = courses.course(start.option, start.units, start.waits)
    return _course_entries(register, course, start.day, 1.0, start.referral.referral)


def reserved_option_entries(
    register: Register, courses: Courses, reserved: Iterable[Reserved]
) -> Iterator[Entry]:
    """What options of reservations cost to the end of the tail."""
    for row in reserved:
        course = courses.course(row.option, row.units)
        yield from _course_entries(
            register, course, row.day, row.amount, row.arrivals.arrival_class
        )


def _course_entries(
    register: Register, course: Course, start: int, amount: float, who: str
) -> Iterator[Entry]:
    left = register.calendar.end - start
    for stage in course.stages:
        if stage.stage.cost_per_day or stage.stage.cost_once:
            days = amount * stage.expected_days(left)
            pounds = (
                days * stage.stage.cost_per_day
                + amount * stage.stage.cost_once * stage.chance_started(left)
            )
            yield Entry("options", _payer(register, stage), True, days, pounds, who)


def census_option_entries(
    register: Register, census: Iterable[tuple[Occupant, Course]]
) -> Iterator[Entry]:
    """What the stages of the census cost to the end of the tail."""
    end = register.calendar.end
    for occupant, course in census:
        for stage in course.stages:
            if stage.stage.cost_per_day or stage.stage.cost_once:
                days = stage.expected_days(end)
                pounds = (
                    days * stage.stage.cost_per_day
                    + stage.stage.cost_once * stage.chance_started(end)
                )
                yield Entry(
                    "census-options",
                    _payer(register, stage),
                    False,
                    days,
                    pounds,
                    occupant.occupant,
                )


def _payer(register: Register, stage: StageCourse) -> str:
    return stage.stage.payer or register.case.payers.service


def tail_entries(register: Register, load: Load) -> Iterator[Entry]:
    """Care hours and bed days that placements and reservations carry into the tail beyond what is
    free there.
    """
    service, prices, free = (
        register.case.payers.service,
        register.case.prices,
        register.case.tail.hours_per_week,
    )
    for week, minutes in enumerate(load.tail_minutes):
        if free is not None:
            hours = max(0.0, minutes / 60 - free)
            yield Entry(
                "tail-hours", service, True, hours, hours * prices.tail_hour, f"week {week + 1}"
            )
        first = register.calendar.days + 7 * week
        for unit in load.placed_expected:
            days = range(first, first + 7)
            asked = sum(load.placed_expected[unit][day] for day in days)
            left = sum(
                max(0.0, register.available_beds[unit][day] - load.census_expected[unit][day])
                for day in days
            )
            beyond = max(0.0, asked - left)
            yield Entry("tail-beds", service, True, beyond, beyond * prices.tail_bed_day, unit)
