"""Does a list write the day or the month first, where its dates can be read both ways?"""

import itertools
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rosterer.sheets.days import PLAIN, Style
from rosterer.sheets.seen import Value

DateOf = Callable[[Value | None, Style], date | None]
_LATEST_MONTH = 12


class Order(NamedTuple):
    """How a list writes its dates."""

    style: Style
    doubt: str = ""
    """Why nobody knows."""
    guess: str = ""


def order_of(
    values: Sequence[Value],
    weekdays: Sequence[int | None],
    styles: Sequence[Style],
    date_of: DateOf,
) -> Order:
    """The reading of a column of dates under which most are dates, then one that its weekdays or
    days that follow one another speak for.

    Parameters
    ----------
    weekdays
        What stands beside each date, Monday 0.
    """
    dates = {style: [date_of(value, style) for value in values] for style in styles}
    most = max(sum(on is not None for on in days) for days in dates.values())
    best = [style for style in styles if sum(on is not None for on in dates[style]) == most]
    best = [style for style in best if style.language == best[0].language]
    if best[0].is_month_first and _has_swapped(values):
        doubt = "texts say the month before the day, and other cells are dates already"
        return Order(best[0], f"{doubt}, perhaps with the two exchanged")
    if len(best) == 1 or dates[best[0]] == dates[best[1]]:
        return Order(best[0])
    agreed = {style: _num_agreed(dates[style], weekdays) for style in best}
    if len(set(agreed.values())) > 1:
        return Order(max(best, key=agreed.__getitem__))
    if any(day is not None for day in weekdays) and agreed[best[0]]:
        return Order(best[0])
    follow = {style: _num_following(dates[style]) for style in best}
    if follow[PLAIN] and not follow[best[1]]:
        return Order(PLAIN, guess="dates are taken to be written with the day before the month")
    first, *readings = next(
        (value, *pair)
        for value, *pair in zip(values, *(dates[style] for style in best), strict=True)
        if pair[0] != pair[1]
    )
    said = " or ".join(f"{on.day} {on:%B}" for on in readings if on is not None)
    return Order(best[0], f"{first} may be {said}, and no date of the list says which")


def _has_swapped(values: Sequence[Value]) -> bool:
    """Whether there are texts and real dates, none of which is after the 12th: a program that reads
    the day first made dates of what it could.
    """
    real = [value for value in values if isinstance(value, date)]
    return bool(real) and all(value.day <= _LATEST_MONTH for value in real)


def _num_agreed(days: Sequence[date | None], weekdays: Sequence[int | None]) -> int:
    return sum(
        on is not None and on.weekday() == day for on, day in zip(days, weekdays, strict=True)
    )


def _num_following(days: Sequence[date | None]) -> int:
    """Dates that follow the one before in the calendar."""
    held = sorted({on for on in days if on is not None})
    return sum(b - a == timedelta(days=1) for a, b in itertools.pairwise(held))
