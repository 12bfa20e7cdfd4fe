"""Whose visits can others take over, so that somebody can go where the gap is?"""

from collections.abc import Callable, Iterable, Mapping

from rosterer.baseline.cells import SMALL, DayCell
from rosterer.baseline.day import Day
from rosterer.baseline.rounds import Round

Help = Callable[[Day, DayCell], bool]
"""Finds somebody more for a cell of a day; False when there is nobody."""

Coming = dict[DayCell, list[Round]]
"""Who has time for a cell as things stand."""
TINY = 1e-6
"""Minutes that floating point may add."""


def nobody(day: Day, cell: DayCell) -> bool:
    """No help."""
    return False


def cover(day: Day, cell: DayCell, more: Help = nobody) -> float:
    """Try everything for a cell: free time, handing over, somebody more, and an agency last;
    minutes still short.
    """
    while day.fill(cell) > SMALL and relieve(day, cell) > SMALL:
        if not more(day, cell):
            return day.buy(cell)
    return cell.short


def relieve(day: Day, cell: DayCell) -> float:
    """Hand over other visits of rounds nearby, so that one of them comes to the cell; minutes still
    short.
    """
    coming: Coming = {}
    for one in day.able(cell):
        if cell.short <= SMALL:
            return 0.0
        for place in list(one.at):
            if (
                place != cell.place
                and place in one.at
                and _hand_over(day, one, place, cell, coming)
            ):
                coming.clear()
    return cell.short


def _hand_over(day: Day, one: Round, place: str, cell: DayCell, coming: Coming) -> bool:
    """Let others take a round's visits at a place, if the cell then gets more and no other less."""
    is_full = cell.place not in one.at and len(one.at) >= day.most_places
    moved = {
        other: minutes
        for other, minutes in one.at[place].items()
        if is_full or other.band == cell.band
    }
    if not moved:
        return False
    if _is_in_vain(day, one, place, cell, moved, is_full, coming):
        one.put_last(place, moved)
        return False
    mark, short, before = day.mark(), cell.short, [(other, other.short) for other in moved]
    for other, minutes in moved.items():
        day.give(one, other, -minutes)
    day.fill(cell)
    # Nobody's visit is given up for another's.
    if cell.short < short - SMALL and all(
        day.fill(other) <= most + SMALL for other, most in before
    ):
        return True
    day.undo(mark)
    return False


def _is_in_vain(
    day: Day,
    one: Round,
    place: str,
    cell: DayCell,
    moved: Mapping[DayCell, float],
    is_full: bool,
    coming: Coming,
) -> bool:
    """Only this round could come to the cell, and those of its visits that nobody can take leave it
    no time to, or no place.
    """
    if _others(day, one, cell, coming):
        return False
    left = 0.0
    for visit, minutes in moved.items():
        taken = sum([other.room(place, visit.band) for other in _others(day, one, visit, coming)])
        left += max(0.0, visit.need - visit.supply + minutes - visit.short - SMALL - taken)
        if is_full and left > TINY:
            return True
    if is_full:
        return False
    time = one.free[cell.band] + (sum(moved.values()) - left) * one.pace[place]
    return time + TINY < max(one.least_more(cell.place, cell.band), 0.01) * one.pace[cell.place]


def _others(day: Day, one: Round, cell: DayCell, coming: Coming) -> list[Round]:
    """Everybody else who has time for a cell."""
    if cell not in coming:
        coming[cell] = day.coming(cell)
    return [other for other in coming[cell] if other is not one]


def _all_short(cells: Iterable[DayCell]) -> float:
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
