"""How does a plan become a page that people can read?"""

from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import say

EXAMPLE = "rosterer report case plan --out report.html"


def report(
    case: Annotated[
        Path,
        typer.Argument(metavar="CASE", help="The case: a folder, a workbook or a .json document."),
    ],
    plan: Annotated[
        Path,
        typer.Argument(metavar="PLAN", help="The plan: a folder, a workbook or a .json document."),
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="FILE", help="Where to write the page: a name that ends in .html."),
    ],
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="PLAN", help="Compare with this plan instead of a careful manager's."),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare/--no-compare", help="Compare with a careful manager's plan.")
    ] = True,
    names: Annotated[
        bool, typer.Option("--names/--no-names", help="Show the staff's names beside their ids.")
    ] = True,
) -> None:
    """Write one HTML page that opens offline: result, cover, beds, waiting list, map, rota, ledger,
    comparison.
    """
    from rosterer.files import BadInput, Fault, load_case, load_plan
    from rosterer.referee import judge
    from rosterer.report import write_report
    from rosterer.sheets.names import told_by_ids

    known, made = load_case(case), load_plan(plan)
    if not names and (telling := told_by_ids(known)):
        say(telling)
    other, other_plan, called = None, None, ""
    if baseline is not None:
        other_plan, called = load_plan(baseline), f"the plan {baseline.name}"
        other = judge(known, other_plan)
    elif compare:
        from rosterer.baseline import baseline_plan

        other = judge(known, baseline_plan(known))
    try:
        write_report(
            known,
            made,
            judge(known, made, show_names=names),
            out,
            baseline=other,
            other=called,
            other_plan=other_plan,
            show_names=names,
        )
    except OSError as refused:
        raise BadInput(
            [Fault(str(out), f"cannot be written ({refused.strerror})", "choose another place")]
        ) from refused
    say(f"Report written to {out}; open it in a browser.")
