"""Where, on which day and in which band is care short, as a table that fits on paper?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rosterer.report.cover import CareCell, StaffCell
from rosterer.shown import is_nothing
from rosterer_models.vocabulary.case import Case


@dataclass(frozen=True)
class CoverCell:
    """A place or unit on a day: bands with their short hours; ``share`` is short over needed."""

    bands: tuple[tuple[str, float], ...]
    is_asked: bool
    share: float

    @property
    def tone(self) -> str:
        """How much is short, as the class of a background."""
        if not self.is_asked:
            return "rest"
        if not self.bands:
            return "covered"
        return "short" if self.share < 0.25 else "very-short"


@dataclass(frozen=True)
class CoverRow:
    """A place or a unit over some days."""

    name: str
    cells: tuple[CoverCell, ...]
    short_hours: float


def care_rows(case: Case, cells: Sequence[CareCell], dates: Sequence[date]) -> list[CoverRow]:
    """A row for each place that asks for care on these days; skills are added up."""
    need: dict[tuple[str, date], float] = defaultdict(float)
    short: dict[tuple[str, date], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for cell in cells:
        need[cell.place, cell.date] += cell.need
        short[cell.place, cell.date][cell.band] += cell.short
    return [
        _row(place.place, [(need[place.place, day], short[place.place, day]) for day in dates])
        for place in case.places
        if any(need[place.place, day] for day in dates)
    ]


def staff_rows(case: Case, cells: Sequence[StaffCell], dates: Sequence[date]) -> list[CoverRow]:
    """A row for each unit with staff of the bank; what is needed is hours of heads."""
    lengths = {band.band: band.minutes for band in case.bands}
    need: dict[tuple[str, date], float] = defaultdict(float)
    short: dict[tuple[str, date], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for cell in cells:
        need[cell.unit, cell.date] += cell.required * lengths.get(cell.band, 0)
        short[cell.unit, cell.date][cell.band] += cell.short_minutes
    return [
        _row(
            unit.name or unit.unit, [(need[unit.unit, day], short[unit.unit, day]) for day in dates]
        )
        for unit in case.units
        if any(need[unit.unit, day] for day in dates)
    ]


def _row(name: str, days: Sequence[tuple[float, dict[str, float]]]) -> CoverRow:
    cells = []
    for need, short in days:
        noticed = tuple(
            (band, minutes / 60) for band, minutes in short.items() if not is_nothing(minutes / 60)
        )
        cells.append(CoverCell(noticed, need > 0, sum(short.values()) / need if need else 0.0))
    return CoverRow(name, tuple(cells), sum(sum(short.values()) for _, short in days) / 60)
