"""How does a synthetic case come into being?"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import say


class Load(StrEnum):
    """How much is asked of the service."""

    EASY = "easy"
    NORMAL = "normal"
    TIGHT = "tight"


def generate(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write the case: a folder, or a name that ends in .json.")
    ],
    people: Annotated[int, typer.Option(min=1, max=20_000, help="Members of the staff bank.")] = 131,
    days: Annotated[int, typer.Option(min=1, max=400, help="Days to plan.")] = 28,
    load: Annotated[Load, typer.Option(help="How much is asked of the service.")] = Load.NORMAL,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds give equal cases.")] = 7,
    first_day: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="First day of the horizon.")
    ] = datetime(2026, 11, 2),
) -> None:
    """Generate a synthetic case, calibrated on published figures; it holds no real person."""
    from rosterer.files import save_case
    from rosterer.generate import generate_with_report

    case, report = generate_with_report(people=people, days=days, load=load.value, seed=seed, first_day=first_day.date())
    save_case(case, directory)
    say(str(report))
    say(f"Case written to {directory} (fingerprint {case.fingerprint}).")
