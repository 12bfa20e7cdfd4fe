"""Whose visits can others take over, so that somebody can go where the gap is?"""

from collections.abc import Callable

from rosterer.baseline.day import SMALL, Day
from rosterer.baseline.rounds import Key, Round

Help = Callable[[Day, Key], bool]
"""Finds somebody more for a cell of a day; False when there is nobody."""


def nobody(day: Day, key: Key) -> bool:
    """No help."""
    return False


def cover(day: Day, key: Key, more: Help = nobody) -> float:
    """Try everything for a cell: free time, handing over, somebody more, and an agency last; minutes still short."""
    while day.fill(key) > SMALL and relieve(day, key) > SMALL:
        if not more(day, key):
            return day.buy(key)
    return day.short(key)


def relieve(day: Day, key: Key) -> float:
    """Hand over other visits of rounds nearby, so that one of them comes to the cell; minutes still short."""
    short = day.short(key)
    for one in list(day.reaching.get(key[0], ())):
        if short <= SMALL:
            return 0.0
        if key[2] in one.skills and key[1] in one.free:
            for place in list(one.at):
                if place != key[0] and place in one.at and _hand_over(day, one, place, key):
                    short = day.short(key)
    return short


def _hand_over(day: Day, one: Round, place: str, key: Key) -> bool:
    """Let others take a round's visits at a place, if the cell then gets more and no other less."""
    is_full = key[0] not in one.at and len(one.at) >= day.register.case.limits.places_per_duty
    moved = {(place, band, skill): minutes for (band, skill), minutes in one.at[place].items() if is_full or band == key[1]}
    if not moved:
        return False
    mark, before = day.mark(), {cell: day.short(cell) for cell in (key, *moved)}
    for other, minutes in moved.items():
        day.give(one, other, -minutes)
    day.fill(key)
    for other in moved:
        day.fill(other)
    # Nobody's visit is given up for another's.
    if day.short(key) < before[key] - SMALL and all(day.short(other) <= before[other] + SMALL for other in moved):
        return True
    day.undo(mark)
    return False


def _all_short(day: Day, keys: tuple[Key, ...]) -> float:
    return sum(day.short(key) for key in keys)


def release(day: Day, name: str) -> bool:
    """Free somebody from their round, if others can take all their visits."""
    one, mark = day.rounds[name], day.mark()
    held = {(place, band, skill): minutes for place, own in one.at.items() for (band, skill), minutes in own.items()}
    before = _all_short(day, tuple(held))
    for key, minutes in held.items():
        day.give(one, key, -minutes)
    contact, one.free = one.free, dict.fromkeys(one.free, 0.0)
    for key in held:
        day.fill(key)
    one.free = contact
    if _all_short(day, tuple(held)) <= before + SMALL:
        day.drop_round(name)
        return True
    day.undo(mark)
    return False
