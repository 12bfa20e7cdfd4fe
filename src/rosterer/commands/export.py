"""How does a plan leave Rosterer for spreadsheets, calendars and payroll?"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import say

EXAMPLE = "rosterer export case plan --xlsx rota.xlsx --ics calendars --csv payroll"


def export(
    case: Annotated[
        Path,
        typer.Argument(metavar="CASE", help="The case: a folder, a workbook or a .json document."),
    ],
    plan: Annotated[
        Path,
        typer.Argument(metavar="PLAN", help="The plan: a folder, a workbook or a .json document."),
    ],
    xlsx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a rota workbook to print and hand round."),
    ] = None,
    ics: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a calendar file for each person.")
    ] = None,
    paper: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write a rota poster and day sheets for each team, to be printed."
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write hours for payroll and bookings for bank systems."),
    ] = None,
    replaces: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEAM",
            help="A former name of a team of this case: its calendar entries are replaced too.",
        ),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names/--no-names", help="Show the staff's names beside their ids.")
    ] = True,
) -> None:
    """Write a plan as a rota workbook, as calendars, as posters, or as tables for payroll."""
    from rosterer.export import (
        what_stays,
        write_calendars,
        write_payroll,
        write_rota_workbook,
    )
    from rosterer.files import BadInput, Fault, load_case, load_plan
    from rosterer.referee import judge
    from rosterer.referee.words import counted
    from rosterer.report.posters import write_posters
    from rosterer.sheets.names import told_by_ids
    from rosterer.standing import lost_words, without_names

    if xlsx is None and ics is None and paper is None and csv is None:
        raise BadInput(
            [
                Fault(
                    "export",
                    "nothing to write",
                    "give --xlsx FILE, --ics DIR, --paper DIR or --csv DIR",
                )
            ]
        )
    known, made = load_case(case), load_plan(plan)
    losses = tuple(dict.fromkeys((*made.losses, *known.losses)))
    for sentence in lost_words(losses if names else without_names(losses)):
        say(sentence)
    if not names and (telling := told_by_ids(known)):
        say(telling)
    target = xlsx or ics or paper or csv
    try:
        if xlsx is not None:
            write_rota_workbook(
                known, made, judge(known, made, show_names=names), xlsx, show_names=names
            )
            say(f"Rota workbook written to {xlsx}.")
        if ics is not None:
            target = ics
            now = datetime.now(UTC).replace(microsecond=0)
            files = write_calendars(
                known, made, ics, now, show_names=names, replaces=replaces or ()
            )
            say(f"{counted(len(files), 'calendar')} written to {ics}.")
            for sentence in what_stays(known, ics, replaces or ()):
                say(sentence)
        if paper is not None:
            target = paper
            pages = write_posters(known, made, judge(known, made), paper, show_names=names)
            told = counted(len(pages), "page")
            say(f"{told} to print written to {paper}: posters and day sheets.")
        if csv is not None:
            target = csv
            files = write_payroll(known, made, csv, show_names=names)
            say(f"{', '.join(file.name for file in files)} written to {csv}.")
    except OSError as refused:
        raise BadInput(
            [Fault(str(target), f"cannot be written ({refused.strerror})", "choose another place")]
        ) from refused
