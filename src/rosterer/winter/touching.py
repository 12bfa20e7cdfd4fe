"""Does every change of a scenario touch a day that is simulated, and something that counts?

A change dated outside the winter, of something of which there is nothing, or of a price or limit
that the simulation does not read, would leave all figures as they are and look like a finding. It
is refused, with all others of its scenario.
"""

from datetime import date, timedelta

from rosterer.files.faults import BadInput, Fault
from rosterer.referee.words import counted
from rosterer_models.vocabulary import change as kinds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.time import WEEKDAYS

READ_PRICES = (
    "delay_acute",
    "delay_community",
    "delay_home",
    "priority_1_percent",
    "priority_2_percent",
    "priority_3_percent",
)
READ_LIMITS = ("local_travel", "standard_days")
"""What of the price list and the limits a simulation reads."""


def require_touching(case: Case, scenario: kinds.Scenario, days: int) -> None:
    """Refuse changes without a day or a thing to act on.

    Parameters
    ----------
    case
        Carried on to the end of the winter, before the changes.

    Raises
    ------
    BadInput
        With every such change, its number and what to write instead.
    """
    first = case.first_day
    for change in scenario.change:
        if isinstance(change, kinds.StartDate):
            first = change.first_day
    last = first + timedelta(days=days - 1)
    faults = []
    for number, change in enumerate(scenario.change, start=1):
        what = f"change {number} ({change.kind})"
        if isinstance(change, kinds.Dated) and not _days(change, first, last):
            faults.append(
                Fault(
                    scenario.name,
                    f"{what} is from {_day(change.first_day)} to {_day(change.last_day)} and "
                    "touches no simulated day",
                    f"date it within {first} to {last}, simulate more weeks, or leave it out",
                    row=number,
                    column="first_day" if _is_late(change, last) else "last_day",
                    value=str(change.first_day if _is_late(change, last) else change.last_day),
                )
            )
        elif word := _nothing_to_change(case, change):
            faults.append(
                Fault(scenario.name, f"{what} {word}", "correct it or leave it out", row=number)
            )
    if faults:
        raise BadInput(faults)


def _days(change: kinds.Dated, first: date, last: date) -> list[date]:
    """Simulated days that a change names."""
    begin, end = max(first, change.first_day or first), min(last, change.last_day or last)
    on = change.weekdays if isinstance(change, kinds.Slots) else ()
    days = [begin + timedelta(days=d) for d in range((end - begin).days + 1)]
    return [day for day in days if not on or WEEKDAYS[day.weekday()] in on]


def _is_late(change: kinds.Dated, last: date) -> bool:
    return change.first_day is not None and change.first_day > last


def _day(day: date | None) -> str:
    return "any day" if day is None else str(day)


def _nothing_to_change(case: Case, change: kinds.Change) -> str:
    """Why a change has nothing to act on; blank when it has."""
    ways = {stage.option: stage.pathway for stage in case.options}
    match change:
        case kinds.ArrivalsPercent() if not any(
            row.amount > 0
            and (change.pathway is None or ways.get(row.options[0]) == change.pathway)
            for row in case.expected
            if row.options
        ):
            return "is of expected arrivals of which the case has none"
        case kinds.DemandPercent():
            there = {row.place for row in case.cover if row.place is not None and row.minutes > 0}
            if not there & set(change.places or there):
                return "is of places of which the case promises no care"
            unknown = sorted(set(change.places) - {place.place for place in case.places})
            if unknown:
                return f"names {unknown[0]!r}, which is no place of the case"
        case kinds.StaysPercent() | kinds.PackageHours():
            unknown = sorted(set(change.options) - set(ways))
            if unknown:
                return f"names {unknown[0]!r}, which is no option of the case"
        case kinds.Spot() if change.unit_kind not in {s.setting for s in case.options}:
            return f"is of {change.unit_kind!r}, for which no option asks"
        case kinds.Returning() if change.option not in ways:
            return f"names {change.option!r}, which is no option of the case"
        case kinds.Returning() if change.to not in ways:
            return f"names {change.to!r}, which is no option of the case"
        case kinds.TurnRound() if not any(
            unit.beds and change.unit in (None, unit.unit) for unit in case.units
        ):
            return f"is of {change.unit or 'units'!r}, of which the case has no beds"
        case kinds.BedClosure() if change.beds == 0 and change.admissions:
            return "closes nothing"
        case kinds.Admissions() if not change.starts:
            return "names no weekday"
        case kinds.BankSize() if not any(p.kind == "bank" for p in case.people):
            return "is of bank people, of whom the case has none"
        case kinds.BarriersClear() if not any(
            change.referral in (None, barrier.referral) for barrier in case.barriers
        ):
            return "is of barriers of which there are none"
        case kinds.Price() if change.name not in READ_PRICES:
            return f"sets the price {change.name}, which a simulation does not read; it reads " + (
                ", ".join(READ_PRICES)
            )
        case kinds.Limit() if change.name not in READ_LIMITS:
            return f"sets the limit {change.name}, which a simulation does not read; it reads " + (
                ", ".join(READ_LIMITS)
            )
        case _:
            pass
    return ""


def unchanged_by(before: Case, after: Case, change: kinds.Change) -> str:
    """Why a change by per cent changed nothing all the same; blank when it did, or was nought."""
    tables = ("people", "options", "stays")
    if getattr(change, "percent", 0) == 0 or any(
        getattr(before, table) != getattr(after, table) for table in tables
    ):
        return ""
    if isinstance(change, kinds.BankSize):
        bank = sum(p.kind == "bank" for p in before.people)
        return f"comes to no whole person of a bank of {counted(bank, 'person', 'people')}"
    return "is too little to change a whole minute or day"
