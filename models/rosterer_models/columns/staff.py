"""What is given about each person before anything is decided: history, fixed duties, absence, pay
and wishes, as arrays?
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from rosterer_models.columns.enhancements import paid_duties
from rosterer_models.columns.leave import employed_days, hours_without_line, stated_hours
from rosterer_models.matrix.model import Flags, Floats, Ints
from rosterer_models.rules.calendar import OFF, Calendar
from rosterer_models.rules.contracts import ContractPeriod, contract_periods
from rosterer_models.rules.kernel import fits
from rosterer_models.rules.limits import RunRules, Window, window_arrays, windows_of
from rosterer_models.rules.reference import Past, is_kept_from_nights
from rosterer_models.rules.tallies import Tally, tallies_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import FixedDuty, Person
from rosterer_models.vocabulary.time import WEEKDAYS, day_number


@dataclass(frozen=True)
class Staff:
    """One person's facts; D days, S shifts, T calendar entries."""

    person: Person
    base: Ints
    """T: history and fixed duties, OFF elsewhere."""
    fixed: dict[int, FixedDuty]
    absent: Flags
    """D."""
    offered: Flags
    """D × S: where a duty that is not fixed may be worked (absence, nights, availability)."""
    windows: list[Window]
    hours: Floats
    """D × S: paid hours of a duty."""
    premium: Floats
    """D × S: pence of enhancement for a duty."""
    pay: Floats
    """D × S: pence of bank pay for a duty; zero for who is paid by contract."""
    unsocial: Flags
    """D × S: counts towards the unsocial target."""
    wish_cost: Floats
    """D × S: pence that working adds to broken wishes (negative where working grants one)."""
    wish_constant: float
    """Pence of broken wishes when nothing is worked."""
    credit_hours: float
    """Balance at the end of the horizon when nothing is worked; without what absence is worth where
    the line decides that.
    """
    window_arrays: tuple[Ints, Ints, Floats] = field(repr=False)
    stated_absence: Floats = field(repr=False)
    """D: hours of a day of absence; NaN where the line says how many."""
    employed_days: int
    """Days of the horizon for which a contract is paid."""
    tallies: tuple[Tally, ...] = ()
    """Limits on days, nights and weekends; of who has no line alone."""
    periods: tuple[ContractPeriod, ...] = ()
    """In which hours are balanced; of contract people alone."""
    is_kept_from_nights: bool = False
    """A plan made here gives no night beside the line, and no other line with nights."""

    def within(self, windows: list[Window]) -> "Staff":
        """The same person, if these were all windows."""
        return replace(self, windows=windows, window_arrays=window_arrays(windows))

    def as_planned(self, calendar: Calendar) -> "Staff":
        """The same person, offered no nights that a plan made here does not give."""
        if not self.is_kept_from_nights:
            return self
        offered = self.offered.copy()
        offered[:, calendar.night] = False
        return replace(self, offered=offered)

    def as_judged(self) -> "Staff":
        """The same person, kept from nothing that a plan by hand may have."""
        return replace(self, is_kept_from_nights=False)

    def has_room(self, duty: Ints, day: int, shift: int, calendar: Calendar) -> bool:
        """May somebody without a line have one duty more than these (D shift numbers or OFF, fixed
        ones too), by number of duties, nights and weekends?
        """
        most, h = self.person.max_duties, calendar.history
        if most is not None and int((duty != OFF).sum()) >= most:
            return False
        roster = self.base.copy()
        roster[h:] = duty
        return all(tally.has_room(roster, h + day, shift, calendar.night) for tally in self.tallies)

    @property
    def fixed_entries(self) -> dict[int, int]:
        """Day → shift number of fixed duties."""
        h = len(self.base) - len(self.absent)
        return {t: int(self.base[h + t]) for t in self.fixed}

    def fits(self, roster: Ints, day: int, shift: int, calendar: Calendar, runs: RunRules) -> bool:
        """May a duty be added to a roster over all T entries?"""
        return bool(calendar.alone[shift]) and bool(
            fits(roster, calendar.history + day, shift, *rule_arguments(self, calendar, runs))
        )


class RuleArguments(NamedTuple):
    """What the kernels of ``rules`` take after the duty in question, in their order."""

    history: int
    paid: Ints
    night: Flags
    rest: Flags
    max_days: int
    max_nights: int
    rest_window: int
    rest_days: int
    window_first: Ints
    window_last: Ints
    window_most: Floats


def rule_arguments(staff: Staff, calendar: Calendar, runs: RunRules) -> RuleArguments:
    """The working rules as the kernels want them, for one person."""
    return RuleArguments(
        calendar.history,
        calendar.work,
        calendar.night,
        calendar.rest,
        runs.max_days,
        runs.max_nights,
        runs.rest_window,
        runs.rest_days,
        *staff.window_arrays,
    )


