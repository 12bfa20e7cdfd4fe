"""What do the rows of one person on one date say?"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from rosterer.referee.duties import Duty, read_duty, unknown_names
from rosterer.referee.ledger import Entry
from rosterer.referee.pay import duty_pay
from rosterer.referee.register import Register
from rosterer.referee.service import travel_entries
from rosterer.referee.verdict import Breach
from rosterer_models.vocabulary.plan import DutyPiece

SlotKey = tuple[str, date]
"""A person, whom the case may not have, and a date, which may be outside the horizon."""


@dataclass(frozen=True)
class Slot:
    """Rows of one person on one date, as read."""

    order: int
    """Where they stand among the slots of the plan."""
    rows: tuple[DutyPiece, ...]
    duty: Duty | None
    """None where no row has a meaning."""
    unknown: list[tuple[Hashable, Breach]]
    """Names that the case does not have, each with its cause."""
    fault: Breach | None
    """More than one duty."""
    pay: list[Entry]
    travel: list[Entry]


def read_slot(register: Register, order: int, rows: tuple[DutyPiece, ...]) -> Slot:
    """Read rows of one person and date, of which there is at least one."""
    name, day = rows[0].person, register.calendar.number(rows[0].date)
    unknown = [fault for row in rows for fault in unknown_names(register, row, day)]
    known = [row for row in rows if row.shift in register.shifts]
    if name not in register.people or not register.calendar.has(day) or not known:
        return Slot(order, rows, None, unknown, None, [], [])
    duty, fault = read_duty(register, register.people[name], day, known)
    pay, travel = list(duty_pay(register, [duty])), list(travel_entries(register, [duty]))
    return Slot(order, rows, duty, unknown, fault, pay, travel)
