"""Which days, shifts and minutes does a person's roster run over?

A roster is an integer array over history and horizon: entry H + t is the shift number worked on day
t, or OFF. H covers the reference period of the averages and the longest window of the rest rules.
"""

from dataclasses import dataclass

import numpy as np

from rosterer_models.matrix.model import INFINITY, Flags, Floats, Ints
from rosterer_models.rules.spells import breaks_rest, rest_bounds, working_minutes
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, SATURDAY, elapsed_minutes, weekday_of

OFF = -1


@dataclass(frozen=True)
class Calendar:
    """Days and shifts as arrays; T = history + days entries, S shifts."""

    history: int
    days: int
    work: Ints
    """S: minutes of working time."""
    night: Flags
    """S."""
    rest: Flags
    """G × T × S × S: True where shift s on entry i leaves enough rest before shift r on entry i + g
    + 1, and may be followed by it there.
    """
    alone: Flags
    """S: False where a shift breaks a rule by itself."""
    weekday: Ints
    """T: 0 Monday … 6 Sunday."""
    holiday: Flags
    """T."""

    @property
    def length(self) -> int:
        """T."""
        return self.history + self.days

    @property
    def special(self) -> Flags:
        """T: weekends and holidays."""
        return np.asarray((self.weekday >= SATURDAY) | self.holiday)


def calendar_of(case: Case) -> Calendar:
    """Arrays of a case's days and shifts."""
    rules = case.rules
    longest_run = max(rules.max_consecutive_days, rules.max_consecutive_nights)
    weekends = max((p.weekend_off_every or 0 for p in case.people), default=0)
    history = (
        max(7 * rules.average_weeks, rules.rest_window_days + 1, longest_run + 1, 7 * weekends) + 1
    )
    total = history + case.days
    shifts = case.shifts

    # A duty ends within two days of its date's midnight; from then on the rest counts.
    gaps = max(rules.rest_minutes // MINUTES_PER_DAY + 2, rules.rest_days_after_nights)

    bounds = [rest_bounds(shift, rules) for shift in shifts]

    def moments(which: int) -> Floats:
        return np.array(
            [
                [
                    elapsed_minutes(case.first_day, case.zone, i - history, bound[which])
                    for bound in bounds
                ]
                for i in range(total + gaps)
            ],
            dtype=float,
        ).reshape(total + gaps, len(shifts))

    start, end = moments(0), moments(1)
    # Without the rule duties may even overlap.
    needed = -INFINITY if "rest-between-duties" in rules.off else rules.rest_minutes
    rest = np.stack(
        [
            start[g + 1 : total + g + 1, None, :] - end[:total, :, None] >= needed
            for g in range(gaps)
        ]
    )
    night = np.array([s.is_night for s in shifts], dtype=bool)
    refused = np.array(
        [[r.shift in s.not_next_day for r in shifts] for s in shifts], dtype=bool
    ).reshape(len(shifts), len(shifts))
    rest[0] &= ~refused
    rest[: rules.rest_days_after_nights] &= ~(night[:, None] & ~night[None, :])
    numbers = range(-history, case.days)
    holidays = {(day - case.first_day).days for day in case.holidays}
    return Calendar(
        history=history,
        days=case.days,
        work=np.array([working_minutes(s, rules) for s in shifts], dtype=np.int64),
        night=night,
        rest=rest,
        alone=np.array([not breaks_rest(s, rules) for s in shifts], dtype=bool),
        weekday=np.array([weekday_of(case.first_day, t) for t in numbers], dtype=np.int64),
        holiday=np.array([t in holidays for t in numbers], dtype=bool),
    )
