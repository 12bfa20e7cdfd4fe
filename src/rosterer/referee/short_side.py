"""What goes short of what is asked for, place by place and unit by unit?"""

from collections.abc import Iterable

from rosterer.referee.cells import Supply, judge_cells, short_of
from rosterer.referee.folding import folded
from rosterer.referee.grounds import Grounds
from rosterer.referee.ledger import Account
from rosterer.referee.load import Cell, Load, UnitDay
from rosterer.referee.units import Heads, UnitShortage, shortages_of_unit
from rosterer.referee.verdict import Breach


class ShortSide:
    """Care that nobody gives, and staff that units lack, in a plan under judgement."""

    def __init__(self, grounds: Grounds, account: Account) -> None:
        self._grounds, self._account = grounds, account
        self.cells: dict[str, dict[Cell, float]] = {}
        """Minutes short by place, then cell."""
        self.units: dict[str, dict[int, list[UnitShortage]]] = {}
        """By unit, then day."""

    def judge_cells(self, load: Load, supply: Supply, cells: Iterable[Cell]) -> None:
        """Find anew what goes short in some cells of which the need is as before."""
        places = set()
        for cell in cells:
            if cell not in load.settled and cell not in load.placed:
                continue
            place, missing = cell[0], short_of(load, supply, cell)
            own = self.cells.setdefault(place, {})
            if (missing if missing > 0 else None) != own.get(cell):
                places.add(place)
                own.pop(cell, None)
                if missing > 0:
                    own[cell] = missing
        for place in places:
            self._write(load, place)

    def judge_places(self, load: Load, supply: Supply, places: Iterable[str]) -> None:
        """Find anew what goes short in all cells of some places."""
        for place in places:
            cells = dict.fromkeys(
                (*self._grounds.cells_at.get(place, ()), *load.placed_at.get(place, ()))
            )
            self.cells[place] = {
                cell: short for cell in cells if (short := short_of(load, supply, cell)) > 0
            }
            self._write(load, place)

    def _write(self, load: Load, place: str) -> None:
        own = self.cells[place]
        own = self.cells[place] = {cell: own[cell] for cell in sorted(own, key=self._rank)}
        entries = self._grounds.shortfall.care_entries(own, load.settled)
        self._account.put(("short", place), entries)

    def _rank(self, cell: Cell) -> tuple[int, int, str, str]:
        """Base cover and census as the case has them, then by day, band and skill."""
        ranks = self._grounds.rank_of_cell
        return ranks.get(cell, len(ranks)), *cell[1:]

    def judge_units(self, load: Load, heads: Heads, days: Iterable[UnitDay]) -> None:
        """Find anew whom units lack on some days."""
        register, changed = self._grounds.register, set()
        for unit, day in days:
            short = list(shortages_of_unit(register, load, heads, register.units[unit], (day,)))
            own = self.units.setdefault(unit, {})
            if short != own.get(day, []):
                changed.add(unit)
                own[day] = short
        for unit in changed:
            own = self.units[unit]
            short = [one for day in sorted(own) for one in own[day]]
            self._account.put(("unsafe", unit), self._grounds.shortfall.unit_entries(short))

    def breaches(self, load: Load) -> list[Breach]:
        """Breaches of ``hours-are-there``."""
        short = {
            cell: minutes
            for own in self.cells.values()
            for cell, minutes in own.items()
            if minutes > load.settled.get(cell, 0.0)
        }
        ordered = {cell: short[cell] for cell in sorted(short, key=lambda c: (self._rank(c), c))}
        return folded(judge_cells(self._grounds.register, load, ordered), by_worst=True)
