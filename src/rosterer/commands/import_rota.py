"""How does a manager's own spreadsheet get into Rosterer?"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rosterer.commands.talk import print_json, say

if TYPE_CHECKING:
    from rosterer.sheets import Imported

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
        typer.Option(
            metavar="FILE", help="What codes, colours, headings, rows and cells mean, in TOML."
        ),
    ] = None,
    write_mapping: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write what was understood, to be corrected; where something is asked, it is "
            "written anyway, beside the case.",
        ),
    ] = None,
    accept_loss: Annotated[
        bool,
        typer.Option(
            "--accept-loss",
            help="Go on without what was not read; the plan keeps the list of it.",
        ),
    ] = False,
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
    """Read a rota sheet as a case and a plan, and list every guess and unread cell; what may change
    the meaning and was not read is asked, and nothing is written but the mapping to fill in.
    """
    from rosterer.files import save_case, save_plan
    from rosterer.sheets import Mapping, NoDutyKnownError, QuestionsError, load_mapping
    from rosterer.sheets import import_rota as read_rota

    given = load_mapping(mapping) if mapping is not None else Mapping()
    if first_day is not None:
        given = given.model_copy(update={"first_day": first_day.date()})
    try:
        imported = read_rota(rota, given, today=datetime.now(UTC).date(), accepts_loss=accept_loss)
    except (QuestionsError, NoDutyKnownError) as unexplained:
        place = write_mapping or _free_place(out, rota)
        _write(place, unexplained.mapping)
        is_asked = isinstance(unexplained, QuestionsError)
        other = ", or go on without the answers with --accept-loss" if is_asked else ""
        say(
            f"{place} is to be filled in: it has a line for each question. "
            f"Then give it back with --mapping {place}{other}."
        )
        raise
    save_case(imported.case, out)
    save_plan(imported.plan, plan, case=imported.case)
    if write_mapping is not None:
        _write(write_mapping, imported.mapping)
    if json:
        print_json(_summary(imported))
    _tell(imported)
    say(f"Case written to {out}, plan to {plan}. Next: rosterer check {out} {plan}")


def _summary(imported: "Imported") -> dict[str, object]:
    return {
        "people": len(imported.case.people),
        "duties": len(imported.plan.duties),
        "days": imported.case.days,
        "vacant": imported.num_unfilled("vacant"),
        "agency": imported.num_unfilled("agency"),
        "losses": len(imported.plan.losses),
        "notes": [vars(note) for note in imported.notes],
    }


def _tell(imported: "Imported") -> None:
    from rosterer.referee.words import counted
    from rosterer.sheets import told

    case, made = imported.case, imported.plan
    say(
        f"{counted(len(case.people), 'person', 'people')}, "
        f"{counted(len(made.duties), 'duty', 'duties')}, {counted(case.days, 'day')} from "
        f"{case.first_day}."
    )
    if made.losses:
        say(f"NOT READ, as accepted: {len(made.losses)}. The plan says so from now on.")
    for line in told(imported.notes):
        say(f"  {line}")


def _free_place(out: Path, rota: Path) -> Path:
    """A name beside the case that no mapping has yet: what somebody filled in is never lost."""
    place = out.parent / f"{rota.stem}.mapping.toml"
    number = 2
    while place.exists():
        place = out.parent / f"{rota.stem}.mapping-{number}.toml"
        number += 1
    return place


def _write(path: Path, text: str) -> None:
    from rosterer.files import BadInput, Fault
    from rosterer.files.atomic import write_file

    try:
        write_file(path, text.encode())
    except OSError as refused:
        raise BadInput(
            [Fault(str(path), f"cannot be written ({refused.strerror})", "choose another place")]
        ) from refused
