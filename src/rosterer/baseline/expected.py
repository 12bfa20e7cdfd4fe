"""Which of the people who are only expected can the rounds take, whole packages at a time?

A package starts only if all its bands on all its days are covered, so care kept for half a package
helps nobody. Those of an arrival class that are expected in one week are therefore taken together
or left.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rosterer.baseline.cells import SMALL, Key
from rosterer.baseline.day import Day
from rosterer.baseline.moves import Help, cover, nobody
from rosterer.referee.load import Load
from rosterer.referee.register import Register
from rosterer.referee.reservations import Reserved

Need = Mapping[Key, tuple[float, float]]
"""Minutes by cell of a day, and the part of them that is for two carers."""
Needs = Mapping[int, Need]
"""By day."""


def groups_of(register: Register, load: Load, reserved: Iterable[Reserved]) -> list[Needs]:
    """What each week's arrivals of a class need, the first week first, then by priority."""
    groups: dict[tuple[int, int, str, str], dict[int, dict[Key, tuple[float, float]]]] = {}
    for row in reserved:
        arrivals = row.arrivals
        name = (row.day // 7, arrivals.priority, arrivals.arrival_class, row.option)
        group = groups.setdefault(name, defaultdict(dict))
        course = load.courses.course(row.option, row.units)
        for day, needs in enumerate(
            course.care_by_day[: register.calendar.days - row.day], row.day
        ):
            for need in needs:
                key = (arrivals.home, need.band, need.skill)
                minutes, pair_minutes = group[day].get(key, (0.0, 0.0))
                group[day][key] = (
                    minutes + row.amount * need.minutes,
                    pair_minutes + row.amount * need.pair_minutes,
                )
    return [groups[name] for name in sorted(groups)]


def take(days: Sequence[Day], needs: Needs, more: Help = nobody) -> bool:
    """Give a group all its care, or nothing."""
    marks: list[tuple[Day, int]] = []
    for number, need in needs.items():
        day = days[number]
        marks.append((day, day.mark()))
        for key, (minutes, pair_minutes) in need.items():
            if cover(day, day.ask(key, minutes, pair_minutes), more) > SMALL:
                for earlier, mark in marks:
                    earlier.undo(mark)
                return False
    for day, _ in marks:
        day.keep()
    return True
