"""How much care is missing, and how long do people wait, in each sector?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from rosterer.referee.register import Register
from rosterer.referee.verdict import Verdict
from rosterer.report.cover import Cover
from rosterer.shown import as_shown
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class Sector:
    """A sector over the whole horizon.

    Attributes
    ----------
    need_hours, short_hours
        Of care.
    delay_days
        Midnights of people who are known, in the horizon.
    expected_delay_days
        Midnights of people who are expected.
    """

    place: Place
    need_hours: float
    short_hours: float
    delay_days: float
    expected_delay_days: float

    @property
    def all_delay_days(self) -> float:
        """Known and expected together."""
        return self.delay_days + self.expected_delay_days


def sectors_of(case: Case, plan: Plan, verdict: Verdict, cover: Cover) -> list[Sector]:
    """Every sector of the case: most hours short first, then most delay days, as shown."""
    need: dict[str, float] = defaultdict(float)
    short: dict[str, float] = defaultdict(float)
    for cell in cover.care:
        need[cell.place] += cell.need / 60
        short[cell.place] += cell.short / 60
    known, expected = _known_delay(case, plan), _expected_delay(case, verdict)
    sectors = [
        Sector(
            place, need[place.place], short[place.place], known[place.place], expected[place.place]
        )
        for place in case.places
        if place.kind == "sector"
    ]
    return sorted(
        sectors,
        key=lambda sector: (
            -as_shown(sector.short_hours),
            -as_shown(sector.all_delay_days),
            sector.place.place,
        ),
    )


def _known_delay(case: Case, plan: Plan) -> dict[str, float]:
    starts: dict[str, date] = {}
    for row in plan.placements:
        if row.stage == 1 and row.option is not None and row.start is not None:
            starts[row.referral] = row.start
    end = case.first_day + timedelta(days=case.days)
    delay: dict[str, float] = defaultdict(float)
    for referral in case.referrals:
        until = starts.get(referral.referral, end)
        delay[referral.home] += max(0, (until - max(referral.ready, case.first_day)).days)
    return delay


def _expected_delay(case: Case, verdict: Verdict) -> dict[str, float]:
    """Over classes and days: how many were expected so far beyond those reserved so far."""
    register = Register(case)
    reserved: dict[str, list[float]] = {
        row.arrival_class: [0.0] * case.days for row in register.classes
    }
    for row in verdict.reservations:
        day = register.calendar.number(row.date)
        if row.arrival_class in reserved and 0 <= day < case.days:
            reserved[row.arrival_class][day] += row.amount
    delay: dict[str, float] = defaultdict(float)
    for arrivals in register.classes:
        waiting = 0.0
        for coming, starting in zip(
            register.expected[arrivals.arrival_class], reserved[arrivals.arrival_class], strict=True
        ):
            waiting += coming - starting
            delay[arrivals.home] += max(0.0, waiting)
    return delay
