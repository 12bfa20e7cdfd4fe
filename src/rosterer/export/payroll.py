"""Which hours are paid at which rate, in the columns that payroll and bank systems take?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

from rosterer.export.formula_safe import safe
from rosterer.files.atomic import write_folder
from rosterer.files.csvtext import csv_bytes
from rosterer.referee.enhancements import Kind
from rosterer.report.worked import HoursAccount, WorkedDay, hours_accounts, worked_days
from rosterer.standing import without_names
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import NOT_EMPLOYED, AbsenceKind
from rosterer_models.vocabulary.plan import Plan

ABSENCES = tuple(kind for kind in get_args(AbsenceKind) if kind != NOT_EMPLOYED)
ENHANCEMENTS = get_args(Kind)
DUTY_FILE, HOURS_FILE, BANK_FILE = "payroll.csv", "hours.csv", "bank_bookings.csv"
LOSSES_FILE = "losses.csv"
"""What was not read of the sheet from which the hours come; written only where there is some."""
PAYROLL_FILES = (DUTY_FILE, HOURS_FILE, BANK_FILE, LOSSES_FILE)

DUTY_COLUMNS = (
    "person",
    "name",
    "employer",
    "team",
    "grade",
    "kind",
    "date",
    "weekday",
    "shift",
    "start",
    "end",
    "unpaid_break_minutes",
    "paid_hours",
    "elapsed_hours",
    *(f"{band}_hours" for band in ENHANCEMENTS),
    "enhancement_percent",
    "where",
    "source",
    "spells",
    "flat_pay",
)
HOURS_COLUMNS = (
    "person",
    "name",
    "employer",
    "team",
    "grade",
    "kind",
    "first_day",
    "last_day",
    "duties",
    "paid_hours",
    *(f"{band}_hours" for band in ENHANCEMENTS),
    "contract_hours",
    "absence_credit_hours",
    "opening_balance_hours",
    "closing_balance_hours",
    "overtime_hours",
    *(f"{kind}_credit_hours" for kind in ABSENCES),
    "leave_left_hours",
)
BANK_COLUMNS = (
    "booking",
    "person",
    "name",
    "employer",
    "grade",
    "skill",
    "date",
    "start",
    "end",
    "unpaid_break_minutes",
    "paid_hours",
    "where",
    "spells",
)


def write_payroll(
    case: Case, plan: Plan, directory: Path, *, show_names: bool = True
) -> list[Path]:
    """Write a row for each duty, a row for each person, and a booking for each duty of a bank
    person.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    days = worked_days(case, plan)
    contents = {
        DUTY_FILE: _table(DUTY_COLUMNS, _duty_rows(days, show_names)),
        HOURS_FILE: _table(HOURS_COLUMNS, _hours_rows(case, plan, days, show_names)),
        BANK_FILE: _table(BANK_COLUMNS, _bank_rows(days, show_names)),
    }
    losses = tuple(dict.fromkeys((*plan.losses, *case.losses)))
    if losses:
        told = losses if show_names else without_names(losses)
        rows = [(safe(loss.where), safe(loss.what)) for loss in told]
        contents[LOSSES_FILE] = _table(("where", "what"), rows)
    write_folder(directory, contents, PAYROLL_FILES)
    return [directory / name for name in contents]


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return csv_bytes(
        header, [[cell if isinstance(cell, str) else _number(cell) for cell in row] for row in rows]
    )


def _number(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _duty_rows(days: Sequence[WorkedDay], show_names: bool) -> Iterable[Sequence[object]]:
    for worked in days:
        person = worked.person
        hours = [worked.hours_at(kind) for kind in ENHANCEMENTS]
        yield (
            person.person,
            safe(person.name) if show_names else "",
            person.employer,
            person.team,
            safe(person.grade),
            person.kind,
            worked.date.isoformat(),
            f"{worked.date:%a}",
            worked.shift.shift,
            worked.starts.isoformat(timespec="minutes"),
            worked.ends.isoformat(timespec="minutes"),
            worked.shift.break_minutes,
            worked.paid_hours,
            worked.elapsed_hours,
            *hours,
            float(worked.enhancement_percent),
            safe(worked.where),
            worked.source,
            " ".join(map(str, worked.spells)) if len(worked.spells) > 1 else "",
            worked.paid.flat,
        )


def _hours_rows(
    case: Case, plan: Plan, days: Sequence[WorkedDay], show_names: bool
) -> Iterable[Sequence[object]]:
    by_band: dict[tuple[str, str], float] = defaultdict(float)
    duties: dict[str, int] = defaultdict(int)
    for worked in days:
        for kind in ENHANCEMENTS:
            by_band[worked.person.person, kind] += worked.hours_at(kind)
        duties[worked.person.person] += 1
    last_day = case.first_day.fromordinal(case.first_day.toordinal() + case.days - 1)
    for name, account in hours_accounts(case, plan, days).items():
        person = account.person
        yield (
            name,
            safe(person.name) if show_names else "",
            person.employer,
            person.team,
            safe(person.grade),
            person.kind,
            case.first_day.isoformat(),
            last_day.isoformat(),
            duties[name],
            account.paid,
            *(by_band[name, band] for band in ENHANCEMENTS),
            account.contract,
            account.credited,
            float(account.opening),
            account.closing,
            account.overtime,
            *(_credited(account, kind, show_names) for kind in ABSENCES),
            "" if account.leave_left is None else float(account.leave_left),
        )


def _credited(account: HoursAccount, kind: AbsenceKind, show_kinds: bool) -> float:
    """Hours of a kind of absence; whoever may not see names does not see why somebody is away."""
    if show_kinds:
        return account.absence.get(kind, 0.0)
    return account.credited if kind == "unavailable" else 0.0


def _bank_rows(days: Sequence[WorkedDay], show_names: bool) -> Iterable[Sequence[object]]:
    for worked in days:
        person = worked.person
        if person.kind == "bank":
            yield (
                f"{worked.date:%Y%m%d}-{person.person}",
                person.person,
                safe(person.name) if show_names else "",
                person.employer,
                safe(person.grade),
                worked.pieces[0].skill or person.skills[0],
                worked.date.isoformat(),
                worked.starts.isoformat(timespec="minutes"),
                worked.ends.isoformat(timespec="minutes"),
                worked.shift.break_minutes,
                worked.paid_hours,
                safe(worked.where),
                " ".join(map(str, worked.spells)) if len(worked.spells) > 1 else "",
            )
