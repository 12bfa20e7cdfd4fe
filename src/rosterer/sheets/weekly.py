"""Does what stands at a date hold for that day, or for the whole week that begins there?

Who is on call, or on leave, is often written once a week; read as a day, six days of seven are
lost.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rosterer.sheets.found import Found
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.notes import Note

_WEEK = timedelta(days=7)
_OF_A_WEEK = re.compile(r"\bw/?[cb]\b|\bweek", re.IGNORECASE)
_REMEDY = (
    'say weekly_dates = "days" (that day alone) or "weeks" (all seven days from it) in a mapping '
    "file, or write a row or column for each day"
)


def is_of_a_week(heading: str) -> bool:
    """Whether a heading of dates speaks of weeks."""
    return bool(_OF_A_WEEK.search(heading))


def are_apart(days: Iterable[date]) -> bool:
    """Whether there are several dates, none of them less than a week from the next."""
    held = sorted(set(days))
    return len(held) > 1 and all(b - a >= _WEEK for a, b in itertools.pairwise(held))


@dataclass
class Weekly:
    """What stands at dates that may be weeks.

    Attributes
    ----------
    is_likely
        A heading says so, or the dates are a week apart.
    """

    found: Found
    mapping: Mapping
    where: str
    is_likely: bool

    def __enter__(self) -> None:
        found = self.found
        self._before = len(found.cells), len(found.open), len(found.needs)
        if self.is_likely and not self.mapping.weekly_dates:
            text = (
                "the dates are those of weeks; does what stands there hold for that day alone, or "
                "for the whole week?"
            )
            found.notes.append(Note("question", text, self.where, _REMEDY, ("weekly_dates", "")))

    def __exit__(self, *_: object) -> None:
        if not self.is_likely or self.mapping.weekly_dates != "weeks":
            return
        found = self.found
        cells, rows, needs = self._before
        ahead = [timedelta(days=number) for number in range(7)]
        found.cells[cells:] = [
            replace(cell, date=cell.date + later) for cell in found.cells[cells:] for later in ahead
        ]
        found.open[rows:] = [
            replace(row, date=row.date + later) for row in found.open[rows:] for later in ahead
        ]
        found.needs[needs:] = [
            replace(
                need,
                counts={on + later: one for on, one in need.counts.items() for later in ahead},
                places={on + later: one for on, one in need.places.items() for later in ahead},
            )
            for need in found.needs[needs:]
        ]
        found.dates |= {cell.date for cell in found.cells[cells:]}
        text = "what stands at a date is taken for all seven days from it, as told"
        found.notes.append(Note("guess", text, self.where))
