"""Does a plan keep every rule, and does it cost what it claims?"""

from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import print_json, say

FOUND_SOMETHING = 1
SHOWN_BREACHES = 40
"""What fits on a screen; ``--json`` has them all."""


def check(
    case: Annotated[
        Path, typer.Argument(metavar="CASE", help="The case: a folder or a .json document.")
    ],
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN", help="The plan: a folder or a .json document.")
    ],
    json: Annotated[
        bool, typer.Option("--json", help="Print the verdict as one JSON object on stdout.")
    ] = False,
) -> None:
    """Judge a plan, whoever made it: rules, ledger, certificate. Ends with 1 when something is
    wrong.
    """
    from rosterer.files import load_case, load_plan
    from rosterer.referee import judge

    verdict = judge(load_case(case), load_plan(plan))
    if json:
        print_json(verdict.model_dump(mode="json"))
    else:
        say(verdict.summary)
        for breach in verdict.broken[:SHOWN_BREACHES]:
            say(f"  {breach.rule}: {breach.sentence}")
        if len(verdict.broken) > SHOWN_BREACHES:
            say(f"  … and {len(verdict.broken) - SHOWN_BREACHES} more; --json has them all")
    if not verdict.is_good:
        raise typer.Exit(FOUND_SOMETHING)
