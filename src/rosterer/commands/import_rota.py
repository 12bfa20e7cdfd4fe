"""How does a manager's own spreadsheet get into Rosterer?"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import print_json, say


def import_rota(
    rota: Annotated[Path, typer.Argument(metavar="ROTA", help="The rota: an .xlsx workbook or a .csv file.")],
    out: Annotated[Path, typer.Option(metavar="CASE", help="Where to write the case: a folder, .xlsx or .json.")],
    plan: Annotated[Path, typer.Option(metavar="PLAN", help="Where to write the rota as a plan: a folder, .xlsx or .json.")],
    mapping: Annotated[Path | None, typer.Option(metavar="FILE", help="What codes, colours and headings mean, in TOML.")] = None,
    write_mapping: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what was understood, to be corrected.")] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print every guess, unknown code and unread cell as one JSON object.")
    ] = False,
) -> None:
    """Read a rota sheet as a case and a plan, and list every guess, unknown code and unread cell."""
    from rosterer.files import BadInput, Fault, save_case, save_plan
    from rosterer.files.atomic import write_file
    from rosterer.sheets import Mapping, load_mapping, mapping_text, told
    from rosterer.sheets import import_rota as read_rota

    given = load_mapping(mapping) if mapping is not None else Mapping()
    imported = read_rota(rota, given, today=datetime.now(UTC).date())
    save_case(imported.case, out)
    save_plan(imported.plan, plan, case=imported.case)
    if write_mapping is not None:
        text = mapping_text(imported.case.name, imported.codes, imported.guessed, imported.unknown)
        try:
            write_file(write_mapping, text.encode())
        except OSError as refused:
            raise BadInput(
                [Fault(str(write_mapping), f"cannot be written ({refused.strerror})", "choose another place")]
            ) from refused
    case, made = imported.case, imported.plan
    if json:
        notes = [vars(note) for note in imported.notes]
        print_json({"people": len(case.people), "duties": len(made.duties), "days": case.days, "notes": notes})
    say(f"{len(case.people)} people, {len(made.duties)} duties, {case.days} days from {case.first_day}.")
    for line in told(imported.notes):
        say(f"  {line}")
    say(f"Case written to {out}, plan to {plan}. Next: rosterer check {out} {plan}")
