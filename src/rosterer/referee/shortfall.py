"""What does it cost that cover goes short? The cheapest of it is short first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from rosterer.referee.ledger import Entry
from rosterer.referee.load import Cell
from rosterer.referee.register import Register
from rosterer.referee.units import UnitShortage
from rosterer_models.vocabulary.cover import Cover

Amounts = Mapping[float, float]
"""Pounds an hour → minutes, or heads, that have this price."""


class Shortfall:
    """Prices of what goes short, where rows of cover have their own."""

    def __init__(self, register: Register) -> None:
        self.register = register

    @cached_property
    def care(self) -> Mapping[Cell, Amounts]:
        """Minutes that have prices of their own, by cell."""
        return self._own(lambda row: row.place, lambda row: row.minutes * row.carers)

    @cached_property
    def heads(self) -> Mapping[Cell, Amounts]:
        """Heads that have prices of their own, by unit, day, band and skill."""
        return self._own(lambda row: row.unit, lambda row: float(row.heads))

    def _own(
        self, where: Callable[[Cover], str | None], amount: Callable[[Cover], float]
    ) -> Mapping[Cell, Amounts]:
        found: dict[Cell, dict[float, float]] = {}
        days = self.register.calendar.days
        for row in self.register.case.cover:
            name = where(row)
            if name is None or row.short_hour is None:
                continue
            for day in self.register.calendar.span(
                row.first_day, row.last_day, row.weekdays, 0, days
            ):
                own = found.setdefault((name, day, row.band, row.skill), defaultdict(float))
                own[row.short_hour] += amount(row)
        return found

    def care_pounds(self, cell: Cell, minutes: float, settled: float) -> float:
        """Pounds of minutes short in a cell of which so many are base cover and census."""
        return (
            _pounds(minutes, self.care.get(cell), settled, self.register.case.prices.short_hour)
            / 60
        )

    def unit_pounds(self, short: UnitShortage) -> float:
        """Pounds of what a unit lacks in a band of a day."""
        usual, hours = self.register.case.prices.unsafe_hour, short.minutes / 60
        own = (
            self.heads.get((short.unit, short.day, short.band, short.skill))
            if short.is_named
            else None
        )
        missing = short.required - short.heads
        return hours / missing * _pounds(missing, own, short.required, usual)

    def care_entries(
        self, cells: Mapping[Cell, float], settled: Mapping[Cell, float]
    ) -> Iterator[Entry]:
        """Ledger entries of care that nobody gives."""
        service = self.register.case.payers.service
        for cell, minutes in cells.items():
            pounds = self.care_pounds(cell, minutes, settled.get(cell, 0.0))
            yield Entry("short-care", service, True, minutes / 60, pounds, cell[0])

    def unit_entries(self, units: Iterable[UnitShortage]) -> Iterator[Entry]:
        """Ledger entries of staff that units lack."""
        service = self.register.case.payers.service
        for short in units:
            pounds = self.unit_pounds(short)
            yield Entry("unsafe-units", service, True, short.minutes / 60, pounds, short.unit)


def _pounds(short: float, own: Amounts | None, whole: float, usual: float) -> float:
    """Price × amount, the cheapest first; what has no price of its own, and what is short beyond
    the whole, has the usual one.
    """
    if not own:
        return short * usual
    pounds, left = 0.0, short
    rest = max(0.0, whole - sum(own.values()))
    for price, amount in sorted([*own.items(), (usual, rest)]):
        taken = min(left, amount)
        pounds, left = pounds + taken * price, left - taken
    return pounds + left * usual
