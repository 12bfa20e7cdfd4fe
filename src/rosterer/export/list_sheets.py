"""Which lists go with a rota: units by day, who is where, the waiting list, shortages, the ledger,
and the key?
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rosterer.explain.free_places import FreePlace
from rosterer.export.rota_sheet import SPARE_MARK, TRAINING_MARK
from rosterer.export.style import (
    AWAY,
    HEADING,
    NIGHT,
    ROUND,
    SHORT,
    SPECIAL,
    TOTAL,
    TRAINING,
    UNIT,
    day_heading,
    fit_rows,
    is_special,
    put,
    put_row,
    set_up_print,
    widths,
)
from rosterer.referee.verdict import Verdict
from rosterer.referee.words import counted
from rosterer.report.cover import Cover
from rosterer.report.rota import AWAY_CODE, LEAVE_CODE
from rosterer.report.unit_codes import own_unit_of, sheet_codes
from rosterer.report.waiting import waiting_list
from rosterer.report.worked import WorkedDay, clock_times
from rosterer.shown import is_nothing
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Delay, Plan

if TYPE_CHECKING:
    from openpyxl import Workbook

_WIDEST_ROUND = 140
"""Letters of a round in a line: what A3 has room for."""
CellValue = str | int | float | date | None


def add_units(book: "Workbook", case: Case, cover: Cover, worked: Sequence[WorkedDay]) -> None:
    """Units down, dates across: who is there on each shift, beds and people in them."""
    sheet = book.create_sheet("Units")
    dates = [case.first_day + timedelta(days=number) for number in range(case.days)]
    put_row(sheet, 1, ["Unit", "What"], HEADING)
    for column, day in enumerate(dates, start=3):
        put(sheet, 1, column, day_heading(case, day), SPECIAL if is_special(case, day) else HEADING)
    people: dict[tuple[str, str, date], list[str]] = defaultdict(list)
    for one in worked:
        if one.unit:
            people[one.unit, one.shift.shift, one.date].append(one.person.person)
    beds = {(bed.unit, bed.date): bed for bed in cover.beds}
    short = {
        (cell.unit, cell.date) for cell in cover.staff if not is_nothing(cell.short_minutes / 60)
    }
    row = 2
    for unit in case.units:
        lines: list[tuple[str, list[CellValue]]] = []
        for shift in case.shifts:
            there = [", ".join(people.get((unit.unit, shift.shift, day), ())) for day in dates]
            if any(there):
                lines.append((f"On {shift.shift}", [*there]))
        if unit.beds:
            expected = [beds[unit.unit, day].census + beds[unit.unit, day].placed for day in dates]
            lines.append(("People expected", [round(number, 1) for number in expected]))
            lines.append(("Beds available", [beds[unit.unit, day].beds for day in dates]))
        lines.append(
            ("Staff", ["short" if (unit.unit, day) in short else "enough" for day in dates])
        )
        for what, values in lines:
            put_row(sheet, row, [unit.name or unit.unit, what])
            for column, value in enumerate(values, start=3):
                put(sheet, row, column, value, SHORT if value == "short" else None)
            row += 1
    widths(sheet, 16, 12, *[7.3] * len(dates))
    fit_rows(sheet)
    sheet.freeze_panes = "C2"
    set_up_print(sheet, f"{case.name}: units", heading_rows="1:1", heading_columns="A:B")


def add_days(
    book: "Workbook", case: Case, worked: Sequence[WorkedDay], *, show_names: bool
) -> None:
    """One row a duty, day by day: who is where, and the round with its minutes."""
    sheet = book.create_sheet("Days")
    put_row(
        sheet,
        1,
        [
            "Date",
            "Shift",
            "From",
            "To",
            "Person",
            "Name",
            "Team",
            "Where",
            "Round: band place minutes skill",
        ],
        HEADING,
    )
    order = {shift.shift: shift.start_minute for shift in case.shifts}
    units = {unit.unit: unit.name or unit.unit for unit in case.units}
    ordered = sorted(
        worked,
        key=lambda one: (
            one.date,
            order[one.shift.shift],
            one.unit,
            one.person.team,
            one.person.person,
        ),
    )
    longest = len("Round: band place minutes skill")
    for row, one in enumerate(ordered, start=2):
        rounds = [
            f"{piece.band or 'every band'} {piece.place or one.person.home}"
            + (f" {piece.minutes:.0f} min" if piece.minutes is not None else "")
            + (f" {piece.skill}" if piece.skill else "")
            for piece in one.pieces
            if one.places
        ]
        longest = max(longest, len("; ".join(rounds)))
        where = units.get(one.unit, one.where)
        name = one.person.name if show_names else ""
        start, end = clock_times(one.shift)
        put_row(
            sheet,
            row,
            [
                one.date,
                one.shift.shift,
                start,
                end,
                one.person.person,
                name,
                one.person.team,
                where,
                "; ".join(rounds),
            ],
        )
    widths(sheet, 15, 7, 7, 7, 9, 18, 9, 22, min(_WIDEST_ROUND, longest))
    fit_rows(sheet)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:I{max(2, len(ordered) + 1)}"
    set_up_print(sheet, f"{case.name}: who is where", heading_rows="1:1")


def add_waiting(
    book: "Workbook", case: Case, plan: Plan, reasons: Sequence[Delay], free: Sequence[FreePlace]
) -> None:
    """Everybody who was referred, the longest delay first; below them who waits although a place
    is free, and what serving them would cost.

    Parameters
    ----------
    reasons
        One for each delayed midnight.
    free
        Who waits although a place is free.
    """
    sheet = book.create_sheet("Waiting list")
    header = [
        "Referral",
        "Home",
        "Waits",
        "Priority",
        "Ready",
        "Goes to",
        "Starts",
        "Delay days",
        "Why",
    ]
    put_row(sheet, 1, [*header], HEADING)
    waits = waiting_list(case, plan, reasons, free)
    for row, wait in enumerate(waits, start=2):
        values: list[CellValue] = [
            wait.referral,
            wait.home,
            wait.where,
            wait.priority,
            wait.ready,
            wait.option,
            wait.start,
        ]
        put_row(sheet, row, [*values, wait.delay_days, wait.reasons])
    if free:
        put_row(sheet, len(waits) + 3, ["Waits although a place is free"], HEADING)
    for row, place in enumerate(free, start=len(waits) + 4):
        put(sheet, row, 1, place.sentence)
    widths(sheet, 12, 10, 18, 8, 12, 28, 12, 8, 46)
    fit_rows(sheet)
    sheet.freeze_panes = "B2"
    set_up_print(sheet, f"{case.name}: waiting list", heading_rows="1:1")


def add_shortages(book: "Workbook", case: Case, cover: Cover) -> None:
    """Care that nobody gives and staff that units lack: what to put out to the bank or an
    agency.
    """
    sheet = book.create_sheet("Shortages")
    put_row(
        sheet,
        1,
        [
            "Date",
            "Kind",
            "Where",
            "Band",
            "Skill",
            "Needed",
            "There",
            "Unit of both",
            "Hours short",
        ],
        HEADING,
    )
    rows: list[list[CellValue]] = [
        [
            cell.date,
            "care",
            cell.place,
            cell.band,
            cell.skill,
            cell.need,
            cell.given + cell.bought,
            "minutes",
            cell.short / 60,
        ]
        for cell in cover.care
        if cell.short >= 0.5
    ]
    rows += [
        [
            cell.date,
            "unit staff",
            cell.unit,
            cell.band,
            cell.skill,
            cell.required,
            cell.heads,
            "heads",
            cell.short_minutes / 60,
        ]
        for cell in cover.staff
        if cell.short_minutes >= 0.5
    ]
    for row, values in enumerate(
        sorted(rows, key=lambda values: (str(values[0]), str(values[2]))), start=2
    ):
        put_row(sheet, row, values)
    if not rows:
        put(sheet, 2, 1, "Nothing is short.")
    widths(sheet, 16, 16, 14, 12, 14, 10, 10, 12, 12)
    fit_rows(sheet)
    sheet.freeze_panes = "A2"
    set_up_print(sheet, f"{case.name}: shortages", heading_rows="1:1")


def add_ledger(book: "Workbook", case: Case, verdict: Verdict) -> None:
    """What the plan costs, and who pays."""
    sheet = book.create_sheet("Ledger")
    put_row(
        sheet,
        1,
        ["Line", "Amount", "Unit", "Pounds", "Kind", "Payer", "Depends on the plan"],
        HEADING,
    )
    row = 2
    for line in verdict.ledger:
        put_row(
            sheet,
            row,
            [
                line.name,
                line.amount,
                line.unit,
                line.pounds,
                line.kind,
                line.payer,
                "yes" if line.avoidable else "no",
            ],
        )
        row += 1
    put_row(sheet, row, ["The ledger's total, all kinds", None, None, verdict.cost], TOTAL)
    widths(sheet, 24, 14, 12, 16, 14, 16, 20)
    fit_rows(sheet)
    sheet.freeze_panes = "A2"
    set_up_print(sheet, f"{case.name}: ledger", heading_rows="1:1")


def add_key(book: "Workbook", case: Case) -> None:
    """What the codes, colours and marks mean."""
    sheet = book.create_sheet("Key")
    put_row(sheet, 1, ["Code", "Meaning"], HEADING)
    rows: list[tuple[str, str]] = []
    for shift in case.shifts:
        kind = "night" if shift.is_night else "day"
        unpaid = f"{counted(shift.break_minutes, 'minute')} unpaid break"
        paid = "paid hour" if shift.paid_minutes == 60 else "paid hours"
        hours = f"{shift.paid_minutes / 60:g} {paid}, {unpaid}"
        rows.append((shift.shift, f"{kind} shift, {shift.times}, {hours}"))
    first = case.shifts[0].shift if case.shifts else "D"
    codes = sheet_codes(case)
    own = {unit for team in case.teams if (unit := own_unit_of(case, team.team))}
    others = [unit for unit in case.units if unit.unit not in own]
    rows += [
        (f"{first}/{codes[unit.unit]}", f"the whole shift in {unit.name or unit.unit}")
        for unit in others
    ]
    if own:
        rows += [
            (first, "the whole shift in the unit of the team"),
            (first + SPARE_MARK, "on duty beyond what that unit needs"),
        ]
    rows += [(first + TRAINING_MARK, "training: working time that gives no cover")]
    rows += [
        (LEAVE_CODE, "leave"),
        (AWAY_CODE, "away for another reason"),
        ("", "day off"),
    ]
    for row, (code, meaning) in enumerate(rows, start=2):
        put_row(sheet, row, [code, meaning])
    row = len(rows) + 3
    tones = (
        (
            ROUND,
            f"Green: beyond what the unit needs ({SPARE_MARK})"
            if own
            else "Green: a round of people's homes (a shift code alone)",
        ),
        (
            UNIT,
            "Blue: in the unit of the team"
            if own
            else "Blue: in a unit (shift code, stroke, unit)",
        ),
        (NIGHT, "Dark: night"),
        (TRAINING, f"Orange: training (shift code and {TRAINING_MARK})"),
        (AWAY, "Grey: away (AL or X)"),
        (SPECIAL, "Yellow heading: Saturday, Sunday, or bank holiday (BH)"),
        (SHORT, "Red: short (the word stands there as well)"),
    )
    for number, (tone, words) in enumerate(tones):
        put(sheet, row + number, 1, "", tone)
        put(sheet, row + number, 2, words)
    widths(sheet, 16, 80)
    fit_rows(sheet)
    set_up_print(sheet, f"{case.name}: key", heading_rows="1:1")
