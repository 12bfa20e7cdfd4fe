"""How does a manager's own spreadsheet get into Rosterer?"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import print_json, say

EXAMPLE = "rosterer import rota.xlsx --out case --plan myrota --write-mapping mapping.toml"


def import_rota(
    rota: Annotated[
        Path, typer.Argument(metavar="ROTA", help="The rota: an .xlsx workbook or a .csv file.")
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="CASE", help="Where to write the case: a folder, .xlsx or .json."),
    ],
    plan: Annotated[
        Path,
        typer.Option(
            metavar="PLAN", help="Where to write the rota as a plan: a folder, .xlsx or .json."
        ),
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What codes, colours and headings mean, in TOML."),
    ] = None,
    write_mapping: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what was understood, to be corrected."),
    ] = None,
    first_day: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="First day of the horizon; duties before it become history, weekdays begin here.",
        ),
    ] = None,
    json: Annotated[
        bool,
        typer.Option(
            "--json", help="Print every guess, unknown code and unread cell as one JSON object."
        ),
    ] = False,
) -> None:
    """Read a rota sheet as a case and a plan, and list every guess, unknown code and unread
    cell.
    """
    from rosterer.files import save_case, save_plan
    from rosterer.sheets import Mapping, NoDutyKnownError, load_mapping, told
    from rosterer.sheets import import_rota as read_rota

    given = load_mapping(mapping) if mapping is not None else Mapping()
    if first_day is not None:
        given = given.model_copy(update={"first_day": first_day.date()})
    try:
        imported = read_rota(rota, given, today=datetime.now(UTC).date())
    except NoDutyKnownError as unexplained:
        if write_mapping is not None:
            _write(write_mapping, unexplained.mapping)
            say(
                f"{write_mapping} is to be filled in: it lists the codes and colours that "
                "nobody knows."
            )
        raise
    save_case(imported.case, out)
    save_plan(imported.plan, plan, case=imported.case)
    if write_mapping is not None:
        _write(write_mapping, imported.mapping)
    case, made = imported.case, imported.plan
    if json:
        notes = [vars(note) for note in imported.notes]
        print_json(
            {
                "people": len(case.people),
                "duties": len(made.duties),
                "days": case.days,
                "notes": notes,
            }
        )
    say(
        f"{len(case.people)} people, {len(made.duties)} duties, {case.days} days from "
        f"{case.first_day}."
    )
    for line in told(imported.notes):
        say(f"  {line}")
    say(f"Case written to {out}, plan to {plan}. Next: rosterer check {out} {plan}")


def _write(path: Path, text: str) -> None:
    from rosterer.files import BadInput, Fault
    from rosterer.files.atomic import write_file

    try:
        write_file(path, text.encode())
    except OSError as refused:
        raise BadInput(
            [Fault(str(path), f"cannot be written ({refused.strerror})", "choose another place")]
        ) from refused
