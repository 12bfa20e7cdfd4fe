"""How does a case or a plan change between a folder of CSV files, a workbook and one JSON
document?
"""

from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import say

EXAMPLE = "rosterer convert case case.xlsx"


def convert(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN", help="A case or a plan: a folder, a workbook or a .json document."
        ),
    ],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="Where to write it: a folder, or a name that ends in .xlsx or .json.",
        ),
    ],
) -> None:
    """Convert a case or a plan between a folder of CSV files, an Excel workbook and one JSON
    document, without loss.
    """
    from rosterer.files import load_case, load_plan, save_case, save_plan
    from rosterer.files.kinds import is_plan

    if is_plan(source):
        save_plan(load_plan(source), target)
        say(f"Plan written to {target}.")
    else:
        save_case(load_case(source), target, empty_tables=True)
        say(f"Case written to {target}.")
