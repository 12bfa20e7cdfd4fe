"""What would a history look like of which the truth is known?

For tests and tutorials: arrivals of every class of a case with a known level, trend, weekday shape,
winter and Christmas, as counts around known means. Nothing in it comes from a real service.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from rosterer_models.simulation.network import Floats
from rosterer_models.vocabulary.case import Case

WEEKDAY_SHAPE = (0.9, 1.33, 1.24, 1.39, 1.40, 0.48, 0.26)
"""Monday to Sunday, as a share of the mean (IPACS pathway 1; its labels look shifted by a day)."""
WINTER_PEAK = 0.15
TREND_A_YEAR = 0.05
CHRISTMAS = 0.6


def true_mean(days: pd.DatetimeIndex, level: float, origin: date) -> Floats:
    """The known mean of each day: ``level`` a day on average at ``origin``."""
    shape = np.array(WEEKDAY_SHAPE)[np.asarray(days.day_of_week)] / (sum(WEEKDAY_SHAPE) / 7)
    angle = 2 * np.pi * (np.asarray(days.day_of_year, dtype=np.float64) - 15) / 365.25
    years = np.asarray((days - pd.Timestamp(origin)).days, dtype=np.float64) / 365.25
    christmas = [(d.month, d.day) >= (12, 24) or (d.month, d.day) == (1, 1) for d in days]
    mean = level * shape * np.exp(WINTER_PEAK * np.cos(angle) + TREND_A_YEAR * years)
    return np.asarray(mean * np.where(christmas, CHRISTMAS, 1.0), dtype=np.float64)


def class_levels(case: Case) -> dict[str, float]:
    """Mean people a day of each arrival class over the days on which it is expected."""
    weekdays = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    sums: dict[str, float] = {}
    for row in case.expected:
        share = len(row.weekdays or weekdays) / 7
        sums[row.arrival_class] = sums.get(row.arrival_class, 0.0) + row.amount * share
    return sums


def synthetic_history(case: Case, days: int = 730, seed: int = 1, gaps: int = 0) -> pd.DataFrame:
    """Rows of a history that ends on the day before the case begins.

    Parameters
    ----------
    gaps
        So many days, spread at random, are marked as gaps.
    """
    draw = np.random.default_rng(seed)
    index = pd.date_range(case.first_day - timedelta(days=days), periods=days)
    levels = class_levels(case)
    shape = true_mean(index, 1.0, case.first_day)
    rows = []
    for name, level in levels.items():
        counts = draw.poisson(level * shape)
        rows.append(
            pd.DataFrame(
                {"date": index, "measure": "arrivals", "name": name, "band": "", "value": counts}
            )
        )
    table = pd.concat(rows, ignore_index=True)
    unknown = pd.DatetimeIndex(draw.choice(index, size=gaps, replace=False) if gaps else [])
    table = table[~table["date"].isin(unknown)]
    kept = table[table["value"] > 0].copy()
    # a day on which nobody came is no gap: one row of nought says so
    silent = sorted(set(table["date"]) - set(kept["date"]))
    first = next(iter(levels))
    noughts = pd.DataFrame(
        {"date": silent, "measure": "arrivals", "name": first, "band": "", "value": 0}
    )
    kept = pd.concat([kept, noughts], ignore_index=True) if silent else kept
    marks = pd.DataFrame({"date": unknown, "measure": "arrivals", "name": "", "band": ""})
    kept = pd.concat([kept, marks.assign(value="")], ignore_index=True) if gaps else kept
    kept["date"] = kept["date"].dt.strftime("%Y-%m-%d")
    return kept.sort_values(["date", "name"], ignore_index=True)
