"""Why does each delayed midnight happen? One reason from the closed list, tried in a fixed order
against the finished plan.

On every night that somebody waits, each option open to them is tried on top of the plan: what the
nearest one lacks is the reason. Where one would have fitted, the plan chose to wait: somebody more
urgent started that day (priority), or not (price), mostly because waiting costs less.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from rosterer.explain.lacks import ROOM, Lack, lacks_of
from rosterer.referee.delays import waits_of
from rosterer.referee.placements import earliest_start
from rosterer.referee.reading import Reading
from rosterer.referee.stays import Course
from rosterer_models.vocabulary.plan import Delay, DelayReason
from rosterer_models.vocabulary.referral import Referral

ORDER: tuple[DelayReason, ...] = (
    "no-bed",
    "admissions-limit",
    "no-staff-for-beds",
    "no-care-hours",
)
"""Which lack is named when an option has several."""
NEAREST: tuple[DelayReason, ...] = (
    "admissions-limit",
    "no-bed",
    "no-staff-for-beds",
    "no-care-hours",
)
"""Which is named when several options each have as few: a bed that is free and takes nobody is
nearer than none.
"""


def explain_delays(reading: Reading) -> list[Delay]:
    """One row for each delayed midnight of the horizon, with its reason.

    Parameters
    ----------
    reading
        Of a finished plan, with its reservations.
    """
    register, trial = reading.register, Trial(reading)
    found = []
    for wait in waits_of(register, reading.starts):
        for day in range(
            max(0, wait.ready), register.calendar.days if wait.start is None else wait.start
        ):
            reason = trial.reason(wait.referral, day)
            found.append(
                Delay(
                    referral=wait.referral.referral, date=register.calendar.date(day), reason=reason
                )
            )
    return found


class Trial:
    """Starts tried on top of a plan."""

    def __init__(self, reading: Reading) -> None:
        self.register, self.courses, self.load = reading.register, reading.courses, reading.load
        self.supply, self.heads = reading.supply, reading.heads
        self.days = self.register.calendar.days
        self.most_urgent: dict[int, int] = {}
        for start in reading.starts.values():
            self.most_urgent[start.day] = min(
                start.referral.priority, self.most_urgent.get(start.day, 9)
            )

    def reason(self, referral: Referral, day: int) -> DelayReason:
        """Why this referral does not start on this day."""
        options = list(self.open_options(referral, day))
        slots = self.register.triage_slots
        if not referral.options:
            return "triage"
        if not options:
            return "barrier"
        earliest = earliest_start(self.register, referral)
        is_full = slots is not None and self.load.triaged[day] + ROOM > slots[day]
        if not referral.triaged and (is_full or earliest is None or day < earliest):
            return "triage"
        nearest = self.nearest(referral, options, day)
        if nearest is None:
            return "no-bed"
        lack = self.lacks(nearest, referral, day)
        if lack is not None:
            return lack[0]
        return "priority" if self.most_urgent.get(day, 9) < referral.priority else "price"

    def nearest(self, referral: Referral, options: Iterable[str], day: int) -> Course | None:
        """The way through some options that lacks nothing or least; None where no unit takes
        anybody.
        """
        best, least = None, None
        for course in [course for option in options for course in self.courses_of(option)]:
            lack = self.lacks(course, referral, day)
            if lack is None:
                return course
            closed = self._leads_through_closed(course, day)
            rank = (closed, len(lack), NEAREST.index(lack[0]), lack[0])
            if least is None or rank < least:
                best, least = course, rank
        return best

    def open_options(self, referral: Referral, day: int) -> Iterator[str]:
        """Options that no barrier blocks on a day."""
        number = self.register.calendar.number
        barriers = [b for b in self.register.case.barriers if b.referral == referral.referral]
        for option in referral.options:
            if all(day >= number(b.clears) for b in barriers if not b.blocks or option in b.blocks):
                yield option

    def courses_of(self, option: str) -> Iterator[Course]:
        """Every way through an option, one for each choice of units."""
        choices = [
            [None]
            if stage.setting == "home"
            else [u.unit for u in self.register.case.units if self.register.takes(u, stage)]
            for stage in self.register.stages[option]
        ]
        for units in product(*choices):
            yield self.courses.course(option, units)

    def _leads_through_closed(self, course: Course, day: int) -> bool:
        """Whether it needs a unit that has no bed in use when it is needed, so that what else is
        lacking says more.
        """
        return any(
            expected > 0 and not self.register.available_beds[name][now]
            for name, presences in course.beds.items()
            for now, (expected, _) in enumerate(presences[: self.days - day], day)
        )

    def every_lack(self, course: Course, referral: Referral, day: int) -> Iterator[Lack]:
        """Everything that is missing for one more person, with its numbers."""
        return lacks_of(self.register, self.load, self.supply, self.heads, course, referral, day)

    def lacks(self, course: Course, referral: Referral, day: int) -> list[DelayReason] | None:
        """What is missing for one more person, worst first; None when there is room."""
        lacks = {lack.reason for lack in self.every_lack(course, referral, day)}
        return [reason for reason in ORDER if reason in lacks] or None
