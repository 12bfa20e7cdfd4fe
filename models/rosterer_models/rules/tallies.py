"""On how many days, nights and weekends may somebody without a line work?

Each rule says: of these blocks of days at most so many may have a duty. Whatever is left out keeps
it, so that a roster grows until one is full.
"""

from typing import NamedTuple

import numpy as np

from rosterer_models.matrix.model import Flags, Ints
from rosterer_models.rules.calendar import Calendar
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.time import SATURDAY


class Tally(NamedTuple):
    """At most so many of the blocks have a duty."""

    rule: str
    blocks: tuple[tuple[int, int], ...]
    """First and last entries of a roster, apart from each other."""
    most: int
    is_of_nights: bool = False
    """Night duties alone count."""

    def worked(self, roster: Ints, night: Flags) -> list[bool]:
        """For each block, whether a roster over all entries has a duty that counts there."""
        counted = roster >= 0
        if self.is_of_nights:
            counted &= night[roster]
        return [bool(counted[first : last + 1].any()) for first, last in self.blocks]

    def has_room(self, roster: Ints, entry: int, shift: int, night: Flags) -> bool:
        """May one more duty be added to a roster?"""
        if self.is_of_nights and not night[shift]:
            return True
        inside = [first <= entry <= last for first, last in self.blocks]
        worked = self.worked(roster, night)
        if not any(inside) or worked[inside.index(True)]:
            return True
        return sum(worked) < self.most


def tallies_of(case: Case, calendar: Calendar, person: Person) -> tuple[Tally, ...]:
    """Every such limit of a person."""
    h, length = calendar.history, calendar.length
    found = []
    if person.max_week_duties is not None:
        monday = h - int(calendar.weekday[h])
        for start in range(monday, length, 7):
            days = range(max(0, start), min(start + 7, length))
            blocks = tuple((i, i) for i in days)
            found.append(Tally("week-duties", blocks, person.max_week_duties))
    if person.max_nights is not None:
        blocks = tuple((i, i) for i in range(h, length))
        found.append(Tally("most-nights", blocks, person.max_nights, is_of_nights=True))
    weekends = _weekends(calendar)
    inside = [number for number, (_, last) in enumerate(weekends) if last >= h]
    if person.max_weekends is not None:
        blocks = tuple(weekends[number] for number in inside)
        found.append(Tally("most-weekends", blocks, person.max_weekends))
    if person.weekend_off_every is not None:
        every = person.weekend_off_every
        for number in inside:
            blocks = tuple(weekends[max(0, number - every + 1) : number + 1])
            if len(blocks) == every:
                found.append(Tally("weekend-off", blocks, every - 1))
    return tuple(found)


def _weekends(calendar: Calendar) -> list[tuple[int, int]]:
    """Saturdays with their Sundays, as far as the entries go."""
    saturdays = np.flatnonzero(calendar.weekday == SATURDAY).tolist()
    found = [(i, min(i + 1, calendar.length - 1)) for i in saturdays]
    # Sunday is the first entry of all: its Saturday lies before what anybody looks at.
    return [(0, 0), *found] if int(calendar.weekday[0]) > SATURDAY else found


__all__ = ["Tally", "tallies_of"]
