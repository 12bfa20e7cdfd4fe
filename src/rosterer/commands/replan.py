"""How is a published plan repaired when something comes up?"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.budget import Budget
from rosterer.commands.exits import FOUND_SOMETHING
from rosterer.commands.interrupt import INTERRUPTED, Interrupt
from rosterer.commands.talk import print_json, say

EXAMPLE = "rosterer replan case plan --changes sick.toml --now 2026-11-05T06:10 --out repairs"
DEFAULT_SECONDS = 5.0
"""Somebody waits at the telephone."""


def replan(
    case: Annotated[
        Path, typer.Argument(metavar="CASE", help="The case: a folder or a .json document.")
    ],
    plan: Annotated[
        Path,
        typer.Argument(metavar="PLAN", help="What is published: a folder or a .json document."),
    ],
    changes: Annotated[
        Path,
        typer.Option(
            metavar="FILE", help="What has come up: a TOML file with a [[change]] table for each."
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="A folder for the repairs: DIR/1 is the best.")
    ],
    now: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT",
            help="From when on something may change, such as 2026-11-05T06:10, by the clock of the "
            "case's zone; the clock's now unless given.",
        ),
    ] = None,
    best: Annotated[
        int, typer.Option(min=1, max=10, help="How many different repairs to give at the most.")
    ] = 3,
    time_limit: Annotated[
        float,
        typer.Option(
            min=1,
            metavar="SECONDS",
            help="For everything from the start of the program to the last file written; more is "
            "for looking at more people.",
        ),
    ] = DEFAULT_SECONDS,
    json: Annotated[
        bool, typer.Option("--json", help="Print the repairs as one JSON object on stdout.")
    ] = False,
) -> None:
    """Repair a published plan when something has come up: the best few ways, changing as little as
    pays.
    """
    budget = Budget(time_limit)
    from rosterer.files import load_case, load_plan
    from rosterer.files.faults import BadInput, Fault
    from rosterer.referee.register import Register
    from rosterer.replan.changes import read_changes
    from rosterer.replan.told import lines
    from rosterer.replan.writing import require_target, summary_line, write

    try:
        moment = None if now is None else datetime.fromisoformat(now)
    except ValueError as wrong:
        remedy = "write a date and a time, such as 2026-11-05T06:10"
        fault = Fault("--now", f"{now!r} is no moment", remedy, value=str(now))
        raise BadInput([fault]) from wrong
    require_target(out, plan)
    known, published, news = load_case(case), load_plan(plan), read_changes(changes)
    from rosterer.replan import replan as repaired

    with Interrupt() as interrupt:
        found = repaired(
            known,
            published,
            news,
            now=moment,
            best=best,
            time_limit=budget.left() or DEFAULT_SECONDS,
            stop=interrupt.is_set,
            origin=str(changes),
        )
        # still within the context: Ctrl-C must not lose the repairs while they are written
        write(found, out, plan)
    if json:
        print_json(summary_line(found))
    for note in found.changed.notes:
        say(note)
    called = Register(found.case, show_names=True).called
    for number, repair in enumerate(found.repairs, start=1):
        say(f"{number}. " + "\n   ".join(lines(found, repair, called)))
    if not any(repair.is_left for repair in found.repairs):
        say("Or " + " ".join(lines(found, found.left, called)[:2]))
    say(f"Repairs written to {out}; they are plans of the case in {out / 'case'}.")
    if interrupt.is_set():
        say("Interrupted: these are the best repairs found until then.")
        raise typer.Exit(INTERRUPTED)
    if found.repairs[0].verdict.broken:
        say(
            "The best repair breaks rules, all of which the published plan breaks with what came "
            "up alone; `rosterer check` names them."
        )
        raise typer.Exit(FOUND_SOMETHING)
