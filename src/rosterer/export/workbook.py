"""How does a plan become a workbook that a rota manager recognises, prints and hands round?"""

import io
import re
from pathlib import Path

from rosterer.explain.free_places import free_places
from rosterer.explain.waterfall import reasons_of
from rosterer.export.list_sheets import (
    add_days,
    add_key,
    add_ledger,
    add_shortages,
    add_units,
    add_waiting,
)
from rosterer.export.rota_sheet import add_rota
from rosterer.export.standing_sheet import add_standing
from rosterer.files.atomic import write_file
from rosterer.referee.reading import read_plan
from rosterer.referee.verdict import Verdict
from rosterer.report.cover import cover_of
from rosterer.report.worked import absent_days, hours_accounts, worked_days
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def write_rota_workbook(
    case: Case, plan: Plan, verdict: Verdict, path: Path, *, show_names: bool = True
) -> None:
    """Write a workbook: how the plan stands, a rota sheet for each team, units, days, waiting
    list, shortages, ledger, key.

    Parameters
    ----------
    verdict
        What the referee says of the plan; its ledger is the one written.
    show_names
        Whether the staff's display names are written beside their ids.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    worked = worked_days(case, plan)
    days = {(one.person.person, one.date): one for one in worked}
    away, accounts, cover = (
        absent_days(case),
        hours_accounts(case, plan, worked),
        cover_of(case, plan, verdict),
    )
    reading = read_plan(case, plan, verdict.reservations)
    reasons = reasons_of(reading, plan)
    free = free_places(reading, reasons)
    add_standing(book, case, plan, verdict, free, show_names=show_names)
    staffed = [
        team for team in case.teams if any(person.team == team.team for person in case.people)
    ]
    for team in staffed:
        title = "Rota" if len(staffed) == 1 else f"Rota {team.team}"
        add_rota(
            book,
            case,
            team,
            _free_title(title, book.sheetnames),
            days,
            away,
            accounts,
            show_names=show_names,
        )
    add_units(book, case, cover, worked)
    add_days(book, case, worked, show_names=show_names)
    add_waiting(book, case, plan, reasons, free)
    add_shortages(book, case, cover)
    add_ledger(book, case, verdict)
    add_key(book, case)
    content = io.BytesIO()
    book.save(content)
    write_file(path, content.getvalue())


def _free_title(title: str, taken: list[str]) -> str:
    """A title of at most 31 characters that no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    number = 2
    free = plain
    while free.casefold() in {name.casefold() for name in taken}:
        free = f"{plain[:27]} {number}"
        number += 1
    return free
