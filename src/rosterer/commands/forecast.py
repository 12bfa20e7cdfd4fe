"""How does a history become a case with expected arrivals and demand?"""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import print_json, say

EXAMPLE = "rosterer forecast history.csv --case base --out case"


def forecast(
    history: Annotated[
        Path,
        typer.Argument(
            metavar="HISTORY", help="What happened: a CSV file with date,measure,name,band,value."
        ),
    ],
    case: Annotated[
        Path, typer.Option(metavar="BASE", help="The case whose expectations are replaced.")
    ],
    out: Annotated[Path, typer.Option(metavar="CASE", help="Where to write the new case.")],
    quantile: Annotated[
        float | None,
        typer.Option(min=0.1, max=0.9, help="Put this quantile into the case; else the mean."),
    ] = None,
    special: Annotated[
        list[datetime] | None,
        typer.Option(formats=["%Y-%m-%d"], help="A day unlike others, past or coming."),
    ] = None,
    weeks: Annotated[
        int,
        typer.Option(min=1, max=104, help="Weeks from the case's first day that are forecast."),
    ] = 26,
    bands: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write mean and quantiles of every day as CSV."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the back-tests as one JSON object on stdout.")
    ] = False,
) -> None:
    """Forecast arrivals and care from a history, with bands and a back-test."""
    from rosterer.files import load_case, save_case
    from rosterer.forecast.forecast import forecast as forecast_case
    from rosterer.forecast.history import read_history

    days: tuple[date, ...] = tuple(one.date() for one in special or [])
    found = forecast_case(read_history(history), load_case(case), quantile, days, weeks)
    save_case(found.case, out)
    if bands is not None:
        found.bands().to_csv(bands, index=False, float_format="%.4g")
    for warning in found.warnings:
        say(warning)
    for one in found.series:
        say(f"{one.measure} of {one.name}: {one.test.sentence}")
    if json:
        tests = [
            {
                "measure": one.measure,
                "name": one.name,
                "error": _number(one.test.error),
                "naive_error": _number(one.test.naive_error),
                "coverage": _number(one.test.coverage),
                "day_coverage": _number(one.test.day_coverage),
                "origins": one.test.origins,
            }
            for one in found.series
        ]
        print_json(
            {
                "fingerprint": found.case.fingerprint,
                "series": tests,
                "warnings": list(found.warnings),
            }
        )
    say(f"Case written to {out} (fingerprint {found.case.fingerprint}).")


def _number(value: float) -> float | None:
    return None if value != value else value
