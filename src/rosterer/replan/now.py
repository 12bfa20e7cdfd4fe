"""What time is it in a plan: what has begun, and how near is what has not?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from rosterer.files.faults import BadInput, Fault
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.settings import ChangePrices
from rosterer_models.vocabulary.shift import Shift
from rosterer_models.vocabulary.time import clock_at, date_of, day_number, elapsed_at
from rosterer_models.vocabulary.time import elapsed_minutes as elapsed

HOUR = 60
DAY = 24 * HOUR


@dataclass(frozen=True)
class Now:
    """A moment, as a case sees it."""

    case: Case
    minute: int
    """That have passed since 00:00 of the first day."""

    @property
    def clock(self) -> datetime:
        """What the clock shows in the case's zone."""
        return clock_at(self.case.first_day, self.case.zone, self.minute)

    @property
    def day(self) -> int:
        """The number of the day that it is; below zero before the horizon."""
        return day_number(self.case.first_day, self.clock.date())

    @property
    def first_open_day(self) -> int:
        """The first day of the horizon on which something may still change."""
        return max(0, self.day)

    @property
    def first_open_date(self) -> date:
        """Its date."""
        return date_of(self.case.first_day, self.first_open_day)

    def minutes_to(self, day: int, shift: Shift) -> int:
        """Minutes that pass until a duty begins; nothing or less once it has begun."""
        case = self.case
        return elapsed(case.first_day, case.zone, day, shift.start_minute) - self.minute

    def has_begun(self, day: int, shift: Shift) -> bool:
        """Whether a duty has begun, so that it stays as it is."""
        return self.minutes_to(day, shift) <= 0


def now_of(case: Case, moment: datetime | None) -> Now:
    """The moment from which on things may change.

    Parameters
    ----------
    moment
        With an offset, or by the clock of the case's zone; None for now.

    Raises
    ------
    BadInput
        When the horizon is over then.
    """
    moment = moment or datetime.now(UTC)
    now = Now(case, elapsed_at(case.first_day, case.zone, moment))
    if now.day >= case.days:
        last = date_of(case.first_day, case.days - 1)
        raise BadInput(
            [
                Fault(
                    "now",
                    f"is {now.clock:%Y-%m-%d %H:%M}, and the last day of the plan is {last}",
                    "give a moment on a day of the plan or before it, or the plan of that day",
                    value=f"{now.clock:%Y-%m-%dT%H:%M}",
                )
            ]
        )
    return now


def price_of_change(prices: ChangePrices, minutes: int) -> float:
    """Pounds for a change of a duty that begins in so many minutes."""
    for most, pounds in (
        (DAY, prices.under_24_hours),
        (2 * DAY, prices.under_48_hours),
        (7 * DAY, prices.under_a_week),
        (42 * DAY, prices.under_six_weeks),
    ):
        if minutes < most:
            return pounds
    return 0.0
