"""What has happened, day by day?

A history is one CSV file with the columns ``date,measure,name,band,value``. Measures: ``arrivals``
(people; the name is an arrival class of the base case), ``care`` (minutes of base demand; a place
and a band), ``delayed`` (people waiting at midnight; a pathway such as ``P1``, or ``all``) and
``occupied`` (beds; a unit). A name without a row on a date counts 0, from the first date of the
measure to its last. A date of which nothing is known is marked as a gap by a row of its measure
with a blank value.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from rosterer.files.faults import BadInput, Fault
from rosterer_models.simulation.network import Floats

COLUMNS = ("date", "measure", "name", "band", "value")
MEASURES = ("arrivals", "care", "delayed", "occupied")


@dataclass(frozen=True)
class History:
    """Rows of the file, checked: ``date`` a timestamp, ``value`` a number of at least 0 (NaN for a
    gap), ``band`` a text, perhaps blank.
    """

    rows: pd.DataFrame

    def of(self, measure: str) -> pd.DataFrame:
        """Rows of one measure, without those that mark gaps."""
        return self.rows[(self.rows["measure"] == measure) & self.rows["value"].notna()]

    def daily(
        self, measure: str, names: set[str] | None = None, band: str | None = None
    ) -> "pd.Series[float]":
        """Sum of the names on every day from the first to the last of the measure; NaN on gaps."""
        rows = self.of(measure)
        if rows.empty:
            return pd.Series(dtype=float)
        gaps = self.rows[(self.rows["measure"] == measure) & self.rows["value"].isna()]
        days = pd.date_range(rows["date"].min(), rows["date"].max())
        unknown = pd.Index(gaps["date"].unique())
        if names is not None:
            rows = rows[rows["name"].isin(names)]
        if band is not None:
            rows = rows[rows["band"] == band]
        sums = rows.groupby("date")["value"].sum().reindex(days)
        known = ~days.isin(unknown)
        values = np.where(known, sums.fillna(0.0), np.nan)
        return pd.Series(np.asarray(values, dtype=float), index=days)


def read_history(path: Path) -> History:
    """Read and check a history.

    Raises
    ------
    BadInput
        With every fault of the file: missing columns, dates, measures, values, and rows that are
        there twice.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError as failure:
        raise BadInput([Fault(str(path), "cannot be read", str(failure.strerror))]) from failure
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as failure:
        raise BadInput([Fault(str(path), f"is no CSV table: {failure}")]) from failure
    missing = [name for name in ("date", "measure", "name", "value") if name not in table.columns]
    if missing:
        raise BadInput(
            [
                Fault(str(path), "column is missing", "see the reference", column=name)
                for name in missing
            ]
        )
    if "band" not in table.columns:
        table["band"] = ""
    dates = pd.to_datetime(table["date"], format="%Y-%m-%d", errors="coerce")
    is_gap = table["value"].str.strip() == ""
    values = pd.to_numeric(table["value"], errors="coerce")
    faults = []
    for column, bad, remedy in (
        ("date", dates.isna(), "write YYYY-MM-DD"),
        (
            "value",
            (values.isna() & ~is_gap) | (values < 0) | np.isinf(values),
            "write a number of at least 0, or leave it blank where nothing is known of the date",
        ),
        ("measure", ~table["measure"].isin(MEASURES), f"one of {', '.join(MEASURES)}"),
    ):
        for row in table.index[bad]:
            text = str(table.at[row, column])
            faults.append(
                Fault(
                    str(path),
                    f"{text!r} cannot be used",
                    remedy,
                    row=int(row) + 2,
                    column=column,
                    value=text,
                )
            )
    key = ["date", "measure", "name", "band"]
    for row in table.index[table.duplicated(key)]:
        first = table.index[(table[key] == table.loc[row, key]).all(axis=1)][0]
        faults.append(
            Fault(
                str(path),
                f"is there twice: row {int(first) + 2} has the same date, measure, name and band",
                "add them up in one row, or leave one out",
                row=int(row) + 2,
                column="date",
                value=str(table.at[row, "date"]),
            )
        )
    if faults:
        raise BadInput(faults)
    rows = table[["measure", "name", "band"]].copy()
    rows["date"], rows["value"] = dates, values.astype(float)
    return History(rows)


def as_floats(series: "pd.Series[float]") -> Floats:
    """The values alone."""
    return np.asarray(series.to_numpy(), dtype=np.float64)