def staff_of(case: Case, calendar: Calendar) -> list[Staff]:
    """Facts of every person, in table order."""
    h, days, shifts = calendar.history, case.days, case.shifts
    number = {s.shift: i for i, s in enumerate(shifts)}
    employers = {e.employer: e for e in case.employers}
    paid = {e.employer: paid_duties(case, e) for e in case.employers}
    by_person: dict[str, defaultdict[str, list[object]]] = {
        table: defaultdict(list)
        for table in ("absences", "caps", "requests", "fixed", "history", "availability")
    }
    for table, rows in by_person.items():
        for row in getattr(case, table):
            rows[row.person].append(row)
    special = calendar.special[h:]
    unsocial = special[:, None] | calendar.night[None, :]
    case_from = min((day_number(case.first_day, row.date) for row in case.history), default=0)
    found = []
    for person in case.people:
        mine = {table: rows[person.person] for table, rows in by_person.items()}
        base = np.full(calendar.length, OFF, dtype=np.int64)
        for row in mine["history"]:
            entry = h + day_number(case.first_day, row.date)  # type: ignore[attr-defined]
            if 0 <= entry < h:
                base[entry] = number[row.shift]  # type: ignore[attr-defined]
        settled = {day_number(case.first_day, row.date): row for row in mine["fixed"]}  # type: ignore[attr-defined]
        for t, row in settled.items():
            # A moved horizon may leave fixed duties before it, which are history then, and after
            # it.
            if -h <= t < days:
                base[h + t] = number[row.shift]  # type: ignore[attr-defined]
        fixed = {t: row for t, row in settled.items() if 0 <= t < days}
        absent = np.zeros(days, dtype=bool)
        for row in mine["absences"]:
            first, last = (day_number(case.first_day, d) for d in (row.first_day, row.last_day))  # type: ignore[attr-defined]
            absent[max(0, first) : max(0, last + 1)] = True
        offered = np.ones((days, len(shifts)), dtype=bool)
        if person.kind == "bank" or (person.kind == "contract" and mine["availability"]):
            offered[:] = False
            for row in mine["availability"]:
                first, last = (day_number(case.first_day, d) for d in (row.first_day, row.last_day))  # type: ignore[attr-defined]
                chosen = [number[s] for s in row.shifts] or list(range(len(shifts)))  # type: ignore[attr-defined]
                offered[max(0, first) : max(0, last + 1), chosen] = True
        offered[:, ~calendar.alone] = False
        offered[absent] = False
        offered[np.isin(calendar.weekday[h:], [WEEKDAYS.index(day) for day in person.days_off])] = (
            False
        )
        offered[list(fixed)] = False
        if not person.nights:
            offered[:, calendar.night] = False
        wish_cost, wish_constant = np.zeros((days, len(shifts))), 0.0
        for row in mine["requests"]:
            t = day_number(case.first_day, row.date)  # type: ignore[attr-defined]
            if not 0 <= t < days or absent[t]:
                continue
            wish = row.wish  # type: ignore[attr-defined]
            pence = 100 * (case.prices.broken_wish if row.price is None else row.price)  # type: ignore[attr-defined]
            if wish == "off":
                wish_cost[t] += pence
            else:
                wish_constant += pence
                wish_cost[t, slice(None) if wish == "on" else number[wish]] -= pence
        employer = employers[person.employer]
        duties = paid[person.employer]
        past = Past(mine["absences"], mine["fixed"], mine["history"], mine["availability"])  # type: ignore[arg-type]
        stated = stated_hours(case, person, mine["absences"])  # type: ignore[arg-type]
        periods = contract_periods(case, person, stated)
        windows = windows_of(case, calendar, person, past, mine["caps"], case_from, periods)  # type: ignore[arg-type]
        bank = person.kind == "bank"
        worth = 0.0 if person.kind == "pattern" else hours_without_line(person, stated)
        found.append(
            Staff(
                person=person,
                base=base,
                fixed=fixed,  # type: ignore[arg-type]
                absent=absent,
                offered=offered,
                windows=windows,
                hours=duties.hours,
                premium=duties.premium,
                pay=duties.hours * (employer.hourly_pay * employer.bank_percent if bank else 0),
                unsocial=unsocial,
                wish_cost=wish_cost,
                wish_constant=wish_constant,
                credit_hours=person.balance_hours + worth - days * person.contract_hours / 7,
                window_arrays=window_arrays(windows),
                tallies=tallies_of(case, calendar, person),
                periods=periods,
                stated_absence=stated,
                employed_days=employed_days(case, mine["absences"]),  # type: ignore[arg-type]
                is_kept_from_nights=is_kept_from_nights(case, person, past, case_from),
            )
        )
    return found
