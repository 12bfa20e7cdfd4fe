"""What does the rota look like as a sheet that a manager recognises: people down, dates across,
codes in the cells?
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from rosterer.export.style import (
    AWAY,
    HEADING,
    LINE,
    NIGHT,
    ROUND,
    SPECIAL,
    SPECIAL_EMPTY,
    TOTAL,
    TRAINING,
    UNIT,
    Tone,
    centre,
    day_heading,
    is_special,
    put,
    put_row,
    set_up_print,
    widths,
)
from rosterer.export.style import title as write_title
from rosterer.report.rota import absence_code
from rosterer.report.unit_codes import own_unit_of, sheet_codes
from rosterer.report.worked import HoursAccount, WorkedDay
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person, Team

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TRAINING_MARK, SPARE_MARK = "/T", "+"
_NARROWEST_DAY, _WIDEST_DAY = 5.6, 11.0
"""Characters of a column: codes fit, and four weeks still fit on the paper."""
_NAME_WIDTH = 15
FIRST_ROW = 4
"""Below the title, the headings of the days and their weekdays."""
_ROW_HEIGHT = 20
"""Points: rows that a finger or a ruler follows over four weeks."""
_PERSON_COLUMNS = ("Person", "Name", "Grade", "Contract h/week")
_HOURS_COLUMNS = (
    "Duties",
    "Nights",
    "Paid h",
    "Leave h",
    "Contract h",
    "Balance before",
    "Balance after",
)


def hours_columns(case: Case) -> tuple[str, ...]:
    """Headings beside the days; of overtime where somebody has agreed to some."""
    return (*_HOURS_COLUMNS, *(("Overtime h",) if has_overtime(case) else ()))


def has_overtime(case: Case) -> bool:
    """Somebody may work overtime."""
    return any(person.kind == "contract" and person.overtime for person in case.people)


def code_of(worked: WorkedDay, own_unit: str, codes: Mapping[str, str]) -> str:
    """The shift code, with the unit after a stroke, or ``/T`` for training; a code alone is a
    round.

    For a team with a unit of its own a code alone is a duty there, and ``+`` marks one beyond what
    the unit needs.
    """
    if worked.is_training:
        return worked.shift.shift + TRAINING_MARK
    where = f"/{codes[worked.unit]}" if worked.unit else ""
    if own_unit:
        where = "" if worked.unit == own_unit else where or SPARE_MARK
    return worked.shift.shift + where


def add_rota(
    book: "Workbook",
    case: Case,
    team: Team,
    title: str,
    days: dict[tuple[str, date], WorkedDay],
    away: dict[tuple[str, date], str],
    accounts: dict[str, HoursAccount],
    *,
    show_names: bool,
) -> None:
    """Add the rota of one team."""
    sheet = book.create_sheet(title)
    dates = [case.first_day + timedelta(days=number) for number in range(case.days)]
    people = [person for person in case.people if person.team == team.team]
    name = team.name or team.team
    own_unit, unit_codes = own_unit_of(case, team.team), sheet_codes(case)
    codes = {
        key: code_of(one, own_unit, unit_codes)
        for key, one in days.items()
        if one.person.team == team.team
    }
    width = min(_WIDEST_DAY, max([_NARROWEST_DAY, *(len(one) + 0.6 for one in codes.values())]))
    shifts = "; ".join(f"{shift.shift} {shift.times}" for shift in case.shifts)
    write_title(
        sheet,
        1,
        f"{name}: rota from {case.first_day:%d %b %Y} to {dates[-1]:%d %b %Y}",
        is_bold=True,
    )
    write_title(
        sheet,
        2,
        f"{shifts}. AL leave, X away, empty day off; all codes and colours are on sheet Key.",
        is_bold=False,
    )
    _headings(sheet, case, dates)
    for row, person in enumerate(people, start=FIRST_ROW):
        _person(
            sheet,
            row,
            person,
            case,
            dates,
            days,
            codes,
            away,
            accounts[person.person],
            show_names=show_names,
        )
    _totals(
        sheet,
        case,
        FIRST_ROW + len(people) + 1,
        dates,
        [days[key] for key in days if days[key].person.team == team.team],
    )
    widths(sheet, 8, _NAME_WIDTH, 6, 8, *[width] * len(dates), *[7.2] * len(hours_columns(case)))
    sheet.freeze_panes = f"E{FIRST_ROW}"
    set_up_print(sheet, f"{case.name}: {name}", heading_rows="1:3", heading_columns="A:B")


def _headings(sheet: "Worksheet", case: Case, dates: Sequence[date]) -> None:
    put_row(sheet, 3, list(_PERSON_COLUMNS), HEADING)
    for column, day in enumerate(dates, start=len(_PERSON_COLUMNS) + 1):
        put(sheet, 3, column, day_heading(case, day), SPECIAL if is_special(case, day) else HEADING)
    for column, name in enumerate(hours_columns(case), start=len(_PERSON_COLUMNS) + len(dates) + 1):
        put(sheet, 3, column, name, HEADING)
    sheet.row_dimensions[3].height = 45


def _person(
    sheet: "Worksheet",
    row: int,
    person: Person,
    case: Case,
    dates: Sequence[date],
    days: dict[tuple[str, date], WorkedDay],
    codes: Mapping[tuple[str, date], str],
    away: dict[tuple[str, date], str],
    account: HoursAccount,
    *,
    show_names: bool,
) -> None:
    lines = ceil(len(person.name) / _NAME_WIDTH) if show_names else 1
    sheet.row_dimensions[row].height = max(_ROW_HEIGHT, LINE * lines + 3)
    put_row(
        sheet,
        row,
        [
            person.person,
            person.name if show_names else "",
            person.grade,
            float(person.contract_hours),
        ],
    )
    worked_by = []
    for column, day in enumerate(dates, start=len(_PERSON_COLUMNS) + 1):
        worked = days.get((person.person, day))
        if worked is not None:
            worked_by.append(worked)
            cell = put(sheet, row, column, codes[person.person, day], tone_of(worked))
        elif (person.person, day) in away:
            cell = put(sheet, row, column, absence_code(away[person.person, day]), AWAY)
        else:
            cell = put(sheet, row, column, None, SPECIAL_EMPTY if is_special(case, day) else None)
        centre(cell)
    nights = sum(worked.shift.is_night for worked in worked_by)
    hours = [account.paid, account.credited, account.contract, account.opening, account.closing]
    hours += [account.overtime] if has_overtime(case) else []
    first = len(_PERSON_COLUMNS) + len(dates) + 1
    for column, value in enumerate(
        [len(worked_by), nights, *(float(hour) for hour in hours)], start=first
    ):
        put(sheet, row, column, value)


def tone_of(worked: WorkedDay) -> Tone:
    """Night before training before unit before round."""
    if worked.shift.is_night:
        return NIGHT
    return TRAINING if worked.is_training else UNIT if worked.unit else ROUND


def _totals(
    sheet: "Worksheet", case: Case, row: int, dates: Sequence[date], worked: Sequence[WorkedDay]
) -> None:
    """How many of the team are on each shift of each day."""
    counts = Counter((one.shift.shift, one.date) for one in worked)
    for shift in case.shifts:
        if any((shift.shift, day) in counts for day in dates):
            put(sheet, row, 1, f"On {shift.shift}", TOTAL)
            put(sheet, row, 2, shift.times, TOTAL)
            for column, day in enumerate(dates, start=len(_PERSON_COLUMNS) + 1):
                centre(put(sheet, row, column, counts[shift.shift, day], TOTAL))
            row += 1
