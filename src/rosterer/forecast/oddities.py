"""Which days and weekdays of a history are not like the others?

A day far beyond what noise explains (a slip of the keyboard, an outbreak) would move every figure
of a small series; it is named and left out. A weekday on which a service never works expects
nobody.
"""

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from rosterer.referee.words import counted

AROUND_WEEKS = 8
"""A day is compared with the same weekday of so many weeks on either side."""
MOST_DEVIATIONS = 6.0
"""In counts of Poisson noise, or of what the series itself varies: once in ten million days."""
LEAST_EXPECTED = 10.0
"""People who would have come on a weekday, were it like the others, before nobody means closed."""
NAMED_DAYS = 5


def odd_days(values: "pd.Series[float]", known: Collection[date] = ()) -> "pd.Series[float]":
    """What was usual on each day that noise does not explain, those already known left out."""
    series = values.to_numpy(dtype=float)
    usual = np.full(len(series), np.nan)
    for day in range(len(series)):
        near = series[max(0, day - 7 * AROUND_WEEKS) : day + 7 * AROUND_WEEKS + 1]
        offset = day - max(0, day - 7 * AROUND_WEEKS)
        same = near[offset % 7 :: 7]
        same = same[~np.isnan(same)]
        if len(same):
            usual[day] = np.median(same)
    apart = np.abs(series - usual)
    seen = apart[~np.isnan(apart)]
    typical = 1.4826 * float(np.median(seen)) if len(seen) else 0.0
    noise = np.maximum(np.sqrt(np.maximum(usual, 1.0)), typical)
    odd = apart > MOST_DEVIATIONS * noise
    dates = [day.date() for day in pd.DatetimeIndex(values.index)]
    odd &= np.array([day not in known for day in dates], dtype=bool)
    return pd.Series(usual[odd], index=values.index[odd])


def closed_weekdays(values: "pd.Series[float]") -> tuple[int, ...]:
    """Weekdays (0 Monday) on which nothing ever was, though the others would let expect it."""
    weekday = np.asarray(pd.DatetimeIndex(values.index).day_of_week)
    series = values.to_numpy(dtype=float)
    found = []
    for day in range(7):
        on = series[(weekday == day) & ~np.isnan(series)]
        others = series[(weekday != day) & ~np.isnan(series)]
        if not len(on) or on.any() or not len(others):
            continue
        if float(others.mean()) * len(on) >= LEAST_EXPECTED:
            found.append(day)
    return tuple(found)


def words_for(what: str, values: "pd.Series[float]", odd: "pd.Series[float]") -> list[str]:
    """Sentences that name odd days."""
    days = pd.DatetimeIndex(odd.index)
    said = [
        f"{what}: {values[day]:,.10g} on {day.date()}, where about {usual:,.3g} is usual, is "
        "beyond what noise explains and is left out; correct it, or name the day with --special."
        for day, usual in list(zip(days, odd.to_numpy(), strict=True))[:NAMED_DAYS]
    ]
    if len(days) > NAMED_DAYS:
        rest = counted(len(days) - NAMED_DAYS, "day")
        said.append(f"{what}: {rest} more are beyond what noise explains and are left out.")
    return said
