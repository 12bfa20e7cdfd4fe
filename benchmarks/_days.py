"""Who starts when, if placements are decided day by day on a rota that is fixed?

One rule, the same for every rota, so that what differs is the rota's: each day, of those who are
referred and ready, the more urgent first and among them who has been ready longest; each takes the
first of the options offered (units in table order) that has a triage slot, an admission, a bed with
its staff, and all its care, today. Who finds none waits for tomorrow.

What a package needs is judged by its expected course, as the referee does. Duties, units and the
places of rounds are the rota's. Visits of base cover and census stay with the rounds that were to
make them; what is left over or new goes to whoever has time and can come, nearest first, others
handing over visits where that helps, by the way of the baseline. Nobody is asked for a duty more;
agency hours are bought within their daily limit.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rosterer.baseline.day import Day
from rosterer.baseline.gaps import buy_all, relieve_all
from rosterer.baseline.moves import nobody
from rosterer.baseline.placements import Placing
from rosterer.baseline.rota import Rota
from rosterer.baseline.share_out import days_with_rounds, fill_all
from rosterer.baseline.units import UnitStaff
from rosterer.referee.census import census_courses
from rosterer.referee.duties import Duty, read_duties
from rosterer.referee.load import Load
from rosterer.referee.placements import Start
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster
from rosterer.referee.shortfall import Shortfall
from rosterer.referee.stays import Courses
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.referral import Realised, Referral


@dataclass(frozen=True)
class Outcome:
    """What became of those who really came."""

    delay_days: int
    """Midnights of the horizon from ready to the start or the horizon's end, each whole."""
    weighted_pounds: float
    """The same at the price list's prices."""
    people: int
    started: int
    short_hours: float
    """Care of base cover and census that nobody gives."""


def as_referral(row: Realised) -> Referral:
    """Somebody who really came, as a referral."""
    return Referral.model_validate(row.model_dump())


def day_by_day(case: Case, rota: Plan) -> Outcome:
    """Place the case's referrals, and who really came, on the duties of a plan.

    Parameters
    ----------
    case
        With ``realised``; these are known from the day on which they are referred.
    rota
        Its duties say who works when and in which unit; its placements and reservations are not
        looked at.
    """
    known = case.model_copy(
        update={"referrals": (*case.referrals, *map(as_referral, case.realised)), "expected": ()}
    )
    register = Register(known)
    courses = Courses(register)
    load = Load(register, courses, census_courses(register, courses))
    duties, _ = read_duties(register, rota.duties)
    staff = _staff_of(register, duties)
    days = days_with_rounds(register, staff, load)
    for duty in duties:
        _keep_to_plan(days[duty.day], duty)
    prices = Shortfall(register)
    for day in days:
        fill_all(day, day.cells)
        day.keeps_to_patches = False
        fill_all(day, day.cells)
        relieve_all(day)
        buy_all(day, prices)
        day.keep()
    short = sum(sum(day.shortages().values()) for day in days) / 60
    placing = _Today(register, load, days, staff, nobody)
    for number in range(case.days):
        placing.place_today(number)
    return _outcome(register, placing.starts, short)


def _keep_to_plan(day: Day, duty: Duty) -> None:
    """Let a round make the visits that it was to make, as far as anybody needs them."""
    one = day.rounds.get(duty.person.person)
    if one is None:
        return
    one.patch = frozenset(piece.place for piece in duty.pieces if piece.minutes > 0)
    for piece in duty.pieces:
        cell = day.cells.get((piece.place, piece.band, piece.skill))
        minutes = 0.0 if cell is None else round(min(piece.minutes, cell.short), 2)
        if cell is not None and minutes >= day.least_minutes:
            day.give(one, cell, minutes)


def _staff_of(register: Register, duties: Sequence[Duty]) -> UnitStaff:
    """Who is on duty and in which unit, as the plan says."""
    roster = Rota(Roster(register))
    roster.on_duty = [{} for _ in range(register.calendar.days)]
    for duty in duties:
        roster.on_duty[duty.day][duty.person.person] = duty.shift
    staff = UnitStaff(roster)
    for duty in duties:
        if (
            duty.unit is not None
            and duty.serves_unit
            and duty.person.person not in staff.where[duty.day]
        ):
            staff.put(duty.person.person, duty.unit.unit, duty.day)
    return staff


class _Today(Placing):
    """Decides for one day at a time."""

    def place_today(self, today: int) -> None:
        """Start whoever can, in order."""
        for referral in self._waiting(today):
            for option, units in self._ways(referral.options):
                course = self.load.courses.course(option, units)
                if today < self._earliest(referral, option) or not self._has_room(
                    referral, course, today
                ):
                    continue
                if self._ask_for_care(course, today, referral.home):
                    start = Start(referral, option, units, today, (0,) * len(units))
                    self.load.add_start(start)
                    self.starts[referral.referral] = start
                    break

    def _waiting(self, today: int) -> list[Referral]:
        when = self.register.calendar.date(today)
        waiting = [
            row
            for row in self.register.case.referrals
            if row.referral not in self.starts and max(row.ready, row.referred) <= when
        ]
        return sorted(waiting, key=lambda row: (row.priority, row.ready, row.referral))

    def _ways(self, options: Iterable[str]) -> Iterator[tuple[str, tuple[str | None, ...]]]:
        units = self.register.case.units
        for option in options:
            choices: list[list[str | None]] = [
                [None]
                if stage.setting == "home"
                else [unit.unit for unit in units if self.register.takes(unit, stage)]
                for stage in self.register.stages[option]
            ]
            for choice in product(*choices):
                yield option, choice


def _outcome(register: Register, starts: dict[str, Start], short_hours: float) -> Outcome:
    delay, pounds, end = 0, 0.0, register.calendar.days
    for row in register.case.referrals:
        last = starts[row.referral].day if row.referral in starts else end
        midnights = max(0, last - max(0, register.calendar.number(row.ready)))
        delay += midnights
        pounds += midnights * register.delay_price(row.where, row.priority)
    return Outcome(
        delay, round(pounds, 2), len(register.case.referrals), len(starts), round(short_hours, 2)
    )
