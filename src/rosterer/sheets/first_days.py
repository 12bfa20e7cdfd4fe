"""On which day does a sheet without any date begin, where a workbook has several of them?"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rosterer.sheets.blocks import Assumed
from rosterer.sheets.found import Found
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, title_of

_WEEK = re.compile(r"\b(?:week|wk)\s*[.:#-]?\s*(\d{1,2})\b", re.IGNORECASE)


def begun(
    sheet: SeenSheet, sheets: Sequence[SeenSheet], assumed: Assumed, told: Mapping[str, date]
) -> Assumed:
    """What to assume of a sheet: its own first day where its owner says it; of one such as Week 2
    that it begins a week after Week 1.
    """
    if sheet.title in told:
        return replace(assumed, first_day=told[sheet.title])
    weeks = {one.title: int(said[1]) for one in sheets if (said := _WEEK.search(one.title))}
    if assumed.first_day is None or sheet.title not in weeks:
        return assumed
    later = timedelta(weeks=weeks[sheet.title] - min(weeks.values()))
    return replace(assumed, first_day=assumed.first_day + later)


def asked_first_days(found: Found, told: Mapping[str, date]) -> Iterator[Note]:
    """A question for each sheet without a date that would say something of people and days of
    which another sheet speaks.
    """
    days: dict[str, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    first_cell: dict[str, str] = {}
    for cell in found.cells:
        title = title_of(cell.where)
        days[title][cell.person].add(cell.date)
        first_cell.setdefault(title, cell.where)
    titles = [*days]
    for number, title in enumerate(titles):
        others = titles[:number] if title in found.undated else found.undated & {*titles[:number]}
        other = next((one for one in titles if one in others and _meet(days[title], days[one])), "")
        late = title if title in found.undated else other
        if not other or late in told:
            continue
        text = (
            f"sheet {late} says no date; with the first day that is given it would be of the same "
            f"days as sheet {other if late == title else title}, with people who stand there too"
        )
        remedy = "say under [first_days] of a mapping file on which day it begins"
        yield Note("question", text, first_cell[late], remedy, ("first_days", late))


def _meet(one: Mapping[str, set[date]], other: Mapping[str, set[date]]) -> bool:
    """Whether two sheets have people in common and days that overlap."""
    if not one.keys() & other.keys():
        return False
    first, second = ({on for days in sheet.values() for on in days} for sheet in (one, other))
    return min(first) <= max(second) and min(second) <= max(first)
