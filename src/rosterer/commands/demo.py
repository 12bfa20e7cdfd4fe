"""What can Rosterer do, on a service the size of a city's, in a minute?"""

from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.budget import Budget
from rosterer.commands.interrupt import INTERRUPTED, Interrupt
from rosterer.commands.progress import ProgressLine
from rosterer.commands.talk import say

PEOPLE, DAYS, SEED = 131, 28, 7
"""The staff that Derby's home-first service consulted, over four weeks at normal load."""


def demo(
    directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write the case, the plan and the report.")] = Path(
        "out/demo"
    ),
    time_limit: Annotated[float, typer.Option(min=5, metavar="SECONDS", help="For everything from start to end.")] = 60.0,
) -> None:
    """Solve a synthetic case of a city's size, check it, write a report, and say what to open."""
    budget = Budget(time_limit)
    from rosterer.files import save_case, save_plan
    from rosterer.generate import generate
    from rosterer.referee import judge
    from rosterer.report import write_report
    from rosterer.solve import solve as solve_case

    case = generate(people=PEOPLE, days=DAYS, load="normal", seed=SEED)
    save_case(case, directory / "case")
    say(f"{case.name}: {len(case.people)} people, {case.days} days, {len(case.referrals)} referrals waiting.")
    with Interrupt() as interrupt, ProgressLine() as line:
        solution = solve_case(
            case, time_limit=budget.left(), work=None, gap=0.0, engine="auto", seed=1, progress=line.show, stop=interrupt.is_set
        )
        save_plan(
            solution.plan,
            directory / "plan",
            case=case,
            summary=solution.summary,
            cover=solution.cover,
            occupancy=solution.occupancy,
        )
        verdict = judge(case, solution.plan)
        write_report(case, solution.plan, verdict, directory / "report.html")
    say(verdict.summary)
    say(f"Case    {directory / 'case'}")
    say(f"Plan    {directory / 'plan'}")
    say(f"Report  {directory / 'report.html'}  ← open this in a browser")
    if interrupt.is_set():
        raise typer.Exit(INTERRUPTED)
