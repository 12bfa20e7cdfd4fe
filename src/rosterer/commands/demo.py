"""What can Rosterer do, on a service the size of a city's, in a minute?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rosterer.commands.budget import Budget
from rosterer.commands.interrupt import INTERRUPTED, Interrupt
from rosterer.commands.progress import ProgressLine
from rosterer.commands.talk import say

if TYPE_CHECKING:
    from rosterer_models.vocabulary.case import Case

EXAMPLE = "rosterer demo"
PEOPLE, DAYS, SEED = 131, 28, 7
"""The staff that Derby's home-first service consulted, over four weeks at normal load."""
CLOSING_TIMES = 8
"""As many times as making this case takes judging its plan and writing the report, on any machine:
5.4 s beside 0.7 s as measured.
"""


def demo(
    directory: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help="Where to write the case, the plan and the report."),
    ] = Path("out/demo"),
    time_limit: Annotated[
        float,
        typer.Option(
            min=5,
            metavar="SECONDS",
            help="For everything from the start of the program to the report; time for judging the "
            "plan and writing the report is kept, and they are never cut short.",
        ),
    ] = 60.0,
) -> None:
    """Solve a synthetic case of a city's size, check it, write a report, and say what to open."""
    budget = Budget(time_limit)
    from rosterer.commands.ending import ending
    from rosterer.files import save_case, save_plan
    from rosterer.generate import generate
    from rosterer.referee import judge
    from rosterer.report import write_report
    from rosterer.solve import solve as solve_case

    begun = budget.passed()
    case = generate(people=PEOPLE, days=DAYS, load="normal", seed=SEED)
    closing = CLOSING_TIMES * (budget.passed() - begun)
    save_case(case, directory / "case")
    for words in _what_it_is(case):
        say(words)
    with Interrupt() as interrupt, ProgressLine() as line:
        solution = solve_case(
            case,
            time_limit=budget.left(closing),
            work=None,
            gap=0.0,
            engine="auto",
            seed=1,
            progress=line.show,
            stop=interrupt.is_set,
        )
        save_plan(
            solution.plan,
            directory / "plan",
            case=case,
            summary=solution.summary,
            cover=solution.cover,
            occupancy=solution.occupancy,
        )
        # judged anew, as whoever opens the plan would
        verdict = judge(case, solution.plan, show_names=True)
        write_report(
            case, solution.plan, verdict, directory / "report.html", baseline=solution.compared
        )
    for words in [
        "",
        *ending(
            solution.standing,
            solution.verdict,
            solution.delays,
            solution.free_places,
            solution.compared,
        ),
        *_what_to_do_next(directory),
    ]:
        say(words)
    if interrupt.is_set():
        raise typer.Exit(INTERRUPTED)


def _what_it_is(case: "Case") -> list[str]:
    """The case in words."""
    sectors = sum(place.kind == "sector" for place in case.places)
    beds = sum(unit.beds for unit in case.units)
    return [
        "The case: a home-first service of a city's size, made from published figures; it "
        "holds no real person.",
        f"  {len(case.people)} staff of {len(case.employers)} employers serve {sectors} "
        f"postcode sectors and {beds} beds in "
        f"{len(case.units)} units.",
        f"  {len(case.census)} people are in care, {len(case.referrals)} wait, and more are "
        "expected every day of the "
        f"{case.days} from {case.first_day}.",
        "Deciding who works when and where, and who goes where and on which day …",
    ]


def _what_to_do_next(directory: Path) -> list[str]:
    """What to open, and what to try."""
    case, plan = directory / "case", directory / "plan"
    return [
        "",
        f"Open     {directory / 'report.html'}   the result in words, beside a careful manager's,",
        "         cover, beds, waiting list, map, rota, ledger",
        f"Look at  {case}   and   {plan}   (tables that a spreadsheet opens)",
        "",
        "Try next:",
        f"  rosterer check {case} {plan}",
        f"  rosterer export {case} {plan} --xlsx {directory / 'rota.xlsx'} --ics "
        f"{directory / 'calendars'}",
        f"  rosterer convert {case} {directory / 'case.xlsx'}   then change a bed or a leave "
        "in Excel, and",
        f"  rosterer solve {directory / 'case.xlsx'} --out {directory / 'plan2'}",
        "  rosterer serve --demo   to look at such a case in a browser",
        "  rosterer import YOUR-ROTA.xlsx --out mycase --plan myrota   and   rosterer check "
        "mycase myrota",
    ]
