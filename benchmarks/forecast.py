"""Is the forecast of daily counts better than simpler ones, and are its bands as wide as they say?

Every series (``_daily.py``) is forecast four weeks ahead from rolling origins. The weighted
absolute error (Σ|error| / Σ value) stands beside that of exponential smoothing (statsmodels, of the
optional extra ``peers``) and of seasonal-naive, from the same origins; the coverage of the 80 %
bands is of days and of weeks that took no part in setting them.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks._daily import SERIES, Daily, read
from rosterer.forecast.backtest import MOST_ORIGINS, BackTest, back_test, origins_of

NAME = "forecast"
SUMMARY = "error and coverage of the daily forecast beside ETS and seasonal-naive"
HEADINGS = ("series", "data", "origins", "ours", "ETS", "naive", "ours/ETS", "days", "weeks")
ROW = "{:28} {:9} {:>7} {:>7} {:>7} {:>7} {:>8} {:>6} {:>6}"


def main(argv: list[str]) -> int:
    """Print the table; with ``--json`` one object a line on stdout and nothing else there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks run forecast", description=SUMMARY)
    parser.add_argument(
        "--data",
        type=Path,
        default=None,
        help="folder of the series (default $ROSTERER_BENCHMARK_DATA/daily)",
    )
    names = [one.name for one in SERIES]
    parser.add_argument("--series", nargs="*", choices=names, default=names, metavar="NAME")
    parser.add_argument("--origins", type=int, default=MOST_ORIGINS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--list", action="store_true", help="print sources and reasons, run none")
    options = parser.parse_args(argv)
    if options.list:
        for one in SERIES:
            print(f"{one.name}: {one.reason} ({one.source}; {one.file}.csv)")
        return 0
    if options.origins < 1:
        print("--origins: at least 1 is needed", file=sys.stderr)
        return 2
    from benchmarks.peers.ets import is_installed

    if not is_installed():
        print("statsmodels (extra peers) is not installed: ETS is left out", file=sys.stderr)
    talk = sys.stderr if options.json else sys.stdout
    print(ROW.format(*HEADINGS), file=talk)
    lines = []
    for series in [one for one in SERIES if one.name in options.series]:
        try:
            values, is_real = read(series, options.data)
        except (OSError, ValueError) as fault:
            print(f"{series.name}: {fault}", file=sys.stderr)
            return 2
        lines.append(measured(series, values, is_real, options.origins, is_installed()))
        print(_row(lines[-1]), file=talk, flush=True)
        if options.json:
            print(json.dumps(lines[-1]), flush=True)
    print(_in_all(lines), file=talk)
    return 0


def measured(
    series: Daily, values: "pd.Series[float]", is_real: bool, origins: int, with_ets: bool
) -> dict[str, object]:
    """One line: errors as shares of what came, coverage as shares of days and weeks."""
    test = back_test(values, is_count=True, most=origins)
    return {
        "series": series.name,
        "data": "public" if is_real else "synthetic",
        "origins": test.origins,
        "error": test.error,
        "ets_error": _ets_error(values, origins) if with_ets else None,
        "naive_error": test.naive_error,
        "days": test.held_out_days,
        "days_covered": test.day_coverage,
        "weeks": test.held_out_weeks,
        "weeks_covered": test.coverage,
        **_factors(test),
    }


def _factors(test: BackTest) -> dict[str, object]:
    return {"noise_factor": test.spread.noise, "drift_factor": test.spread.drift}


def _ets_error(values: "pd.Series[float]", origins: int) -> float:
    from benchmarks.peers.ets import ets

    errors = total = 0.0
    for seen, coming in origins_of(values, most=origins):
        observed = coming.to_numpy(dtype=np.float64)
        errors += float(np.nansum(np.abs(observed - ets(seen, len(coming)))))
        total += float(np.nansum(observed))
    return errors / total


def _row(line: dict[str, object]) -> str:
    def shown(key: str, form: str) -> str:
        value = line[key]
        return "-" if value is None else format(value, form)

    ets = line["ets_error"]
    ratio = "-" if ets is None else f"{_number(line, 'error') / _number(line, 'ets_error'):.3f}"
    return ROW.format(
        str(line["series"]),
        str(line["data"]),
        str(line["origins"]),
        shown("error", ".2%"),
        shown("ets_error", ".2%"),
        shown("naive_error", ".2%"),
        ratio,
        shown("days_covered", ".1%"),
        shown("weeks_covered", ".1%"),
    )


def _in_all(lines: list[dict[str, object]]) -> str:
    """Coverage over all days and weeks, and on how many series the error is at most a peer's."""

    def covered(what: str) -> float:
        number = sum(_number(line, what) for line in lines)
        return (
            sum(_number(line, f"{what}_covered") * _number(line, what) for line in lines) / number
        )

    better = [
        sum(_number(line, "error") <= _number(line, peer) for line in lines if line[peer])
        for peer in ("ets_error", "naive_error")
    ]
    against_ets = f"ETS' on {better[0]}, " if any(line["ets_error"] for line in lines) else ""
    return (
        f"80 % bands cover {covered('days'):.1%} of days and {covered('weeks'):.1%} of weeks; "
        f"the error is at most {against_ets}seasonal-naive's on {better[1]} of {len(lines)} series."
    )


def _number(line: dict[str, object], key: str) -> float:
    value = line[key]
    assert isinstance(value, (int, float))
    return float(value)
