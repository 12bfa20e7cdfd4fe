"""Where does somebody start who wants to write a case by hand?"""

from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import say

EXAMPLE = "rosterer template case.xlsx"


def template(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write it: a name that ends in .xlsx.")
    ],
) -> None:
    """Write an empty case workbook: a sheet for each table, with notes on its headings and
    drop-downs below them.
    """
    from rosterer.files import BadInput, Fault
    from rosterer.files.atomic import write_file
    from rosterer.files.workbook import template_workbook
    from rosterer.files.workbook_open import is_workbook

    if not is_workbook(file):
        raise BadInput([Fault(str(file), "is not the name of a workbook", "let it end in .xlsx")])
    try:
        write_file(file, template_workbook())
    except OSError as refused:
        raise BadInput(
            [Fault(str(file), f"cannot be written ({refused.strerror})", "choose another place")]
        ) from refused
    say(
        f"Template written to {file}. Fill in the sheets case, employers, teams, skills, "
        "people, bands, shifts and places first."
    )
