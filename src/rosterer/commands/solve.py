"""How does a case become a plan, within the time given?"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from rosterer.commands.budget import Budget
from rosterer.commands.exits import FOUND_SOMETHING
from rosterer.commands.interrupt import INTERRUPTED, Interrupt
from rosterer.commands.progress import ProgressLine
from rosterer.commands.talk import print_json, say

EXAMPLE = "rosterer solve case --out plan --time-limit 60"
DEFAULT_SECONDS = 60.0
"""A minute: long enough for a plan of a city with a useful bound, short enough to wait for."""


def solve(
    case: Annotated[
        Path, typer.Argument(metavar="CASE", help="The case: a folder or a .json document.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="PLAN", help="Where to write the plan: a folder, or a name that ends in .json."
        ),
    ],
    time_limit: Annotated[
        float | None,
        typer.Option(
            min=1,
            metavar="SECONDS",
            help="For everything from the start of the program to the last file written; 60 unless "
            "--work is given. Where it is too short for a whole plan by simple rules, that is cut "
            "short too.",
        ),
    ] = None,
    work: Annotated[
        int | None,
        typer.Option(min=1, help="Stop after so much counted work; equal work gives equal plans."),
    ] = None,
    gap: Annotated[
        float, typer.Option(min=0, max=1, help="Stop when the proven gap is at most this fraction.")
    ] = 0.0,
    engine: Annotated[
        Literal["auto", "highs", "cp-sat"], typer.Option(help="Which solver to use.")
    ] = "auto",
    seed: Annotated[int, typer.Option(min=0, help="Equal seed and work give equal plans.")] = 1,
    json: Annotated[
        bool, typer.Option("--json", help="Print the figures as one JSON object on stdout.")
    ] = False,
) -> None:
    """Find who works when and where, and who goes where and when, with a proven gap."""
    budget = Budget(time_limit if time_limit is not None or work is not None else DEFAULT_SECONDS)
    from rosterer.cautions import cautions_of
    from rosterer.commands.ending import cautions_told, ending
    from rosterer.files import load_case, save_plan
    from rosterer.files.targets import require_plan_target
    from rosterer.report.comparison import is_of_a_rota_alone

    known = load_case(case)
    for words in cautions_told(cautions_of(known)):
        say(words)
    require_plan_target(out)  # before the search, not after it
    from rosterer.solve import (
        solve as solve_case,
    )  # after reading: whoever has faults to mend need not wait for the engines

    with Interrupt() as interrupt, ProgressLine() as line:
        solution = solve_case(
            known,
            time_limit=budget.left(),
            work=work,
            gap=gap,
            engine=engine,
            seed=seed,
            progress=line.show,
            stop=interrupt.is_set,
        )
        # still within the context: Ctrl-C must not lose the plan while it is written
        save_plan(
            solution.plan,
            out,
            case=known,
            summary=solution.summary,
            cover=solution.cover,
            occupancy=solution.occupancy,
        )
    if json:
        print_json(solution.summary)
    for words in ending(
        solution.standing,
        solution.verdict,
        solution.delays,
        solution.free_places,
        solution.compared,
        in_cash=is_of_a_rota_alone(known),
    ):
        say(words)
    say(f"Plan written to {out}.")
    if interrupt.is_set():
        say("Interrupted: this is the best plan found until then.")
        raise typer.Exit(INTERRUPTED)
    if not solution.verdict.is_good:
        raise typer.Exit(FOUND_SOMETHING)
