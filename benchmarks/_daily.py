"""Which public daily series is the forecast measured on, and why these?

Chosen, with their reasons, before the model was fitted to any of them; other series (other regions,
other years) served to develop it. Nothing of them is kept here: a series is read from
``$ROSTERER_BENCHMARK_DATA/daily/FILE.csv`` (columns ``date,value``), and where that is not there a
synthetic twin of the same length, level, shape and drift stands in and says so. A thinned series
keeps each person with the same chance, by a fixed seed: services plan for a few people a day.
"""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

THINNING_SEED = 20


@dataclass(frozen=True)
class Daily:
    """A series: where it is from, why it is here, and what its twin is like.

    ``level`` is people a day, ``weekend`` the share of a weekday that Saturdays and Sundays have,
    ``winter`` the height of the yearly wave, ``drift`` the standard deviation of the level's change
    in a year, ``excess`` the variance of a day over that of a Poisson count.
    """

    name: str
    file: str
    source: str
    reason: str
    first: date
    days: int
    level: float
    weekend: float = 1.0
    winter: float = 0.05
    drift: float = 0.05
    excess: float = 1.5
    thin_to: float | None = None


_SWAST = "github.com/TomMonks/swast-benchmarking, data/Daily_Responses_5_Years_2019_full.csv"
_NMMAPS = "R package dlnm, chicagoNMMAPS, 1996 to 2000"
_SIX_YEARS = date(2013, 12, 30)

SERIES = (
    Daily(
        "ed-england",
        "ed-england",
        "github.com/TomMonks/forecast-tools, forecast_tools/data/ed_ts.csv",
        "under a year: no season can be learnt, as with most services that are new to planning",
        date(2017, 1, 22),
        344,
        220.0,
        drift=0.08,
        excess=1.7,
    ),
    Daily(
        "ed-iowa",
        "ed-iowa",
        "R package fastTS, uihc_ed_arrivals, hours summed to days",
        "a hospital with other holidays than ours: what is not in the calendar must not break it",
        date(2013, 7, 1),
        1735,
        160.0,
        weekend=0.97,
    ),
    Daily(
        "ambulance-bnssg",
        "ambulance-bnssg",
        f"{_SWAST}, BNSSG",
        "a city's region with a trend and steps of the level",
        _SIX_YEARS,
        2193,
        480.0,
        weekend=1.05,
        drift=0.06,
        excess=1.8,
    ),
    Daily(
        "ambulance-cornwall",
        "ambulance-cornwall",
        f"{_SWAST}, Cornwall",
        "visitors: busiest in summer, against the usual season",
        _SIX_YEARS,
        2193,
        243.0,
        winter=-0.05,
        excess=1.4,
    ),
    Daily(
        "ambulance-wiltshire",
        "ambulance-wiltshire",
        f"{_SWAST}, Wiltshire",
        "a county of the usual size of a planning area",
        _SIX_YEARS,
        2193,
        297.0,
    ),
    Daily(
        "ambulance-somerset-7",
        "ambulance-somerset",
        f"{_SWAST}, Somerset, thinned to 7 a day",
        "a count as small as the people a day of one pathway",
        _SIX_YEARS,
        2193,
        7.0,
        excess=1.0,
        thin_to=7.0,
    ),
    Daily(
        "ambulance-gloucestershire-2",
        "ambulance-gloucestershire",
        f"{_SWAST}, Gloucestershire, thinned to 2 a day",
        "a count with noughts: weeks of a dozen people",
        _SIX_YEARS,
        2193,
        2.0,
        excess=1.0,
        thin_to=2.0,
    ),
    Daily(
        "deaths-chicago",
        "deaths-chicago",
        f"{_NMMAPS}, death",
        "a deep winter season, and waves of illness that no calendar foretells",
        date(1996, 1, 1),
        1827,
        112.0,
        winter=0.12,
        drift=0.1,
        excess=1.2,
    ),
    Daily(
        "respiratory-deaths-chicago",
        "respiratory-deaths-chicago",
        f"{_NMMAPS}, resp",
        "small counts with a winter that doubles them",
        date(1996, 1, 1),
        1827,
        9.0,
        winter=0.25,
        drift=0.15,
        excess=1.1,
    ),
    Daily(
        "births-30",
        "births",
        "R package mosaicData, BirthsSSA, 2010 to 2014, thinned to 30 a day",
        "planned work: weekends a third lower and holidays like Sundays, as with discharges",
        date(2010, 1, 1),
        1826,
        30.0,
        weekend=0.65,
        winter=-0.04,
        excess=1.0,
        thin_to=30.0,
    ),
)


def read(series: Daily, folder: Path | None = None) -> tuple["pd.Series[float]", bool]:
    """The series, and whether it is the real one.

    Parameters
    ----------
    folder
        That of the files; None: ``$ROSTERER_BENCHMARK_DATA/daily``.

    Raises
    ------
    ValueError
        When a file is there and is not such a table.
    """
    root = os.environ.get("ROSTERER_BENCHMARK_DATA")
    folder = folder or (Path(root) / "daily" if root else None)
    path = folder / f"{series.file}.csv" if folder else None
    if path is None or not path.exists():
        return twin(series), False
    return _thinned(_read(path), series.thin_to), True


def _read(path: Path) -> "pd.Series[float]":
    """The values of every day from the first to the last, NaN where there is no row."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    if list(table.columns) != ["date", "value"]:
        raise ValueError(f"{path}: has the columns {list(table.columns)}; date,value are needed")
    dates = pd.to_datetime(table["date"], format="%Y-%m-%d", errors="coerce")
    values = pd.to_numeric(table["value"], errors="coerce")
    wrong = (dates.isna() | dates.duplicated() | ~(values >= 0)).to_numpy()
    if table.empty or wrong.any():
        rows = ", ".join(str(row + 2) for row in np.flatnonzero(wrong)[:5]) or "none there"
        raise ValueError(
            f"{path}: each row needs a date of its own (YYYY-MM-DD) and a count of at least 0 "
            f"(rows {rows})"
        )
    found = pd.Series(values.to_numpy(float), index=pd.DatetimeIndex(dates))
    return found.reindex(pd.date_range(dates.min(), dates.max()))


def twin(series: Daily) -> "pd.Series[float]":
    """A synthetic series of the same length, level, shape and drift; the same at every call."""
    draw = np.random.default_rng([THINNING_SEED, *series.name.encode()])
    days = pd.date_range(series.first, periods=series.days)
    weekday = np.where(np.asarray(days.day_of_week) >= 5, series.weekend, 1.0)
    angle = 2 * np.pi * (np.asarray(days.day_of_year, dtype=np.float64) - 15) / 365.25
    steps = draw.normal(0.0, series.drift / np.sqrt(365.25), len(days))
    mean = series.level * weekday / weekday.mean()
    mean = mean * np.exp(series.winter * np.cos(angle) + np.cumsum(steps))
    if series.excess <= 1.0:
        counts = draw.poisson(mean)
    else:
        counts = draw.negative_binomial(mean / (series.excess - 1.0), 1.0 / series.excess)
    return pd.Series(counts.astype(float), index=days)


def _thinned(values: "pd.Series[float]", to: float | None) -> "pd.Series[float]":
    if to is None:
        return values
    known = values.notna().to_numpy()
    people = np.asarray(values.to_numpy(), dtype=np.float64)
    share = to / float(people[known].mean())
    kept = np.full(len(people), np.nan)
    kept[known] = np.random.default_rng(THINNING_SEED).binomial(people[known].astype(int), share)
    return pd.Series(kept, index=values.index)
