"""Which beds and hours does the plan keep for people who are only expected, and may it?"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rosterer.referee.register import Register
from rosterer.referee.verdict import Breach
from rosterer.referee.words import said
from rosterer_models.vocabulary.plan import Reservation
from rosterer_models.vocabulary.referral import ArrivalClass

TOLERANCE = 0.001
"""People; amounts are written to a few decimals."""

MOST_PEOPLE = 1e6
"""An amount never counts for more, so that sums stay finite; it breaks ``reservations`` anyway."""


@dataclass(frozen=True)
class Reserved:
    """An amount of an arrival class that starts an option on a day."""

    arrivals: ArrivalClass
    day: int
    option: str
    units: tuple[str | None, ...]
    """Of each stage; None for a stage at home."""
    amount: float


def read_reservations(
    register: Register, rows: Iterable[Reservation]
) -> tuple[list[Reserved], list[Breach]]:
    """The plan's reservations, and breaches of ``reservations``; a row that fits nothing is left
    out.
    """
    classes = {row.arrival_class: row for row in register.classes}
    reserved: list[Reserved] = []
    broken: list[Breach] = []
    for row in rows:
        arrivals = classes.get(row.arrival_class)
        units = _units_of_stages(register, row)
        fault = _fault(register, row, arrivals, units)
        if fault or arrivals is None or units is None:
            sentence = (
                f"the reservation of {row.arrival_class} for {row.option} on {said(row.date)} "
                f"{fault}"
            )
            broken.append(
                Breach(rule="reservations", who=row.arrival_class, when=row.date, sentence=sentence)
            )
        else:
            day = register.calendar.number(row.date)
            reserved.append(
                Reserved(arrivals, day, row.option, units, min(row.amount, MOST_PEOPLE))
            )
    broken.extend(_more_than_expected(register, reserved))
    return reserved, broken


def _units_of_stages(register: Register, row: Reservation) -> tuple[str | None, ...] | None:
    """The unit of each stage; None when the units do not fit the option."""
    stages = register.stages.get(row.option, ())
    in_units = [stage for stage in stages if stage.setting != "home"]
    if len(in_units) != len(row.units):
        return None
    given = iter(row.units)
    units = tuple(next(given) if stage.setting != "home" else None for stage in stages)
    for stage, unit in zip(stages, units, strict=True):
        if unit is not None and (
            unit not in register.units or not register.takes(register.units[unit], stage)
        ):
            return None
    return units


def _fault(
    register: Register,
    row: Reservation,
    arrivals: ArrivalClass | None,
    units: tuple[str | None, ...] | None,
) -> str:
    if arrivals is None:
        return "names an arrival class that the case does not have: correct the id"
    if row.option not in arrivals.options or row.option not in register.stages:
        return (
            "names an option that is not among the class's "
            f"({', '.join(arrivals.options) or 'none'}): choose one of them"
        )
    if units is None:
        return (
            "does not name one unit of the right kind, accepting the option, for each stage "
            "in a unit: correct the units"
        )
    if not register.calendar.has(register.calendar.number(row.date)):
        return "is outside the horizon: remove it"
    return ""


def _more_than_expected(register: Register, reserved: list[Reserved]) -> Iterator[Breach]:
    """To any day no more is reserved than was expected; of each class the first such day."""
    amounts: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in reserved:
        amounts[row.arrivals.arrival_class][row.day].append(row.amount)
    for name, by_day in amounts.items():
        so_far: list[float] = []
        for day in range(register.calendar.days):
            so_far.extend(by_day.get(day, ()))
            so_far.append(-register.expected[name][day])
            excess = math.fsum(so_far)
            if excess > TOLERANCE:
                when = register.calendar.date(day)
                sentence = (
                    f"{excess:.3f} more of {name} are reserved by {said(when)} than are "
                    "expected by then: reserve less or later"
                )
                yield Breach(
                    rule="reservations",
                    who=name,
                    when=when,
                    by=excess,
                    unit="people",
                    sentence=sentence,
                )
                break
