"""Whose visits can others take over, so that somebody can go where the gap is?"""

from collections.abc import Callable, Iterable

from rosterer.baseline.cells import SMALL, Cell
from rosterer.baseline.day import Day
from rosterer.baseline.rounds import Round

Help = Callable[[Day, Cell], bool]
"""Finds somebody more for a cell of a day; False when there is nobody."""


def nobody(day: Day, cell: Cell) -> bool:
    """No help."""
    return False


def cover(day: Day, cell: Cell, more: Help = nobody) -> float:
    """Try everything for a cell: free time, handing over, somebody more, and an agency last; minutes still short."""
    while day.fill(cell) > SMALL and relieve(day, cell) > SMALL:
        if not more(day, cell):
            return day.buy(cell)
    return cell.short


def relieve(day: Day, cell: Cell) -> float:
    """Hand over other visits of rounds nearby, so that one of them comes to the cell; minutes still short."""
    for one in day.able(cell):
        if cell.short <= SMALL:
            return 0.0
        for place in list(one.at):
            if place != cell.place and place in one.at:
                _hand_over(day, one, place, cell)
    return cell.short


def _hand_over(day: Day, one: Round, place: str, cell: Cell) -> bool:
    """Let others take a round's visits at a place, if the cell then gets more and no other less."""
    is_full = cell.place not in one.at and len(one.at) >= day.most_places
    moved = {other: minutes for other, minutes in one.at[place].items() if is_full or other.band == cell.band}
    if not moved:
        return False
    mark, short, before = day.mark(), cell.short, [(other, other.short) for other in moved]
    for other, minutes in moved.items():
        day.give(one, other, -minutes)
    day.fill(cell)
    # Nobody's visit is given up for another's.
    if cell.short < short - SMALL and all(day.fill(other) <= most + SMALL for other, most in before):
        return True
    day.undo(mark)
    return False


def _all_short(cells: Iterable[Cell]) -> float:
    return sum(cell.short for cell in cells)


def release(day: Day, name: str) -> bool:
    """Free somebody from their round, if others can take all their visits."""
    one, mark = day.rounds[name], day.mark()
    held = {cell: minutes for own in one.at.values() for cell, minutes in own.items()}
    before = _all_short(held)
    for cell, minutes in held.items():
        day.give(one, cell, -minutes)
    contact = one.set_free(dict.fromkeys(one.free, 0.0))
    for cell in held:
        day.fill(cell)
    one.set_free(contact)
    if _all_short(held) <= before + SMALL:
        day.drop_round(name)
        return True
    day.undo(mark)
    return False
