"""How does a synthetic case come into being?"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from rosterer.commands.talk import say

EXAMPLE = "rosterer generate case --people 60 --load tight"


def generate(
    directory: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Where to write: a folder, or a name that ends in .json."
        ),
    ],
    people: Annotated[
        int, typer.Option(min=8, max=20_000, help="Members of the staff bank.")
    ] = 131,
    days: Annotated[int, typer.Option(min=7, max=84, help="Days to plan.")] = 28,
    load: Annotated[
        Literal["easy", "normal", "tight"], typer.Option(help="How much is asked of the service.")
    ] = "normal",
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds give equal cases.")] = 7,
    first_day: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="First day of the horizon."),
    ] = datetime(2026, 11, 2),
    interim_beds: Annotated[
        int,
        typer.Option(
            min=0,
            max=10_000,
            help="Step-down beds and respite flats beside the others, until somebody can go home.",
        ),
    ] = 0,
    family: Annotated[
        Literal["city", "shire"],
        typer.Option(
            help="city: calibrated on published figures; shire: made up, unlike it in all else."
        ),
    ] = "city",
    staff: Annotated[
        Literal["lines", "mixed", "ward"],
        typer.Option(
            help="lines: lines and a bank; mixed: contracts without a line beside both; ward: "
            "nurses on contracts in one unit (--people 45)."
        ),
    ] = "lines",
) -> None:
    """Generate a synthetic case, calibrated on published figures; it holds no real person."""
    from rosterer.files import BadInput, Fault, save_case
    from rosterer.generate import generate as generate_case
    from rosterer.referee.words import counted

    try:
        case = generate_case(
            people=people,
            days=days,
            load=load,
            seed=seed,
            first_day=first_day.date(),
            interim_beds=interim_beds,
            family=family,
            staff=staff,
        )
    except ValueError as refused:
        raise BadInput([Fault("generate", str(refused))]) from refused
    save_case(case, directory)
    say(
        f"{len(case.people)} people, {case.days} days, "
        f"{counted(len(case.referrals), 'referral')} waiting, "
        f"{counted(len(case.census), 'person', 'people')} in care."
    )
    say(f"Case written to {directory} (fingerprint {case.fingerprint}).")
