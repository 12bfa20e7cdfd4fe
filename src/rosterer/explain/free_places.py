"""Who waits although a place is free, and what would serving them cost?

The plan that costs least in the ledger's total may leave somebody waiting because that is cheaper,
or serve nobody with a place that is free. Whoever reads it must see that first, with the price.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from rosterer.explain.delays import Trial, explain_delays
from rosterer.money import Purse, purse_of
from rosterer.referee import service
from rosterer.referee.delays import Wait, waits_of
from rosterer.referee.ledger import Entry, ledger_of
from rosterer.referee.load import Load
from rosterer.referee.placements import Start
from rosterer.referee.reading import Reading, read_plan
from rosterer.referee.verdict import Verdict
from rosterer.shown import days, pounds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Delay, Plan

CHOSEN = ("price", "priority")
"""Reasons of nights on which there was room."""


@dataclass(frozen=True)
class FreePlace:
    """Somebody who waits although a place is free.

    Attributes
    ----------
    midnights
        That they wait in all.
    is_served
        Whether they start within the horizon.
    option, where, day
        The option that is open to them, where it begins, and the first day on which it is free.
    more
        What the ledger holds more, by kind of money, when they start then.
    dearer
        What the ledger's total is more; less than nothing where it would be cheaper.
    """

    referral: str
    midnights: int
    is_served: bool
    option: str
    where: str
    day: date
    more: Purse
    dearer: float

    @property
    def sentence(self) -> str:
        """All of it in words."""
        waits = f"{self.referral} waits {days(self.midnights)}"
        if not self.is_served:
            waits += " and is not served"
        cash, saved = self.more.cash.pounds, -self.more.known.pounds
        amounts = (
            f"serving them takes {pounds(cash)} cash and saves {pounds(saved)} of notional bed days"
        )
        dearer = f"{pounds(abs(self.dearer))} {'dearer' if self.dearer > 0 else 'cheaper'}"
        return (
            f"{waits}; {self.where} is free from {self.day:%a} {self.day.day} {self.day:%b} "
            f"({self.option}); {dearer} in the ledger's total: {amounts}."
        )


def cheapest_known(
    verdict: Verdict, baseline: Verdict | None, free: Iterable[FreePlace]
) -> float | None:
    """Pounds: the total of the cheapest plan that is known beside the one judged, with one person
    served whose place is free, or the baseline; None where there is none that keeps every rule.
    """
    totals = [] if verdict.broken else [verdict.cost + place.dearer for place in free]
    if baseline is not None and not baseline.broken:
        totals.append(baseline.cost)
    return min(totals, default=None)


def known_beside(case: Case, plan: Plan, verdict: Verdict) -> float | None:
    """Pounds: see `cheapest_known`, without a baseline; looked for where there is a bound that it
    could deny.
    """
    if plan.certificate is None or plan.certificate.bound is None or verdict.broken:
        return None
    reading = read_plan(case, plan, verdict.reservations)
    return cheapest_known(verdict, None, free_places(reading, explain_delays(reading)))


def free_places(reading: Reading, reasons: Iterable[Delay]) -> list[FreePlace]:
    """Everybody who waits for a price, or is never served although a place is free; those not
    served first, then by days waited.

    Parameters
    ----------
    reasons
        One for each delayed midnight of the horizon.
    """
    nights: dict[str, list[int]] = defaultdict(list)
    waits = {wait.referral.referral: wait for wait in waits_of(reading.register, reading.starts)}
    for delay in reasons:
        is_never = waits[delay.referral].start is None
        if delay.reason == "price" or (is_never and delay.reason in CHOSEN):
            nights[delay.referral].append(reading.register.calendar.number(delay.date))
    trial = Trial(reading)
    found = [
        min(cheapest, key=lambda place: place.dearer)
        for name, those in nights.items()
        if (cheapest := list(_places(reading, trial, waits[name], min(those))))
    ]
    return sorted(found, key=lambda place: (place.is_served, -place.midnights, place.referral))


def _places(reading: Reading, trial: Trial, wait: Wait, day: int) -> Iterator[FreePlace]:
    register = reading.register
    for option in trial.open_options(wait.referral, day):
        for course in trial.courses_of(option):
            if trial.lacks(course, wait.referral, day) is not None:
                continue
            units = tuple(stage.unit for stage in course.stages)
            start = Start(wait.referral, option, units, day, (0,) * len(units))
            lines = ledger_of(_changes(reading, wait, start))
            first = units[0]
            unit = None if first is None else register.units[first]
            yield FreePlace(
                referral=wait.referral.referral,
                midnights=wait.midnights,
                is_served=wait.start is not None,
                option=option,
                where="care at home"
                if unit is None
                else f"a {unit.kind} bed ({unit.name or unit.unit})",
                day=register.calendar.date(day),
                more=purse_of(lines),
                dearer=sum(line.pounds for line in lines),
            )


def _changes(reading: Reading, wait: Wait, start: Start) -> Iterator[Entry]:
    """Entries of the ledger with another start, and with a minus those without it."""
    register, now = reading.register, reading.starts.get(wait.referral.referral)
    last_good = (
        register.calendar.number(wait.referral.referred) + register.case.limits.standard_days
    )
    then = replace(
        wait,
        start=start.day,
        midnights=max(0, start.day - wait.ready),
        is_standard_missed=start.day > last_good,
    )
    yield from service.delay_entries(register, then)
    yield from _less(service.delay_entries(register, wait))
    before = [] if now is None else [now]
    yield from service.option_entries(register, reading.courses, start)
    for one in before:
        yield from _less(service.option_entries(register, reading.courses, one))
        yield from _less([service.stage_wait_entry(register, one)])
    yield from service.tail_entries(register, _tail_with(reading.load, before, start))
    yield from _less(service.tail_entries(register, reading.load))


def _less(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield replace(entry, amount=-entry.amount, pounds=-entry.pounds)


def _tail_with(load: Load, before: Iterable[Start], start: Start) -> Load:
    """The load of the tail with a start instead of those before."""
    changed = copy(load)
    changed.tail_minutes = list(load.tail_minutes)
    changed.placed_expected = {unit: list(row) for unit, row in load.placed_expected.items()}
    for one, sign in (*((one, -1) for one in before), (start, 1)):
        course = load.courses.course(one.option, one.units, one.waits)
        for day in range(load.days, min(load.end, one.day + len(course.care_minutes))):
            minutes = course.care_minutes[day - one.day]
            changed.tail_minutes[(day - load.days) // 7] += sign * minutes
        for unit, presences in course.beds.items():
            for day, (expected, _) in enumerate(presences[: load.end - one.day], one.day):
                changed.placed_expected[unit][day] += sign * expected
    return changed
