"""Do placements and reservations fit the beds, admissions and triage slots, and how likely is a
unit to overflow?
"""

import math
from collections.abc import Iterator, Sequence

from rosterer.referee.load import Load
from rosterer.referee.register import Register
from rosterer.referee.verdict import Breach, UnitOverflow
from rosterer.referee.words import counted, said
from rosterer_models.vocabulary.place import Unit

TOLERANCE = 0.001
"""People; amounts are written to a few decimals."""


def judge_beds(register: Register, load: Load) -> Iterator[Breach]:
    """Breaches of ``beds``."""
    for unit in register.case.units:
        for day in range(register.calendar.days):
            excess = load.placed_buffered[unit.unit][day] - load.free_beds(unit.unit, day)
            if excess > TOLERANCE:
                when = register.calendar.date(day)
                sentence = (
                    f"{unit.unit} on {said(when)} has placements and reservations for "
                    f"{excess:.2f} more beds than the census leaves (uncertain stays take a "
                    "little more than their expectation): start fewer or later, or elsewhere"
                )
                yield Breach(
                    rule="beds", who=unit.unit, when=when, by=excess, unit="beds", sentence=sentence
                )


def judge_admissions(register: Register, load: Load) -> Iterator[Breach]:
    """Breaches of ``admissions``."""
    for (unit, day), started in sorted(load.admitted.items()):
        is_closed = (unit, day) in register.closed_to_admissions
        most = 0 if is_closed else register.most_admissions(register.units[unit], day)
        if most is not None and started > most + TOLERANCE:
            when = register.calendar.date(day)
            allowed = f"{counted(most, 'is', 'are')} allowed"
            reason = "it is closed to admissions" if is_closed else allowed
            sentence = (
                f"{started:.2f} starts in {unit} on {said(when)}; {reason}: start fewer that day"
            )
            yield Breach(
                rule="admissions",
                who=unit,
                when=when,
                by=started - most,
                unit="starts",
                sentence=sentence,
            )


def judge_triage(register: Register, load: Load) -> Iterator[Breach]:
    """Breaches of ``triage-slots``."""
    if register.triage_slots is None:
        return
    for day, (used, slots) in enumerate(zip(load.triaged, register.triage_slots, strict=True)):
        if used > slots + TOLERANCE:
            when = register.calendar.date(day)
            sentence = (
                f"{used:.2f} people need a triage slot on {said(when)}; "
                f"there {counted(slots, 'is', 'are')}: "
                "start fewer that day or add slots"
            )
            yield Breach(
                rule="triage-slots",
                who="triage",
                when=when,
                by=used - slots,
                unit="slots",
                sentence=sentence,
            )


def unit_overflow(register: Register, load: Load, unit: Unit) -> Iterator[UnitOverflow]:
    """For each day the chance of more people than available beds in a unit; nothing of one without
    beds.

    People of the census and the placements are there or not, each with their own chance and
    independently of one another; arrivals that are only expected come as a Poisson process, so
    those present are Poisson with the reserved expectation.
    """
    if unit.beds == 0:
        return
    for day in range(register.calendar.days):
        beds = register.available_beds[unit.unit][day]
        chances = load.chances.get((unit.unit, day), [])
        reserved = load.reserved_presence.get((unit.unit, day), 0.0)
        yield UnitOverflow(
            unit=unit.unit,
            date=register.calendar.date(day),
            beds=beds,
            expected=load.occupancy(unit.unit, day),
            probability=chance_of_more_than(beds, chances, reserved),
        )


def chance_of_more_than(beds: int, chances: Sequence[float], reserved: float = 0.0) -> float:
    """Chance that more than ``beds`` people are there.

    Parameters
    ----------
    chances
        Of each person to be there, independently.
    reserved
        Expectation of a Poisson number of further people.
    """
    at_most = [0.0] * (beds + 1)
    at_most[0] = 1.0
    for chance in chances:
        for number in range(beds, 0, -1):
            at_most[number] += (at_most[number - 1] - at_most[number]) * chance
        at_most[0] *= 1 - chance
    further = math.exp(-reserved)
    fits, cumulative = 0.0, 0.0
    for number in range(beds + 1):
        cumulative += further
        fits += at_most[beds - number] * cumulative
        further *= reserved / (number + 1)
    return min(1.0, max(0.0, 1.0 - fits))
